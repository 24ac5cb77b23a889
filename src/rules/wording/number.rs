//! Numbers as narrative writes them: `3607件`, `七件`, `1.17万条`, `33.9%`, `2023年`.

use rust_decimal::Decimal;

/// A number in a clause.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// What it is.
    pub kind: Kind,
    /// Its first character.
    pub start: usize,
    /// Behind its last character, unit included.
    pub end: usize,
}

/// What a number is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A whole number of things, with its unit if it has one.
    Count(i64, Option<char>),
    /// A percentage.
    Percent(Decimal),
    /// `2023年`, `2023年度`.
    Year(i32),
    /// A month, a day, an hour.
    Date,
    /// Rounded, ordinal, a code, a phone number: nothing to compare.
    Vague,
}

/// Units of things that the tables count.
const UNITS: [char; 10] = ['件', '份', '条', '宗', '个', '起', '例', '部', '封', '项'];
/// Units that a number in Chinese numerals must have; with others it is mostly an idiom.
const PLAIN_UNITS: [char; 3] = ['件', '份', '宗'];
/// Words before a number that make it a rough one.
const ROUGH_BEFORE: [char; 6] = ['约', '近', '超', '逾', '过', '第'];
/// Characters before Chinese numerals that make them part of a word.
const NOT_BEFORE: &str = "第每这那某同几数任唯统另逐万同";

impl Number {
    /// Whether it names a time and not a quantity.
    pub fn is_date(&self) -> bool {
        matches!(self.kind, Kind::Year(_) | Kind::Date)
    }

    /// The count, if it is one.
    pub fn count(&self) -> Option<i64> {
        match self.kind {
            Kind::Count(count, _) => Some(count),
            _ => None,
        }
    }
}

/// The numbers of a clause.
pub fn numbers(text: &[char]) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let number = if text[at].is_ascii_digit() { arabic(text, at) } else { chinese(text, at) };
        match number {
            Some(number) => {
                at = number.end;
                found.push(number);
            }
            None => at += 1,
        }
    }
    found
}

fn arabic(text: &[char], start: usize) -> Option<Number> {
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let mut end = start + text[start..].iter().take_while(|c| is_part(**c)).count();
    while text[end - 1] == '.' {
        end -= 1;
    }
    let digits: String = text[start..end].iter().collect();
    let before = start.checked_sub(1).map(|at| text[at]);
    let next = text.get(end).copied();
    let glued = |c: Option<char>| {
        c.is_some_and(|c| c.is_ascii_alphanumeric() || "-—－_/〔[@~～".contains(c))
    };
    let rough = before.is_some_and(|c| ROUGH_BEFORE.contains(&c));
    let vague = |end| Some(Number { kind: Kind::Vague, start, end });
    if glued(before) || glued(next) {
        return vague(end);
    }
    match next {
        Some('%') => {
            let kind = if rough { None } else { digits.parse().ok().map(Kind::Percent) };
            Some(Number { kind: kind.unwrap_or(Kind::Vague), start, end: end + 1 })
        }
        Some('年') => {
            let year = if digits.len() == 4 { digits.parse().ok() } else { None };
            let end = end + 1 + usize::from(text.get(end + 1) == Some(&'度'));
            Some(Number { kind: year.map_or(Kind::Date, Kind::Year), start, end })
        }
        Some('月' | '日' | '时') => Some(Number { kind: Kind::Date, start, end: end + 1 }),
        Some('余' | '多' | '万' | '亿' | '千' | '百') => vague(end + 1),
        _ => {
            let (unit, end) = unit(text, end);
            match digits.parse() {
                Ok(count) if !rough => Some(Number { kind: Kind::Count(count, unit), start, end }),
                _ => vague(end),
            }
        }
    }
}

/// The unit at a place, and where it ends: whatever is written right behind the digits, so
/// that `220户` is not taken for a bare number.
fn unit(text: &[char], at: usize) -> (Option<char>, usize) {
    let Some(unit) = text.get(at).copied().filter(|c| c.is_alphabetic()) else { return (None, at) };
    match text.get(at + 1) {
        Some('次') => (Some('次'), at + 2),
        _ if UNITS.contains(&unit) => (Some(unit), at + 1),
        _ => (Some(unit), at),
    }
}

