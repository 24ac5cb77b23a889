//! The list of sheets: read from the workbook part, and written for the sanitized copy.

use super::super::damaged;
use super::super::limits::MAX_SHEETS;
use super::{Parts, put};
use crate::error::Error;
use crate::formats::limits::cut_name;
use crate::formats::opc::Package;
use crate::formats::xml::tokens::Token;

/// What the workbook part says.
#[derive(Debug, Default)]
pub struct Book {
    /// Sheets in order.
    pub sheets: Vec<Entry>,
    /// True for the 1904 date system.
    pub epoch_1904: bool,
}

/// One sheet in the list.
#[derive(Debug)]
pub struct Entry {
    /// Name on its tab.
    pub name: String,
    /// Hidden or very hidden.
    pub hidden: bool,
    /// The relationship that leads to its part.
    pub id: String,
}

/// Reads the list.
///
/// # Errors
/// When the part is damaged.
pub fn read(package: &mut Package<'_>, part: &str) -> Result<Book, Error> {
    let mut book = Book::default();
    let mut xml = package.xml(part)?.ok_or_else(|| damaged("缺少工作簿目录"))?;
    loop {
        match xml.token()? {
            // One more than allowed is enough to know; the caller refuses it.
            Token::Open(tag) if tag.local() == "sheet" && book.sheets.len() <= MAX_SHEETS => {
                book.sheets.push(Entry {
                    name: cut_name(&tag.attribute("name").unwrap_or_default()),
                    hidden: tag.attribute("state").is_some_and(|state| state != "visible"),
                    id: cut_name(&tag.attribute("id").unwrap_or_default()),
                });
            }
            Token::Open(tag) if tag.local() == "workbookPr" => {
                // Extensions use the same name and never say which system it is.
                if let Some(flag) = tag.attribute("date1904") {
                    book.epoch_1904 = matches!(&*flag, "1" | "true");
                }
            }
            Token::End => return Ok(book),
            _ => {}
        }
    }
}

/// Writes the parts that lead to `sheets` sanitized sheets, named by their numbers.
///
/// # Errors
/// Never in practice: it writes to memory.
pub fn write(sheets: usize, epoch_1904: bool, out: &mut Parts) -> Result<(), Error> {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    out.start("_rels/.rels")?;
    put(
        out,
        format_args!(
            "<Relationships><Relationship Id=\"w\" Type=\"{KIND}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    )?;
    out.start("xl/workbook.xml")?;
    let epoch = u8::from(epoch_1904);
    put(out, format_args!("<workbook><workbookPr date1904=\"{epoch}\"/><sheets>"))?;
    for number in 0..sheets {
        put(
            out,
            format_args!("<sheet name=\"{number}\" sheetId=\"{number}\" r:id=\"s{number}\"/>"),
        )?;
    }
    put(out, format_args!("</sheets></workbook>"))?;
    out.start("xl/_rels/workbook.xml.rels")?;
    put(out, format_args!("<Relationships>"))?;
    for number in 0..sheets {
        put(
            out,
            format_args!(
                "<Relationship Id=\"s{number}\" Type=\"{KIND}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
            ),
        )?;
    }
    put(out, format_args!("</Relationships>"))
}
