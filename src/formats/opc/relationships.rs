//! What a part leads to: its list of relationships.

use super::fold;
use crate::formats::fault::{Fault, Oddity};
use crate::formats::limits::{MAX_RELATIONSHIPS, cut_name};
use crate::formats::xml::tokens::{Token, Xml};
use crate::formats::xml::tree::Element;

/// The beginnings of relationship types, of transitional and of strict files.
pub const TYPES: [&str; 2] = [
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
];

/// The namespace of a list.
pub(super) const NAMESPACE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// The relationships of a part.
#[derive(Debug, Clone, Default)]
pub struct Relationships(Vec<Relationship>);

/// One of them.
#[derive(Debug, Clone)]
pub struct Relationship {
    /// What the part calls it.
    pub id: String,
    /// Last word of its type: `worksheet`, `sharedStrings`, …
    pub kind: String,
    /// Name of the part it leads to; `None` when it leads out of the package.
    pub target: Option<String>,
    /// Whether its type is of the strict variant of the standard.
    pub is_strict: bool,
}

impl Relationships {
    /// Reads the list of the part `of`.
    pub(super) fn read(of: &str, mut xml: Xml<'_>) -> Result<Relationships, Fault> {
        let folder = of.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut found = Vec::new();
        loop {
            match xml.token()? {
                Token::Open(tag) if tag.local() == "Relationship" => {
                    let text = |name| tag.attribute(name).unwrap_or_default();
                    let (kind, target) = (text("Type"), text("Target"));
                    let external = text("TargetMode") == "External";
                    found.push(Relationship {
                        id: cut_name(&text("Id")),
                        kind: cut_name(kind.rsplit('/').next().unwrap_or_default()),
                        target: (!external).then(|| resolve(folder, &cut_name(&target))).flatten(),
                        is_strict: kind.starts_with(TYPES[1]),
                    });
                    if found.len() > MAX_RELATIONSHIPS {
                        return Err(Fault::Strange(Oddity::Relationships(list_of(of))));
                    }
                }
                Token::End => return Ok(Relationships(found)),
                _ => {}
            }
        }
    }

    /// The first of a kind.
    pub fn find(&self, kind: &str) -> Option<&Relationship> {
        self.0.iter().find(|one| one.kind == kind)
    }

    /// The part that the first of a kind leads to.
    pub fn part(&self, kind: &str) -> Option<&str> {
        self.find(kind)?.target.as_deref()
    }

    /// The one with this id.
    pub fn get(&self, id: &str) -> Option<&Relationship> {
        self.0.iter().find(|one| one.id == id)
    }

    /// Whether a type of a strict file is among them.
    pub fn is_strict(&self) -> bool {
        self.0.iter().any(|one| one.is_strict)
    }
}

/// Where the relationships of a part are listed; those of the package are of the part with
/// the empty name.
pub fn list_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// A list of these.
pub fn list(entries: impl IntoIterator<Item = Element>) -> Element {
    Element::new("Relationships").with("xmlns", NAMESPACE).children(entries)
}

/// An entry of a list.
pub fn entry(id: &str, kind: &str, target: &str) -> Element {
    Element::new("Relationship")
        .with("Id", id)
        .with("Type", format_args!("{}/{kind}", TYPES[0]))
        .with("Target", target)
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
pub(super) fn relative(folder: &str, part: &str) -> String {
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
        assert_eq!(resolve("xl/worksheets", "..\\a.xml").as_deref(), Some("xl/a.xml"));
        assert_eq!(resolve("xl", "../../etc/passwd"), None);
        assert_eq!(resolve("xl", "http://example.org/a.xml"), None);
    }
}
