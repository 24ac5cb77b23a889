//! What a number is called: the last name of a figure before it, or the one right behind it.

use super::mention::Shared;
use super::talk::Talk;
use super::words::{Quantity, Rank, has, is_made_of, last, opening, words};

/// Most characters between a verb and the requests it is about.
const OBJECT: usize = 12;
/// Words that join what came in this year with what was carried over.
const JOINED: [&str; 7] = ["和", "及", "加", "与", "、", "并", "含"];
/// Words that take in what was carried over.
const INCLUDING: [&str; 8] = ["含", "加", "加上", "连同", "包括", "计入", "算上", "包含"];
/// The quantities of what came in.
const INTAKE: [&str; 3] = ["newly-received", "received", "processed"];
/// What came in this year.
const NEW: &str = "newly-received";
/// What came in together with what was carried over.
pub const ALL_INTAKE: &str = "intake";

/// A name beside a number.
pub struct Named {
    /// The figure, or several that share the number, the nearest first.
    pub quantities: Vec<&'static Quantity>,
    /// How they share it.
    pub shared: Shared,
    /// Where the naming starts in the text before the number.
    pub start: usize,
}

impl Named {
    /// How close its words are.
    pub fn rank(&self) -> Option<Rank> {
        self.quantities.first().map(|quantity| quantity.rank)
    }
}

