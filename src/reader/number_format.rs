//! What a number format makes of a number: `0"元"` names a unit, `0!.0,"万"` shows a tenth of
//! a thousandth and names one. Clerks see the shown number, files hold the stored one.

use crate::text::unit::Unit;
use rust_decimal::Decimal;

/// How a cell shows its number.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The stored number is so many times the shown one.
    pub scale: Decimal,
    /// The unit shown behind it, with its text.
    pub unit: Option<(Unit, String)>,
}

/// What a format code says beyond digits; `None` for the many that say nothing.
pub fn shown(code: &str) -> Option<Shown> {
    let mut literal = String::new();
    let mut power = 0;
    // Digits behind a point that is only drawn, and commas that wait for a digit.
    let (mut drawn_point, mut commas) = (false, 0);
    let mut characters = code.chars();
    while let Some(c) = characters.next() {
        match c {
            // The first section is that of ordinary numbers.
            ';' => break,
            '"' => {
                let text: String = characters.by_ref().take_while(|c| *c != '"').collect();
                drawn_point |= text == ".";
                literal.push_str(&text);
            }
            '\\' | '!' => {
                let next = characters.next().unwrap_or_default();
                drawn_point |= next == '.';
                literal.push(next);
            }
            '_' | '*' => drop(characters.next()),
            '[' => drop(characters.by_ref().find(|c| *c == ']')),
            '0' | '#' | '?' => {
                commas = 0;
                power += u32::from(drawn_point);
            }
            ',' => commas += 1,
            c if c.is_ascii() => {}
            c => literal.push(c),
        }
    }
    power += 3 * commas;
    let text: String = literal.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    let unit = Unit::of(&text).map(|unit| (unit, text));
    let scale = Decimal::from(10_u64.checked_pow(power).unwrap_or(u64::MAX));
    (unit.is_some() || power > 0).then_some(Shown { scale, unit })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(code: &str) -> Option<(String, String)> {
        let shown = shown(code)?;
        Some((shown.scale.to_string(), shown.unit.map(|(_, text)| text).unwrap_or_default()))
    }

    fn says(scale: &str, unit: &str) -> Option<(String, String)> {
        Some((scale.to_owned(), unit.to_owned()))
    }

    #[test]
    fn a_format_names_a_unit_or_scales() {
        assert_eq!(read("0\"元\""), says("1", "元"));
        assert_eq!(read("#,##0.00\"万元\";[Red]-#,##0.00\"万元\""), says("1", "万元"));
        assert_eq!(read("0!.0,\"万\""), says("10000", "万"));
        assert_eq!(read("0\".\"0,"), says("10000", ""));
        assert_eq!(read("#,##0,"), says("1000", ""));
        assert_eq!(read("0.00,,\"百万元\""), says("1000000", "百万元"));
        assert_eq!(read("0件"), says("1", "件"));
    }

    #[test]
    fn most_formats_say_nothing() {
        for code in ["General", "#,##0.00", "0_ ", "¥#,##0.00", "yyyy\"年\"m\"月\"", "@", "0%"] {
            assert_eq!(read(code), None, "{code}");
        }
    }
}
