//! Numbers that bear the name of a figure and are another quantity all the same: a part of
//! it, of others, in another sense.

use super::naming::is_led;
use super::number::{Kind, Number};
use super::words::{Quantity, Rank, has, is_made_of, last, opening, words};

/// What stands around a number.
pub struct Around<'c> {
    /// The number.
    pub number: &'c Number,
    /// It is written `一`.
    pub idiom: bool,
    /// Text before its name.
    pub lead: &'c str,
    /// Text before it, since the number before.
    pub before: &'c str,
    /// Text after it.
    pub after: &'c str,
    /// Its clause up to it.
    pub head: &'c str,
    /// The sentence before its clause.
    pub earlier: &'c str,
    /// The whole sentence.
    pub whole: &'c str,
    /// The text before its name ends with who acts.
    pub has_subject: bool,
    /// Several names share it.
    pub is_shared: bool,
}

/// Whether a number is not to be compared with the figure it is named after.
pub fn is_skipped(quantity: &Quantity, around: &Around<'_>) -> bool {
    let skip = &words().skip;
    let Around { before, after, .. } = *around;
    let so_far = format!("{}{}{after}", around.earlier, around.head);
    let by_kind = match quantity.code.as_str() {
        "NB411" if quantity.rank != Rank::Close => {
            is_part(around)
                || !(around.has_subject || is_led(around.lead))
                || (quantity.rank == Rank::Noun && is_of_documents(around))
        }
        // `主动公开信息1027条，不予公开信息1535条` of all documents made.
        "NB412" => {
            (!around.is_shared && is_because(quantity, around.lead))
                || is_of_carried(around.earlier)
                || (around.earlier.contains("主动公开") && before.ends_with("信息"))
                || is_of_documents(around)
        }
        "NB414" => has(before, &skip.review) || has(after, &skip.review),
        "NB413" => is_of_carried(around.earlier),
        // `废止3件、宣布失效3件` may be one figure of the table.
        "NB415" => has(&so_far, &skip.documents) || has(around.whole, &skip.lapsed),
        _ => false,
    };
    by_kind
        || has(&so_far, &skip.sentence)
        || !takes_unit(quantity, around.number)
        || is_idiom(around)
}

/// `因涉及他人商业秘密不予公开4件`: of one reason that the form calls otherwise.
fn is_because(result: &Quantity, lead: &str) -> bool {
    let has_reasons = || words().quantities.iter().any(|reason| reason.is_within(result));
    has(lead, &words().skip.because) && has_reasons()
}

/// `上年结转的申请中，予以公开3件`.
fn is_of_carried(earlier: &str) -> bool {
    earlier.split(',').any(|clause| clause.contains("结转") && clause.ends_with('中'))
}

/// Some of the requests: by one channel, of one kind, for somebody else.
fn is_part(around: &Around<'_>) -> bool {
    let skip = &words().skip;
    let end_of = |word: &String| Some(around.before.rfind(word.as_str())? + word.len());
    let whole = skip.whole.iter().filter_map(end_of).max().unwrap_or(0);
    let text = around.before[whole..].replace("各类", "");
    has(&text, &skip.part) || has(around.after, &skip.part)
}

/// `制定公文312件，其中主动公开208件，依申请公开65件`: how documents are to be disclosed.
fn is_of_documents(around: &Around<'_>) -> bool {
    let so_far = format!("{}{}", around.earlier, around.head);
    let skip = &words().skip;
    let end = |words: &[String], not: &[String]| {
        last(&so_far, words.iter().map(String::as_str), not).map(|(_, end)| end)
    };
    let requested = end(&skip.requested, &skip.attributes);
    end(&skip.files, &skip.no_files).is_some_and(|files| Some(files) > requested)
}

/// Reviews and suits about something else than disclosure, or of all kinds, or that this body
/// decides.
pub fn is_other_case(quantity: &Quantity, around: &Around<'_>) -> bool {
    let skip = &words().skip;
    let review = opening("review");
    let Around { lead, head, after, whole, .. } = *around;
    if has(whole, &skip.authority) {
        return true;
    }
    if has(head, review) || has(after, review) {
        return false;
    }
    // `行政复议案件36件，其中涉及政府信息公开的12件`.
    let from = around.earlier.chars().count() + head.chars().count();
    let rest: String = whole.chars().skip(from).collect();
    let has_own_part = rest.split_once("其中").is_some_and(|(_, part)| has(part, review));
    let is_other_kind = has(head, &skip.cases)
        || has(after, &skip.cases)
        || (!has(whole, review) && has(whole, &skip.cases));
    // Behind the verb only its subject: `发生工伤认定行政复议5件`.
    let verbs = quantity.lead.iter().chain(&words().plain.joiners).map(String::as_str);
    let end = last(lead, verbs, &[]).map_or(0, |(_, end)| end);
    let kind = &lead[end..];
    let is_plain = is_made_of(kind, &words().plain.between) || around.has_subject;
    has_own_part || is_other_kind || !is_plain
}

fn takes_unit(quantity: &Quantity, number: &Number) -> bool {
    let Kind::Count(_, unit) = number.kind else { return false };
    let unit = unit.map(String::from).unwrap_or_default();
    quantity.units.contains(&unit)
}

/// `办结一件、销号一件`, without naming what.
fn is_idiom(around: &Around<'_>) -> bool {
    around.idiom && around.number.count() == Some(1) && !has(around.before, opening("requests"))
}
