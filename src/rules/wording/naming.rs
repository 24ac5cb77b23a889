//! What a number is called: the last name of a figure before it, or the one right behind it.

use super::finder::Finder;
use super::words::{Quantity, Rank, has, is_made_of, last, opening, words};

/// Most characters between a verb and the requests it is about.
const OBJECT: usize = 12;
/// Words that join what came in this year with what was carried over.
const JOINED: [&str; 6] = ["和", "及", "加", "与", "、", "并"];

/// A name beside a number.
pub struct Named {
    /// The figure, or several that share the number, the nearest first.
    pub quantities: Vec<&'static Quantity>,
    /// The number is of each of them.
    pub each: bool,
    /// Where the naming starts in the text before the number.
    pub start: usize,
}

/// A word with its quantity: from, to, which.
type Found = (usize, usize, &'static Quantity);

/// The figure named before a number; `said` is what the sentence said before that.
pub fn named_before(finder: &Finder<'_>, before: &str, after: &str, said: &str) -> Option<Named> {
    let context = context(&format!("{said}{before}")).or_else(|| context(after));
    let mut found: Vec<Found> = finder
        .named(before)
        .filter(|(.., quantity)| is_open(finder, quantity))
        .filter(|(.., quantity)| quantity.of.is_none() || quantity.of.as_deref() == context)
        .collect();
    settle_intake(&mut found, before);
    let rank = found.iter().map(|(.., quantity)| quantity.rank).max()?;
    found.retain(|(.., quantity)| quantity.rank == rank);
    found.sort_by_key(|(start, end, _)| (*end, end - start));
    let (start, end, quantity) = found.pop()?;
    let is_general = rank != Rank::Close;
    if !is_plain(&before[object(before, end, quantity)..])
        || (is_general && !is_of_requests(finder, before, after))
    {
        return None;
    }
    let mut quantities = vec![quantity];
    let mut from = start;
    while let Some((start, end, other)) = found.pop() {
        // Shorter words within the one just taken are parts of it.
        if end > from {
            continue;
        }
        let same = other.code == quantity.code && other.of.is_some() == quantity.of.is_some();
        if !same || !is_made_of(&before[end..from], &words().plain.joiners) {
            break;
        }
        quantities.push(other);
        from = start;
    }
    let each = quantities.len() > 1 && before[end..].contains(['各', '均']);
    Some(Named { quantities, each, start: from })
}

/// The figure named right behind a number: `1件结转下一年度`.
pub fn named_behind(finder: &Finder<'_>, before: &str, after: &str) -> Option<Named> {
    if !is_plain(before) {
        return None;
    }
    let (.., quantity) = finder
        .named(after)
        .filter(|(.., quantity)| quantity.follows && is_open(finder, quantity))
        .find(|(start, ..)| is_plain(&after[..*start]))?;
    Some(Named { quantities: vec![quantity], each: false, start: before.len() })
}

/// The kind of thing named last.
pub fn context(text: &str) -> Option<&'static str> {
    words()
        .contexts
        .iter()
        .filter_map(|(name, context)| {
            let (_, end) = last(text, context.words.iter().map(String::as_str), &context.not)?;
            Some((end, name.as_str()))
        })
        .max()
        .map(|(_, name)| name)
}

/// Whether a text adds nothing to the meaning.
pub fn is_plain(text: &str) -> bool {
    is_made_of(text, &words().plain.fillers)
}

fn is_open(finder: &Finder<'_>, quantity: &Quantity) -> bool {
    quantity.topic.as_ref().is_none_or(|topic| finder.is_about(topic))
}

/// `新收和上年结转共10件` is all that came in; of `办理上年结转3件` nobody can tell.
fn settle_intake(found: &mut Vec<Found>, before: &str) {
    let start =
        |id: &str| found.iter().filter(|(.., q)| q.id == id).map(|(start, ..)| *start).min();
    if let (Some(intake), Some(carried)) = (start("received"), start("carried-in"))
        && intake < carried
    {
        let joined = JOINED.iter().any(|joiner| before[intake..carried].ends_with(joiner));
        found.retain(|(.., quantity)| joined && quantity.id == "received");
    }
}

/// Where the object of a verb ends: `收到群众提交的政府信息公开申请`.
fn object(before: &str, end: usize, quantity: &Quantity) -> usize {
    let behind = &before[end..];
    let named = last(behind, opening("requests").iter().map(String::as_str), &[]);
    match named {
        Some((start, stop))
            if quantity.rank == Rank::Verb && behind[..start].chars().count() <= OBJECT =>
        {
            end + stop
        }
        _ => end,
    }
}

/// Whether a general verb speaks of requests.
fn is_of_requests(finder: &Finder<'_>, before: &str, after: &str) -> bool {
    let words = opening("requests");
    has(before, words) || has(after, words) || finder.is_about("requests")
}
