//! What is left of a text on paper: lines break anywhere, what draws nothing is not there, and
//! what no face has is printed as 〓.

use super::text::is_shown;

/// What is printed for a character that no face has.
const MISSING: char = '\u{3013}';

/// Whether a printed text is this one. Scripts that run from right to left are drawn in
/// another order than they are stored.
pub fn is_print_of(printed: &str, text: &str) -> bool {
    if runs_left(text) {
        let sorted = |text: &str| {
            let mut all = seen(text);
            all.sort_unstable();
            all
        };
        return sorted(printed) == sorted(text) || is_in_order(printed, text);
    }
    is_in_order(printed, text)
}

fn is_in_order(printed: &str, text: &str) -> bool {
    let (printed, text) = (seen(printed), inked(text));
    end_of(&printed, &text) == Some(printed.len())
}

/// Whether it has letters of Hebrew, Arabic and their neighbours.
pub fn runs_left(text: &str) -> bool {
    text.chars().any(
        |c| matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'),
    )
}

/// Where a text ends in a printed one, if it stands there in full from `from` on.
pub fn end_in(printed: &[char], from: usize, text: &str) -> Option<usize> {
    let text = inked(text);
    (from..=printed.len()).find_map(|at| Some(at + end_of(&printed[at..], &text)?))
}

/// The characters of a printed text that are to be seen.
pub fn seen(printed: &str) -> Vec<char> {
    printed.chars().filter(|c| !c.is_whitespace() && is_shown(*c)).collect()
}

/// The characters of a text that are not blank; those that draw nothing do so only where a
/// face has them.
fn inked(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// How much of the printed text is this one, if it begins with it.
fn end_of(printed: &[char], text: &[char]) -> Option<usize> {
    let mut at = 0;
    for c in text {
        match printed.get(at) {
            Some(own) if own == c || *own == MISSING => at += 1,
            _ if !is_shown(*c) => {}
            _ => return None,
        }
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_print_has_no_blanks_nothing_unseen_and_a_mark_for_what_is_missing() {
        assert!(is_print_of("甲 乙", "甲\u{ad}乙") && is_print_of("甲乙", "甲\u{200b} 乙"));
        assert!(is_print_of("〓乙", "甲乙") && is_print_of("〓乙", "\u{34f}乙"));
        assert!(!is_print_of("甲乙丙", "甲乙") && !is_print_of("甲", "甲乙"));
        assert!(is_print_of("（ةس）", "（سة）") && !is_print_of("（ةة）", "（سة）"));
        assert!(!is_print_of("乙甲", "甲乙") && is_print_of("", "\u{ad}"));
        assert_eq!(end_in(&seen("表头 甲乙"), 1, "甲 乙"), Some(4));
        assert_eq!(end_in(&seen("甲丙"), 0, "乙"), None);
    }
}
