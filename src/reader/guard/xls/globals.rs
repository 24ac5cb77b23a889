//! What an .xls says of the workbook as a whole: version, code page, sheets, formats, texts.

use super::super::limits::MAX_FORMATS;
use super::super::{SAVE_AGAIN, damaged, locked, strange};
use super::fonts::Fonts;
use super::records::{Records, put, u16_at, u32_at};
use super::strings::{self, CONTINUE, Strings};
use crate::error::Error;
use crate::reader::number_format;
use encoding_rs::{Encoding, GBK, UTF_16LE, WINDOWS_1252};
use std::collections::{HashMap, HashSet};

/// Start and end of a part of the stream.
pub const BOF: u16 = 0x0809;
/// See [`BOF`].
pub const EOF: u16 = 0x000A;
const FORMAT: u16 = 0x041E;
const XF: u16 = 0x00E0;
const FONT: u16 = 0x0031;
const BOUND_SHEET: u16 = 0x0085;
const SST: u16 = 0x00FC;

/// The workbook as a whole.
#[derive(Debug, Default)]
pub struct Globals<'s> {
    /// Excel 97 and later; else Excel 5 and 95.
    pub biff8: bool,
    /// True for the 1904 date system.
    pub epoch_1904: bool,
    /// Sheets in order.
    pub sheets: Vec<Entry<'s>>,
    /// Shared strings.
    pub strings: Strings<'s>,
    /// Text that is not ASCII, to guess the code page from.
    pub foreign_text: Vec<u8>,
    page: Option<u16>,
    fonts: Fonts,
    formats: Vec<(u16, &'s [u8])>,
    cell_formats: Vec<u16>,
    /// By cell format the number of its font.
    cell_fonts: Vec<u16>,
}

/// One sheet in the list.
#[derive(Debug)]
pub struct Entry<'s> {
    /// Name on its tab.
    pub name: String,
    /// The name's bytes.
    raw: &'s [u8],
    /// Hidden or very hidden.
    pub hidden: bool,
    /// Where its records begin.
    pub start: usize,
}

/// Reads the first part of a stream.
///
/// # Errors
/// When it is locked, damaged or older than Excel 5.
pub fn read(stream: &[u8]) -> Result<Globals<'_>, Error> {
    let mut globals = Globals::default();
    let mut records = Records::new(stream);
    let mut begun = false;
    while let Some((kind, data)) = records.read()? {
        match kind {
            BOF if !begun => {
                begun = true;
                globals.biff8 = u16_at(data, 0) != Some(0x0500);
            }
            0x0009 | 0x0209 | 0x0409 if !begun => {
                return Err(Error::NotAWorkbook(format!(
                    "这是 Excel 4.0 以前的旧格式；{SAVE_AGAIN}"
                )));
            }
            _ if !begun => return Err(damaged("文件开头有误")),
            0x002F => return Err(locked()),
            0x0042 => globals.page = u16_at(data, 0),
            0x0022 => globals.epoch_1904 = u16_at(data, 0) == Some(1),
            FORMAT => globals.formats.extend(u16_at(data, 0).zip(data.get(2..))),
            XF | FONT if globals.cell_formats.len().max(globals.fonts.count()) == MAX_FORMATS => {
                return Err(strange("单元格格式的种类超过表格软件的上限"));
            }
            FONT => globals.fonts.add(data),
            XF => {
                globals.cell_fonts.push(u16_at(data, 0).unwrap_or(0));
                globals.cell_formats.push(u16_at(data, 2).unwrap_or(0));
            }
            BOUND_SHEET => globals.sheet(data).ok_or_else(|| damaged("工作表目录有误"))?,
            SST => globals.strings = strings::read(data, &mut records, &globals.fonts)?,
            EOF => break,
            _ => {}
        }
    }
    if !begun {
        return Err(damaged("文件不完整"));
    }
    for entry in &globals.sheets {
        if !globals.biff8 && !entry.raw.is_ascii() {
            globals.foreign_text.extend(entry.raw);
        }
    }
    let page = globals.declared_page();
    let names: Vec<String> = globals.sheets.iter().map(|s| globals.decode(s.raw, page)).collect();
    for (entry, name) in globals.sheets.iter_mut().zip(names) {
        entry.name = name;
    }
    Ok(globals)
}

impl<'s> Globals<'s> {
    fn sheet(&mut self, data: &'s [u8]) -> Option<()> {
        let start = u32_at(data, 0)? as usize;
        let hidden = data.get(4)? & 3 != 0;
        let count = usize::from(*data.get(6)?);
        let raw = match self.biff8 {
            // The flag byte stays in front: it tells how wide the characters are.
            true if data.get(7)? & 1 != 0 => data.get(7..8 + count * 2)?,
            true => data.get(7..8 + count)?,
            false => data.get(7..7 + count)?,
        };
        self.sheets.push(Entry { name: String::new(), raw, hidden, start });
        Some(())
    }

    /// By cell format the code of its number format, where that shows another unit than is
    /// stored.
    pub fn unit_formats(&self) -> Vec<Option<String>> {
        let code = |(own, raw): &(u16, &[u8])| {
            // The count of characters stands before the text.
            let text = raw.get(if self.biff8 { 2.. } else { 1.. })?;
            let code = self.decode(text, self.code_page(text));
            number_format::shown(&code).map(|_| (*own, code))
        };
        let codes: HashMap<u16, String> = self.formats.iter().filter_map(code).collect();
        self.cell_formats.iter().map(|own| codes.get(own).cloned()).collect()
    }

