//! Compound files: the container of .xls, .et, .doc and of everything locked.
//!
//! Reads what a file really has, whatever its header promises: every chain is cut off when it
//! has more sectors than the file. Also writes the plainest compound file with one stream.

use super::{damaged, strange};
use crate::error::Error;
use crate::formats::limits::MAX_ENTRIES;
use encoding_rs::UTF_16LE;

/// Sector numbers from here on are marks, not sectors.
const MARKS: u32 = 0xFFFF_FFFA;
const END: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;
/// Streams below this size live in the mini stream.
const CUTOFF: usize = 4096;
const MINI: usize = 64;

/// An opened compound file.
#[derive(Debug)]
pub struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    name: String,
    is_stream: bool,
    at_root: bool,
    siblings: [u32; 2],
    child: u32,
    start: u32,
    length: usize,
}

impl<'a> Compound<'a> {
    /// Reads the tables and the directory.
    ///
    /// # Errors
    /// When the file is cut off or its chains lead in circles.
    pub fn open(bytes: &'a [u8]) -> Result<Compound<'a>, Error> {
        let cut = || damaged("文件不完整");
        let header = bytes.get(..512).ok_or_else(cut)?;
        let sector = match u16_at(header, 30) {
            9 => 512,
            12 => 4096,
            _ => return Err(damaged("文件头有误")),
        };
        let mut compound =
            Compound { bytes, sector, fat: Vec::new(), mini_fat: Vec::new(), entries: Vec::new() };
        let sectors = bytes.len() / sector + 1;

        // The first 109 sectors of the table are named in the header, the others in a chain.
        let mut table: Vec<u32> = (76..512).step_by(4).map(|at| u32_at(header, at)).collect();
        let mut next = u32_at(header, 68);
        // Every sector once at most: a short one may name itself and add nothing.
        for _ in 0..=sectors {
            if next >= MARKS {
                break;
            }
            let mut part: Vec<u32> = numbers(compound.sector(next)?).collect();
            next = part.pop().unwrap_or(END);
            table.extend(part);
        }
        if next < MARKS || table.len() > sectors + 109 + sector {
            return Err(strange("文件内部的分配表首尾相连"));
        }
        for number in table.into_iter().filter(|number| *number < MARKS) {
            let part: Vec<u32> = numbers(compound.sector(number)?).collect();
            compound.fat.extend(part);
            if compound.fat.len() > sectors + 2 * sector {
                break;
            }
        }

        let directory = compound.chain(u32_at(header, 48), usize::MAX)?;
        if directory.len() / 128 > MAX_ENTRIES {
            return Err(strange(format_args!("文件内部的条目超过 {MAX_ENTRIES} 个")));
        }
        compound.entries = directory.chunks_exact(128).map(Entry::read).collect();
        compound.mark_root();
        if u32_at(header, 64) > 0 {
            compound.mini_fat = numbers(&compound.chain(u32_at(header, 60), usize::MAX)?).collect();
        }
        Ok(compound)
    }

    /// Names of all entries, at any depth.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// A stream of the file itself, not of something embedded in it.
    ///
    /// # Errors
    /// When the stream is cut off.
    pub fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let is = |entry: &&Entry| {
            entry.is_stream && entry.at_root && entry.name.eq_ignore_ascii_case(name)
        };
        self.entries.iter().find(is).map(|entry| self.content(entry)).transpose()
    }

    fn content(&self, entry: &Entry) -> Result<Vec<u8>, Error> {
        if entry.length > self.bytes.len() {
            return Err(damaged("文件不完整"));
        }
        if entry.length >= CUTOFF {
            let content = self.chain(entry.start, entry.length)?;
            return match content.len() < entry.length {
                true => Err(damaged("文件不完整")),
                false => Ok(content),
            };
        }
        let root = self.entries.first().ok_or_else(|| damaged("文件不完整"))?;
        let minis = self.chain(root.start, root.length)?;
        let mut content = Vec::new();
        let mut next = entry.start;
        while content.len() < entry.length {
            let at = next as usize * MINI;
            let part = minis.get(at..minis.len().min(at + MINI)).filter(|part| !part.is_empty());
            let rest = entry.length - content.len();
            let part = part.ok_or_else(|| damaged("文件不完整"))?;
            content.extend_from_slice(&part[..part.len().min(rest)]);
            next = self.mini_fat.get(next as usize).copied().unwrap_or(END);
        }
        Ok(content)
    }

    /// The sectors of a chain, up to a length.
    fn chain(&self, start: u32, length: usize) -> Result<Vec<u8>, Error> {
        let mut content = Vec::new();
        let mut next = start;
        while next < MARKS && content.len() < length {
            content.extend_from_slice(self.sector(next)?);
            if content.len() > self.bytes.len() + self.sector {
                return Err(strange("文件内部的数据首尾相连"));
            }
            next = self.fat.get(next as usize).copied().unwrap_or(END);
        }
        content.truncate(length);
        Ok(content)
    }