/// Whether this is a unit of things that the tables count.
pub fn is_unit(unit: char) -> bool {
    UNITS.contains(&unit)
}

fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '零' | '一'
            | '二'
            | '两'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
    )
}

fn chinese(text: &[char], start: usize) -> Option<Number> {
    let length = text[start..].iter().take_while(|c| is_numeral(**c)).count();
    let end = start + length;
    if text.get(end) == Some(&'年') {
        let year = year(&text[start..end])?;
        let end = end + 1 + usize::from(text.get(end + 1) == Some(&'度'));
        return Some(Number { kind: Kind::Year(year), start, end });
    }
    let unit = text.get(end).filter(|unit| PLAIN_UNITS.contains(unit))?;
    let word = start.checked_sub(1).is_some_and(|at| NOT_BEFORE.contains(text[at]));
    let idiom = matches!(text.get(end + 1), Some('事' | '件' | '一' | '次' | '套'));
    let value = value(&text[start..end]).filter(|_| !word && !idiom)?;
    Some(Number { kind: Kind::Count(value, Some(*unit)), start, end: end + 1 })
}

/// `二零二三`, spoken digit by digit.
fn year(numerals: &[char]) -> Option<i32> {
    let digit = |c: &char| "零一二三四五六七八九".chars().position(|other| other == *c);
    let digits: Vec<usize> = numerals.iter().map_while(digit).collect();
    let year =
        digits.iter().try_fold(0, |year, digit| Some(year * 10 + i32::try_from(*digit).ok()?));
    year.filter(|year| digits.len() == 4 && numerals.len() == 4 && *year >= 1900)
}

/// `七`, `十二`, `三百零五`, `两千`.
fn value(numerals: &[char]) -> Option<i64> {
    let (mut total, mut digit) = (0, None);
    for c in numerals {
        let scale = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '两' => {
                digit = Some(2);
                continue;
            }
            c => {
                let position = "零一二三四五六七八九".chars().position(|other| other == *c)?;
                // Two digits without a scale are spoken one by one: a code, not a number.
                if digit.is_some_and(|known| known != 0) {
                    return None;
                }
                digit = Some(i64::try_from(position).ok()?);
                continue;
            }
        };
        total += digit.take().unwrap_or(1) * scale;
    }
    (!numerals.is_empty()).then_some(total + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        let text: Vec<char> = text.chars().collect();
        numbers(&text).into_iter().map(|number| number.kind).collect()
    }

    #[test]
    fn counts_are_read_in_both_scripts() {
        let count = |n| vec![Kind::Count(n, Some('件'))];
        assert_eq!(kinds("收到申请3607件"), count(3607));
        assert_eq!(kinds("收到申请七件"), count(7));
        assert_eq!(kinds("收到申请两件"), count(2));
        assert_eq!(kinds("收到申请十二件"), count(12));
        assert_eq!(kinds("收到申请三百零五件"), count(305));
        assert_eq!(kinds("部分公开67"), [Kind::Count(67, None)]);
    }

    #[test]
    fn idioms_codes_and_rough_numbers_are_no_counts() {
        for text in ["一件事一次办", "每一件", "逐一", "件件有着落", "第三件", "同一件"]
        {
            assert!(kinds(text).iter().all(|kind| *kind == Kind::Vague), "{text}");
        }
        for text in ["约100件", "14万余条", "200余场", "029-32772511", "1.17万条", "第12件", "A1"]
        {
            assert!(
                kinds(text).iter().all(|kind| *kind == Kind::Vague),
                "{text}: {:?}",
                kinds(text)
            );
        }
        assert_eq!(kinds("2.5个"), [Kind::Vague]);
    }

    #[test]
    fn percentages_and_times_are_told_apart() {
        assert_eq!(
            kinds("2023年度占33.9%"),
            [Kind::Year(2023), Kind::Percent("33.9".parse().unwrap())]
        );
        assert_eq!(kinds("12月31日"), [Kind::Date, Kind::Date]);
        assert_eq!(kinds("二零二三年"), [Kind::Year(2023)]);
        for text in ["三年行动", "十四五", "二十年", "三五年"] {
            assert!(kinds(text).is_empty(), "{text}");
        }
    }
}
