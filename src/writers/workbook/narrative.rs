//! The sheet of a section of text: one paragraph a cell, from A2 down.

use super::page::{self, Paper};
use super::style::{self, Look};
use crate::model::Passage;
use rust_xlsxwriter::{Worksheet, XlsxError};

/// Width of the lines: a whole page between the margins.
///
/// A single column is not shrunk to the page by every office.
const WIDTH_MM: f64 = 158.0;
/// Ruled rows of a sheet to fill in: about one printed page.
const BLANK_ROWS: usize = 40;
/// Ruled rows below the last paragraph of a filled sheet.
const SPARE_ROWS: usize = 3;

/// Writes the paragraphs and leaves room for more.
pub fn write(sheet: &mut Worksheet, passages: &[(Look, &str)]) -> Result<(), XlsxError> {
    page::set_up(sheet, Paper::Text);
    page::widths(sheet, &[WIDTH_MM])?;
    sheet.set_column_format(0, &Look::Free.format())?;
    let paragraph = Look::Paragraph.format();
    let sub_heading = Look::SubHeading.format();
    for (row, (look, text)) in (1..).zip(passages) {
        let format = if *look == Look::SubHeading { &sub_heading } else { &paragraph };
        sheet.write_string_with_format(row, 0, *text, format)?;
        // Not every office makes room for wrapped text when it opens a file.
        sheet.set_row_height(row, style::height_pt(text, WIDTH_MM, style::TEXT_PT))?;
    }
    let rows = if passages.is_empty() { BLANK_ROWS } else { SPARE_ROWS };
    for row in (1u32..).skip(passages.len()).take(rows) {
        sheet.write_blank(row, 0, &paragraph)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// A passage and how it looks.
pub fn passage(passage: &Passage) -> (Look, &str) {
    match passage {
        Passage::Heading { text, .. } => (Look::SubHeading, text),
        Passage::Paragraph(text) => (Look::Paragraph, text),
    }
}
