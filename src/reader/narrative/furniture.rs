//! What stands around tables and pages and is no part of a report.

use crate::text::label::{fold, fold_start};
use crate::text::unit::line;

/// No unit and no page number is longer, brackets and dashes aside: `计量单位：` and eight more.
const FURNITURE_CHARACTERS: usize = 32;
/// Dashes around a page number.
const DASHES: [char; 4] = ['-', '—', '–', '─'];

/// Whether a text is what stands around tables and pages: `单位：件`, `— 5 —`, `第5页`.
pub fn is_furniture(text: &str) -> bool {
    let (start, is_all) = fold_start(text, FURNITURE_CHARACTERS);
    if is_all {
        return !line(&start).is_empty() || is_page_number(&start) || is_caption(&start);
    }
    // Too long, unless nearly all of it is brackets, dashes or digits: rare enough to be
    // looked at in full.
    let core = start.trim_matches(['(', ')']);
    let may_be = core.chars().count() <= FURNITURE_CHARACTERS / 2
        || start.trim_matches(DASHES).chars().all(|c| c.is_ascii_digit());
    may_be && {
        let folded = fold(text);
        !line(&folded).is_empty() || is_page_number(&folded)
    }
}

/// `表1 主动公开政府信息情况`, `附表二`.
fn is_caption(folded: &str) -> bool {
    let rest = folded.strip_prefix('附').unwrap_or(folded).strip_prefix('表');
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六".contains(c))
            && !folded.contains(['。', ',', '件', '次'])
    })
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
