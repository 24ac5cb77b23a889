//! What stands around tables and pages and is no part of a report.

use crate::text::label::{fold, fold_start};

/// No unit and no page number is longer, brackets and dashes aside: `计量单位：` and eight more.
const FURNITURE_CHARACTERS: usize = 32;
/// Dashes around a page number.
const DASHES: [char; 4] = ['-', '—', '–', '─'];

/// Whether a text is what stands around tables and pages: `单位：件`, `— 5 —`, `第5页`.
pub fn is_furniture(text: &str) -> bool {
    let (start, is_all) = fold_start(text, FURNITURE_CHARACTERS);
    if is_all {
        return is_unit_line(&start) || is_page_number(&start);
    }
    // Too long, unless nearly all of it is brackets, dashes or digits: rare enough to be
    // looked at in full.
    let core = start.trim_matches(['(', ')']);
    let may_be = core.chars().count() <= FURNITURE_CHARACTERS / 2
        || start.trim_matches(DASHES).chars().all(|c| c.is_ascii_digit());
    may_be && {
        let folded = fold(text);
        is_unit_line(&folded) || is_page_number(&folded)
    }
}

/// `单位：件` and the like above a table.
fn is_unit_line(folded: &str) -> bool {
    let folded = folded.trim_matches(['(', ')']);
    folded.strip_prefix("单位:").is_some_and(|unit| unit.chars().count() <= 8)
        || folded.strip_prefix("计量单位:").is_some_and(|unit| unit.chars().count() <= 8)
}

/// `— 5 —`, `-3-`, `第5页`.
fn is_page_number(folded: &str) -> bool {
    let inner = folded.trim_matches(DASHES);
    (inner.len() < folded.len() && !inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit()))
        || (folded.starts_with('第')
            && folded.ends_with('页')
            && folded.chars().count() <= 6
            && folded.contains(|c: char| c.is_ascii_digit()))
}
