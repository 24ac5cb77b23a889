//! Sanitizes an .xlsb: the same parts as an .xlsx, as binary records. Every record is read
//! within its limit and copied only if calamine needs it and it is whole.

mod records;
mod sheet;
mod tables;

use super::limits::MAX_SHEETS;
use super::{Budget, Parts};
use super::{NoteKind, Notes, Sanitized, SanitizedSheet, damaged, too_much};
use crate::error::Error;
use crate::formats::limits::cut_name;
use crate::formats::opc::Package;
use records::{Records, put, u32_at, wide, wide_text};

const MAIN: &str = "xl/workbook.bin";

struct Entry {
    name: String,
    hidden: bool,
    id: String,
}

/// Sanitizes a workbook. With `formulas` their tokens are kept, if they are short.
///
/// # Errors
/// When a needed part is missing, damaged or passes a limit.
pub fn sanitize(package: &mut Package<'_>, formulas: bool) -> Result<Sanitized, Error> {
    let links = package.relationships(MAIN)?;
    let (entries, epoch_1904) = list(package)?;
    let mut parts = Parts::new(package.declared_size());

    let (bytes, styles) = tables::styles(package, &links)?;
    parts.add("xl/styles.bin", &bytes)?;
    let (bytes, strings) = tables::strings(package, &links, &styles)?;
    parts.add("xl/sharedStrings.bin", &bytes)?;
    drop(bytes);

    let mut notes = Notes::default();
    let mut budget = Budget::default();
    let mut sheets = Vec::new();
    for entry in entries {
        let link = links.get(&entry.id);
        let Some(place) = link.and_then(|l| l.target.as_deref()).filter(|at| package.has(at))
        else {
            let detail = "文件里没有这张工作表的内容";
            notes.push(NoteKind::LostSheet, &entry.name, None, detail);
            continue;
        };
        let meter = package.part(place)?.ok_or_else(|| damaged("工作表读不出来"))?;
        let records = Records::new(place, meter);
        let sanitizer = sheet::Sanitizer::new(
            (&strings, &styles),
            &mut budget,
            &entry.name,
            &mut notes,
            formulas,
        );
        let (body, mut layout, filled) = sanitizer.run(records)?;
        if !filled && link.is_some_and(|link| link.kind != "worksheet") {
            continue;
        }
        layout.finish(&entry.name, &mut notes);
        parts.add(&format!("xl/worksheets/sheet{}.bin", sheets.len()), &body)?;
        sheets.push(SanitizedSheet { name: entry.name, hidden: entry.hidden, layout });
    }
    parts.add(MAIN, &workbook(sheets.len(), epoch_1904))?;
    let bytes = parts.finish("workbook", sheets.len(), "bin")?;
    Ok(Sanitized { bytes, epoch_1904, sheets, notes })
}

/// Reads the list of sheets and the date system.
fn list(package: &mut Package<'_>) -> Result<(Vec<Entry>, bool), Error> {
    let meter = package.part(MAIN)?.ok_or_else(|| damaged("缺少工作簿目录"))?;
    let mut records = Records::new(MAIN, meter);
    let mut entries = Vec::new();
    let mut epoch_1904 = false;
    while let Some((kind, data)) = records.read()? {
        match kind {
            0x0099 => epoch_1904 = data.first().is_some_and(|flags| flags & 1 != 0),
            0x009C => {
                let entry = || {
                    let hidden = u32_at(data, 0)? != 0;
                    let (id, length) = wide_text(data, 8)?;
                    let (tab, _) = wide_text(data, 8 + length)?;
                    Some(Entry { name: cut_name(&tab), hidden, id: cut_name(&id) })
                };
                entries.push(entry().ok_or_else(|| damaged("工作表目录有误"))?);
                if entries.len() > MAX_SHEETS {
                    return Err(too_much(format_args!("工作表超过 {MAX_SHEETS} 张")));
                }
            }
            _ => {}
        }
    }
    Ok((entries, epoch_1904))
}

/// The part that lists so many sanitized sheets, named by their numbers.
fn workbook(sheets: usize, epoch_1904: bool) -> Vec<u8> {
    let mut book = Vec::new();
    put(&mut book, 0x0099, &[u8::from(epoch_1904), 0, 0, 0]);
    for number in 0..sheets {
        let place = [[0; 4], (number as u32).to_le_bytes()].concat();
        let names = [wide(&format!("s{number}")), wide(&number.to_string())].concat();
        put(&mut book, 0x009C, &[place, names].concat());
    }
    // End of the list of sheets, then a record that calamine takes for the end of the names.
    put(&mut book, 0x0090, &[]);
    put(&mut book, 0x009D, &[]);
    book
}
