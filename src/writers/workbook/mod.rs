//! The official workbook, blank or filled: the printed form cell by cell.
//!
//! Everything is drawn from the form ([`crate::model::form`]); the few words that are no
//! part of it stand in `templates/forms/guide.toml`. The same input gives the same bytes.
//! Called by the commands `template` and `sum`, by the example `example_workbook`, and by
//! tests that need a workbook; the reader is the other side of it.

mod acceptances;
mod contributors;
mod entry;
mod fields;
mod guide;
mod narrative;
mod page;
mod plan;
mod style;
mod sums;
mod table;
#[cfg(test)]
mod tests;

use crate::error::Error;
use crate::formats::opc::archive::same_everywhere;
use crate::model::form::{self, SectionForm};
use crate::model::{Edition, Form, Metadata, Report, Section, Table};
use crate::sum::Sum;
use crate::text::numeral::numeral;
use guide::{Guide, LineStyle, guide};
use page::Paper;
use plan::Plan;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use style::Look;
use table::Filling;

/// The blank official workbook of an edition.
pub fn blank(edition: Edition) -> Result<Vec<u8>, Error> {
    write(edition.form(), None, None, &[])
}

/// The same workbook filled with a report. A figure that is there is written as it is,
/// totals too; what is blank stays blank, so nothing is worked out on the way.
pub fn filled(report: &Report) -> Result<Vec<u8>, Error> {
    filled_with(report, &[])
}

/// The same with the rows of 核对说明: code, cell, value then, problem, reason, who, date.
pub fn filled_with(report: &Report, accepted: &[[&str; 7]]) -> Result<Vec<u8>, Error> {
    write(report.edition.form(), Some(report), None, accepted)
}

/// The workbook of a total: filled with the sums, and with a sheet more on which every
/// report that was added has its row.
pub fn consolidated(sum: &Sum<'_>) -> Result<Vec<u8>, Error> {
    write(sum.report.edition.form(), Some(&sum.report), Some(sum), &[])
}

/// The sheet by which the workbook of a total is known.
pub fn sources_sheet() -> Option<&'static str> {
    guide().ok().map(|guide| guide.sources.sheet.as_str())
}

fn write(
    form: &'static Form,
    report: Option<&Report>,
    sum: Option<&Sum<'_>>,
    accepted: &[[&str; 7]],
) -> Result<Vec<u8>, Error> {
    let guide = guide()?;
    build(form, guide, report, sum, accepted)
        .map_err(|error| Error::writer("XLSX", explain(&error)))
}

fn build(
    form: &'static Form,
    guide: &Guide,
    report: Option<&Report>,
    sum: Option<&Sum<'_>>,
    accepted: &[[&str; 7]],
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_default_format(&style::default_format(), 20, 72)?;
    workbook.set_properties(&properties(form, guide, report)?);
    let title = report.map(Report::title).unwrap_or_default();

    write_guide(workbook.add_worksheet(), form, guide)?;

    let sheet = workbook.add_worksheet();
    sheet.set_name(&form::fields().sheet)?;
    let none = Metadata::default();
    fields::write(sheet, guide, form, report.map_or(&none, |report| &report.metadata))?;
    page::sign(sheet, guide, &title);
    page::protect(sheet, true);

    for part in &form.sections {
        let section = report.and_then(|report| report.section(part.number));
        let sheet = workbook.add_worksheet();
        sheet.set_name(&part.sheet)?;
        let is_narrative = write_section(sheet, guide, form, part, section, report)?;
        page::sign(sheet, guide, &title);
        page::protect(sheet, is_narrative);
    }

    if let Some(sum) = sum {
        let sheet = workbook.add_worksheet();
        sheet.set_name(&guide.sources.sheet)?;
        contributors::write(sheet, guide, form, sum)?;
        page::sign(sheet, guide, &title);
        page::protect(sheet, false);
    }

    let sheet = workbook.add_worksheet();
    sheet.set_name(&form::fields().acceptance.sheet)?;
    acceptances::write(sheet, accepted)?;
    page::sign(sheet, guide, &title);
    page::protect(sheet, true);

    let sheet = workbook.add_worksheet();
    sheet.set_name(&guide.marker.sheet)?.set_very_hidden(true);
    sheet.write_string(0, 0, &guide.marker.property)?.write_string(0, 1, &form.name)?;

    // Whoever opens a filled workbook wants the report, not the guide.
    let first = usize::from(report.is_some());
    if let Ok(sheet) = workbook.worksheet_from_index(first) {
        sheet.set_active(true);
    }
    workbook.save_to_buffer().map(same_everywhere)
}

