//! Shared strings and formats of an .xlsb.

use super::super::limits::{
    MAX_FORMAT_CODE, MAX_FORMATS, MAX_NUMBER_FORMATS, MAX_STRINGS, MAX_TEXT,
};
use super::super::{strange, too_much};
use super::records::{Records, put, wide_bytes};
use crate::error::Error;
use crate::formats::opc::{Package, Relationships};
use crate::reader::number_format;
use encoding_rs::UTF_16LE;
use std::collections::HashMap;

/// Copies the shared strings, without fonts; gives the length of each.
///
/// # Errors
/// When the part is damaged or holds more than [`MAX_STRINGS`] or [`MAX_TEXT`].
pub fn strings(
    package: &mut Package<'_>,
    links: &Relationships,
) -> Result<(Vec<u8>, Vec<u32>), Error> {
    let mut lengths = Vec::new();
    let mut items = Vec::new();
    let mut total = 0;
    if let Some(part) = package.named(links, "sharedStrings", "xl/sharedStrings.bin")?
        && let Some(meter) = package.part(&part)?
    {
        let mut records = Records::new(&part, meter);
        while let Some((kind, data)) = records.read()? {
            if kind != 0x0013 {
                continue;
            }
            // A string that is not whole still counts: cells point at strings by number.
            let text = wide_bytes(data, 1).unwrap_or(&[0; 4]);
            total += text.len() as u64;
            if total > MAX_TEXT {
                return Err(too_much(format_args!("文字总量超过 {} MB", MAX_TEXT >> 20)));
            }
            if lengths.len() == MAX_STRINGS {
                return Err(too_much(format_args!("不同的文字超过 {} 万条", MAX_STRINGS / 10_000)));
            }
            lengths.push((text.len() * 3 / 2) as u32);
            put(&mut items, 0x0013, &[&[0], text].concat());
        }
    }
    let count = (lengths.len() as u32).to_le_bytes();
    let mut out = Vec::new();
    put(&mut out, 0x009F, &[count, count].concat());
    out.append(&mut items);
    put(&mut out, 0x00A0, &[]);
    Ok((out, lengths))
}

/// Copies the number formats and the list of cell formats; gives by cell format the code of
/// its number format, where that shows another unit than is stored.
///
/// # Errors
/// When the part is damaged or has more formats than a spreadsheet program allows.
pub fn styles(
    package: &mut Package<'_>,
    links: &Relationships,
) -> Result<(Vec<u8>, Vec<Option<String>>), Error> {
    let mut codes = (0_u32, Vec::new());
    let mut formats = (0_u32, Vec::new());
    let (mut units, mut unit_formats) = (HashMap::new(), Vec::new());
    if let Some(part) = package.named(links, "styles", "xl/styles.bin")?
        && let Some(meter) = package.part(&part)?
    {
        let mut records = Records::new(&part, meter);
        let mut in_cells = false;
        while let Some((kind, data)) = records.read()? {
            match kind {
                0x0269 => in_cells = true,
                0x026A => in_cells = false,
                0x002C => {
                    if let Some(code) = wide_bytes(data, 2).filter(|c| c.len() <= MAX_FORMAT_CODE) {
                        let (text, _) = UTF_16LE.decode_without_bom_handling(&code[4..]);
                        if number_format::shown(&text).is_some() {
                            units.insert([data[0], data[1]], text.into_owned());
                        }
                        put(&mut codes.1, 0x002C, &[&data[..2], code].concat());
                        codes.0 += 1;
                    }
                }
                0x002F if in_cells => {
                    let id = data.get(2..4).unwrap_or(&[0, 0]);
                    unit_formats.push(units.get(id).cloned());
                    put(&mut formats.1, 0x002F, &[&[0, 0], id].concat());
                    formats.0 += 1;
                }
                _ => {}
            }
            if codes.0 as usize > MAX_NUMBER_FORMATS || formats.0 as usize > MAX_FORMATS {
                return Err(strange("单元格格式的种类超过表格软件的上限"));
            }
        }
    }
    let mut out = Vec::new();
    put(&mut out, 0x0267, &codes.0.to_le_bytes());
    out.append(&mut codes.1);
    put(&mut out, 0x0269, &formats.0.to_le_bytes());
    out.append(&mut formats.1);
    Ok((out, unit_formats))
}
