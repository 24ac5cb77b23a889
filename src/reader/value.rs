//! One cell of a table to one figure: digits of every width, separators, signs, units,
//! remarks; blank is not zero, and what is no number is kept as typed.

use super::grid::Content;
use crate::model::form::FigureKind;
use crate::model::{Date, Figure, Value};
use crate::text::clean::trim;
use rust_decimal::Decimal;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

/// What is odd about a cell beyond its figure.
#[derive(Debug, Clone, PartialEq)]
pub enum Oddity {
    /// A date stands where a number belongs.
    Date,
    /// An error value of the spreadsheet.
    Error(String),
    /// The unit typed differs from the unit of the column.
    Unit(String),
}

/// Units that people type behind a count.
const COUNT_UNITS: &[&str] = &["人次", "件", "条", "项", "个", "次", "起", "宗", "份", "部", "人"];
/// Units of money.
const MONEY_UNITS: &[&str] = &["万元", "亿元", "元"];

/// Reads a figure of this kind.
pub fn figure(content: &Content, kind: FigureKind, epoch_1904: bool) -> (Figure, Option<Oddity>) {
    let kept = |text: String| Figure { value: Value::Kept(text), ..Figure::BLANK };
    match content {
        Content::Uncalculated => (Figure::BLANK, None),
        Content::Number(text) => {
            (from_number(text, kind).unwrap_or_else(|| kept(text.clone())), None)
        }
        Content::Text(text) => from_text(text, kind),
        Content::Bool(true) => (kept("TRUE".into()), None),
        Content::Bool(false) => (kept("FALSE".into()), None),
        Content::Error(code) => (kept(code.clone()), Some(Oddity::Error(code.clone()))),
        Content::Date(serial) => {
            let shown = Date::from_serial(serial.trunc() as i64, epoch_1904)
                .map_or_else(|| serial.to_string(), |date| date.to_string());
            (kept(shown), Some(Oddity::Date))
        }
        Content::DateText(text) => (kept(text.clone()), Some(Oddity::Date)),
    }
}

/// A stored number. Counts that are whole but for binary noise become whole.
fn from_number(text: &str, kind: FigureKind) -> Option<Figure> {
    let number = Decimal::from_str(text).or_else(|_| Decimal::from_scientific(text)).ok()?;
    // A sum of binary fractions carries noise far behind the places anyone types.
    let quiet = if number.scale() > 10 { number.round_dp(10).normalize() } else { number };
    let noise = Decimal::new(1, 9);
    let whole = quiet.round();
    let counts = matches!(kind, FigureKind::Count | FigureKind::Signed);
    let number = if counts && (quiet - whole).abs() < noise { whole } else { quiet };
    Some(Figure { value: value_of(number), ..Figure::BLANK })
}

fn value_of(number: Decimal) -> Value {
    if number.scale() == 0
        && let Ok(whole) = i64::try_from(number)
    {
        Value::Whole(whole)
    } else {
        Value::Exact(number)
    }
}

/// One character as the digits, signs and brackets that a number is made of.
fn plain(c: char) -> char {
    match c {
        '−' | '–' | '﹣' | '－' => '-',
        '，' | '＇' => ',',
        '．' => '.',
        '（' | '〔' | '［' | '[' | '【' => '(',
        '）' | '〕' | '］' | ']' | '】' => ')',
        c => {
            let mut folded = std::iter::once(c).nfkc();
            match (folded.next(), folded.next()) {
                (Some(one), None) => one,
                _ => c,
            }
        }
    }
}

