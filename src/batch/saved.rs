//! When a file was saved, by its own word.

use crate::formats::opc::Package;
use crate::formats::xml::tokens::Token;

/// When an office program saved a file last, from its own properties: `2025-01-20 16:40`, in
/// the time of Beijing.
pub fn saved(bytes: &[u8]) -> Option<String> {
    let mut package = Package::open(bytes).ok()?;
    let part = package.relationships("").ok()?.part("core-properties")?.to_owned();
    let mut xml = package.xml(&part).ok()??;
    let mut is_it = false;
    loop {
        match xml.token().ok()? {
            Token::Open(tag) => is_it = tag.local() == "modified",
            Token::Text(text) if is_it => return in_beijing(text.trim()),
            Token::End => return None,
            _ => {}
        }
    }
}

/// `2025-01-20T08:40:00Z` in the time of Beijing.
fn in_beijing(text: &str) -> Option<String> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let date: Vec<i32> = date.split('-').map_while(|part| part.parse().ok()).collect();
    let time: Vec<u8> = time.split(':').take(2).map_while(|part| part.parse::<u8>().ok()).collect();
    let (&[year, month, day], &[hour, minute]) = (&date[..], &time[..]) else { return None };
    let month = time::Month::try_from(u8::try_from(month).ok()?).ok()?;
    let date = time::Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok()?;
    let moment = date.with_hms(hour, minute, 0).ok()? + time::Duration::hours(8);
    let (date, (hour, minute, _)) = (moment.date(), moment.time().as_hms());
    let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
    Some(format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}"))
}

#[cfg(test)]
mod tests {
    use super::in_beijing;

    #[test]
    fn a_time_is_that_of_beijing() {
        assert_eq!(in_beijing("2025-01-31T18:40:09Z").as_deref(), Some("2025-02-01 02:40"));
        assert_eq!(in_beijing("2025-01-31"), None);
    }
}
