//! Zero said without a number: `未收到政府信息公开申请`, `没有发生行政复议、行政诉讼`.

use super::mention::{Mention, Shared};
use super::naming::context;
use super::scope::{Scope, scope};
use super::sentence::Clause;
use super::talk::Talk;
use super::words::{Quantity, Rank, has, is_made_of, opening, words};
use std::sync::LazyLock;

/// How far behind the negation the verb may stand, in bytes.
const NEAR: usize = 18;

/// What the words that deny begin with.
static DENYING: LazyLock<Vec<char>> = LazyLock::new(|| {
    let zero = &words().zero;
    zero.words.iter().chain(&zero.behind).filter_map(|word| word.chars().next()).collect()
});

/// The zero a clause speaks of, if it does.
pub fn zero(
    clause: &Clause,
    talk: &Talk<'_>,
    other_year: bool,
    so_far: Scope,
    said: &str,
) -> Option<Mention> {
    // Most clauses deny nothing.
    if !clause.text.iter().any(|c| DENYING.contains(c)) {
        return None;
    }
    let text = clause.plain();
    let skip = &words().skip;
    // `行政复议、行政诉讼均为零` names first what is none.
    let named_first = words().zero.behind.iter().find_map(|end| text.strip_suffix(end.as_str()));
    let (start, end, rest) = match named_first {
        Some(names) => (0, 0, names),
        None => negation(&text).map(|(start, end)| (start, end, &text[end..]))?,
    };
    let scope = scope(&text[..start], talk.body()).unwrap_or(so_far);
    // `没有一件申请` counts nothing.
    let behind = text[..end].chars().count();
    let is_one = |start: usize| start == behind && clause.text.get(start) == Some(&'一');
    let mut counted = clause.numbers.iter().filter(|number| number.count().is_some());
    let is_counted = counted.any(|number| named_first.is_none() && !is_one(number.start));
    let is_other = other_year || scope == Scope::Other || has(&text, &words().zero.other);
    if is_counted || is_other || has(&text, &skip.sentence) {
        return None;
    }
    let quantities = named(talk, &text, start, rest, said);
    let first = quantities.first()?;
    let carried = first.id.starts_with("carried");
    if (!carried && has(&text, &skip.time)) || (first.rank != Rank::Close && has(&text, &skip.part))
    {
        return None;
    }
    if first.code == "NB415" && has(&text, &skip.documents) {
        return None;
    }
    Some(Mention {
        quantities,
        shared: Shared::Each,
        value: 0,
        is_unclear: scope == Scope::Unclear,
        said: text,
        sentence: String::new(),
        within: None,
        among: None,
        at: (0, None),
    })
}

/// What is denied: reviews before results before requests.
fn named(
    talk: &Talk<'_>,
    text: &str,
    start: usize,
    rest: &str,
    said: &str,
) -> Vec<&'static Quantity> {
    let of = context(rest).or_else(|| context(text)).or_else(|| context(said));
    let is_close = |quantity: &Quantity| {
        quantity.rank == Rank::Close && (quantity.of.is_none() || quantity.of.as_deref() == of)
    };
    let said: Vec<&Quantity> = talk.named(rest).map(|(.., q)| q).filter(|q| is_close(q)).collect();
    let reviews: Vec<&Quantity> = said.iter().copied().filter(|q| q.code == "NB414").collect();
    if !reviews.is_empty() {
        // `未发生行政复议纠错案件`: there were reviews, and none had that result.
        let of_results = has(text, &words().zero.results);
        // `未发生重大行政诉讼` leaves the others.
        if !of_results && !is_made_of(rest, &words().zero.whole) {
            return Vec::new();
        }
        return reviews.into_iter().filter(|q| q.of.is_some() == of_results).collect();
    }
    if let Some(first) = said.into_iter().find(|q| q.code != "NB413") {
        return vec![first];
    }
    // `上年没有结转的申请`: the negation is part of the name.
    if let Some((.., carried)) =
        talk.named(text).find(|(at, _, q)| q.id == "carried-in" && *at < start)
    {
        return vec![carried];
    }
    let opening = opening("requests");
    let verb = words().zero.verbs.iter().any(|verb| rest.starts_with(verb.as_str()));
    let near = opening.iter().any(|anchor| rest.find(anchor.as_str()).is_some_and(|at| at <= NEAR));
    let received = words().quantities.iter().filter(|q| q.id == "received");
    if has(rest, opening) && (verb || near) { received.collect() } else { Vec::new() }
}

/// The first word of a clause that denies.
fn negation(text: &str) -> Option<(usize, usize)> {
    let zero = &words().zero;
    zero.words
        .iter()
        .flat_map(|word| text.match_indices(word.as_str()))
        .filter(|(at, _)| !zero.not.iter().any(|not| text[*at..].starts_with(not.as_str())))
        .map(|(at, word)| (at, at + word.len()))
        .min()
}
