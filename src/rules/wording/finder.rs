//! Numbers in narrative that speak of figures of the tables.
//!
//! Sentence by sentence: whose figures, of which year; then every number with the name it is
//! given. A number whose words are not all understood is left alone: silence is better than a
//! false alarm.

use super::matter;
use super::mention::Mention;
use super::naming::{ALL_INTAKE, Named, is_plain, named_before, named_behind, named_respectively};
use super::number::{Kind, Number};
use super::scope::{Scope, scope};
use super::sentence::{Clause, Sentence};
use super::skip::{Around, is_other_case, is_skipped};
use super::talk::{Matter, Talk};
use super::words::{Quantity, Rank, has, is_made_of, last, opening, words};
use super::zero;
use std::collections::VecDeque;

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
    among: Option<&'static Quantity>,
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
        among: None,
        done: 0,
    };
    let mut mentions: Vec<Mention> = Vec::new();
    let whole = sentence.folded();
    for (index, clause) in sentence.clauses.iter().enumerate() {
        // What a bracket says of another year or body ends with it.
        let outer = clause.is_aside.then(|| state.clone());
        let is_other_year = turn_of_year(talk, clause, &mut state);
        if clause.numbers.is_empty() && has(&clause.plain(), opening("requests")) {
            state.matter = Matter::Requests;
        }
        state.done = 0;
        let mut is_first = true;
        let mut each = VecDeque::new();
        for number in 0..clause.numbers.len() {
            state.matter = matter::turn(talk, clause, number, &state.said, state.matter);
            if clause.numbers[number].count().is_none() {
                continue;
            }
            if each.is_empty() {
                each = respectively(talk, clause, number, &state);
            }
            let given = each.pop_front();
            let found = mention(talk, clause, number, given, is_first, &whole, &mut state);
            is_first = false;
            if let Some(mut mention) = found {
                mention.at = (index, Some(number));
                // A name behind the number came with its words.
                mention.said.insert_str(0, &sentence.printed_before(index, number));
                mention.sentence = whole.clone();
                remember(&mention, &mut state);
                mentions.push(mention);
            }
        }
        if let Some(outer) = outer {
            state = outer;
            continue;
        }
        if let Some(mut mention) =
            zero::zero(clause, talk, state.is_other_year, state.scope, &state.said)
        {
            mention.at = (index, None);
            mention.sentence = whole.clone();
            mentions.push(mention);
        }
        state.is_other_year = is_other_year;
        state.said.push_str(&clause.plain());
        state.said.push(',');
    }
    talk.leave(state.matter);
    mentions
}

/// What a number counted, within which the next may be a part: `自然人150件，其中予以公开46件`.
fn remember(mention: &Mention, state: &mut State) {
    let of = |code: &str| mention.quantities.iter().find(|q| q.code == code).copied();
    let is_carried = |q: &&Quantity| q.id.starts_with("carried");
    if let Some(carried) = of("NB411").filter(is_carried) {
        (state.within, state.among) = (Some(carried), None);
    } else if let Some(result) = of("NB412") {
        state.within = Some(result);
    } else if let Some(applicants) = of("NB413") {
        state.among = Some(applicants);
    } else if of("NB411").is_some() {
        (state.within, state.among) = (None, None);
    }
}

/// A year named alone is the one spoken of until another is, and `上年` that of last year. Gives
/// what holds behind the clause: a comparison speaks of another year for itself alone.
fn turn_of_year(talk: &Talk<'_>, clause: &Clause, state: &mut State) -> bool {
    let before = state.is_other_year;
    let years = || {
        clause.numbers.iter().filter_map(|number| match number.kind {
            Kind::Year(year) => Some(year),
            _ => None,
        })
    };
    let text = clause.plain();
    let skip = &words().skip;
    let is_own = |year: i32| Some(year) == talk.year();
    let is_span = years().next().is_some_and(|first| !is_own(first))
        && years().nth(1).is_some()
        && text.contains(['至', '到', '-', '—', '－']);
    let starts = |words: &[String]| words.iter().any(|word| text.starts_with(word.as_str()));
    if is_span || (starts(&skip.last_year) && !talk.is_carried(&text)) {
        state.is_other_year = true;
    } else if years().any(is_own) || text.contains("今年") || text.contains("本年") {
        state.is_other_year = false;
    } else if years().next().is_some() && !talk.is_carried(&text) {
        state.is_other_year = true;
        if has(&text, &skip.compared) {
            return before;
        }
    }
    state.is_other_year
}

