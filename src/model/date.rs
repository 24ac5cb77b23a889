//! A calendar date, as the workbook writes it and as outputs print it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A day that exists in the calendar. Serialised as `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    /// Four digits.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Date {
    /// The date, if the calendar has it.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Date> {
        let named = time::Month::try_from(month).ok()?;
        time::Date::from_calendar_date(year, named, day).ok()?;
        (1900..=9999).contains(&year).then_some(Date { year, month, day })
    }

    /// Reads `2022-02-08`, `2022/2/8`, `2022.2.8`, `2022年2月8日`, `20220208`; a time of day
    /// after the date is allowed and dropped.
    pub fn parse(text: &str) -> Option<Date> {
        let text = text.trim();
        let mut numbers: Vec<&str> =
            text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        let head = text.chars().next()?;
        if !head.is_ascii_digit() {
            return None;
        }
        if let [whole, ..] = numbers[..]
            && whole.len() == 8
        {
            numbers = vec![&whole[..4], &whole[4..6], &whole[6..]];
        }
        let [year, month, day, ..] = numbers[..] else { return None };
        if year.len() != 4 || month.len() > 2 || day.len() > 2 {
            return None;
        }
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// Day `serial` of the 1900 date system (1 = 1900-01-01), or of the 1904 system.
    pub fn from_serial(serial: i64, epoch_1904: bool) -> Option<Date> {
        let (year, month, day) = if epoch_1904 {
            (1904, time::Month::January, 1)
        } else {
            // Day 60 of the 1900 system is a 29 February that never was, hence 30 December.
            (1899, time::Month::December, 30)
        };
        let epoch = time::Date::from_calendar_date(year, month, day).ok()?;
        // Before that day nothing is missing.
        let serial = if !epoch_1904 && (1..60).contains(&serial) { serial + 1 } else { serial };
        let date = epoch.checked_add(time::Duration::days(serial))?;
        Date::new(date.year(), date.month().into(), date.day())
    }

    /// `2022年2月8日`, as official documents print it.
    pub fn chinese(&self) -> String {
        format!("{}年{}月{}日", self.year, self.month, self.day)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.to_string()
    }
}

impl TryFrom<String> for Date {
    type Error = String;
    fn try_from(text: String) -> Result<Date, String> {
        Date::parse(&text).ok_or_else(|| format!("“{text}”不是日期"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let expected = Date::new(2022, 2, 8);
        for text in
            ["2022-02-08", "2022/2/8", "2022.2.8", "2022年2月8日", "20220208", "2022-02-08 15:47"]
        {
            assert_eq!(Date::parse(text), expected, "{text}");
        }
        for text in ["", "2022年", "2022-13-01", "2022-02-30", "2月8日", "共2022-02-08"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn serial_numbers_follow_both_epochs() {
        assert_eq!(Date::from_serial(44600, false), Date::new(2022, 2, 8));
        assert_eq!(Date::from_serial(44600 - 1462, true), Date::new(2022, 2, 8));
    }
}
