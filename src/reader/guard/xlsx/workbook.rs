//! The list of sheets: read from the workbook part, and written for the sanitized copy.

use super::super::damaged;
use super::super::limits::MAX_SHEETS;
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

/// The part that lists so many sanitized sheets, named by their numbers.
pub fn written(sheets: usize, epoch_1904: bool) -> String {
    let sheet =
        |number| format!("<sheet name=\"{number}\" sheetId=\"{number}\" r:id=\"s{number}\"/>");
    let (epoch, list) = (u8::from(epoch_1904), (0..sheets).map(sheet).collect::<String>());
    format!("<workbook><workbookPr date1904=\"{epoch}\"/><sheets>{list}</sheets></workbook>")
}
