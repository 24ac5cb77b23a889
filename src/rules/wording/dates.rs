//! Dates inside sentences, and those that are damaged: `201911日`, `202020年12月31日`.

use crate::model::Date;
use std::fmt;

/// A date as a sentence names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spoken {
    /// Its year, if it repeats it.
    pub year: Option<i32>,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl fmt::Display for Spoken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(year) = self.year {
            write!(f, "{year}年")?;
        }
        write!(f, "{}月{}日", self.month, self.day)
    }
}

/// A run of digits with the character behind it.
struct Run {
    start: usize,
    digits: String,
    next: Option<char>,
}

/// The dates of a text, in order.
pub fn dates(text: &[char]) -> Vec<Spoken> {
    let runs = runs(text);
    let mut found = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        let (Some('月'), Some(day)) = (run.next, runs.get(index + 1)) else { continue };
        if day.next != Some('日') || day.start != run.start + run.digits.len() + 1 {
            continue;
        }
        let year = index.checked_sub(1).map(|at| &runs[at]).filter(|year| {
            year.next == Some('年') && run.start == year.start + year.digits.len() + 1
        });
        if let (Ok(month), Ok(day)) = (run.digits.parse(), day.digits.parse()) {
            found.push(Spoken { year: year.and_then(|year| year.digits.parse().ok()), month, day });
        }
    }
    found
}

/// The first date of a text that is damaged or that no calendar has.
pub fn damaged(text: &[char]) -> Option<String> {
    let runs = runs(text);
    for (index, run) in runs.iter().enumerate() {
        let before = run.start.checked_sub(1).map(|at| text[at]);
        if before.is_some_and(|c| c.is_ascii_alphabetic() || "-—/.〔".contains(c)) {
            continue;
        }
        let length = run.digits.len();
        let behind = text.get(run.start + length + 1).copied();
        let month_follows = runs
            .get(index + 1)
            .is_some_and(|month| month.next == Some('月') && month.start == run.start + length + 1);
        let value: i64 = run.digits.parse().unwrap_or(i64::MAX);
        let is_bad = match run.next {
            Some('年') => {
                length > 4 || (month_follows && (length != 4 || !(1900..=2100).contains(&value)))
            }
            Some('月') => length > 2 || !(1..=12).contains(&value),
            // `12345日均`: a hotline by the day, not a date.
            Some('日') => length > 4 && !behind.is_some_and(|c| "均常益渐报".contains(c)),
            _ => false,
        };
        if is_bad {
            return Some(shown(text, run));
        }
    }
    let impossible = dates(text).into_iter().find(|date| {
        let year = date.year.unwrap_or(2000);
        Date::new(year, date.month, date.day).is_none()
    });
    impossible.map(|date| date.to_string())
}

/// A run of digits with what belongs to its date.
fn shown(text: &[char], run: &Run) -> String {
    let is_part = |c: &&char| c.is_ascii_digit() || "年月日".contains(**c);
    let start = run.start - text[..run.start].iter().rev().take_while(is_part).count();
    text[start..].iter().take_while(is_part).collect()
}

fn runs(text: &[char]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let digits: String = text[at..].iter().take_while(|c| c.is_ascii_digit()).collect();
        if digits.is_empty() {
            at += 1;
            continue;
        }
        let start = at;
        at += digits.len();
        runs.push(Run { start, digits, next: text.get(at).copied() });
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn damaged_dates_are_found() {
        for (text, date) in [
            ("自201911日起至20191231日止", "201911日"),
            ("2020年1月1日至202020年12月31日", "202020年12月31日"),
            ("2021年13月1日", "2021年13月1日"),
            ("2021年2月30日", "2021年2月30日"),
            ("202年12月31日", "202年12月31日"),
        ] {
            assert_eq!(damaged(&chars(text)).as_deref(), Some(date), "{text}");
        }
    }

    #[test]
    fn sound_dates_and_other_numbers_are_left_alone() {
        for text in [
            "2021年1月1日至12月31日",
            "拨打12345日均受理200件",
            "60日内申请行政复议",
            "办理时限20个工作日",
            "36个月",
            "电话029-32772511日常开通",
            "建党100年",
        ] {
            assert_eq!(damaged(&chars(text)), None, "{text}");
        }
    }

    #[test]
    fn a_date_may_leave_its_year_to_the_one_before() {
        let found = dates(&chars("2022年1月1日至12月31日"));
        assert_eq!(found[0], Spoken { year: Some(2022), month: 1, day: 1 });
        assert_eq!(found[1], Spoken { year: None, month: 12, day: 31 });
    }
}