/// The names of the numbers from this one on, in their order, each with the text before it:
/// `行政复议、行政诉讼分别为11件、10件`.
fn respectively(
    talk: &Talk<'_>,
    clause: &Clause,
    index: usize,
    state: &State,
) -> VecDeque<(Named, String)> {
    let before = clause.before(index, state.done);
    let Some((names, _)) = before.rsplit_once("分别").filter(|(_, rest)| is_plain(rest)) else {
        return VecDeque::new();
    };
    let named = named_respectively(talk, names, &state.said);
    let numbers = clause.numbers.get(index..index + named.len()).unwrap_or_default();
    let is_joined = |pair: &[Number]| {
        let between = clause.between(pair[0].end, pair[1].start);
        matches!(between.as_str(), "、" | "和" | "及" | "与")
    };
    let is_list = numbers.len() > 1
        && numbers.iter().all(|number| number.count().is_some())
        && numbers.windows(2).all(is_joined);
    let with_text = |(place, named)| match place {
        0 => (named, names.to_owned()),
        _ => (Named { start: 0, ..named }, String::new()),
    };
    if is_list { named.into_iter().enumerate().map(with_text).collect() } else { VecDeque::new() }
}

/// The mention of one number of a clause, `given` its name and the text before it where these
/// are known; `is_first` of its counts.
fn mention(
    talk: &Talk<'_>,
    clause: &Clause,
    index: usize,
    given: Option<(Named, String)>,
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
    // What the sentence has named so far, in this clause too.
    let head = clause.head(index);
    let said = format!("{}{}", state.said, head.strip_suffix(&*before).unwrap_or_default());
    let mut named = match given {
        Some((given, text)) => {
            before = text;
            Some(given)
        }
        None => named_before(talk, &before, &after, &said),
    };
    let mut said_behind = "";
    // `政府信息公开申请3件转下年度`: what is said behind is closer than that requests are meant.
    let is_vague = named.as_ref().is_none_or(|named| named.rank() == Some(Rank::Noun));
    let follows = || named_behind(talk, &before, &after, &said);
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
    let around = Around {
        number,
        idiom: clause.text.get(number.start) == Some(&'一'),
        lead,
        before: &before,
        after: &after,
        head: &head,
        earlier: &state.said,
        whole,
        has_subject: scope(lead, talk.body()).is_some(),
        is_shared: quantities.len() > 1,
    };
    let spans_years = first.id.starts_with("carried") || first.id == ALL_INTAKE;
    let is_other_time = (state.is_other_year || is_timed(talk, &head, &said)) && !spans_years;
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
        within: result_of(talk, lead, first).or(state.within),
        among: state.among,
        at: (0, None),
    })
}

/// The result that stands before its applicants: `予以公开自然人申请46件`.
fn result_of(talk: &Talk<'_>, lead: &str, quantity: &Quantity) -> Option<&'static Quantity> {
    let results = || talk.named(lead).filter(|(.., q)| q.code == "NB412");
    let is_applicant = quantity.code == "NB413";
    is_applicant.then(results)?.max_by_key(|(_, end, _)| *end).map(|(.., q)| q)
}

/// Whether a clause up to its number speaks of another time than the whole year; `said` is the
/// sentence up to what is counted.
fn is_timed(talk: &Talk<'_>, head: &str, said: &str) -> bool {
    let skip = &words().skip;
    let head = talk.without_carried(head);
    let end = |words: &[String]| {
        last(&head, words.iter().map(String::as_str), &[]).map_or(0, |(_, end)| end)
    };
    // `上年结转7件、本年新收208件`.
    let timed = end(&skip.time);
    let is_running = head.contains("累计") && !is_of_this_year(talk, said, &head);
    is_running || is_slice(&head) || (timed > 0 && timed >= end(&skip.this_year))
}

/// `2023年累计受理208件`: what has piled up within the year; not `截至2023年底累计`.
fn is_of_this_year(talk: &Talk<'_>, said: &str, head: &str) -> bool {
    let so_far = format!("{said}{head}");
    let own = talk.year().is_some_and(|year| so_far.contains(&format!("{year}年")));
    (own || has(&so_far, &words().skip.this_year))
        && !["截至", "截止"].iter().any(|word| so_far.contains(word))
}

/// `6月受理32件`, `1—6月`: some months; not `1月1日至12月31日` or `1—12月`.
fn is_slice(head: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut months = head.match_indices('月').filter(|(at, _)| {
        digit(head[..*at].chars().next_back())
            && !digit(head[at + '月'.len_utf8()..].chars().next())
    });
    months.any(|(at, _)| {
        let before = head[..at].trim_end_matches(|c: char| c.is_ascii_digit());
        let is_whole =
            head[..at].ends_with("12") && before.ends_with(['至', '到', '-', '—', '－', '~']);
        !is_whole
    })
}

/// Who acts, without what is done: `县司法局全年办理`.
fn subject(lead: &str) -> &str {
    const DONE: [&str; 13] = [
        "办理",
        "审理",
        "受理",
        "收到",
        "接到",
        "承办",
        "处理",
        "发生",
        "被申请",
        "被提起",
        "被起诉",
        "制发",
        "作出",
    ];
    DONE.iter().find_map(|verb| lead.strip_suffix(verb)).unwrap_or(lead)
}
