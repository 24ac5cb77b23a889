//! Numbers in narrative that speak of figures of the tables.
//!
//! Sentence by sentence: whose figures, of which year; then every number with the name it is
//! given. A number whose words are not all understood is left alone: silence is better than a
//! false alarm.

use super::matter;
use super::mention::Mention;
use super::naming::{ALL_INTAKE, Named, named_before, named_behind};
use super::number::Kind;
use super::scope::{Scope, scope};
use super::sentence::{Clause, Sentence};
use super::skip::{Around, is_other_case, is_skipped};
use super::talk::{Matter, Talk};
use super::words::{Quantity, Rank, has, is_made_of, words};
use super::zero;

/// What a sentence has said so far.
#[derive(Clone)]
struct State {
    scope: Scope,
    is_other_year: bool,
    said: String,
    matter: Matter,
    /// The cases counted last are not about disclosure.
    is_other_case: bool,
    within: Option<&'static Quantity>,
    /// Up to where the clause has been understood: names behind their numbers included.
    done: usize,
}

/// The mentions of a sentence, after which the talk knows what it counted last.
pub fn mentions(talk: &mut Talk<'_>, sentence: &Sentence) -> Vec<Mention> {
    let mut state = State {
        scope: Scope::Own,
        is_other_year: false,
        said: String::new(),
        matter: talk.matter(),
        is_other_case: false,
        within: None,
        done: 0,
    };
    let mut mentions: Vec<Mention> = Vec::new();
    let whole = sentence.folded();
    for (index, clause) in sentence.clauses.iter().enumerate() {
        // What a bracket says of another year or body ends with it.
        let outer = clause.is_aside.then(|| state.clone());
        turn_of_year(talk, clause, &mut state);
        state.done = 0;
        let mut is_first = true;
        for number in 0..clause.numbers.len() {
            state.matter = matter::turn(talk, clause, number, &state.said, state.matter);
            if clause.numbers[number].count().is_none() {
                continue;
            }
            let found = mention(talk, clause, number, is_first, &whole, &mut state);
            is_first = false;
            if let Some(mut mention) = found {
                mention.at = (index, Some(number));
                // A name behind the number came with its words.
                mention.said.insert_str(0, &sentence.printed_before(index, number));
                mention.sentence = whole.clone();
                let result = mention.quantities.iter().find(|q| q.code == "NB412").copied();
                state.within = result.or(state.within);
                mentions.push(mention);
            }
        }
        if let Some(outer) = outer {
            state = outer;
            continue;
        }
        if let Some(mut mention) = zero::zero(clause, talk, state.is_other_year, state.scope) {
            mention.at = (index, None);
            mention.sentence = whole.clone();
            mentions.push(mention);
        }
        state.said.push_str(&clause.plain());
        state.said.push(',');
    }
    talk.leave(state.matter);
    mentions
}

/// A year named alone is the one spoken of until another is.
fn turn_of_year(talk: &Talk<'_>, clause: &Clause, state: &mut State) {
    let years = || {
        clause.numbers.iter().filter_map(|number| match number.kind {
            Kind::Year(year) => Some(year),
            _ => None,
        })
    };
    let text = clause.plain();
    let is_this = years().any(|year| Some(year) == talk.year());
    if is_this || text.contains("今年") || text.contains("本年") {
        state.is_other_year = false;
    } else if years().next().is_some() {
        state.is_other_year = true;
    }
}

/// The mention of one number of a clause; `is_first` of its counts.
fn mention(
    talk: &Talk<'_>,
    clause: &Clause,
    index: usize,
    is_first: bool,
    whole: &str,
    state: &mut State,
) -> Option<Mention> {
    let number = &clause.numbers[index];
    let value = number.count()?;
    let (mut before, after) = (clause.before(index, state.done), clause.after(index));
    // `34件被维持、5件被纠正`: the words before the comma belong to the number before them.
    if before.ends_with('、') && clause.numbers[..index].iter().any(|n| n.count().is_some()) {
        before.clear();
    }
    let mut named = named_before(talk, &before, &after, &state.said);
    let mut said_behind = "";
    // `政府信息公开申请3件转下年度`: what is said behind is closer than that requests are meant.
    let is_vague = named.as_ref().is_none_or(|named| named.rank() == Some(Rank::Noun));
    let follows = || named_behind(talk, &before, &after, &state.said);
    if let Some(behind) = is_vague.then(follows).flatten()
        && (named.is_none() || !clause.is_followed_by_count(index))
    {
        named = Some(behind);
        said_behind = &after;
        state.done = number.end + after.chars().count();
    }
    // The subject holds for what follows in the sentence, understood or not.
    if is_first {
        let end = named.as_ref().map_or(before.len(), |named| named.start);
        state.scope = scope(subject(&before[..end]), talk.body()).unwrap_or(state.scope);
    }
    let Named { quantities, shared, start } = named?;
    let first = *quantities.first()?;
    let lead = &before[..start];
    // In brackets only what is named outright is certain: `（其中市政府收到9件）`.
    if clause.is_aside && (first.rank != Rank::Close || !is_made_of(lead, &words().plain.fillers)) {
        return None;
    }
    let said = clause.head(index);
    let around = Around {
        number,
        idiom: clause.text.get(number.start) == Some(&'一'),
        lead,
        before: &before,
        after: &after,
        head: &said,
        earlier: &state.said,
        whole,
        has_subject: scope(lead, talk.body()).is_some(),
    };
    let spans_years = first.id.starts_with("carried") || first.id == ALL_INTAKE;
    let is_other_time = (state.is_other_year || has(&said, &words().skip.time)) && !spans_years;
    if first.code == "NB414" {
        state.is_other_case = match first.of {
            None => is_other_case(first, &around),
            Some(_) => state.is_other_case,
        };
    }
    let is_other_matter = match &first.code[..] {
        "NB411" | "NB412" | "NB413" => state.matter == Matter::Other,
        "NB414" => state.is_other_case,
        _ => false,
    };
    if state.scope == Scope::Other || is_other_matter || is_other_time || is_skipped(first, &around)
    {
        return None;
    }
    Some(Mention {
        quantities,
        shared,
        value,
        is_unclear: state.scope == Scope::Unclear,
        said: said_behind.to_owned(),
        sentence: String::new(),
        within: state.within,
        at: (0, None),
    })
}

/// Who acts, without what is done: `县司法局全年办理`.
fn subject(lead: &str) -> &str {
    const DONE: [&str; 8] = ["办理", "审理", "受理", "收到", "接到", "承办", "处理", "发生"];
    DONE.iter().find_map(|verb| lead.strip_suffix(verb)).unwrap_or(lead)
}