    /// One sector; the last of a file may be short.
    fn sector(&self, number: u32) -> Result<&'a [u8], Error> {
        let start = (number as usize + 1) * self.sector;
        let end = self.bytes.len().min(start + self.sector);
        self.bytes
            .get(start..end)
            .filter(|part| !part.is_empty())
            .ok_or_else(|| damaged("文件不完整"))
    }

    /// Marks the children of the root: the tree of siblings below its child.
    fn mark_root(&mut self) {
        let mut open: Vec<u32> = self.entries.first().map(|root| root.child).into_iter().collect();
        while let Some(number) = open.pop() {
            if let Some(entry) = self.entries.get_mut(number as usize)
                && !entry.at_root
            {
                entry.at_root = true;
                open.extend(entry.siblings);
            }
        }
    }
}

impl Entry {
    fn read(bytes: &[u8]) -> Entry {
        let (name, _) = UTF_16LE.decode_without_bom_handling(&bytes[..64]);
        Entry {
            name: name.split('\0').next().unwrap_or_default().to_owned(),
            is_stream: bytes[66] == 2,
            at_root: false,
            siblings: [u32_at(bytes, 68), u32_at(bytes, 72)],
            child: u32_at(bytes, 76),
            start: u32_at(bytes, 116),
            // The upper half is not to be trusted in small files, and no file is that large.
            length: u32_at(bytes, 120) as usize,
        }
    }
}

/// A compound file with one stream at its root. Sectors are of the larger size, so that the
/// allocation table is always listed in the header alone.
pub fn wrap(name: &str, mut stream: Vec<u8>) -> Vec<u8> {
    const SECTOR: usize = 4096;
    // Shorter streams would have to go into a mini stream; records may be followed by zeros.
    stream.resize(stream.len().max(CUTOFF), 0);
    let length = stream.len();
    let data = length.div_ceil(SECTOR);
    let tables = (data + 1).div_ceil(SECTOR / 4 - 1);
    let first = (tables + 1) as u32;

    let mut header = vec![0; SECTOR];
    header[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    for (at, value) in [(24, 0x3E_u16), (26, 4), (28, 0xFFFE), (30, 12), (32, 6)] {
        header[at..at + 2].copy_from_slice(&value.to_le_bytes());
    }
    let fields = [(40, 1), (44, tables as u32), (48, tables as u32), (56, CUTOFF as u32)];
    for (at, value) in fields.into_iter().chain([(60, END), (68, END)]) {
        put(&mut header, at, value);
    }
    for slot in 0..109 {
        put(&mut header, 76 + slot * 4, if slot < tables { slot as u32 } else { FREE });
    }

    let mut fat = vec![0xFFFF_FFFD; tables];
    fat.push(END);
    fat.extend((1..data as u32).map(|number| first + number));
    fat.push(END);
    fat.resize(tables * SECTOR / 4, FREE);

    let mut directory = vec![0; SECTOR];
    for (number, (name, kind)) in [("Root Entry", 5), (name, 2)].into_iter().enumerate() {
        let entry = &mut directory[number * 128..(number + 1) * 128];
        for (at, unit) in name.encode_utf16().enumerate() {
            entry[at * 2..at * 2 + 2].copy_from_slice(&unit.to_le_bytes());
        }
        entry[64] = (name.len() * 2 + 2) as u8;
        entry[66] = kind;
        entry[67] = 1;
        put(entry, 68, FREE);
        put(entry, 72, FREE);
        put(entry, 76, if number == 0 { 1 } else { FREE });
    }
    put(&mut directory, 128 + 116, first);
    put(&mut directory, 128 + 120, length as u32);

    stream.resize(data * SECTOR, 0);
    let fat: Vec<u8> = fat.into_iter().flat_map(u32::to_le_bytes).collect();
    [header, fat, directory, stream].concat()
}

fn put(bytes: &mut [u8], at: usize, value: u32) {
    bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).map(|chunk| u32_at(chunk, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrapped_can_be_read_again() {
        for length in [0, 1, 4095, 4096, 4097, 5_000_000] {
            let stream: Vec<u8> = (0..length).map(|n| (n % 251) as u8).collect();
            let file = wrap("Workbook", stream.clone());
            let compound = Compound::open(&file).unwrap();
            let read = compound.stream("workbook").unwrap().unwrap();
            assert_eq!(read[..length], stream);
            assert!(compound.stream("Book").unwrap().is_none());
        }
    }

    #[test]
    fn a_short_sector_that_leads_to_itself_is_refused() {
        let mut file = wrap("Workbook", vec![7; 20_000]);
        file.truncate(4096 + 5);
        put(&mut file, 68, 0);
        put(&mut file, 4096, 0);
        let refused = Compound::open(&file).unwrap_err();
        assert!(refused.to_string().contains("首尾相连"));
    }

    #[test]
    fn chains_in_circles_and_short_files_are_refused() {
        let mut file = wrap("Workbook", vec![7; 20_000]);
        // The directory, in the second sector, goes on with itself.
        put(&mut file, 4096 + 4, 1);
        assert!(Compound::open(&file).is_err());
        let file = wrap("Workbook", vec![7; 20_000]);
        for length in [0, 8, 511, 512, 4096, 8192, 12_000, 20_000] {
            let short = Compound::open(&file[..length]).and_then(|c| c.stream("Workbook"));
            assert!(!matches!(short, Ok(Some(_))), "{length}");
        }
    }
}
