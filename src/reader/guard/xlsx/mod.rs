//! Sanitizes an .xlsx: workbook, shared strings, formats and sheets, each read with its own
//! eyes and written anew. Parts that no figure comes from (themes, drawings, pivot tables,
//! names, links) are not even inflated.

mod sheet;
mod strings;
mod styles;
mod text;
mod workbook;

use super::Budget;
use super::limits::MAX_SHEETS;
use super::{NoteKind, Notes, Sanitized, SanitizedSheet, damaged, too_much};
use crate::error::Error;
use crate::formats::opc::Package;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Up to this size in bytes the sanitized copy is not packed: to set up a compressor for each
/// part takes longer than all the rest of the sanitizing.
const PLAIN_UP_TO: u64 = 4 << 20;

/// So many bytes are gathered before they go into the copy: tags are short, and every piece
/// that goes in is counted and summed up for itself.
const GATHERED: usize = 64 << 10;

/// Sanitizes a workbook.
///
/// # Errors
/// When a needed part is missing, damaged or passes a limit.
pub fn sanitize(package: &mut Package<'_>) -> Result<Sanitized, Error> {
    let main = main_part(package)?;
    let links = package.relationships(&main)?;
    let book = workbook::read(package, &main)?;
    if book.sheets.len() > MAX_SHEETS {
        return Err(too_much(format_args!("工作表超过 {MAX_SHEETS} 张")));
    }

    let mut out = Parts::new(package.declared_size());
    out.start("xl/sharedStrings.xml")?;
    let strings = strings::sanitize(package, &links, &mut out)?;
    out.start("xl/styles.xml")?;
    let styles = styles::sanitize(package, &links, &mut out)?;

    let texts = sheet::Shared { strings, styles };
    let mut sheets = Vec::new();
    let mut notes = Notes::default();
    let mut budget = Budget::default();
    for entry in book.sheets {
        let link = links.get(&entry.id);
        let part = link.and_then(|link| link.target.as_deref()).filter(|part| package.has(part));
        let is_grid = link.is_some_and(|link| link.kind == "worksheet");
        let Some(part) = part else {
            let detail = "文件里没有这张工作表的内容";
            notes.push(NoteKind::LostSheet, &entry.name, None, detail);
            continue;
        };
        out.start(&format!("xl/worksheets/sheet{}.xml", sheets.len()))?;
        let xml = package.xml(part)?.ok_or_else(|| damaged("工作表读不出来"))?;
        let mut sanitizer =
            sheet::Sanitizer::new(xml, &texts, &mut budget, &entry.name, &mut notes);
        let filled = sanitizer.run(&mut out)?;
        let mut layout = sanitizer.into_layout();
        // Chart, dialog and macro sheets matter only when somebody typed into them.
        if is_grid || filled {
            layout.finish(&entry.name, &mut notes);
            sheets.push(SanitizedSheet { name: entry.name, hidden: entry.hidden, layout });
        } else {
            out.abort()?;
        }
    }
    workbook::write(sheets.len(), book.epoch_1904, &mut out)?;
    let bytes = out.finish()?;
    Ok(Sanitized { bytes, epoch_1904: book.epoch_1904, sheets, notes })
}

/// The part that lists the sheets; by the package's own word, else where everybody puts it.
fn main_part(package: &mut Package<'_>) -> Result<String, Error> {
    let links = package.relationships("")?;
    let main = links.part("officeDocument").filter(|part| package.has(part));
    let main = main.unwrap_or("xl/workbook.xml");
    if !package.has(main) {
        return Err(damaged("缺少工作簿目录"));
    }
    Ok(main.to_owned())
}

/// The sanitized copy, part by part.
struct Parts {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    options: SimpleFileOptions,
    gathered: Vec<u8>,
}

impl Parts {
    /// An empty copy of a workbook that says it inflates to so many bytes.
    fn new(declared: u64) -> Parts {
        let options = SimpleFileOptions::default();
        let options = match declared {
            0..=PLAIN_UP_TO => options.compression_method(CompressionMethod::Stored),
            // Lightly packed, so that large sheets stay small.
            _ => options.compression_method(CompressionMethod::Deflated).compression_level(Some(1)),
        };
        let gathered = Vec::with_capacity(GATHERED + (GATHERED >> 2));
        Parts { zip: ZipWriter::new(Cursor::new(Vec::new())), options, gathered }
    }

    /// Begins a part.
    fn start(&mut self, name: &str) -> Result<(), Error> {
        self.flush().map_err(|_| damaged("工作簿无法整理"))?;
        self.zip.start_file(name, self.options).map_err(|_| damaged("工作簿无法整理"))
    }

    /// Drops the part begun last.
    fn abort(&mut self) -> Result<(), Error> {
        self.gathered.clear();
        self.zip.abort_file().map_err(|_| damaged("工作表无法整理"))
    }

    /// The finished copy.
    fn finish(mut self) -> Result<Vec<u8>, Error> {
        self.flush().map_err(|_| damaged("工作簿无法整理"))?;
        let file = self.zip.finish().map_err(|_| damaged("工作簿无法整理"))?;
        Ok(file.into_inner())
    }
}

impl Write for Parts {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= GATHERED {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.zip.write_all(&self.gathered)?;
        self.gathered.clear();
        Ok(())
    }
}

/// Writes text of our own making into the sanitized copy.
fn put(out: &mut impl Write, text: std::fmt::Arguments<'_>) -> Result<(), Error> {
    // Writing to memory does not fail; the sentence is for the impossible.
    out.write_fmt(text).map_err(|_| damaged("工作簿无法整理"))
}
