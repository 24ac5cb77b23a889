//! Numbers in narrative that speak of figures of the tables.
//!
//! Sentence by sentence: what is the talk about (topic, from sub-headings and from words),
//! whose figures, of which year; then every number with the name it is given. A number whose
//! words are not all understood is left alone: silence is better than a false alarm.

use super::naming::{Named, named_before, named_behind};
use super::narrative::{SectionText, Text};
use super::number::Kind;
use super::scope::{Scope, scope};
use super::sentence::{Clause, Sentence};
use super::skip::{Around, is_skipped};
use super::words::{Quantity, has, last, opening, words};
use super::zero;
use crate::model::Passage;
use crate::rules::body::Body;
use std::borrow::Cow;

/// A number that speaks of figures of the tables.
#[derive(Debug, Clone)]
pub struct Mention {
    /// What it is called: one name, or several that share the number.
    pub quantities: Vec<&'static Quantity>,
    /// Several names have this number each, not together.
    pub each: bool,
    /// The number.
    pub value: i64,
    /// The table need only reach it: `含上年结转3件`.
    pub least: bool,
    /// Whose figures is not certain.
    pub is_unclear: bool,
    /// Text of the clause up to the number.
    pub said: String,
    /// The results named last before it in the sentence, within which it may be a part.
    pub within: Option<&'static Quantity>,
    /// Where in its sentence: clause, and number unless zero is said without one.
    pub at: (usize, Option<usize>),
}

/// Reads passages in order and remembers what they talk about.
pub struct Finder<'b> {
    body: &'b Body,
    year: Option<i32>,
    topics: Vec<&'static str>,
    /// Every quantity with its words, the years of this report put in.
    names: Vec<(&'static Quantity, Vec<Cow<'static, str>>)>,
}

/// What a sentence has said so far.
struct State {
    scope: Scope,
    is_other_year: bool,
    said: String,
    within: Option<&'static Quantity>,
    /// Up to where the clause has been understood: names behind their numbers included.
    done: usize,
}

impl<'b> Finder<'b> {
    /// For the report of a body on a year.
    pub fn new(body: &'b Body, year: Option<i32>) -> Finder<'b> {
        let named = |step: i32| year.map(|year| (year + step).to_string()).unwrap_or_default();
        let (last_year, next_year) = (named(-1), named(1));
        let spoken = |quantity: &'static Quantity| {
            let of_year = |word: &'static String| match word.contains('{') {
                false => Some(Cow::Borrowed(word.as_str())),
                true if year.is_none() => None,
                true => {
                    let word = word.replace("{last}", &last_year).replace("{next}", &next_year);
                    Some(Cow::Owned(word))
                }
            };
            quantity.words.iter().filter_map(of_year).collect()
        };
        let names =
            words().quantities.iter().map(|quantity| (quantity, spoken(quantity))).collect();
        Finder { body, year, topics: Vec::new(), names }
    }

    /// Starts a section. Below the heading on requests the talk is of requests from the start.
    pub fn start(&mut self, section: &SectionText<'_>) {
        let topics = section.role.and_then(|role| words().starts.get(role));
        self.topics = topics.into_iter().flatten().map(String::as_str).collect();
    }

    /// Reads a passage; `look` sees every sentence of a paragraph while its topics are open.
    pub fn read(&mut self, text: &Text<'_>, mut look: impl FnMut(&Self, &Sentence)) {
        let passage = text.passage;
        for sentence in text.sentences {
            let text = sentence.original();
            if matches!(passage, Passage::Heading { .. }) || sentence.is_numbered() {
                self.turn(&text);
            }
            for (topic, opening) in &words().topics {
                if has(&text, opening) && !self.is_about(topic) {
                    self.topics.push(topic);
                }
            }
            if matches!(passage, Passage::Paragraph(_)) {
                look(self, sentence);
            }
        }
    }

    /// A sub-heading closes the topics that it does not name.
    fn turn(&mut self, heading: &str) {
        let lead: String = heading.chars().take(20).collect();
        self.topics.retain(|topic| {
            let closing = words().leave.get(*topic).map_or(&[][..], Vec::as_slice);
            has(&lead, opening(topic)) || !has(&lead, closing)
        });
    }

