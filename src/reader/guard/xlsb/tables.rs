//! Shared strings and formats of an .xlsb.

use super::super::limits::{
    MAX_FORMAT_CODE, MAX_FORMATS, MAX_NUMBER_FORMATS, MAX_STRINGS, MAX_TEXT,
};
use super::super::looks::{Look, Run, Runs};
use super::super::{strange, too_much};
use super::records::{Records, put, u32_at, wide_bytes};
use crate::error::Error;
use crate::formats::opc::{Package, Relationships};
use crate::reader::number_format;
use encoding_rs::UTF_16LE;
use std::collections::HashMap;

/// The shared strings, as far as the sheets need to know them.
#[derive(Debug, Default)]
pub struct Strings {
    /// Bytes that each takes at most, once decoded.
    pub lengths: Vec<u32>,
    /// The fonts of those that have several, by their number, where any of the file matters.
    pub looks: HashMap<usize, Runs>,
}

/// What matters of the styles of cells, by their number.
#[derive(Debug, Default)]
pub struct Styles {
    /// The code of the number format, where that shows another unit than is stored.
    pub units: Vec<Option<String>>,
    /// Whether the font is struck out.
    pub struck: Vec<bool>,
    fonts: Vec<Look>,
}

/// Copies the shared strings without their fonts, which are given.
///
/// # Errors
/// When the part is damaged or holds more than [`MAX_STRINGS`] or [`MAX_TEXT`].
pub fn strings(
    package: &mut Package<'_>,
    links: &Relationships,
    styles: &Styles,
) -> Result<(Vec<u8>, Strings), Error> {
    let Strings { mut lengths, mut looks } = Strings::default();
    let matter = styles.fonts.iter().any(|look| *look != Look::default());
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
            if let Some(runs) = runs(data, text.len(), styles).filter(|_| matter) {
                looks.insert(lengths.len(), runs);
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
    Ok((out, Strings { lengths, looks }))
}

/// The fonts of a string, which stand behind its text: a count, then where each begins.
fn runs(data: &[u8], text: usize, styles: &Styles) -> Option<Runs> {
    let has_runs = data.first()? & 1 != 0;
    let rest = data.get(1 + text..).filter(|_| has_runs)?;
    let count = u32_at(rest, 0)? as usize;
    let run = |pair: &[u8]| {
        let field = |at| u16::from_le_bytes([pair[at], pair[at + 1]]);
        let look = styles.fonts.get(usize::from(field(2))).copied().unwrap_or_default();
        Run { start: field(0), look }
    };
    Some(rest.get(4..)?.chunks_exact(4).take(count).map(run).collect())
}

/// Copies the number formats and the list of cell formats; gives what matters of them.
///
/// # Errors
/// When the part is damaged or has more formats than a spreadsheet program allows.
pub fn styles(
    package: &mut Package<'_>,
    links: &Relationships,
) -> Result<(Vec<u8>, Styles), Error> {
    let mut codes = (0_u32, Vec::new());
    let mut formats = (0_u32, Vec::new());
    let (mut units, mut styles) = (HashMap::new(), Styles::default());
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
                0x002B if data.len() >= 8 => {
                    let (struck, raised) = (data[2] & 8 != 0, data[6] == 1);
                    styles.fonts.push(Look { struck, raised });
                }
                0x002F if in_cells => {
                    let id = data.get(2..4).unwrap_or(&[0, 0]);
                    let font = data.get(4..6).map_or(0, |id| u16::from_le_bytes([id[0], id[1]]));
                    let font = styles.fonts.get(usize::from(font));
                    styles.struck.push(font.is_some_and(|look| look.struck));
                    styles.units.push(units.get(id).cloned());
                    put(&mut formats.1, 0x002F, &[&[0, 0], id].concat());
                    formats.0 += 1;
                }
                _ => {}
            }
            let most = (formats.0 as usize).max(styles.fonts.len());
            if codes.0 as usize > MAX_NUMBER_FORMATS || most > MAX_FORMATS {
                return Err(strange("单元格格式的种类超过表格软件的上限"));
            }
        }
    }
    let mut out = Vec::new();
    put(&mut out, 0x0267, &codes.0.to_le_bytes());
    out.append(&mut codes.1);
    put(&mut out, 0x0269, &formats.0.to_le_bytes());
    out.append(&mut formats.1);
    Ok((out, styles))
}
