//! Values as OpenDocument spells them.

use crate::formats::xml::tokens::Tag;
use crate::model::area::ROWS;

/// How often something is repeated; at least once.
pub fn repeated(tag: &Tag<'_>, name: &str) -> u32 {
    // A number too long for an integer means as much as one that is only too large.
    let count = tag.attribute(name).and_then(|count| count.parse::<f64>().ok());
    (count.unwrap_or(1.0) as u32).clamp(1, ROWS)
}

/// `2022-02-08` or `2022-02-08T09:30:00` as a serial of the 1900 system.
pub fn date(text: &str) -> Option<f64> {
    let (day, clock) = text.split_once('T').unwrap_or((text, "00:00:00"));
    let mut parts = day.splitn(3, '-');
    let year: i64 = parts.next()?.parse().ok()?;
    let month: i64 = parts.next()?.parse().ok()?;
    let day: i64 = parts.next()?.parse().ok()?;
    if !(1900..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let mut clock = clock.trim_end_matches('Z').splitn(3, ':');
    let mut unit = || clock.next().unwrap_or("0").parse::<f64>().ok();
    let seconds = unit()? * 3600.0 + unit()? * 60.0 + unit()?;
    // Days from the civil calendar, counted in years that begin in March.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1;
    // 1899-12-30 by the same count.
    const EPOCH: i64 = 1899 * 365 + 1899 / 4 - 1899 / 100 + 1899 / 400 + (9 * 153 + 2) / 5 + 29;
    Some((days - EPOCH) as f64 + seconds / 86_400.0)
}

/// `PT08H30M00S` as a part of a day.
pub fn time(text: &str) -> Option<f64> {
    let rest = text.strip_prefix("PT")?;
    let (hours, rest) = rest.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?;
    let [hours, minutes, seconds]: [f64; 3] =
        [hours.parse().ok()?, minutes.parse().ok()?, seconds.replace(',', ".").parse().ok()?];
    let value = (hours * 3600.0 + minutes * 60.0 + seconds) / 86_400.0;
    value.is_finite().then_some(value)
}

/// `of:=SUM([.F9:.K9])` as `SUM(F9:K9)`: enough for sums; for the rest it is only shown.
pub fn formula(text: &str) -> String {
    let text = text.split_once(":=").map_or(text, |(_, formula)| formula).trim_start_matches('=');
    let mut out = String::with_capacity(text.len());
    // Inside of which quotes, inside of a reference, and at the very beginning of one.
    let (mut quote, mut inside, mut fresh) = (None, false, false);
    for c in text.chars() {
        let at_start = std::mem::replace(&mut fresh, false);
        match c {
            '"' | '\'' if quote.is_none() || quote == Some(c) => {
                quote = quote.is_none().then_some(c);
                out.push(c);
            }
            c if quote.is_some() => out.push(c),
            '[' => (inside, fresh) = (true, true),
            ']' => inside = false,
            ':' if inside => {
                fresh = true;
                out.push(c);
            }
            // The dot stands between sheet and cell; on the same sheet there is only the dot,
            // on another a dollar before its name.
            '.' | '$' if inside && at_start => {}
            '.' if inside => out.push('!'),
            ';' => out.push(','),
            c => out.push(c),
        }
    }
    out
}

/// Whether a text shown by a formula is an error, as older programs store it.
pub fn is_error(text: &str) -> bool {
    text.starts_with("Err:")
        || matches!(text, "#DIV/0!" | "#N/A" | "#NAME?" | "#NULL!" | "#NUM!" | "#REF!" | "#VALUE!")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_become_serials() {
        assert_eq!(date("1900-03-01"), Some(61.0));
        assert_eq!(date("2022-02-08"), Some(44600.0));
        assert_eq!(date("2024-02-29T12:00:00"), Some(45351.5));
        assert_eq!(time("PT12H00M00S"), Some(0.5));
        for odd in ["", "2022", "2022-13-01", "-4000-01-01", "2022-02-08Tnoon"] {
            assert_eq!(date(odd), None, "{odd}");
        }
    }

    #[test]
    fn formulas_read_like_a_spreadsheet_shows_them() {
        assert_eq!(formula("of:=SUM([.F9:.K9])"), "SUM(F9:K9)");
        assert_eq!(formula("of:=[.A1]+[.B1]*2"), "A1+B1*2");
        assert_eq!(formula("of:=IF([.A1]>0;\"a;[b]\";0.5)"), "IF(A1>0,\"a;[b]\",0.5)");
        assert_eq!(formula("of:=[.$A$1]+[$表.A1]"), "$A$1+表!A1");
        assert_eq!(formula("of:=[$'三、依申请公开'.J5]"), "'三、依申请公开'!J5");
    }
}
