//! The zip package: parts out, changed parts in, everything else copied as it is stored.
//!
//! The guard has looked at the file before anything is marked; here only the sum of what
//! is inflated is limited.

use crate::deliver::mark::broken;
use crate::error::Error;
use crate::formats::xml::patch::Patch;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

/// Most bytes inflated from one package; the guard's own limit.
const MOST_INFLATED: u64 = 256 << 20;

/// An opened package and what has changed in it.
pub struct Package<'a> {
    bytes: &'a [u8],
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Entries by folded name.
    index: BTreeMap<String, usize>,
    /// New texts of entries.
    changed: BTreeMap<usize, String>,
    /// New entries, in order.
    added: Vec<(String, String)>,
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens a package; `None` when the bytes are none.
    pub fn open(bytes: &'a [u8]) -> Option<Package<'a>> {
        let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let index = archive
            .file_names()
            .filter_map(|name| Some((fold(name), archive.index_for_name(name)?)))
            .collect();
        let changed = BTreeMap::new();
        Some(Package { bytes, archive, index, changed, added: Vec::new(), left: MOST_INFLATED })
    }

    /// Names of all entries, folded.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.index.keys().map(String::as_str)
    }

    /// Whether there is such a part.
    pub fn has(&self, part: &str) -> bool {
        let part = fold(part);
        self.index.contains_key(&part) || self.added.iter().any(|(name, _)| fold(name) == part)
    }

    /// The text of a part, changes included; `None` when there is no such part.
    pub fn text(&mut self, part: &str) -> Result<Option<String>, Error> {
        let folded = fold(part);
        if let Some((_, text)) = self.added.iter().find(|(name, _)| fold(name) == folded) {
            return Ok(Some(text.clone()));
        }
        let Some(&number) = self.index.get(&folded) else { return Ok(None) };
        if let Some(text) = self.changed.get(&number) {
            return Ok(Some(text.clone()));
        }
        let unreadable = || broken(format_args!("工作簿里的“{part}”读不出来"));
        let file = self.archive.by_index(number).map_err(|_| unreadable())?;
        let mut bytes = Vec::new();
        file.take(self.left + 1).read_to_end(&mut bytes).map_err(|_| unreadable())?;
        self.left = self
            .left
            .checked_sub(bytes.len() as u64)
            .ok_or_else(|| broken("工作簿解压后太大，请删去与年度报告无关的工作表后再试"))?;
        String::from_utf8(bytes).map(Some).map_err(|_| unreadable())
    }

    /// Puts the changed text of a part back; where nothing changed, the entry stays as it is.
    pub fn put(&mut self, part: &str, patch: Patch<'_>) {
        let old = patch.text();
        let new = patch.apply();
        if new != old {
            self.write(part, new);
        }
    }

    /// Puts a part, new or not.
    pub fn write(&mut self, part: &str, text: String) {
        let folded = fold(part);
        if let Some(&number) = self.index.get(&folded) {
            self.changed.insert(number, text);
        } else if let Some(entry) = self.added.iter_mut().find(|(name, _)| fold(name) == folded) {
            entry.1 = text;
        } else {
            self.added.push((part.to_owned(), text));
        }
    }

    /// The first of `<start>1<end>`, `<start>2<end>` … that is no part yet.
    pub fn unused(&self, start: &str, end: &str) -> String {
        let name = |number: usize| format!("{start}{number}{end}");
        // There are more numbers than parts.
        (1..).map(name).find(|name| !self.has(name)).unwrap_or_default()
    }

    /// The package with all changes.
    pub fn finish(self) -> Result<Vec<u8>, Error> {
        if self.changed.is_empty() && self.added.is_empty() {
            return Ok(self.bytes.to_vec());
        }
        self.zip().map_err(broken)
    }

    /// The time and system of new entries are fixed: the bytes must not tell when or where
    /// they were written. A changed entry keeps its own.
    fn zip(mut self) -> ZipResult<Vec<u8>> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .system(System::Dos)
            .unix_permissions(0o644);
        let mut copy = ZipWriter::new(Cursor::new(Vec::with_capacity(self.bytes.len() + 65_536)));
        copy.set_raw_comment(self.archive.comment().into())?;
        for number in 0..self.archive.len() {
            let entry = self.archive.by_index_raw(number)?;
            match self.changed.get(&number) {
                Some(text) => {
                    let time = entry.last_modified().unwrap_or(DateTime::DEFAULT);
                    copy.start_file(entry.name(), options.last_modified_time(time))?;
                    copy.write_all(text.as_bytes())?;
                }
                None => copy.raw_copy_file(entry)?,
            }
        }
        for (name, text) in &self.added {
            copy.start_file(name.as_str(), options.last_modified_time(DateTime::DEFAULT))?;
            copy.write_all(text.as_bytes())?;
        }
        let mut bytes = copy.finish()?.into_inner();
        settle_system(&mut bytes, self.archive.comment().len());
        Ok(bytes)
    }
}

/// Copied entries are said to come from the system this program runs on; the directory at
/// the end of the file is made to name the same one everywhere.
fn settle_system(bytes: &mut [u8], comment: usize) {
    let number = |bytes: &[u8], at: usize| match bytes.get(at..at + 2) {
        Some(pair) => usize::from(u16::from_le_bytes([pair[0], pair[1]])),
        None => 0,
    };
    let Some(end) = bytes.len().checked_sub(22 + comment) else { return };
    let mut at = number(bytes, end + 16) | number(bytes, end + 18) << 16;
    while bytes.get(at..at + 4) == Some(b"PK\x01\x02") {
        if let Some(system) = bytes.get_mut(at + 5) {
            *system = 0;
        }
        at += 46 + number(bytes, at + 28) + number(bytes, at + 30) + number(bytes, at + 32);
    }
}

/// A name as parts are compared: some programs write `\`, a leading `/`, or another case.
pub fn fold(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}