/// Text that stands for a number, or is kept.
fn from_text(raw: &str, kind: FigureKind) -> (Figure, Option<Oddity>) {
    let text = trim(raw).trim_matches(['\'', '‘', '’', '"', '“', '”']);
    let text = trim(text);
    if text.is_empty() {
        return (Figure::BLANK, None);
    }
    // A date or an error that arrives as text is told of like one that does not.
    let kept = || {
        let oddity = if text.starts_with('#') {
            Some(Oddity::Error(text.into()))
        } else {
            Date::parse(text).map(|_| Oddity::Date)
        };
        (Figure { value: Value::Kept(text.into()), ..Figure::BLANK }, oddity)
    };
    let Some((number, rest)) = leading_number(text) else { return kept() };
    let (unit, rest) = leading_unit(trim(rest), kind);
    let rest = trim(rest);
    let remark = match rest.chars().next().map(plain) {
        None => None,
        Some('(') if rest.chars().last().map(plain) == Some(')') => Some(rest.to_owned()),
        Some(_) => return kept(),
    };
    let counts = matches!(kind, FigureKind::Count | FigureKind::Signed);
    let number = if counts && number.fract().is_zero() { number.trunc() } else { number };
    let (unit, oddity) = match (kind, unit) {
        (FigureKind::Count | FigureKind::Signed, unit)
            if unit.is_some_and(|unit| MONEY_UNITS.contains(&unit)) =>
        {
            (unit, unit.map(|unit| Oddity::Unit(unit.into())))
        }
        (FigureKind::Count | FigureKind::Signed, _)
        | (FigureKind::WanYuan, None | Some("万元")) => (None, None),
        (FigureKind::WanYuan, Some(other)) => (Some(other), Some(Oddity::Unit(other.into()))),
        (FigureKind::Money, unit) => (unit, None),
    };
    (Figure { value: value_of(number), unit: unit.map(str::to_owned), remark }, oddity)
}

/// A number at the start of a text, and what follows it.
fn leading_number(text: &str) -> Option<(Decimal, &str)> {
    let mut digits = String::new();
    let mut end = 0;
    let mut groups: Option<Vec<usize>> = None;
    let mut run = 0usize;
    let mut seen_point = false;
    for (index, c) in text.char_indices() {
        let next = index + c.len_utf8();
        match plain(c) {
            d @ '0'..='9' => {
                digits.push(d);
                run += 1;
                end = next;
            }
            '+' | '-' | '¥' | '￥' if run == 0 && !seen_point && groups.is_none() => {
                match plain(c) {
                    sign @ ('+' | '-') if digits.is_empty() => digits.push(sign),
                    '+' | '-' => return None,
                    _ => {}
                }
            }
            ',' | '\'' if run > 0 && !seen_point => {
                groups.get_or_insert_default().push(run);
                run = 0;
            }
            '.' if run > 0 && !seen_point => {
                if let Some(groups) = &mut groups {
                    groups.push(run);
                }
                seen_point = true;
                digits.push('.');
                run = 0;
            }
            c if c.is_whitespace() && run == 0 && !seen_point && groups.is_none() => {}
            _ => break,
        }
    }
    if !digits.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some(mut groups) = groups {
        if !seen_point {
            groups.push(run);
        }
        let (first, others) = groups.split_first()?;
        if *first > 3 || others.is_empty() || others.iter().any(|length| *length != 3) {
            return None;
        }
    }
    let number = Decimal::from_str_exact(digits.trim_start_matches('+')).ok()?;
    Some((number, &text[end..]))
}

/// A unit at the start of a text, and what follows it.
fn leading_unit(text: &str, kind: FigureKind) -> (Option<&'static str>, &str) {
    let counts =
        if matches!(kind, FigureKind::Count | FigureKind::Signed) { COUNT_UNITS } else { &[] };
    counts
        .iter()
        .chain(MONEY_UNITS)
        .find_map(|unit| text.strip_prefix(unit).map(|rest| (Some(*unit), rest)))
        .unwrap_or((None, text))
}

