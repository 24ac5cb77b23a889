//! Sanitizes an .xls: walks its records (BIFF5 and BIFF8), keeps the few that hold values and
//! formats, and writes them as a new record stream in the plainest compound file.

mod fonts;
mod globals;
mod records;
mod sheet;
mod strings;

pub use sheet::error_name;

use super::Budget;
use super::compound::wrap;
use super::limits::{MAX_AREA, MAX_SHEETS};
use super::{NoteKind, Notes, SAVE_AGAIN, Sanitized, SanitizedSheet, too_much};
use crate::error::Error;
use std::collections::BTreeSet;

/// A sanitized record stream, and how its texts are encoded.
#[derive(Debug)]
pub struct SanitizedStream {
    /// The compound file.
    pub sanitized: Sanitized,
    /// Code page of all texts.
    pub code_page: u16,
}

/// Sanitizes a record stream. With `formulas` their tokens are kept, if they are short.
///
/// # Errors
/// When the stream is locked, damaged, too old or passes a limit.
pub fn sanitize(stream: &[u8], formulas: bool) -> Result<SanitizedStream, Error> {
    let globals = globals::read(stream)?;
    if globals.sheets.len() > MAX_SHEETS {
        return Err(too_much(format_args!("工作表超过 {MAX_SHEETS} 张")));
    }
    let mut notes = Notes::default();
    let mut budget = Budget::default();
    // A sheet ends where the next one starts, at the latest: sheets that overlap would be
    // read once for each, and a thousand a thousand times.
    let starts: BTreeSet<usize> = globals.sheets.iter().map(|entry| entry.start).collect();
    let mut read = BTreeSet::new();
    let unit_formats = globals.unit_formats();
    let mut sheets = Vec::new();
    let mut bodies = Vec::new();
    let mut foreign = globals.foreign_text.clone();
    let mut area = 0;
    for entry in &globals.sheets {
        let end = starts.range(entry.start + 1..).next().map_or(stream.len(), |end| *end);
        let body = stream.get(entry.start..end.min(stream.len()));
        let body = body.filter(|_| read.insert(entry.start));
        let book = (&globals, &*unit_formats);
        let walker = sheet::Walker::new(book, &mut budget, &entry.name, &mut notes, formulas);
        let walked = body.map(|body| walker.walk(body)).transpose()?.flatten();
        let Some(mut walked) = walked else {
            notes.push(NoteKind::LostSheet, &entry.name, None, "文件里没有这张工作表的内容");
            continue;
        };
        if !walked.is_grid && walked.records.is_empty() {
            continue;
        }
        area += walked.area;
        if area > MAX_AREA {
            return Err(Error::NotAWorkbook(format!("表格铺得太开，旧格式读不了；{SAVE_AGAIN}")));
        }
        walked.layout.finish(&entry.name, &mut notes);
        foreign.extend(walked.foreign_text);
        sheets.push(SanitizedSheet {
            name: entry.name.clone(),
            hidden: entry.hidden,
            layout: walked.layout,
        });
        bodies.push(walked.records);
    }
    let code_page = globals.code_page(&foreign);
    if code_page != globals.declared_page() {
        let detail = "文件没有注明文字编码，按国标（GBK）读取，请核对文字";
        notes.push(NoteKind::GuessedCodePage, "", None, detail);
        let names = sheets.iter_mut().map(|sheet| &mut sheet.name);
        globals.rename(names, code_page);
    }
    let bytes = wrap("Workbook", globals.write(&bodies));
    let sanitized = Sanitized { bytes, epoch_1904: globals.epoch_1904, sheets, notes };
    Ok(SanitizedStream { sanitized, code_page })
}