    /// The reporting body.
    pub fn body(&self) -> &Body {
        self.body
    }

    /// Whether a topic is open.
    pub fn is_about(&self, topic: &str) -> bool {
        self.topics.contains(&topic)
    }

    /// Every quantity that a text names, with the last of its words.
    pub fn named<'t>(
        &self,
        text: &'t str,
    ) -> impl Iterator<Item = (usize, usize, &'static Quantity)> + use<'t, '_, 'b> {
        self.names.iter().filter_map(move |(quantity, words)| {
            let (start, end) = last(text, words.iter().map(Cow::as_ref), &quantity.not)?;
            Some((start, end, *quantity))
        })
    }

    /// The mentions of a sentence.
    pub fn mentions(&self, sentence: &Sentence) -> Vec<Mention> {
        let mut state = State {
            scope: Scope::Own,
            is_other_year: false,
            said: String::new(),
            within: None,
            done: 0,
        };
        let mut mentions: Vec<Mention> = Vec::new();
        for (index, clause) in sentence.clauses.iter().enumerate() {
            self.turn_of_year(clause, &mut state);
            state.done = 0;
            let counts = || clause.numbers.iter().enumerate().filter(|(_, n)| n.count().is_some());
            for (order, (number, _)) in counts().enumerate() {
                if let Some(mut mention) = self.mention(clause, number, order == 0, &mut state) {
                    mention.at = (index, Some(number));
                    let result = mention.quantities.iter().find(|q| q.code == "NB412").copied();
                    state.within = result.or(state.within);
                    mentions.push(mention);
                }
            }
            if let Some(mut mention) = zero::zero(clause, self, state.is_other_year, state.scope) {
                mention.at = (index, None);
                mentions.push(mention);
            }
            state.said.push_str(&clause.plain());
            state.said.push(',');
        }
        mentions
    }

    /// A year named alone is the one spoken of until another is.
    fn turn_of_year(&self, clause: &Clause, state: &mut State) {
        let years = || {
            clause.numbers.iter().filter_map(|number| match number.kind {
                Kind::Year(year) => Some(year),
                _ => None,
            })
        };
        let text = clause.plain();
        let is_this = years().any(|year| Some(year) == self.year);
        if is_this || text.contains("今年") || text.contains("本年") {
            state.is_other_year = false;
        } else if years().next().is_some() {
            state.is_other_year = true;
        }
    }

    /// The mention of one number of a clause; `is_first` of its counts.
    fn mention(
        &self,
        clause: &Clause,
        index: usize,
        is_first: bool,
        state: &mut State,
    ) -> Option<Mention> {
        let number = &clause.numbers[index];
        let value = number.count()?;
        let (before, after) = (clause.before(index, state.done), clause.after(index));
        let mut named = named_before(self, &before, &after, &state.said);
        if named.is_none() {
            named = named_behind(self, &before, &after);
            if named.is_some() {
                state.done = number.end + after.chars().count();
            }
        }
        // The subject holds for what follows in the sentence, understood or not.
        if is_first {
            let end = named.as_ref().map_or(before.len(), |named| named.start);
            state.scope = scope(&before[..end], self.body).unwrap_or(state.scope);
        }
        let Named { quantities, each, start } = named?;
        let first = *quantities.first()?;
        let said = clause.head(index);
        let around = Around {
            number,
            idiom: clause.text.get(number.start) == Some(&'一'),
            lead: &before[..start],
            before: &before,
            after: &after,
            head: &said,
            earlier: &state.said,
            has_subject: scope(&before[..start], self.body).is_some(),
        };
        let carried = first.id.starts_with("carried");
        let is_other_time = (state.is_other_year || has(&said, &words().skip.time)) && !carried;
        if state.scope == Scope::Other || is_other_time || is_skipped(first, &around) {
            return None;
        }
        let least = carried && ["含", "包括", "其中"].iter().any(|word| before.contains(word));
        Some(Mention {
            quantities,
            each,
            value,
            least,
            is_unclear: state.scope == Scope::Unclear,
            said,
            within: state.within,
            at: (0, None),
        })
    }
}
