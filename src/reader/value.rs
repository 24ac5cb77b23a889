//! One cell of a table to one figure: digits of every width, separators, signs, units,
//! remarks; blank is not zero, and what is no number is kept as typed.

use super::grid::Content;
use crate::model::form::FigureKind;
use crate::model::{Date, Figure, Value};
use crate::text::clean::trim;
use crate::text::unit::{self, Unit, WAN_YUAN};
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
    /// The unit typed cannot be a unit of the column.
    Unit(String),
    /// The number was given in another unit than that of the column, and converted; as typed.
    Converted(String),
}

/// Units of money that stay as typed where the form leaves the unit to the cell.
const KEPT_UNITS: &[&str] = &["元", WAN_YUAN, "亿元"];

/// The unit of a column; none where the form leaves it to the cell.
pub fn column_unit(kind: FigureKind) -> Option<Unit> {
    match kind {
        FigureKind::Count | FigureKind::Signed => Some(Unit::ONE),
        FigureKind::WanYuan => Some(Unit::WAN_YUAN),
        FigureKind::Money => None,
    }
}

/// Reads a figure of this kind. A number without a unit of its own is in the unit `bare`, else
/// in that of its column.
pub fn figure(
    content: &Content,
    kind: FigureKind,
    bare: Option<Unit>,
    epoch_1904: bool,
) -> (Figure, Option<Oddity>) {
    let kept = |text: String| Figure { value: Value::Kept(text), ..Figure::BLANK };
    match content {
        Content::Uncalculated => (Figure::BLANK, None),
        Content::Number(text) => match (number(text), bare) {
            (None, _) => (kept(text.clone()), None),
            (Some(number), None) => (Figure { value: whole(number, kind), ..Figure::BLANK }, None),
            (Some(number), Some(unit)) => in_column(number, unit, "", kind, text),
        },
        Content::Text(text) => from_text(text, kind, bare),
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

/// A stored number. A sum of binary fractions carries noise far behind the places anyone types.
fn number(text: &str) -> Option<Decimal> {
    let number = Decimal::from_str(text).or_else(|_| Decimal::from_scientific(text)).ok()?;
    Some(if number.scale() > 10 { number.round_dp(10).normalize() } else { number })
}

/// The value of a number; counts that are whole but for binary noise become whole.
fn whole(number: Decimal, kind: FigureKind) -> Value {
    let (noise, whole) = (Decimal::new(1, 9), number.round());
    let counts = matches!(kind, FigureKind::Count | FigureKind::Signed);
    value_of(if counts && (number - whole).abs() < noise { whole } else { number })
}

/// A number in some unit, as a figure in the unit of its column. `unit_text` is the unit as it
/// stands in the cell, `typed` all of the cell.
fn in_column(
    number: Decimal,
    unit: Unit,
    unit_text: &str,
    kind: FigureKind,
    typed: &str,
) -> (Figure, Option<Oddity>) {
    let figure = |number, unit: Option<&str>| Figure {
        value: whole(number, kind),
        unit: unit.map(str::to_owned),
        remark: None,
    };
    let own = KEPT_UNITS.iter().find(|name| Unit::of(name) == Some(unit));
    let (to, kept) = match (column_unit(kind), own) {
        (Some(official), _) if official == unit => return (figure(number, None), None),
        (Some(official), _) => (official, None),
        (None, Some(own)) => return (figure(number, Some(own)), None),
        (None, None) => (Unit::WAN_YUAN, Some(WAN_YUAN)),
    };
    match unit.convert(number, to) {
        // Nothing is the same in every unit.
        Some(number) if number.is_zero() => (figure(number, None), None),
        Some(number) => (figure(number, kept), Some(Oddity::Converted(typed.to_owned()))),
        None => (figure(number, Some(unit_text)), Some(Oddity::Unit(unit_text.to_owned()))),
    }
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
        c if is_mark(c) => c,
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
fn from_text(raw: &str, kind: FigureKind, bare: Option<Unit>) -> (Figure, Option<Oddity>) {
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
    let (before, rest) = leading_marks(trim(rest));
    let (unit, rest) = match Unit::leading(rest) {
        Some((unit, after)) => (Some((unit, &rest[..rest.len() - after.len()])), after),
        None => (None, rest),
    };
    let (behind, rest) = leading_marks(trim(rest));
    let bracket = match rest.chars().next().map(plain) {
        None => "",
        Some('(') if rest.chars().last().map(plain) == Some(')') => rest,
        Some(_) => return kept(),
    };
    let in_bracket = if unit.is_none() { bracketed_unit(bracket) } else { None };
    let bracket = if in_bracket.is_some() { "" } else { bracket };
    let unit = unit.or(in_bracket.as_ref().map(|(unit, text)| (*unit, text.as_str())));
    let remark = [before, behind, bracket].concat();
    let (figure, oddity) = match (unit, bare) {
        (Some((unit, unit_text)), _) => in_column(number, unit, unit_text, kind, text),
        (None, Some(unit)) => in_column(number, unit, "", kind, text),
        (None, None) => (Figure { value: whole(number, kind), ..Figure::BLANK }, None),
    };
    (Figure { remark: Some(remark).filter(|remark| !remark.is_empty()), ..figure }, oddity)
}

/// Whether a cell names a unit behind its number.
pub fn names_unit(content: &Content) -> bool {
    let Content::Text(text) = content else { return false };
    let number = leading_number(trim(text));
    number.is_some_and(|(_, rest)| {
        let (_, rest) = leading_marks(trim(rest));
        Unit::leading(rest).is_some() || bracketed_unit(rest).is_some()
    })
}

/// A unit in brackets behind a number: `（元）`, `（单位：元）`.
fn bracketed_unit(bracket: &str) -> Option<(Unit, String)> {
    match <[(Unit, String); 1]>::try_from(unit::named(bracket)) {
        Ok([named]) => Some(named),
        Err(_) => None,
    }
}

/// Whether a character is a mark that refers to a note: ², ①, ※.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0xB2 | 0xB3 | 0xB9 | 0x2070..=0x209C | 0x2460..=0x24FF | 0x2776..=0x2793)
        || matches!(c, '*' | '＊' | '※' | '†' | '‡' | '△' | '▲' | '☆' | '★')
}

/// Marks at the start of a text (`①`, `注2`), and what follows them.
fn leading_marks(text: &str) -> (&str, &str) {
    let mut rest = text.trim_start_matches(is_mark);
    if let Some(note) = rest.strip_prefix('注') {
        rest = note.trim_start_matches(|c: char| plain(c).is_ascii_digit());
    }
    text.split_at(text.len() - rest.len())
}

/// Whether a remark only refers to a note: `②`, `注1`, `[3]`.
pub fn is_note_mark(remark: &str) -> bool {
    let inner = remark.trim_matches(|c| matches!(plain(c), '(' | ')')).trim_start_matches('注');
    inner.chars().all(|c| is_mark(c) || c.is_ascii_digit())
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
        figure(&Content::Text(text.into()), kind, None, false).0
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
        let stored =
            figure(&Content::Number("587.4072".into()), FigureKind::WanYuan, None, false).0;
        assert_eq!(stored.value, exact("587.4072"));
        let noisy = figure(
            &Content::Number("0.30000000000000004".into()),
            FigureKind::WanYuan,
            None,
            false,
        )
        .0;
        assert_eq!(noisy.value, exact("0.3"));
    }

    #[test]
    fn money_keeps_the_unit_of_its_cell() {
        let figure = read("251000元", FigureKind::Money);
        assert_eq!((figure.value, figure.unit.as_deref()), (Value::Whole(251_000), Some("元")));
        let figure = read("160.5964万元", FigureKind::Money);
        assert_eq!((figure.value, figure.unit.as_deref()), (exact("160.5964"), Some("万元")));
        let (figure, odd) =
            super::figure(&Content::Text("5874072元".into()), FigureKind::WanYuan, None, false);
        assert_eq!((figure.value, figure.unit), (exact("587.4072"), None));
        assert_eq!(odd, Some(Oddity::Converted("5874072元".into())));
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
        let stored =
            |text: &str| figure(&Content::Number(text.into()), FigureKind::Count, None, false).0;
        assert_eq!(stored("1.0000000000000002"), Figure::whole(1));
        assert_eq!(stored("7.5").value, exact("7.5"));
        assert_eq!(stored("7"), Figure::whole(7));
    }

    #[test]
    fn a_date_or_an_error_is_told_apart() {
        let (figure, odd) = super::figure(&Content::Date(44600.0), FigureKind::Count, None, false);
        assert_eq!(figure.value, Value::Kept("2022-02-08".into()));
        assert_eq!(odd, Some(Oddity::Date));
        let (_, odd) =
            super::figure(&Content::Error("#REF!".into()), FigureKind::Count, None, false);
        assert_eq!(odd, Some(Oddity::Error("#REF!".into())));
        let typed = |text: &str| {
            super::figure(&Content::Text(text.into()), FigureKind::Count, None, false).1
        };
        assert_eq!(typed("2022-02-08"), Some(Oddity::Date));
        assert_eq!(typed("#REF!"), Some(Oddity::Error("#REF!".into())));
        assert_eq!(typed("见附件"), None);
    }
}