/// Writes the sheet of one section; true when it is a sheet of text.
fn write_section(
    sheet: &mut Worksheet,
    guide: &Guide,
    form: &'static Form,
    part: &SectionForm,
    section: Option<&Section>,
    report: Option<&Report>,
) -> Result<bool, XlsxError> {
    let heading = section.map_or(&part.heading, |section| &section.heading);
    let numeral = numeral(part.number);
    let heading = format!("{numeral}、{heading}");
    sheet.write_string_with_format(0, 0, heading, &Look::Heading.format())?;
    sheet.set_row_height(0, 32)?;

    let passages: Vec<(Look, &str)> =
        section.iter().flat_map(|section| section.blocks.iter().map(narrative::passage)).collect();
    let notes = section.iter().flat_map(|section| section.notes.iter().map(String::as_str));
    let Some(id) = &part.table else {
        let notes = notes.map(|note| (Look::Paragraph, note));
        let passages: Vec<_> = passages.into_iter().chain(notes).collect();
        narrative::write(sheet, &passages)?;
        return Ok(true);
    };

    // A table that the report lacks is drawn empty, to be filled in.
    let missing = Table::blank(form.edition());
    let table = report.map(|report| report.tables.get(id).unwrap_or(&missing));
    let own = table.map_or(form, |table| table.form.form());
    if let Some(table_form) = own.table(id) {
        let plan = Plan::new(table_form, table::top(section));
        let filling = table.map_or(Filling::Blank, |table| Filling::Report {
            table,
            above: passages.iter().map(|(_, text)| *text).collect(),
            below: notes.collect(),
        });
        table::write(sheet, guide, &plan, &filling)?;
    }
    Ok(false)
}

/// The first sheet: how to fill in.
fn write_guide(sheet: &mut Worksheet, form: &Form, guide: &Guide) -> Result<(), XlsxError> {
    const WIDTH_MM: f64 = 158.0;
    sheet.set_name(&guide.sheet)?;
    page::set_up(sheet, Paper::Text);
    // The colours of the legend are meant to be seen on paper too.
    sheet.set_print_black_and_white(false);
    page::widths(sheet, &[WIDTH_MM])?;
    let lines = guide.lines.iter().filter(|line| line.is_for(form));
    let mut number = 0;
    for (row, line) in (0..).zip(lines) {
        number += i32::from(line.text.contains("{n}"));
        let text = guide::fill(&line.text, form).replace("{n}", &number.to_string());
        sheet.write_string_with_format(row, 0, &text, &Look::Guide(line.style).format())?;
        let size = if line.style == LineStyle::Title { 24.0 } else { style::TEXT_PT };
        sheet.set_row_height(row, style::height_pt(&text, WIDTH_MM, size) + 3.0)?;
    }
    page::protect(sheet, false);
    Ok(())
}

/// The edition as a document property, and a time that never changes.
fn properties(
    form: &'static Form,
    guide: &Guide,
    report: Option<&Report>,
) -> Result<DocProperties, XlsxError> {
    let year = u16::try_from(form.first_year).unwrap_or(2000);
    let title = match (report, guide.lines.first()) {
        (Some(report), _) => report.title(),
        (None, Some(line)) => guide::fill(&line.text, form),
        (None, None) => String::new(),
    };
    let author = report.and_then(|report| report.metadata.agency.as_deref()).unwrap_or_default();
    Ok(DocProperties::new()
        .set_title(title)
        .set_author(author)
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, 1, 1)?)
        .set_custom_property(&guide.marker.property, form.name.as_str())
        .set_custom_property(&guide.marker.program, guide.marker.value.as_str()))
}

/// The one failure a report can cause, in words; the others as the library says them.
fn explain(error: &XlsxError) -> String {
    match error {
        XlsxError::MaxStringLengthExceeded => {
            "有一段文字超过 32767 字，一个单元格放不下，请分成几段".into()
        }
        error => error.to_string(),
    }
}
