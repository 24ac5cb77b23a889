//! OpenDocument spreadsheets, read straight from `content.xml` through the guard's tokens.
//!
//! Everything may be repeated there: LibreOffice closes each sheet with a row that stands for
//! a million. Only repetitions that hold something are unrolled, and only within the limits.

mod cell;
mod styles;
mod table;
mod value;

use super::Opened;
use crate::error::Error;
use crate::formats::opc::Package;
use crate::formats::xml::tokens::Token;
use crate::reader::grid::Book;
use crate::reader::guard::limits::MAX_SHEETS;
use crate::reader::guard::{Budget, Notes, damaged, too_much};
use styles::Styles;

/// What has cells that are not in the workbook.
const ELSEWHERE: [&str; 3] = ["table:tracked-changes", "table:dde-links", "office:scripts"];

/// Reads a package that holds an OpenDocument spreadsheet.
///
/// # Errors
/// When its content is missing, damaged or passes a limit.
pub fn read(mut package: Package<'_>) -> Result<Opened, Error> {
    let mut styles = Styles::default();
    if let Some(xml) = package.xml("styles.xml")? {
        styles.read(xml)?;
    }
    let mut xml = package.xml("content.xml")?.ok_or_else(|| damaged("缺少内容"))?;
    let mut book = Book::default();
    let mut notes = Notes::default();
    let mut budget = Budget::default();
    loop {
        let heading = match xml.token()? {
            Token::Open(tag) if tag.name() == "table:table" => Some(table::Heading::read(&tag)),
            // Deleted cells, and data fetched from elsewhere.
            Token::Open(tag) if ELSEWHERE.contains(&tag.name()) => None,
            Token::End => break,
            token => {
                styles.take(token)?;
                continue;
            }
        };
        let Some(heading) = heading else {
            xml.skip()?;
            continue;
        };
        let hidden = styles.hides(&heading.style);
        let table = table::Table::new(heading.name, &styles, &mut budget, &mut notes);
        if let Some(mut sheet) = table.read(&mut xml)? {
            sheet.hidden = hidden;
            book.sheets.push(sheet);
        }
        if book.sheets.len() > MAX_SHEETS {
            return Err(too_much(format_args!("工作表超过 {MAX_SHEETS} 张")));
        }
    }
    Ok(Opened { book, notes: notes.into_vec() })
}
