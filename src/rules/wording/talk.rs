//! What the narrative talks about, passage by passage: its topics, opened by words and closed
//! by sub-headings and by sentences about something else; and what each figure is called.

use super::narrative::{SectionText, Text};
use super::sentence::Sentence;
use super::words::{Quantity, has, last, opening, words};
use crate::model::Passage;
use crate::rules::body::Body;
use std::borrow::Cow;

/// The topic that mail boxes and hotlines end.
const REQUESTS: &str = "requests";

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// What the passage talks about.
    Open,
    /// Requests, by name.
    Requests,
    /// Complaints, documents, enquiries.
    Other,
}

/// Reads passages in order and remembers what they talk about.
pub struct Talk<'b> {
    body: &'b Body,
    year: Option<i32>,
    topics: Vec<&'static str>,
    /// What the sentence before counted last.
    matter: Matter,
    /// Every quantity with its words, the years of this report put in.
    names: Vec<(&'static Quantity, Vec<Cow<'static, str>>)>,
}

impl<'b> Talk<'b> {
    /// In the report of a body on a year.
    pub fn new(body: &'b Body, year: Option<i32>) -> Talk<'b> {
        let names = words().quantities.iter().map(|q| (q, spoken(&q.words, year))).collect();
        Talk { body, year, topics: Vec::new(), matter: Matter::Open, names }
    }

    /// Starts a section. Below the heading on requests the talk is of requests from the start.
    pub fn start(&mut self, section: &SectionText<'_>) {
        let topics = section.role.and_then(|role| words().starts.get(role));
        self.topics = topics.into_iter().flatten().map(String::as_str).collect();
    }

    /// Reads a passage; `look` sees every sentence of a paragraph while its topics are open.
    pub fn read(&mut self, text: &Text<'_>, mut look: impl FnMut(&mut Self, &Sentence)) {
        let passage = text.passage;
        self.matter = Matter::Open;
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
            // `12345热线受理诉求19357件。办结19300件。`
            if has(&text, &words().skip.elsewhere)
                && sentence.has_counts()
                && !has(&text, opening(REQUESTS))
            {
                self.topics.retain(|topic| *topic != REQUESTS);
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

    /// The year reported on.
    pub fn year(&self) -> Option<i32> {
        self.year
    }

    /// What is counted when a sentence starts.
    pub fn matter(&self) -> Matter {
        self.matter
    }

    /// A sentence ends with this counted; requests go on by their topic.
    pub fn leave(&mut self, matter: Matter) {
        self.matter = match matter {
            Matter::Other => Matter::Other,
            Matter::Open | Matter::Requests => Matter::Open,
        };
    }

    /// Whether a topic is open.
    pub fn is_about(&self, topic: &str) -> bool {
        self.topics.contains(&topic)
    }

    /// A text without the names of what was carried over, which hold words of another year.
    pub fn without_carried(&self, text: &str) -> String {
        let carried = self.names.iter().filter(|(quantity, _)| quantity.id.starts_with("carried"));
        let mut names: Vec<&str> =
            carried.flat_map(|(_, words)| words.iter().map(Cow::as_ref)).collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names.into_iter().fold(text.to_owned(), |text, name| text.replace(name, ""))
    }

    /// Whether a text names what was carried over.
    pub fn is_carried(&self, text: &str) -> bool {
        self.without_carried(text) != text
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

    /// Every quantity that may follow its number and that a text names, with where the first
    /// of its words starts.
    pub fn following<'t>(
        &self,
        text: &'t str,
    ) -> impl Iterator<Item = (usize, &'static Quantity)> + use<'t, '_, 'b> {
        self.names.iter().filter(|(quantity, _)| quantity.follows).filter_map(
            move |(quantity, words)| {
                let start = words.iter().filter_map(|word| text.find(word.as_ref())).min()?;
                let is_other = quantity.not.iter().any(|not| text.contains(not.as_str()));
                (!is_other).then_some((start, *quantity))
            },
        )
    }
}

/// Words with the years of a report put in for `{last}` and `{next}`; without a year, those
/// that need none.
pub fn spoken(words: &'static [String], year: Option<i32>) -> Vec<Cow<'static, str>> {
    let of_year = |word: &'static String| match (word.contains('{'), year) {
        (false, _) => Some(Cow::Borrowed(word.as_str())),
        (true, None) => None,
        (true, Some(year)) => {
            let word = word.replace("{last}", &(year - 1).to_string());
            Some(Cow::Owned(word.replace("{next}", &(year + 1).to_string())))
        }
    };
    words.iter().filter_map(of_year).collect()
}
