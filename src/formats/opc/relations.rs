//! What a part leads to: its list of relationships.

use super::edit::{Package, fold};
use crate::error::Error;
use crate::formats::xml::markup::{Kind, encode, tags};
use crate::formats::xml::patch::Patch;

/// The beginnings of relationship types, of transitional and of strict files.
const TYPES: [&str; 2] = [
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
];

const EMPTY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>";

/// The relationships of a part.
#[derive(Debug)]
pub struct Relations {
    /// Folder of the part.
    folder: String,
    /// Name of the list.
    list: String,
    /// The list as it is now.
    text: String,
    entries: Vec<Relation>,
    strict: bool,
}

/// One of them.
#[derive(Debug, Clone)]
pub struct Relation {
    /// What the part calls it.
    pub id: String,
    /// Last word of its type: `worksheet`, `comments`, …
    pub kind: String,
    /// Name of the part it leads to; `None` when it leads out of the package.
    pub target: Option<String>,
}

impl Relations {
    /// The relationships of a part; none where it has no list. The whole package is the
    /// part with the empty name.
    pub fn of(part: &str, package: &mut Package<'_>) -> Result<Relations, Error> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let list = format!("{folder}{slash}_rels/{file}.rels");
        let text = package.text(&list)?.unwrap_or_else(|| EMPTY.to_owned());
        let mut entries = Vec::new();
        let mut strict = false;
        for tag in tags(&text) {
            let tag = tag?;
            if tag.depth != 1 || !tag.opens("Relationship") {
                continue;
            }
            let value = |key| tag.value(key).map(|value| value.text().into_owned());
            let kind = value("Type").unwrap_or_default();
            strict |= kind.starts_with(TYPES[1]);
            let inside = value("TargetMode").is_none_or(|mode| mode != "External");
            entries.push(Relation {
                id: value("Id").unwrap_or_default(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: value("Target").filter(|_| inside).and_then(|to| resolve(folder, &to)),
            });
        }
        Ok(Relations { folder: folder.to_owned(), list, text, entries, strict })
    }

    /// Whether a type of a strict file is among them.
    pub fn is_strict(&self) -> bool {
        self.strict
    }

    /// The part that one of this kind leads to.
    pub fn find(&self, kind: &str) -> Option<&str> {
        self.entries.iter().find(|one| one.kind == kind)?.target.as_deref()
    }

    /// The one with this id.
    pub fn get(&self, id: &str) -> Option<&Relation> {
        self.entries.iter().find(|one| one.id == id)
    }

    /// Adds one and gives its id.
    pub fn add(
        &mut self,
        kind: &str,
        target: &str,
        strict: bool,
        package: &mut Package<'_>,
    ) -> Result<String, Error> {
        let is_new = |id: &String| self.get(id).is_none();
        let id = (1..).map(|n: u32| format!("rId{n}")).find(is_new).unwrap_or_default();
        let base = TYPES[usize::from(strict)];
        let path = encode(&relative(&self.folder, target));

        let mut patch = Patch::new(&self.text);
        for tag in tags(&self.text) {
            let tag = tag?;
            let entry = format!(
                "<{}Relationship Id=\"{id}\" Type=\"{base}{kind}\" Target=\"{path}\"/>",
                tag.prefix()
            );
            match (tag.depth, tag.kind) {
                (0, Kind::Close) => patch.insert(tag.span.start, entry),
                (0, Kind::Empty) => tag.fill(&entry, &mut patch),
                _ => {}
            }
        }
        self.text = patch.apply();
        package.write(&self.list, self.text.clone());
        let (kind, target) = (kind.to_owned(), Some(target.to_owned()));
        self.entries.push(Relation { id: id.clone(), kind, target });
        Ok(id)
    }
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

/// The way from a folder to a part.
fn relative(folder: &str, part: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    let to: Vec<&str> = part.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| fold(a) == fold(b)).count();
    let mut path = "../".repeat(from.len() - shared);
    path.push_str(&to[shared..].join("/"));
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_and_ways_belong_together() {
        for (folder, target, part) in [
            ("xl/worksheets", "../comments1.xml", "xl/comments1.xml"),
            ("xl/worksheets", "../drawings/a.vml", "xl/drawings/a.vml"),
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("", "xl/workbook.xml", "xl/workbook.xml"),
        ] {
            assert_eq!(resolve(folder, target).as_deref(), Some(part));
            assert_eq!(relative(folder, part), target);
        }
        assert_eq!(resolve("xl", "/xl/styles.xml").as_deref(), Some("xl/styles.xml"));
        assert_eq!(resolve("xl", "../../etc/passwd"), None);
    }
}
