//! Numbers that bear the name of a figure and are another quantity all the same: a part of
//! it, of others, in another sense.

use super::number::{Kind, Number};
use super::words::{Quantity, Rank, has, is_made_of, opening, words};

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
    /// The text before its name ends with who acts.
    pub has_subject: bool,
}

/// Whether a number is not to be compared with the figure it is named after.
pub fn is_skipped(quantity: &Quantity, around: &Around<'_>) -> bool {
    let skip = &words().skip;
    let Around { before, after, .. } = *around;
    let so_far = format!("{}{}{after}", around.earlier, around.head);
    let by_kind = match quantity.code.as_str() {
        "NB411" if quantity.rank != Rank::Close => is_part(around) || !is_led_in(around),
        // `主动公开信息1027条，不予公开信息1535条` of all documents made.
        "NB412" => around.earlier.contains("主动公开") && before.ends_with("信息"),
        "NB414" => has(before, &skip.review) || has(after, &skip.review),
        "NB415" => has(&so_far, &skip.documents),
        _ => false,
    };
    by_kind
        || has(&so_far, &skip.sentence)
        || !takes_unit(quantity, around.number)
        || is_idiom(around)
}

/// Some of the requests: by one channel, of one kind, for somebody else.
fn is_part(around: &Around<'_>) -> bool {
    let skip = &words().skip;
    let end_of = |word: &String| Some(around.before.rfind(word.as_str())? + word.len());
    let whole = skip.whole.iter().filter_map(end_of).max().unwrap_or(0);
    let text = around.before[whole..].replace("各类", "");
    has(&text, &skip.part) || has(around.after, &skip.part)
}

/// A general verb stands alone or behind who acts: `提前办结` is a part, `共办结` the whole.
fn is_led_in(around: &Around<'_>) -> bool {
    let plain = &words().plain;
    around.has_subject
        || plain.leads.iter().any(|lead| around.lead.ends_with(lead.as_str()))
        || is_made_of(around.lead, &plain.fillers)
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
