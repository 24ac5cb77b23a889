//! OpenDocument spreadsheets, read straight from `content.xml` through the guard's tokens.
//!
//! Everything may be repeated there: LibreOffice closes each sheet with a row that stands for
//! a million. Only repetitions that hold something are unrolled, and only within the limits.

mod cell;
mod table;
mod value;

use super::Opened;
use crate::error::Error;
use crate::formats::limits::cut_name;
use crate::formats::opc::Package;
use crate::formats::xml::tokens::Token;
use crate::reader::grid::Book;
use crate::reader::guard::limits::{MAX_HIDING_STYLES, MAX_SHEETS};
use crate::reader::guard::{Budget, Notes, damaged, strange, too_much};
use std::collections::BTreeSet;

/// Reads a package that holds an OpenDocument spreadsheet.
///
/// # Errors
/// When its content is missing, damaged or passes a limit.
pub fn read(mut package: Package<'_>) -> Result<Opened, Error> {
    let mut xml = package.xml("content.xml")?.ok_or_else(|| damaged("缺少内容"))?;
    let mut book = Book::default();
    let mut notes = Notes::default();
    let mut budget = Budget::default();
    // Sheets are hidden by their style.
    let mut hiding = BTreeSet::new();
    let mut style = String::new();
    loop {
        let heading = match xml.token()? {
            Token::Open(tag) => match tag.name() {
                "style:style" => {
                    style = cut_name(&tag.attribute("name").unwrap_or_default());
                    continue;
                }
                "style:table-properties" => {
                    if tag.attribute("display").is_some_and(|display| display == "false") {
                        hiding.insert(style.clone());
                        if hiding.len() > MAX_HIDING_STYLES {
                            return Err(strange("隐藏工作表的样式太多"));
                        }
                    }
                    continue;
                }
                "table:table" => Some(table::Heading::read(&tag)),
                // Deleted cells, and data fetched from elsewhere.
                "table:tracked-changes" | "table:dde-links" | "office:scripts" => None,
                _ => continue,
            },
            Token::End => break,
            _ => continue,
        };
        let Some(heading) = heading else {
            xml.skip()?;
            continue;
        };
        let hidden = hiding.contains(&heading.style);
        let table = table::Table::new(heading.name, &mut budget, &mut notes);
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
