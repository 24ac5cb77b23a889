//! Cells as the text that they show.

use super::grid::{Cell, Content};
use crate::model::Date;

/// A cell as the text it shows.
pub fn plain(cell: &Cell, epoch_1904: bool) -> String {
    match &cell.content {
        Content::Text(text)
        | Content::Number(text)
        | Content::DateText(text)
        | Content::Error(text) => text.clone(),
        Content::Date(serial) => date_and_time(*serial, epoch_1904),
        Content::Bool(yes) => if *yes { "是" } else { "否" }.into(),
        Content::Uncalculated => String::new(),
    }
}

/// `2022-02-08`, with `HH:MM` where the serial has a time of day.
fn date_and_time(serial: f64, epoch_1904: bool) -> String {
    let Some(date) = Date::from_serial(serial.floor() as i64, epoch_1904) else {
        return serial.to_string();
    };
    let minutes = (serial.fract() * 1440.0).round() as u32;
    if (1..1440).contains(&minutes) {
        format!("{date} {:02}:{:02}", minutes / 60, minutes % 60)
    } else {
        date.to_string()
    }
}
