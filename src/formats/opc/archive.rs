//! The zip file: parts compressed one by one, then put behind each other with their list.
//!
//! The zip crate would compress every part anew for every report, with tables made anew for
//! every part. Most parts are the same for all reports of a run: those are compressed once.
//! (Its raw copy of a compressed part notes the system it ran on: other bytes on Windows.)

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::cell::RefCell;
use std::io::{self, Write};

/// Deflate, as in PKZIP 2.0.
const VERSION: u16 = 20;
const DEFLATED: u16 = 8;

/// Names are UTF-8; said only where they are not ASCII.
const UTF8: u16 = 1 << 11;

/// Midnight of 1 January 1980, where the time of DOS begins: the bytes must not tell when
/// they were written.
const TIME: u16 = 0;
const DATE: u16 = 0x21;

/// A plain file that its owner may write and all may read.
const MODE: u32 = 0o100_644 << 16;

thread_local! {
    /// The tables of a compressor are a third of a megabyte: kept for the next part.
    static ENCODER: RefCell<DeflateEncoder<Vec<u8>>> =
        RefCell::new(DeflateEncoder::new(Vec::new(), Compression::new(6)));
}

/// A part, compressed.
#[derive(Debug, Clone)]
pub struct Packed {
    path: String,
    crc: u32,
    size: usize,
    bytes: Vec<u8>,
}

impl Packed {
    /// Compresses a part.
    pub fn new(path: &str, content: &[u8]) -> io::Result<Packed> {
        let mut crc = Crc::new();
        crc.update(content);
        let bytes = ENCODER.with_borrow_mut(|encoder| {
            encoder.write_all(content)?;
            encoder.reset(Vec::new())
        })?;
        Ok(Packed { path: path.to_owned(), crc: crc.sum(), size: content.len(), bytes })
    }

    /// What the header before a part and its entry in the list have in common.
    fn facts(&self) -> io::Result<Vec<u8>> {
        let short = |length: usize| u32::try_from(length).map_err(io::Error::other);
        let name = u16::try_from(self.path.len()).map_err(io::Error::other)?;
        let flags = if self.path.is_ascii() { 0 } else { UTF8 };
        let mut facts = Vec::with_capacity(26);
        for number in [VERSION, flags, DEFLATED, TIME, DATE] {
            facts.extend(number.to_le_bytes());
        }
        for number in [self.crc, short(self.bytes.len())?, short(self.size)?] {
            facts.extend(number.to_le_bytes());
        }
        facts.extend(name.to_le_bytes());
        // No extra fields.
        facts.extend([0, 0]);
        Ok(facts)
    }
}

/// The finished file.
pub fn archive<'a>(parts: impl IntoIterator<Item = &'a Packed>) -> io::Result<Vec<u8>> {
    let (mut file, mut list, mut count) = (Vec::new(), Vec::new(), 0u16);
    let place = |length: usize| u32::try_from(length).map_err(io::Error::other);
    for part in parts {
        let facts = part.facts()?;
        list.extend(b"PK\x01\x02");
        list.extend(VERSION.to_le_bytes());
        list.extend(&facts);
        // No comment, first disk, no attributes of DOS.
        list.extend([0; 6]);
        list.extend(MODE.to_le_bytes());
        list.extend(place(file.len())?.to_le_bytes());
        list.extend(part.path.as_bytes());
        file.extend(b"PK\x03\x04");
        file.extend(facts);
        file.extend(part.path.as_bytes());
        file.extend(&part.bytes);
        count += 1;
    }
    let (start, length) = (place(file.len())?, place(list.len())?);
    file.extend(list);
    file.extend(b"PK\x05\x06");
    // One disk only.
    file.extend([0; 4]);
    file.extend(count.to_le_bytes());
    file.extend(count.to_le_bytes());
    file.extend(length.to_le_bytes());
    file.extend(start.to_le_bytes());
    // No comment.
    file.extend([0, 0]);
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::{Packed, archive};
    use std::io::{Cursor, Read, Write};
    use zip::write::SimpleFileOptions;
    use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

    /// The same by the zip crate.
    fn expected(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::DEFAULT)
            .system(System::Dos)
            .unix_permissions(0o644);
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, bytes) in parts {
            archive.start_file(*path, options).unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn the_zip_crate_would_write_the_same() {
        let mut state = 1u32;
        let noise = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8 & 0x1F
        });
        let parts = [
            ("a.xml", b"<a/>".repeat(5000)),
            ("word/none.xml", Vec::new()),
            ("word/media/\u{56FE}.png", noise.take(300_000).collect()),
        ];
        let packed: Vec<Packed> =
            parts.iter().map(|(path, bytes)| Packed::new(path, bytes).unwrap()).collect();
        let made = archive(&packed).unwrap();
        assert_eq!(made, expected(&parts));
        let mut read = ZipArchive::new(Cursor::new(made)).unwrap();
        for (place, (path, bytes)) in parts.iter().enumerate() {
            let mut file = read.by_index(place).unwrap();
            assert_eq!(file.name(), *path);
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            assert_eq!(content, *bytes);
        }
    }
}
