//! Records of an .xlsb part: a type and a length in seven-bit groups, and that many bytes.

use super::super::limits::MAX_RECORD;
use super::super::strange;
use crate::error::Error;
use crate::formats::Fault;
use crate::formats::meter::Meter;
use encoding_rs::UTF_16LE;
use std::io::{BufRead, Read};

/// The records of a part.
pub struct Records<'a> {
    name: String,
    meter: Meter<'a>,
    buffer: Vec<u8>,
}

impl<'a> Records<'a> {
    /// Begins to read a part.
    pub fn new(name: &str, meter: Meter<'a>) -> Records<'a> {
        Records { name: name.into(), meter, buffer: Vec::new() }
    }

    /// The next record; `None` at the end of the part.
    ///
    /// # Errors
    /// When the part is cut off or damaged, or a record is longer than [`MAX_RECORD`].
    pub fn read(&mut self) -> Result<Option<(u16, &[u8])>, Error> {
        self.meter.begin();
        let broken = |cause: std::io::Error| Fault::inflating(&self.name, &cause);
        if self.meter.fill_buf().map_err(broken)?.is_empty() {
            return Ok(None);
        }
        let kind = number(&mut self.meter, 2).map_err(broken)? as u16;
        let length = number(&mut self.meter, 4).map_err(broken)?;
        if length > MAX_RECORD {
            return Err(strange(format_args!("“{}”里有过长的记录", self.name)));
        }
        self.buffer.resize(length, 0);
        self.meter.read_exact(&mut self.buffer).map_err(broken)?;
        Ok(Some((kind, &self.buffer)))
    }
}

/// A number in at most so many groups of seven bits, the lowest first.
fn number(meter: &mut Meter<'_>, groups: u32) -> std::io::Result<usize> {
    let mut value = 0;
    for group in 0..groups {
        let mut byte = [0];
        meter.read_exact(&mut byte)?;
        value |= usize::from(byte[0] & 0x7F) << (7 * group);
        if byte[0] & 0x80 == 0 {
            break;
        }
    }
    Ok(value)
}

/// Appends a record.
pub fn put(out: &mut Vec<u8>, kind: u16, data: &[u8]) {
    let mut group = |mut value: usize| loop {
        let low = (value & 0x7F) as u8;
        value >>= 7;
        out.push(if value > 0 { low | 0x80 } else { low });
        if value == 0 {
            break;
        }
    };
    group(usize::from(kind));
    group(data.len());
    out.extend(data);
}

/// Four bytes of a record, if it has them.
pub fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

/// The bytes of a counted text in a record, the count included.
pub fn wide_bytes(data: &[u8], at: usize) -> Option<&[u8]> {
    let count = u32_at(data, at)? as usize;
    // 0xFFFFFFFF stands for no text at all.
    let length = if count == 0xFFFF_FFFF { 0 } else { count.checked_mul(2)? };
    data.get(at..(at + 4).checked_add(length)?)
}

/// A counted text in a record, and how many bytes it takes with its count.
pub fn wide_text(data: &[u8], at: usize) -> Option<(String, usize)> {
    let bytes = wide_bytes(data, at)?;
    let (text, _) = UTF_16LE.decode_without_bom_handling(&bytes[4..]);
    Some((text.into_owned(), bytes.len()))
}

/// A text with its count.
pub fn wide(text: &str) -> Vec<u8> {
    let count = text.encode_utf16().count() as u32;
    count.to_le_bytes().into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}
