//! What stands in single cells: words where a number is expected, and what an indicator
//! could not be worked out for.

use super::indicator::{Indicator, Measure, Square};
use super::note::{Kind, Note};
use super::reading::Reading;
use crate::model::form::{FigureKind, figure_name};
use crate::model::{Place, Value};
use crate::reader::value::is_note_mark;
use crate::sum::{Amount, amount};
use crate::text::ellipsis::shortened;

/// So many cells are named in one note.
const NAMED: usize = 6;

/// Every cell of a report that holds words, alone or beside a number.
pub fn words(reading: &Reading, body: &str) -> Vec<Note> {
    let report = &reading.of.report;
    let mut notes = Vec::new();
    for form in &report.edition.form().tables {
        let Some(table) = report.tables.get(&form.id) else { continue };
        let Some(own) = table.form.form().table(&form.id) else { continue };
        for (row, column) in own.squares() {
            let figure = table.figure(&row.id, &column.id);
            let is_count = matches!(column.kind, FigureKind::Count | FigureKind::Signed);
            let (name, text) = (figure_name(row, column), shortened(&figure.to_string()));
            let has_remark = figure.remark.as_deref().is_some_and(|one| !is_note_mark(one));
            let (kind, end, help) = match (&figure.value, amount(figure, column.kind)) {
                (Value::Kept(_), _) => {
                    (Kind::Words, "没有计入".to_owned(), "改为数字；没有发生的填 0")
                }
                (Value::Blank, _) if has_remark => {
                    (Kind::Words, "没有数字".to_owned(), "补上数字；没有发生的填 0")
                }
                (Value::Blank, _) => continue,
                (_, Amount::Words(_)) if is_count => {
                    (Kind::Words, "没有计入".to_owned(), "改为数字")
                }
                _ if has_remark => {
                    let number = figure.number().unwrap_or_default();
                    (Kind::Remark, format!("按 {number} 计入"), "")
                }
                _ => continue,
            };
            let message = format!("“{name}”填的是“{text}”，{end}");
            let place = reading.of.origins.figure(&form.id, &row.id, &column.id);
            let note = Note::new(kind, body, report.metadata.year, message);
            let place = place.map(|place| called(reading, place)).unwrap_or_default();
            notes.push(Note { place, ..note.of(&reading.of.name).with(help) });
        }
    }
    notes
}

/// What is blank of the indicators of a report, and why rates could not be worked out.
pub fn gaps(reading: &Reading, body: &str, measures: &[(&Indicator, &Measure)]) -> Vec<Note> {
    let report = &reading.of.report;
    let note = |kind, message: String, squares: &[Square<'_>]| Note {
        place: called_all(reading, squares),
        ..Note::new(kind, body, report.metadata.year, message).of(&reading.of.name)
    };
    let mut notes = Vec::new();
    let (mut blank, mut squares) = (Vec::new(), Vec::new());
    let mut of_nothing: Vec<&str> = Vec::new();
    for (indicator, measure) in measures {
        let name = indicator.name.as_str();
        let unknown = indicator.unknown(report);
        let names = || {
            let names: Vec<String> = unknown
                .iter()
                .map(|one| format!("“{}”", figure_name(one.row, one.column)))
                .collect();
            names.join("、")
        };
        match (indicator.is_rate(), measure) {
            (false, Measure::Blank) => {
                blank.push(name);
                squares.extend(unknown);
            }
            (true, Measure::Blank) if indicator.is_of_nothing(report) => of_nothing.push(name),
            (true, Measure::Blank) if unknown.is_empty() => {
                notes.push(note(Kind::Rate, format!("{name}：没有这张表"), &unknown));
            }
            (true, Measure::Blank) => {
                let message = format!("{name}：{}没有填数字", names());
                notes.push(note(Kind::Rate, message, &unknown));
            }
            (true, Measure::Number(_)) if !unknown.is_empty() => {
                let message = format!("{name}：{}没有填数字，按没有计算", names());
                notes.push(note(Kind::Rate, message, &unknown));
            }
            _ => {}
        }
    }
    if !of_nothing.is_empty() {
        notes.push(note(Kind::Rate, format!("{}：分母是 0", of_nothing.join("、")), &[]));
    }
    if !blank.is_empty() {
        notes.push(note(Kind::Blank, blank.join("、"), &squares));
    }
    notes
}

/// What a place is called in its file.
fn called(reading: &Reading, place: &Place) -> String {
    let layout = reading.of.layout.as_ref();
    layout.map_or_else(|| place.to_string(), |layout| layout.name_of(place))
}

/// The places of figures; the sheet once for neighbours on it.
fn called_all(reading: &Reading, squares: &[Square<'_>]) -> String {
    let of = &reading.of;
    let place = |one: &Square<'_>| of.origins.figure(one.table, &one.row.id, &one.column.id);
    let places: Vec<&Place> = squares.iter().filter_map(place).collect();
    let mut text = String::new();
    let mut sheet = None;
    for place in places.iter().take(NAMED) {
        let gap = if text.is_empty() { "" } else { "、" };
        let is_same = sheet == Some(&place.sheet) && of.layout.is_none();
        let name = if is_same { place.reference() } else { called(reading, place) };
        text.push_str(&format!("{gap}{name}"));
        sheet = Some(&place.sheet);
    }
    if places.len() > NAMED {
        text.push_str(&format!("等 {} 格", places.len()));
    }
    text
}
