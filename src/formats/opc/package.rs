//! A zip package, checked before anything in it is inflated.
//!
//! Nothing is ever written to a disk and parts are found by exact name only, so a name with
//! `..` could do no harm; it is refused all the same, because no spreadsheet program writes it.

use super::meter::{Meter, Totals};
use crate::error::Error;
use crate::formats::xml::tokens::{Token, Xml};
use crate::reader::guard::facts::name;
use crate::reader::guard::limits::{MAX_DIRECTORY_ENDS, MAX_ENTRIES, MAX_RELATIONSHIPS};
use crate::reader::guard::{damaged, locked, strange};
use std::collections::BTreeMap;
use std::io::{BufRead, Cursor, Read};
use std::rc::Rc;
use zip::ZipArchive;

/// An opened package.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Entries by name as written by anybody: folded to lower case, with `/`.
    index: BTreeMap<String, usize>,
    /// What the entries say they inflate to, all together.
    declared: u64,
    taken: Rc<Totals>,
}

/// A relationship of a part.
#[derive(Debug, Clone)]
pub struct Relationship {
    /// What the part calls it.
    pub id: String,
    /// Last word of its type: `worksheet`, `sharedStrings`, …
    pub kind: String,
    /// Name of the part it leads to; `None` when it leads out of the package.
    pub target: Option<String>,
}

impl<'a> Package<'a> {
    /// Checks the directory of a package.
    ///
    /// # Errors
    /// When it is cut off, overlaps, repeats names, is encrypted or has too many entries.
    pub fn open(bytes: &'a [u8]) -> Result<Package<'a>, Error> {
        // Counted on the raw bytes, because the directory itself may lie and a reader that
        // believes it fills the memory before anybody can look.
        let ends = count(bytes, b"PK\x05\x06", MAX_DIRECTORY_ENDS);
        if ends == 0 {
            return Err(damaged("压缩包没有结尾，文件不完整"));
        }
        let entries = count(bytes, b"PK\x01\x02", MAX_ENTRIES);
        if ends > MAX_DIRECTORY_ENDS || entries > MAX_ENTRIES {
            return Err(strange(format_args!("压缩包里的文件超过 {MAX_ENTRIES} 个")));
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| damaged("压缩包的目录读不出来，文件不完整"))?;
        let mut index = BTreeMap::new();
        let mut inflated = 0u64;
        for number in 0..archive.len() {
            let entry = archive.by_index_raw(number).map_err(|_| damaged("压缩包的目录有误"))?;
            if entry.encrypted() {
                return Err(locked());
            }
            inflated = inflated.saturating_add(entry.size());
            let name = fold(entry.name());
            if name.split('/').any(|step| step == "..") {
                return Err(strange("压缩包里有指向包外的文件名"));
            }
            if index.insert(name, number).is_some() {
                return Err(strange("压缩包里有重名的文件"));
            }
        }
        // Entries of equal bytes are merged by the zip reader before anybody sees them.
        if entries > index.len() && declared(bytes).is_some_and(|n| n > index.len()) {
            return Err(strange("压缩包里有重名的文件"));
        }
        if archive.has_overlapping_files().map_err(|_| damaged("压缩包的目录有误"))? {
            return Err(strange("压缩包里的文件互相重叠"));
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
    pub fn part(&mut self, name: &str) -> Result<Option<Meter<'_>>, Error> {
        let Some(&number) = self.index.get(&fold(name)) else { return Ok(None) };
        let file = self
            .archive
            .by_index(number)
            .map_err(|_| damaged(format_args!("压缩包里的“{name}”读不出来")))?;
        Ok(Some(Meter::new(file, Rc::clone(&self.taken))))
    }

    /// A part as XML; `None` when there is no such part.
    ///
    /// # Errors
    /// As [`Package::part`].
    pub fn xml(&mut self, name: &str) -> Result<Option<Xml<'_>>, Error> {
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
        links: &[Relationship],
        kind: &str,
        usual: &str,
    ) -> Result<Option<String>, Error> {
        match links.iter().find(|link| link.kind == kind) {
            Some(Relationship { target: Some(part), .. }) if self.has(part) => {
                Ok(Some(part.clone()))
            }
            Some(_) => Err(damaged(format_args!("缺少“{usual}”"))),
            None => Ok(self.has(usual).then(|| usual.to_owned())),
        }
    }

    /// A short part as bytes, cut at `limit`; empty when there is no such part.
    ///
    /// # Errors
    /// As [`Package::part`], and when its bytes are damaged.
    pub fn start(&mut self, name: &str, limit: u64) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        if let Some(part) = self.part(name)? {
            part.take(limit)
                .read_to_end(&mut bytes)
                .map_err(|_| damaged(format_args!("压缩包里的“{name}”读不出来")))?;
        }
        Ok(bytes)
    }

    /// The relationships of a part; none when it has no such list.
    ///
    /// # Errors
    /// When the list is not readable or longer than [`MAX_RELATIONSHIPS`].
    pub fn relationships(&mut self, part: &str) -> Result<Vec<Relationship>, Error> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let list = format!("{folder}{slash}_rels/{file}.rels");
        let mut found = Vec::new();
        let Some(mut xml) = self.xml(&list)? else { return Ok(found) };
        loop {
            match xml.token()? {
                Token::Open(tag) if tag.local() == "Relationship" => {
                    let external =
                        tag.attribute("TargetMode").is_some_and(|mode| mode == "External");
                    let kind = tag.attribute("Type").unwrap_or_default();
                    let target = tag.attribute("Target").unwrap_or_default();
                    found.push(Relationship {
                        id: name(&tag.attribute("Id").unwrap_or_default()),
                        kind: name(kind.rsplit('/').next().unwrap_or_default()),
                        target: (!external).then(|| resolve(folder, &name(&target))).flatten(),
                    });
                    if found.len() > MAX_RELATIONSHIPS {
                        return Err(strange(format_args!("“{list}”里的关系太多")));
                    }
                }
                Token::End => return Ok(found),
                _ => {}
            }
        }
    }
}

/// A name as parts are compared: some programs write `\`, a leading `/`, or another case.
fn fold(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// A target seen from a folder; `None` when it leads out of the package.
fn resolve(folder: &str, target: &str) -> Option<String> {
    let target = target.replace('\\', "/");
    let mut steps: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|step| !step.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            step => steps.push(step),
        }
    }
    (!target.contains("://")).then(|| steps.join("/"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_inside_the_package_only() {
        assert_eq!(
            resolve("xl", "worksheets/sheet1.xml").as_deref(),
            Some("xl/worksheets/sheet1.xml")
        );
        assert_eq!(resolve("xl", "/xl/styles.xml").as_deref(), Some("xl/styles.xml"));
        assert_eq!(resolve("xl/worksheets", "..\\a.xml").as_deref(), Some("xl/a.xml"));
        assert_eq!(resolve("xl", "../../etc/passwd"), None);
        assert_eq!(resolve("xl", "http://example.org/a.xml"), None);
    }
}
