//! Records of a BIFF stream: a type, a length, and that many bytes.

use super::super::damaged;
use crate::error::Error;

/// One record; its type and its bytes.
pub type Record<'s> = (u16, &'s [u8]);

/// The records from somewhere in a stream on.
#[derive(Debug, Clone)]
pub struct Records<'s> {
    rest: &'s [u8],
}

impl<'s> Records<'s> {
    /// Starts here.
    pub fn new(stream: &'s [u8]) -> Records<'s> {
        Records { rest: stream }
    }

    /// The next record; `None` at the end of the stream.
    ///
    /// # Errors
    /// When the stream ends inside a record.
    pub fn read(&mut self) -> Result<Option<Record<'s>>, Error> {
        let Some((head, rest)) = self.rest.split_first_chunk::<4>() else { return Ok(None) };
        let kind = u16::from_le_bytes([head[0], head[1]]);
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let (data, rest) = rest.split_at_checked(length).ok_or_else(|| damaged("文件不完整"))?;
        self.rest = rest;
        Ok(Some((kind, data)))
    }

    /// The type of the next record.
    pub fn peek(&self) -> Option<u16> {
        self.rest.first_chunk::<2>().map(|kind| u16::from_le_bytes(*kind))
    }
}

/// Appends a record. Longer ones than the format allows are not among those we write.
pub fn put(out: &mut Vec<u8>, kind: u16, data: &[u8]) {
    out.extend(kind.to_le_bytes());
    out.extend((data.len() as u16).to_le_bytes());
    out.extend(data);
}

/// Two bytes of a record, if it has them.
pub fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

/// Four bytes of a record, if it has them.
pub fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}
