//! The zip file: parts compressed one by one, then put behind each other with their list.
//!
//! The zip crate would compress every part anew for every report, with tables made anew for
//! every part. Most parts are the same for all reports of a run: those are compressed once.
//! (Its raw copy of a compressed part notes the system it ran on: other bytes on Windows.)

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::cell::RefCell;
use std::io::{self, Read, Write};
use zip::read::ZipFile;
use zip::{CompressionMethod, DateTime};

/// Versions of PKZIP that can unpack an entry: stored, and deflated.
const VERSIONS: [u16; 2] = [10, 20];
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// Names are UTF-8; said only where they are not ASCII.
const UTF8: u16 = 1 << 11;

/// A plain file that its owner may write and all may read.
const MODE: u32 = 0o100_644;

thread_local! {
    /// The tables of a compressor are a third of a megabyte: kept for the next part.
    static ENCODER: RefCell<DeflateEncoder<Vec<u8>>> =
        RefCell::new(DeflateEncoder::new(Vec::new(), Compression::new(6)));
}

/// A part as it is stored.
#[derive(Debug, Clone)]
pub struct Packed {
    path: String,
    method: u16,
    /// Date and time. By default the first that DOS knows, midnight of 1 January 1980: the
    /// bytes must not tell when they were written.
    time: DateTime,
    mode: u32,
    crc: u32,
    size: u64,
    bytes: Vec<u8>,
    comment: String,
}

impl Packed {
    /// Compresses a part.
    pub fn new(path: &str, content: &[u8]) -> io::Result<Packed> {
        let bytes = ENCODER.with_borrow_mut(|encoder| {
            encoder.write_all(content)?;
            encoder.reset(Vec::new())
        })?;
        Ok(Packed { method: DEFLATED, bytes, ..Packed::stored(path, content) })
    }

    /// Compresses a part lightly: for a file that only passes through the memory.
    pub fn light(path: &str, content: &[u8]) -> io::Result<Packed> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(content)?;
        let bytes = encoder.finish()?;
        Ok(Packed { method: DEFLATED, bytes, ..Packed::stored(path, &[]).checked(content) })
    }

    /// A part that is not compressed.
    pub fn stored(path: &str, content: &[u8]) -> Packed {
        let packed = Packed {
            path: path.to_owned(),
            method: STORED,
            time: DateTime::DEFAULT,
            mode: MODE,
            crc: 0,
            size: 0,
            bytes: content.to_vec(),
            comment: String::new(),
        };
        packed.checked(content)
    }

    /// An entry of another package, opened raw: its bytes as they are stored there.
    pub fn copied<R: Read>(mut entry: ZipFile<'_, R>) -> io::Result<Packed> {
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        Ok(Packed {
            path: entry.name().to_owned(),
            method: match entry.compression() {
                CompressionMethod::Stored => STORED,
                CompressionMethod::Deflated => DEFLATED,
                other => return Err(io::Error::other(format!("{other}"))),
            },
            time: entry.last_modified().filter(DateTime::is_valid).unwrap_or(DateTime::DEFAULT),
            mode: entry.unix_mode().map_or(MODE, |mode| mode | 0o100_000),
            crc: entry.crc32(),
            size: entry.size(),
            bytes,
            comment: entry.comment().to_owned(),
        })
    }

    /// The same with another time.
    pub fn dated(self, time: DateTime) -> Packed {
        Packed { time, ..self }
    }

    fn checked(self, content: &[u8]) -> Packed {
        let mut crc = Crc::new();
        crc.update(content);
        Packed { crc: crc.sum(), size: content.len() as u64, ..self }
    }

    fn version(&self) -> u16 {
        VERSIONS[usize::from(self.method != STORED || self.path.ends_with('/'))]
    }

    /// What the header before a part and its entry in the list have in common.
    fn header(&self) -> io::Result<Vec<u8>> {
        let name = u16::try_from(self.path.len()).map_err(io::Error::other)?;
        let flags = if self.path.is_ascii() { 0 } else { UTF8 };
        let (time, date) = (self.time.timepart(), self.time.datepart());
        let mut header = Vec::with_capacity(26);
        for number in [self.version(), flags, self.method, time, date] {
            header.extend(number.to_le_bytes());
        }
        for number in [self.crc, narrow(self.bytes.len() as u64)?, narrow(self.size)?] {
            header.extend(number.to_le_bytes());
        }
        header.extend(name.to_le_bytes());
        // No extra fields.
        header.extend([0, 0]);
        Ok(header)
    }
}

/// The finished file.
pub fn archive<'a>(parts: impl IntoIterator<Item = &'a Packed>) -> io::Result<Vec<u8>> {
    let (mut file, mut list, mut count) = (Vec::new(), Vec::new(), 0u16);
    for part in parts {
        let header = part.header()?;
        let comment = u16::try_from(part.comment.len()).map_err(io::Error::other)?;
        list.extend(b"PK\x01\x02");
        list.extend(part.version().to_le_bytes());
        list.extend(&header);
        list.extend(comment.to_le_bytes());
        // First disk, no attributes of DOS.
        list.extend([0; 4]);
        list.extend((part.mode << 16).to_le_bytes());
        list.extend(narrow(file.len() as u64)?.to_le_bytes());
        list.extend(part.path.as_bytes());
        list.extend(part.comment.as_bytes());
        file.extend(b"PK\x03\x04");
        file.extend(header);
        file.extend(part.path.as_bytes());
        file.extend(&part.bytes);
        count += 1;
    }
    let (start, length) = (narrow(file.len() as u64)?, narrow(list.len() as u64)?);
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

/// A zip file as if it were made on Unix: its list of entries names the system that made it, and
/// nothing else in it differs. What is no such list stays as it is.
pub fn same_everywhere(mut file: Vec<u8>) -> Vec<u8> {
    const UNIX: u8 = 3;
    /// The list's end without a comment, and an entry of it without its names.
    const END: usize = 22;
    const ENTRY: usize = 46;
    let Some(end) = file.len().checked_sub(END) else { return file };
    if !file[end..].starts_with(b"PK\x05\x06") {
        return file;
    }
    let two = |file: &[u8], at: usize| usize::from(u16::from_le_bytes([file[at], file[at + 1]]));
    let mut at = two(&file, end + 16) | two(&file, end + 18) << 16;
    while at + ENTRY <= end && file[at..].starts_with(b"PK\x01\x02") {
        file[at + 5] = UNIX;
        at += ENTRY + two(&file, at + 28) + two(&file, at + 30) + two(&file, at + 32);
    }
    file
}

fn narrow(length: u64) -> io::Result<u32> {
    u32::try_from(length).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::{Packed, archive, same_everywhere};
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
    fn the_system_that_made_a_zip_file_does_not_show() {
        let made = |system: System| {
            let options = SimpleFileOptions::default().system(system);
            let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
            for path in ["a.xml", "xl/\u{8868}.xml"] {
                archive.start_file(path, options).unwrap();
                archive.write_all(b"PK\x01\x02").unwrap();
            }
            archive.finish().unwrap().into_inner()
        };
        let (here, there) = (made(System::Unix), made(System::Dos));
        assert_ne!(here, there);
        assert_eq!(same_everywhere(there), here);
        assert_eq!(same_everywhere(here.clone()), here);
        for cut in 0..here.len() {
            let _ = same_everywhere(here[..cut].to_vec());
            let _ = same_everywhere(here[cut..].to_vec());
        }
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
