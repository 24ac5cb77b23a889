//! A zip package, checked before anything in it is inflated.
//!
//! Nothing is ever written to a disk and parts are found by exact name only, so a name with
//! `..` could do no harm; it is refused all the same, because no spreadsheet program writes it.

use super::fold;
use super::relationships::{Relationship, Relationships, list_of};
use crate::formats::fault::{Damage, Fault, Oddity};
use crate::formats::limits::{MAX_DIRECTORY_ENDS, MAX_ENTRIES};
use crate::formats::meter::{Meter, Totals};
use crate::formats::xml::tokens::Xml;
use std::collections::BTreeMap;
use std::io::{BufRead, Cursor, Read};
use std::rc::Rc;
use zip::ZipArchive;

/// An opened package.
pub struct Package<'a> {
    pub(super) archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Entries by name as written by anybody: folded to lower case, with `/`.
    index: BTreeMap<String, usize>,
    /// What the entries say they inflate to, all together.
    declared: u64,
    taken: Rc<Totals>,
}

impl<'a> Package<'a> {
    /// Checks the directory of a package.
    ///
    /// # Errors
    /// When it is cut off, overlaps, repeats names, is encrypted or has too many entries.
    pub fn open(bytes: &'a [u8]) -> Result<Package<'a>, Fault> {
        // Counted on the raw bytes, because the directory itself may lie and a reader that
        // believes it fills the memory before anybody can look.
        let ends = count(bytes, b"PK\x05\x06", MAX_DIRECTORY_ENDS);
        if ends == 0 {
            return Err(Fault::Damaged(Damage::NoEnd));
        }
        let entries = count(bytes, b"PK\x01\x02", MAX_ENTRIES);
        if ends > MAX_DIRECTORY_ENDS || entries > MAX_ENTRIES {
            return Err(Fault::Strange(Oddity::Entries));
        }
        let mut archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Damaged(Damage::NoDirectory))?;
        let wrong = |_| Fault::Damaged(Damage::Directory);
        let mut index = BTreeMap::new();
        let mut inflated = 0u64;
        for number in 0..archive.len() {
            let entry = archive.by_index_raw(number).map_err(wrong)?;
            if entry.encrypted() {
                return Err(Fault::Locked);
            }
            inflated = inflated.saturating_add(entry.size());
            let name = fold(entry.name());
            if name.split('/').any(|step| step == "..") {
                return Err(Fault::Strange(Oddity::OutsideName));
            }
            if index.insert(name, number).is_some() {
                return Err(Fault::Strange(Oddity::RepeatedName));
            }
        }
        // Entries of equal bytes are merged by the zip reader before anybody sees them.
        if entries > index.len() && declared(bytes).is_some_and(|n| n > index.len()) {
            return Err(Fault::Strange(Oddity::RepeatedName));
        }
        if archive.has_overlapping_files().map_err(wrong)? {
            return Err(Fault::Strange(Oddity::Overlap));
        }
        Ok(Package { archive, index, declared: inflated, taken: Rc::default() })
    }

    /// What its entries say they inflate to, in bytes. Whether that is true shows when they are
    /// inflated.
    pub fn declared_size(&self) -> u64 {
        self.declared
    }

    /// Names of all entries, folded.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.index.keys().map(String::as_str)
    }

    /// Whether there is such a part.
    pub fn has(&self, name: &str) -> bool {
        self.index.contains_key(&fold(name))
    }

    /// A part as bytes to be streamed; `None` when there is no such part.
    ///
    /// # Errors
    /// When its header is broken or its compression is unknown.
    pub fn part(&mut self, name: &str) -> Result<Option<Meter<'_>>, Fault> {
        let Some(&number) = self.index.get(&fold(name)) else { return Ok(None) };
        let file = self
            .archive
            .by_index(number)
            .map_err(|_| Fault::Damaged(Damage::Unreadable(name.to_owned())))?;
        let compressed = file.compressed_size();
        Ok(Some(Meter::new(file, compressed, Rc::clone(&self.taken))))
    }

    /// A part as XML; `None` when there is no such part.
    ///
    /// # Errors
    /// As [`Package::part`].
    pub fn xml(&mut self, name: &str) -> Result<Option<Xml<'_>>, Fault> {
        Ok(self.part(name)?.map(|meter| Xml::new(name, meter)))
    }

    /// The part that relationships of one kind lead to, else the one where everybody puts it;
    /// `None` when there is neither.
    ///
    /// # Errors
    /// When they lead to a part that is missing: read without its texts or formats, a
    /// workbook would look whole and be wrong.
    pub fn named(
        &self,
        links: &Relationships,
        kind: &str,
        usual: &str,
    ) -> Result<Option<String>, Fault> {
        match links.find(kind) {
            Some(Relationship { target: Some(part), .. }) if self.has(part) => {
                Ok(Some(part.clone()))
            }
            Some(_) => Err(Fault::Damaged(Damage::Missing(usual.to_owned()))),
            None => Ok(self.has(usual).then(|| usual.to_owned())),
        }
    }

    /// A part as bytes, cut at `limit`; `None` when there is no such part.
    ///
    /// # Errors
    /// As [`Package::part`], and when its bytes are damaged.
    pub fn bytes(&mut self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, Fault> {
        let Some(part) = self.part(name)? else { return Ok(None) };
        let mut bytes = Vec::new();
        match part.whole().take(limit).read_to_end(&mut bytes) {
            Ok(_) => Ok(Some(bytes)),
            Err(_) => Err(Fault::Damaged(Damage::Unreadable(name.to_owned()))),
        }
    }

    /// The relationships of a part; none when it has no such list.
    ///
    /// # Errors
    /// When the list is not readable or longer than
    /// [`MAX_RELATIONSHIPS`](crate::formats::limits::MAX_RELATIONSHIPS).
    pub fn relationships(&mut self, part: &str) -> Result<Relationships, Fault> {
        match self.xml(&list_of(part))? {
            Some(xml) => Relationships::read(part, xml),
            None => Ok(Relationships::default()),
        }
    }
}

/// How often a mark occurs, counted no further than one past the limit.
fn count(bytes: &[u8], mark: &[u8; 4], limit: usize) -> usize {
    let mut found = 0;
    let mut at = 0;
    // The standard library looks for a byte sixteen at a time, but only for readers.
    while let Ok(passed @ 1..) = (&bytes[at..]).skip_until(mark[0]) {
        at += passed;
        if bytes[at - 1..].starts_with(mark) {
            found += 1;
            if found > limit {
                break;
            }
        }
    }
    found
}

/// The number of entries that the last end-of-directory record declares.
fn declared(bytes: &[u8]) -> Option<usize> {
    let at = bytes.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let count = bytes.get(at + 10..at + 12)?;
    Some(usize::from(u16::from_le_bytes([count[0], count[1]])))
}
