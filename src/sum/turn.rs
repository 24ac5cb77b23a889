//! Which report has its turn: of two of one body and year, and the year that most are of.
//! The sum, the ledger and the years ask here, so that they never take different files.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// When a file was saved last, as it says itself, and what it is called.
pub type Filed<'a> = (Option<&'a str>, &'a str);

/// Puts the file first that counts: the one saved last; where files do not say when, the last
/// by name.
pub fn counted_first(a: Filed<'_>, b: Filed<'_>) -> Ordering {
    b.cmp(&a)
}

/// Why the one that counts does, and not the other, in words.
pub fn why(counted: Filed<'_>, other: Filed<'_>) -> &'static str {
    match (counted.0, other.0) {
        (Some(late), Some(early)) if late != early => "保存时间较晚",
        (Some(_), None) => "另一份里没有保存时间",
        _ => "保存时间分不出先后，按文件名取后一份",
    }
}

/// The years that most reports are of, earliest first: none, one, or several with as many.
pub fn usual_years(years: impl Iterator<Item = i32>) -> Vec<i32> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for year in years {
        *counts.entry(year).or_default() += 1;
    }
    let most = counts.values().max().copied().unwrap_or_default();
    counts.into_iter().filter(|(_, count)| *count == most).map(|(year, _)| year).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_saved_last_counts_and_else_the_last_by_name() {
        let mut files =
            [(None, "丁"), (Some("2025-01-02 10:00"), "甲"), (Some("2025-01-02 09:00"), "丙")];
        files.sort_by(|a, b| counted_first(*a, *b));
        assert_eq!(files.map(|one| one.1), ["甲", "丙", "丁"]);
        assert_eq!(why(files[0], files[1]), "保存时间较晚");
        assert_eq!(why(files[1], files[2]), "另一份里没有保存时间");
        assert_eq!(counted_first((None, "乙2"), (None, "乙1")), Ordering::Less);
    }

    #[test]
    fn as_many_reports_of_two_years_make_two_usual_ones() {
        assert_eq!(usual_years([2023, 2024, 2023].into_iter()), [2023]);
        assert_eq!(usual_years([2024, 2023].into_iter()), [2023, 2024]);
        assert_eq!(usual_years(std::iter::empty()), [0; 0]);
    }
}