    /// Whether cells of this format are struck out, but for runs that are not.
    pub fn is_struck(&self, format: u16) -> bool {
        self.cell_fonts.get(usize::from(format)).is_some_and(|font| self.fonts.look(*font).struck)
    }

    /// The code page that the file names for its texts.
    pub fn declared_page(&self) -> u16 {
        match self.page {
            _ if self.biff8 => 1200,
            Some(page @ (932 | 936 | 949 | 950 | 65001)) => page,
            Some(54936) => 936,
            _ => 1252,
        }
    }

    /// The code page to be used: programs sold in China wrote GBK and named the western page,
    /// or none.
    pub fn code_page(&self, foreign: &[u8]) -> u16 {
        let declared = self.declared_page();
        let is_gbk = || GBK.decode_without_bom_handling_and_without_replacement(foreign).is_some();
        if declared == 1252 && !foreign.is_empty() && is_gbk() { 936 } else { declared }
    }

    /// Decodes the names of sheets once more.
    pub fn rename<'n>(&self, names: impl Iterator<Item = &'n mut String>, page: u16) {
        let renamed: HashMap<&str, String> =
            self.sheets.iter().map(|s| (s.name.as_str(), self.decode(s.raw, page))).collect();
        for name in names {
            if let Some(new) = renamed.get(name.as_str()) {
                *name = new.clone();
            }
        }
    }

    fn decode(&self, raw: &[u8], page: u16) -> String {
        let (text, _) = match (self.biff8, raw) {
            (true, [flags, text @ ..]) if flags & 1 != 0 => {
                UTF_16LE.decode_without_bom_handling(text)
            }
            (true, [_, text @ ..]) => WINDOWS_1252.decode_without_bom_handling(text),
            _ => encoding(page).decode_without_bom_handling(raw),
        };
        text.replace('\0', "")
    }

    /// The whole stream anew: these globals, then each sheet's records.
    pub fn write(&self, sheets: &[Vec<u8>]) -> Vec<u8> {
        let mut out = Vec::new();
        self.begin(&mut out, 0x0005);
        put(&mut out, 0x0022, &[u8::from(self.epoch_1904), 0]);
        // calamine knows custom formats by a few numbers only: those in use get them. It takes
        // some low numbers for dates whatever the file says of them.
        let used: HashSet<u16> = self.cell_formats.iter().copied().collect();
        let mut numbers = HashMap::new();
        for (own, code) in self.formats.iter().filter(|(own, _)| used.contains(own)) {
            let number = 164 + numbers.len() as u16;
            if number <= 382 && numbers.insert(*own, number).is_none() {
                // Before BIFF8 a byte counts the characters, where calamine expects two.
                let (count, gap) = code.split_at(usize::from(!self.biff8).min(code.len()));
                let gap_byte: &[u8] = if self.biff8 { &[] } else { &[0] };
                put(&mut out, FORMAT, &[&number.to_le_bytes(), count, gap_byte, gap].concat());
            }
        }
        for own in &self.cell_formats {
            // An unknown number must not fall on somebody else's new one.
            let number = numbers.get(own).copied().unwrap_or(if *own < 164 { *own } else { 0 });
            put(&mut out, XF, &[[0, 0], number.to_le_bytes()].concat());
        }
        for (index, piece) in self.strings.pieces.iter().enumerate() {
            put(&mut out, if index == 0 { SST } else { CONTINUE }, piece);
        }
        let lists: Vec<Vec<u8>> = (0..sheets.len()).map(|n| self.list_entry(n)).collect();
        let mut start = out.len() + lists.iter().map(|entry| entry.len() + 4).sum::<usize>() + 4;
        for (mut entry, sheet) in lists.into_iter().zip(sheets) {
            entry[..4].copy_from_slice(&(start as u32).to_le_bytes());
            put(&mut out, BOUND_SHEET, &entry);
            // BOF with its 8 bytes before, EOF after.
            start += 12 + sheet.len() + 4;
        }
        put(&mut out, EOF, &[]);
        for sheet in sheets {
            self.begin(&mut out, 0x0010);
            out.extend(sheet);
            put(&mut out, EOF, &[]);
        }
        out
    }

    fn begin(&self, out: &mut Vec<u8>, kind: u16) {
        let version: u16 = if self.biff8 { 0x0600 } else { 0x0500 };
        put(out, BOF, &[version.to_le_bytes(), kind.to_le_bytes(), [0, 0], [0, 0]].concat());
    }

    /// A visible worksheet named by its number; its place is filled in later.
    fn list_entry(&self, number: usize) -> Vec<u8> {
        let name = number.to_string();
        let mut entry = vec![0, 0, 0, 0, 0, 0, name.len() as u8];
        if self.biff8 {
            entry.push(0);
        }
        entry.extend(name.bytes());
        entry
    }
}

fn encoding(page: u16) -> &'static Encoding {
    match page {
        932 => encoding_rs::SHIFT_JIS,
        936 => GBK,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        65001 => encoding_rs::UTF_8,
        _ => WINDOWS_1252,
    }
}
