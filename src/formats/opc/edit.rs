//! A package that is changed: changed parts in, everything else copied as it is stored.

use super::archive::{Packed, archive};
use super::relationships::{NAMESPACE, Relationships, TYPES, list_of, relative};
use super::{Package, fold};
use crate::formats::fault::{Damage, Fault};
use crate::formats::xml::markup::{TagKind, tags};
use crate::formats::xml::patch::Patch;
use crate::formats::xml::printer::encode;
use crate::formats::xml::tokens::Xml;
use std::collections::BTreeMap;
use std::io;
use zip::DateTime;

/// An opened package and what has changed in it.
pub struct Edit<'a> {
    bytes: &'a [u8],
    package: Package<'a>,
    /// New texts of entries, by folded name.
    changed: BTreeMap<String, String>,
    /// New entries, in order.
    added: Vec<(String, String)>,
}

impl<'a> Edit<'a> {
    /// Opens a package.
    ///
    /// # Errors
    /// As [`Package::open`].
    pub fn open(bytes: &'a [u8]) -> Result<Edit<'a>, Fault> {
        let package = Package::open(bytes)?;
        Ok(Edit { bytes, package, changed: BTreeMap::new(), added: Vec::new() })
    }

    /// Names of the entries that were there, folded.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.package.names()
    }

    /// Whether there is such a part.
    pub fn has(&self, part: &str) -> bool {
        let folded = fold(part);
        self.package.has(part) || self.added.iter().any(|(name, _)| fold(name) == folded)
    }

    /// The text of a part, changes included; `None` when there is no such part.
    ///
    /// # Errors
    /// When the part is damaged or no text.
    pub fn text(&mut self, part: &str) -> Result<Option<String>, Fault> {
        let folded = fold(part);
        let added = self.added.iter().find(|(name, _)| fold(name) == folded);
        if let Some(text) = added.map(|(_, text)| text).or_else(|| self.changed.get(&folded)) {
            return Ok(Some(text.clone()));
        }
        let Some(bytes) = self.package.bytes(part, u64::MAX)? else { return Ok(None) };
        let no_text = |_| Fault::Damaged(Damage::Malformed(part.to_owned()));
        String::from_utf8(bytes).map(Some).map_err(no_text)
    }

    /// The relationships of a part, added ones included; none where it has no list.
    ///
    /// # Errors
    /// When the list is not readable.
    pub fn relationships(&mut self, part: &str) -> Result<Relationships, Fault> {
        let list = list_of(part);
        match self.text(&list)? {
            Some(text) => Relationships::read(part, Xml::of_text(&list, &text)),
            None => Ok(Relationships::default()),
        }
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
        if self.package.has(part) {
            self.changed.insert(folded, text);
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

    /// The package with all changes. A changed entry keeps its time.
    ///
    /// # Errors
    /// When an entry cannot be copied, or the package grows beyond four gigabytes.
    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        if self.changed.is_empty() && self.added.is_empty() {
            return Ok(self.bytes.to_vec());
        }
        let mut parts = Vec::with_capacity(self.package.archive.len() + self.added.len());
        for number in 0..self.package.archive.len() {
            let entry = self.package.archive.by_index_raw(number)?;
            parts.push(match self.changed.get(&fold(entry.name())) {
                Some(text) => Packed::new(entry.name(), text.as_bytes())?
                    .dated(entry.last_modified().unwrap_or(DateTime::DEFAULT)),
                None => Packed::copied(entry)?,
            });
        }
        for (name, text) in &self.added {
            parts.push(Packed::new(name, text.as_bytes())?);
        }
        archive(&parts)
    }

    /// Adds a relationship to a part and gives its id.
    pub fn relate(
        &mut self,
        part: &str,
        kind: &str,
        target: &str,
        strict: bool,
    ) -> Result<String, Fault> {
        let known = self.relationships(part)?;
        let is_new = |id: &String| known.get(id).is_none();
        let id = (1..).map(|n: u32| format!("rId{n}")).find(is_new).unwrap_or_default();
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let (base, path) = (TYPES[usize::from(strict)], encode(&relative(folder, target)));

        let place = list_of(part);
        let text = match self.text(&place)? {
            Some(text) => text,
            None => format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"{NAMESPACE}\"></Relationships>"
            ),
        };
        let mut patch = Patch::new(&text);
        for tag in tags(&text) {
            let tag = tag.map_err(|_| Fault::Damaged(Damage::Malformed(place.clone())))?;
            let entry = format!(
                "<{}Relationship Id=\"{id}\" Type=\"{base}/{kind}\" Target=\"{path}\"/>",
                tag.prefix()
            );
            match (tag.depth, tag.kind) {
                (0, TagKind::Close) => patch.insert(tag.span.start, entry),
                (0, TagKind::Empty) => tag.fill(&entry, &mut patch),
                _ => {}
            }
        }
        let text = patch.apply();
        self.write(&place, text);
        Ok(id)
    }
}