/// A word with its quantity: from, to, which.
type Found = (usize, usize, &'static Quantity);

/// The figure named before a number; `said` is what the sentence said before that.
pub fn named_before(talk: &Talk<'_>, before: &str, after: &str, said: &str) -> Option<Named> {
    let context = context(&format!("{said}{before}")).or_else(|| context(after));
    let mut found: Vec<Found> = talk
        .named(before)
        .filter(|(.., quantity)| is_open(talk, quantity))
        .filter(|(.., quantity)| quantity.of.is_none() || quantity.of.as_deref() == context)
        .collect();
    settle_intake(&mut found, before);
    settle_outcome(&mut found, before)?;
    if found.is_empty() && is_plain(after) {
        found.extend(sum_of_both(talk, before, said));
        found.extend(bare_carry(before, said));
    }
    let rank = found.iter().map(|(.., quantity)| quantity.rank).max()?;
    found.retain(|(.., quantity)| quantity.rank == rank);
    found.sort_by_key(|(start, end, _)| (*end, end - start));
    let (start, end, quantity) = found.pop()?;
    let is_general = rank != Rank::Close;
    if !is_plain(&before[object(before, end, quantity)..])
        || (is_general && !is_of_requests(talk, before, after, said))
    {
        return None;
    }
    let mut quantities = vec![quantity];
    let mut from = start;
    let mut is_reason = false;
    while let Some((start, end, other)) = found.pop() {
        // Shorter words within the one just taken are parts of it.
        if end > from {
            continue;
        }
        let same = other.code == quantity.code && other.of.is_some() == quantity.of.is_some();
        let between = &before[end..from];
        let is_joined = match rank {
            Rank::Close => is_made_of(between, &words().plain.joiners),
            // `受理政府信息公开申请并全部办结6件`.
            _ => is_made_of(between, &words().plain.between),
        };
        if same && other.is_within(quantity) && is_made_of(between, &words().plain.reasons) {
            is_reason = true;
        } else if !same || !is_joined || is_reason {
            break;
        }
        // `本年新收办结179件`: what was answered of the new ones.
        if other.id == NEW && between.is_empty() {
            break;
        }
        quantities.push(other);
        from = start;
    }
    let each = quantities.len() > 1 && before[end..].contains(['各', '均', '都']);
    let shared = match rank {
        Rank::Close if is_reason => Shared::Any,
        Rank::Close if !each => Shared::Sum,
        _ => Shared::Each,
    };
    Some(Named { quantities, shared, start: from })
}

/// The figure named right behind a number: `1件结转下一年度`, `发生5起行政复议案件`.
pub fn named_behind(talk: &Talk<'_>, before: &str, after: &str, said: &str) -> Option<Named> {
    let context = context(&format!("{said}{before}")).or_else(|| context(after));
    let is_led = |quantity: &Quantity| {
        is_plain(before) || quantity.lead.iter().any(|lead| before.ends_with(lead.as_str()))
    };
    let (start, mut quantity) = talk
        .following(after)
        .filter(|(_, quantity)| is_open(talk, quantity) && is_led(quantity))
        .filter(|(_, quantity)| quantity.of.is_none() || quantity.of.as_deref() == context)
        .filter(|(start, _)| is_plain(&after[..*start]))
        .min_by_key(|(start, quantity)| (*start, quantity.of.is_none()))?;
    // `4起行政复议案件结果维持`: only those with that outcome.
    if is_cases(quantity) {
        let rest = &after[start..];
        let own = self::context(rest);
        let outcome = talk
            .following(rest)
            .filter(|(_, other)| is_outcome(other) && other.of.as_deref() == own)
            .min_by_key(|(start, _)| *start);
        if let Some((at, outcome)) = outcome {
            let (_, end, _) = talk.named(&rest[..at]).max_by_key(|(_, end, _)| *end)?;
            if !is_plain(&rest[end..at]) {
                return None;
            }
            quantity = outcome;
        }
    }
    // What follows must add nothing: `对5件行政复议案件进行复盘`, `其中3件政府信息公开申请延期`.
    let is_vague = quantity.rank == Rank::Noun;
    if is_vague && (before.is_empty() || before.contains("其中")) {
        return None;
    }
    if is_vague || is_cases(quantity) {
        let own = talk.named(after).filter(|(.., other)| other.id == quantity.id);
        let (_, end, _) = own.max_by_key(|(_, end, _)| *end)?;
        if !is_made_of(&after[end..], &words().plain.between) {
            return None;
        }
    }
    Some(Named { quantities: vec![quantity], shared: Shared::Sum, start: before.len() })
}

/// The figures of `行政复议、行政诉讼分别为11件、10件`, in order, each named alone.
pub fn named_respectively(talk: &Talk<'_>, names: &str, said: &str) -> Vec<Named> {
    let Some(named) = named_before(talk, names, "", said) else { return Vec::new() };
    let start = named.start;
    let alone = |quantity| Named { quantities: vec![quantity], shared: Shared::Sum, start };
    named.quantities.into_iter().rev().map(alone).collect()
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

/// Whether a general verb may follow: `共`, not `提前`.
pub fn is_led(lead: &str) -> bool {
    words().plain.leads.iter().any(|word| lead.ends_with(word.as_str()))
        || opening("requests").iter().any(|word| lead.ends_with(word.as_str()))
        || is_plain(lead)
}

/// Whether a text adds nothing to the meaning.
pub fn is_plain(text: &str) -> bool {
    is_made_of(text, &words().plain.fillers)
}

fn is_open(talk: &Talk<'_>, quantity: &Quantity) -> bool {
    quantity.topic.as_ref().is_none_or(|topic| talk.is_about(topic))
}

/// `新收和上年结转共10件` is all that came in; of `办理上年结转3件` nobody can tell.
fn settle_intake(found: &mut Vec<Found>, before: &str) {
    let carried = found.iter().find(|(.., q)| q.id == "carried-in").map(|(start, ..)| *start);
    let intake = found.iter().filter(|(.., q)| INTAKE.contains(&q.id.as_str()));
    let (Some(carried), Some(intake)) = (carried, intake.map(|found| found.0).min()) else {
        return;
    };
    // `含上年结转共办理226件` joins them too; in `上年结转办理3件` nothing came in.
    let is_joined = match intake >= carried {
        true => INCLUDING.iter().any(|word| before[..carried].ends_with(word)),
        false => JOINED.iter().any(|joiner| before[intake..carried].ends_with(joiner)),
    };
    if intake >= carried && !is_joined {
        return;
    }
    let (carried, intake) = (carried.max(intake), carried.min(intake));
    let all = words().quantities.iter().find(|q| q.id == ALL_INTAKE).filter(|_| is_joined);
    let end = found.iter().map(|(_, end, _)| *end).max().unwrap_or(carried);
    found.clear();
    found.extend(all.map(|all| (intake, end, all)));
}

/// `新收217件，上年结转9件，合计226件`.
fn sum_of_both(talk: &Talk<'_>, before: &str, said: &str) -> Option<Found> {
    let is_sum = ["共", "合计", "共计", "总计", "两项合计", "合计共"].contains(&before);
    let (earlier, clause) = said.trim_end_matches(',').rsplit_once(',').filter(|_| is_sum)?;
    let (start, ..) = talk.named(clause).find(|(.., q)| q.id == "carried-in")?;
    let of_clause = clause[..start].trim_start_matches(|c: char| "加上、和另有".contains(c));
    let intake = earlier.rsplit(',').next().unwrap_or(earlier);
    let is_intake = talk.named(intake).any(|(.., q)| INTAKE[..2].contains(&q.id.as_str()));
    let all = words().quantities.iter().find(|q| q.id == ALL_INTAKE)?;
    (of_clause.is_empty() && is_intake && clause.ends_with('件')).then_some((0, before.len(), all))
}

/// `新收188件，办结186件，结转9件`: behind what was answered, what is left.
fn bare_carry(before: &str, said: &str) -> Option<Found> {
    let quantity = |id: &str| words().quantities.iter().find(|quantity| quantity.id == id);
    let name = before.trim_start_matches('、');
    let is_it = matches!(name, "结转" | "结转申请") && has(said, &quantity("handled")?.words);
    is_it.then_some((before.len() - name.len(), before.len(), quantity("carried-over")?))
}

/// `结果维持的行政复议案件4件` counts an outcome; `维持原答复后又有行政复议4件` nobody can tell.
fn settle_outcome(found: &mut Vec<Found>, before: &str) -> Option<()> {
    let cases = found.iter().filter(|(.., q)| is_cases(q)).max_by_key(|(_, end, _)| *end).copied();
    let outcome =
        found.iter().filter(|(.., q)| is_outcome(q)).max_by_key(|(_, end, _)| *end).copied();
    let (Some((start, end, _)), Some((from, to, outcome))) = (cases, outcome) else {
        return Some(());
    };
    if to > start {
        return Some(());
    }
    found.clear();
    found.push((from, end, outcome));
    is_plain(&before[to..start]).then_some(())
}

/// Whether a figure is of all reviews or all suits.
pub fn is_cases(quantity: &Quantity) -> bool {
    quantity.code == "NB414" && quantity.of.is_none()
}

fn is_outcome(quantity: &Quantity) -> bool {
    quantity.code == "NB414" && quantity.of.is_some()
}

/// Where the object of a verb ends: `收到群众提交的政府信息公开申请`.
fn object(before: &str, end: usize, quantity: &Quantity) -> usize {
    let behind = &before[end..];
    let named = last(behind, opening("requests").iter().map(String::as_str), &[]);
    match named {
        Some((start, stop))
            if quantity.rank == Rank::Verb
                && (behind[..start].chars().count() <= OBJECT
                    || has(&behind[..start], &words().skip.whole)) =>
        {
            end + stop
        }
        _ => end,
    }
}

/// Whether a general verb speaks of requests, and not of what was named since.
fn is_of_requests(talk: &Talk<'_>, before: &str, after: &str, said: &str) -> bool {
    let requests = opening("requests");
    if has(before, requests) || has(after, requests) {
        return true;
    }
    let so_far = format!("{said}{before}");
    let end_of = |words: &[String]| {
        last(&so_far, words.iter().map(String::as_str), &[]).map_or(0, |(_, end)| end)
    };
    talk.is_about("requests") && end_of(&words().skip.elsewhere) <= end_of(requests)
}
