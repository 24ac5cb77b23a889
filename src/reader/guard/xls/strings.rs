//! Lengths of the shared strings of an .xls, without decoding them: calamine copies a string
//! for every cell that shows it, so they have to be paid for beforehand.

use super::super::limits::{MAX_CONTINUES, MAX_STRINGS, MAX_TEXT};
use super::super::looks::{Run, Runs};
use super::super::{damaged, strange, too_much};
use super::fonts::Fonts;
use super::records::{Records, u16_at, u32_at};
use crate::error::Error;
use std::collections::HashMap;

/// CONTINUE: goes on with the record before it.
pub const CONTINUE: u16 = 0x3C;

/// The table in its pieces.
#[derive(Debug, Default)]
pub struct Strings<'s> {
    /// The record and its continuations.
    pub pieces: Vec<&'s [u8]>,
    /// Bytes that each string takes at most, once decoded.
    pub lengths: Vec<u32>,
    /// The fonts of those that have several, by their number, where any of the file matters.
    pub looks: HashMap<usize, Runs>,
}

/// Reads a table from its first piece and the records after it; the fonts stand before it.
///
/// # Errors
/// When it is damaged or holds more than [`MAX_STRINGS`] or [`MAX_TEXT`].
pub fn read<'s>(
    first: &'s [u8],
    records: &mut Records<'s>,
    fonts: &Fonts,
) -> Result<Strings<'s>, Error> {
    let mut pieces = vec![first];
    let mut count = 0;
    while records.peek() == Some(CONTINUE) {
        let Some((_, piece)) = records.read()? else { break };
        count += 1;
        if count > MAX_CONTINUES {
            return Err(strange("文字表被切得太碎"));
        }
        // One with nothing in it does not even say how wide its characters are.
        pieces.extend((!piece.is_empty()).then_some(piece));
    }
    let mut cursor = Cursor { pieces: &pieces, piece: 0, at: 8 };
    let (mut lengths, mut looks) = (Vec::new(), HashMap::new());
    let mut total = 0;
    while cursor.more() {
        let (length, runs) = cursor.string(fonts).ok_or_else(|| damaged("文字表不完整"))?;
        if !runs.is_empty() && fonts.matter() {
            looks.insert(lengths.len(), runs);
        }
        lengths.push(length);
        total += u64::from(length);
        if total > MAX_TEXT {
            return Err(too_much(format_args!("文字总量超过 {} MB", MAX_TEXT >> 20)));
        }
        if lengths.len() > MAX_STRINGS {
            return Err(too_much(format_args!("不同的文字超过 {} 万条", MAX_STRINGS / 10_000)));
        }
    }
    Ok(Strings { pieces, lengths, looks })
}

struct Cursor<'p, 's> {
    pieces: &'p [&'s [u8]],
    piece: usize,
    at: usize,
}

impl Cursor<'_, '_> {
    fn rest(&self) -> &[u8] {
        self.pieces.get(self.piece).and_then(|piece| piece.get(self.at..)).unwrap_or_default()
    }

    /// Whether anything follows, here or in the next pieces.
    fn more(&mut self) -> bool {
        while self.rest().is_empty() && self.piece < self.pieces.len() {
            (self.piece, self.at) = (self.piece + 1, 0);
        }
        self.piece < self.pieces.len()
    }

    /// One string with its runs and extensions; gives the bytes of its text, and its fonts.
    fn string(&mut self, fonts: &Fonts) -> Option<(u32, Runs)> {
        let mut left = usize::from(u16_at(self.rest(), 0)?);
        let flags = *self.rest().get(2)?;
        self.at += 3;
        let (mut runs, mut tail) = (0, 0);
        if flags & 8 != 0 {
            runs = usize::from(u16_at(self.rest(), 0)?);
            self.at += 2;
        }
        if flags & 4 != 0 {
            tail = u32_at(self.rest(), 0)? as usize;
            self.at += 4;
        }
        let mut length = 0;
        let mut wide = flags & 1 != 0;
        while left > 0 {
            if self.rest().is_empty() {
                // Each piece says anew how wide its characters are.
                (self.piece, self.at) = (self.piece + 1, 1);
                wide = self.pieces.get(self.piece)?.first()? & 1 != 0;
            }
            let width = if wide { 2 } else { 1 };
            let count = (self.rest().len() / width).min(left);
            if count == 0 {
                return None;
            }
            self.at += count * width;
            left -= count;
            length += count * (width + 1);
        }
        let runs = (0..runs).map(|_| self.run(fonts)).collect::<Option<Runs>>()?;
        while tail > 0 {
            let step = self.rest().len().min(tail);
            self.at += step;
            tail -= step;
            if tail > 0 && !self.more() {
                return None;
            }
        }
        Some((u32::try_from(length).ok()?, runs))
    }

    /// Where a font begins, and which.
    fn run(&mut self, fonts: &Fonts) -> Option<Run> {
        let mut bytes = [0; 4];
        for byte in &mut bytes {
            if !self.more() {
                return None;
            }
            *byte = *self.rest().first()?;
            self.at += 1;
        }
        Some(Run { start: u16_at(&bytes, 0)?, look: fonts.look(u16_at(&bytes, 2)?) })
    }
}
