//! Sanitizes an .xlsx: workbook, shared strings, formats and sheets, each read with its own
//! eyes and written anew. Parts that no figure comes from (themes, drawings, pivot tables,
//! names, links) are not even inflated.

mod drawing;
mod sheet;
mod strings;
mod styles;
mod text;
mod workbook;

use super::limits::MAX_SHEETS;
use super::{Budget, Parts};
use super::{NoteKind, Notes, Sanitized, SanitizedSheet, damaged, too_much};
use crate::error::Error;
use crate::formats::opc::Package;
use std::fmt::Write;

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

    let mut parts = Parts::new(package.declared_size());
    let mut out = String::new();
    let strings = strings::sanitize(package, &links, &mut out)?;
    parts.add("xl/sharedStrings.xml", out.as_bytes())?;
    out.clear();
    let styles = styles::sanitize(package, &links, &mut out)?;
    parts.add("xl/styles.xml", out.as_bytes())?;

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
        out.clear();
        let xml = package.xml(part)?.ok_or_else(|| damaged("工作表读不出来"))?;
        let mut sanitizer =
            sheet::Sanitizer::new(xml, &texts, &mut budget, &entry.name, &mut notes);
        let filled = sanitizer.run(&mut out)?;
        let mut layout = sanitizer.into_layout();
        layout.floating = drawing::read(package, part)?;
        // Chart, dialog and macro sheets matter only when somebody typed into them.
        if is_grid || filled {
            layout.finish(&entry.name, &mut notes);
            parts.add(&format!("xl/worksheets/sheet{}.xml", sheets.len()), out.as_bytes())?;
            sheets.push(SanitizedSheet { name: entry.name, hidden: entry.hidden, layout });
        }
    }
    parts.add("xl/workbook.xml", workbook::written(sheets.len(), book.epoch_1904).as_bytes())?;
    let bytes = parts.finish("workbook", sheets.len(), "xml")?;
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

/// Writes text of our own making into the sanitized copy.
fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    // A string takes everything.
    let _ = out.write_fmt(text);
}