/// Whether kept text only says that there is no figure.
pub fn says_not_given(text: &str) -> bool {
    let folded: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    !folded.is_empty()
        && (folded.chars().all(|c| matches!(c, '-' | '—' | '–' | '─' | '−' | '/' | '\\'))
            || matches!(folded.as_str(), "无" | "不适用" | "N/A" | "n/a" | "NA" | "未涉及" | "空"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, kind: FigureKind) -> Figure {
        figure(&Content::Text(text.into()), kind, false).0
    }

    fn exact(text: &str) -> Value {
        Value::Exact(Decimal::from_str(text).unwrap())
    }

    #[test]
    fn a_count_is_read_however_it_is_typed() {
        for text in [
            "12",
            " 12 ",
            "１２",
            "\u{FEFF}12\u{3000}",
            "12件",
            "12 条",
            "+12",
            "12.0",
            "'12",
            "0012",
        ] {
            assert_eq!(read(text, FigureKind::Count), Figure::whole(12), "{text:?}");
        }
        assert_eq!(read("11,398,889", FigureKind::Count), Figure::whole(11_398_889));
        assert_eq!(read("1，234", FigureKind::Count), Figure::whole(1234));
        assert_eq!(read("－8", FigureKind::Signed), Figure::whole(-8));
        assert_eq!(read("+1036", FigureKind::Signed), Figure::whole(1036));
    }

    #[test]
    fn a_remark_in_brackets_stays_with_its_number() {
        let figure = read("22（其中修订16件）", FigureKind::Count);
        assert_eq!(figure.value, Value::Whole(22));
        assert_eq!(figure.remark.as_deref(), Some("（其中修订16件）"));
        assert_eq!(figure.to_string(), "22（其中修订16件）");
    }

    #[test]
    fn decimals_keep_the_places_that_were_typed() {
        assert_eq!(read("587.4072", FigureKind::WanYuan).value, exact("587.4072"));
        assert_eq!(read("20.30", FigureKind::WanYuan).value, exact("20.30"));
        let stored = figure(&Content::Number("587.4072".into()), FigureKind::WanYuan, false).0;
        assert_eq!(stored.value, exact("587.4072"));
        let noisy =
            figure(&Content::Number("0.30000000000000004".into()), FigureKind::WanYuan, false).0;
        assert_eq!(noisy.value, exact("0.3"));
    }

    #[test]
    fn money_keeps_the_unit_of_its_cell() {
        let figure = read("251000元", FigureKind::Money);
        assert_eq!((figure.value, figure.unit.as_deref()), (Value::Whole(251_000), Some("元")));
        let figure = read("160.5964万元", FigureKind::Money);
        assert_eq!((figure.value, figure.unit.as_deref()), (exact("160.5964"), Some("万元")));
        let (figure, odd) =
            super::figure(&Content::Text("5874072元".into()), FigureKind::WanYuan, false);
        assert_eq!(figure.unit.as_deref(), Some("元"));
        assert_eq!(odd, Some(Oddity::Unit("元".into())));
    }

    #[test]
    fn blank_is_not_zero_and_words_are_kept() {
        assert_eq!(read(" \u{3000}\n", FigureKind::Count), Figure::BLANK);
        assert_eq!(read("0", FigureKind::Count), Figure::whole(0));
        for text in ["-", "—", "/", "无", "－", "不适用"] {
            assert_eq!(read(text, FigureKind::Count).value, Value::Kept(text.into()));
            assert!(says_not_given(text), "{text}");
        }
        for text in ["约100", "12,34", "1 2 3", "见附件", "7/8", "--253", "3+4", "(5)"] {
            assert_eq!(read(text, FigureKind::Count).value, Value::Kept(text.into()), "{text}");
            assert!(!says_not_given(text), "{text}");
        }
    }

    #[test]
    fn a_whole_float_is_whole_and_a_fraction_stays_a_fraction() {
        let stored = |text: &str| figure(&Content::Number(text.into()), FigureKind::Count, false).0;
        assert_eq!(stored("1.0000000000000002"), Figure::whole(1));
        assert_eq!(stored("7.5").value, exact("7.5"));
        assert_eq!(stored("7"), Figure::whole(7));
    }

    #[test]
    fn a_date_or_an_error_is_told_apart() {
        let (figure, odd) = super::figure(&Content::Date(44600.0), FigureKind::Count, false);
        assert_eq!(figure.value, Value::Kept("2022-02-08".into()));
        assert_eq!(odd, Some(Oddity::Date));
        let (_, odd) = super::figure(&Content::Error("#REF!".into()), FigureKind::Count, false);
        assert_eq!(odd, Some(Oddity::Error("#REF!".into())));
        let typed =
            |text: &str| super::figure(&Content::Text(text.into()), FigureKind::Count, false).1;
        assert_eq!(typed("2022-02-08"), Some(Oddity::Date));
        assert_eq!(typed("#REF!"), Some(Oddity::Error("#REF!".into())));
        assert_eq!(typed("见附件"), None);
    }
}
