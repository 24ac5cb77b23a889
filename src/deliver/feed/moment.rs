//! A moment as feeds write it: `2022-02-08T10:00:00+08:00`. China has one time zone.

use crate::model::{Date, Metadata};
use std::fmt;

/// Day and time in China.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// Seconds since midnight.
    second: u32,
}

/// Seconds of a day.
const DAY: u32 = 86_400;

/// A moment given by a person: a day, perhaps with the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    moment: Moment,
    has_time: bool,
}

impl Moment {
    /// The publication of a report, at midnight where the workbook gives no time.
    pub fn published(metadata: &Metadata) -> Option<Moment> {
        let second = metadata.time_published.as_deref().and_then(seconds).unwrap_or(0);
        Some(Moment { date: metadata.date_published?, second })
    }

    /// Reads what [`Moment`]'s `Display` writes.
    pub fn parse(text: &str) -> Option<Moment> {
        let (date, time) = text.strip_suffix("+08:00")?.split_once('T')?;
        let moment = Moment { date: Date::parse(date)?, second: seconds(time)? };
        (moment.to_string() == text).then_some(moment)
    }

    /// Whether it is finer than people give it.
    pub fn has_seconds(self) -> bool {
        !self.second.is_multiple_of(60)
    }

    /// One second later: the least that tells two moments apart.
    pub fn next(self) -> Moment {
        if self.second + 1 < DAY {
            return Moment { second: self.second + 1, ..self };
        }
        let month = time::Month::try_from(self.date.month).ok();
        let day = month.and_then(|month| {
            time::Date::from_calendar_date(self.date.year, month, self.date.day).ok()?.next_day()
        });
        let date = day.and_then(|day| Date::new(day.year(), day.month().into(), day.day()));
        date.map_or(self, |date| Moment { date, second: 0 })
    }
}

impl Asked {
    /// Reads `2022-03-01`, `2022-03-01 09:00` and the like.
    pub fn parse(text: &str) -> Option<Asked> {
        let text = text.trim();
        let time = text.split_once([' ', 'T']).map(|(_, time)| time.trim_end_matches("+08:00"));
        let second = match time {
            Some(time) => seconds(time)?,
            None => 0,
        };
        let moment = Moment { date: Date::parse(text)?, second };
        Some(Asked { moment, has_time: time.is_some() })
    }

    /// The moment, later than another; a day without time is late enough on the same day.
    pub fn after(self, other: Moment) -> Option<Moment> {
        match self.moment > other {
            true => Some(self.moment),
            false if !self.has_time && self.moment.date == other.date => Some(other.next()),
            false => None,
        }
    }
}

/// Seconds since midnight of `HH:MM` or `HH:MM:SS`.
fn seconds(text: &str) -> Option<u32> {
    let parts: Vec<u32> = text
        .split(':')
        .map(|part| part.parse().ok().filter(|_| part.len() == 2 && !part.starts_with('+')))
        .collect::<Option<_>>()?;
    match parts[..] {
        [hour @ 0..24, minute @ 0..60] => Some(hour * 3600 + minute * 60),
        [hour @ 0..24, minute @ 0..60, second @ 0..60] => Some(hour * 3600 + minute * 60 + second),
        _ => None,
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (minute, second) = (self.second / 60, self.second % 60);
        write!(f, "{}T{:02}:{:02}:{second:02}+08:00", self.date, minute / 60, minute % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_and_read_in_chinese_time() {
        let text = "2022-02-08T10:00:00+08:00";
        assert_eq!(Moment::parse(text).unwrap().to_string(), text);
        for wrong in ["2022-02-08T10:00:00Z", "2022-02-08", "2022-2-8T10:00:00+08:00", ""] {
            assert_eq!(Moment::parse(wrong), None, "{wrong}");
        }
        let last = Moment::parse("2022-12-31T23:59:59+08:00").unwrap();
        assert_eq!(last.next().to_string(), "2023-01-01T00:00:00+08:00");
    }

    #[test]
    fn what_a_person_asks_for_is_later_or_refused() {
        let then = Moment::parse("2022-03-01T09:00:00+08:00").unwrap();
        let after = |text: &str| Asked::parse(text).unwrap().after(then).map(|m| m.to_string());
        assert_eq!(after("2022-03-01").as_deref(), Some("2022-03-01T09:00:01+08:00"));
        assert_eq!(
            after("2022-3-2 8:00".replace("8:", "08:").as_str()).as_deref(),
            Some("2022-03-02T08:00:00+08:00")
        );
        assert_eq!(after("2022-03-01 08:00"), None);
        assert_eq!(after("2022-02-28"), None);
        for wrong in ["昨天", "2022-03-01 25:00", "2022-02-30"] {
            assert!(Asked::parse(wrong).is_none(), "{wrong}");
        }
    }
}
