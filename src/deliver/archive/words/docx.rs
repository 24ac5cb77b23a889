//! The texts of a Word document: paragraph by paragraph in every part, and its properties.

use super::Item;
use super::difference::unlike;
use crate::deliver::archive::figures::LIMITS;
use crate::deliver::archive::{DOCX, GIVEN_NAMES, SOURCE};
use crate::formats::digest::sha256;
use crate::formats::opc::Package;
use crate::formats::xml::parse::{Names, parse};
use crate::formats::xml::tree::{Element, Node};
use crate::payload::read::explain::explain;
use std::collections::BTreeMap;

/// The property with the fingerprint of the XML.
pub const SEAL: &str = "报告数据SHA-256";

/// Core properties that say something of the report.
const CORE: [&str; 6] =
    ["dc:title", "dc:subject", "dc:creator", "cp:keywords", "dcterms:created", "dc:language"];
/// Elements and attributes with words for those who cannot see a table.
const CAPTIONS: [&str; 2] = ["w:tblCaption", "w:tblDescription"];

/// What a document says.
pub struct Words {
    /// Paragraphs with the part they stand in.
    pub texts: Vec<Item>,
    /// Properties by name.
    pub about: Vec<Item>,
    /// The fingerprint of every part.
    parts: BTreeMap<String, String>,
}

impl Words {
    /// The properties that there should be. Earlier folders have no fingerprint of the XML and
    /// none of the numbers of the archive.
    pub fn due_about(&self, due: Vec<Item>) -> Vec<Item> {
        let is_new = |name: &str| name == SEAL || GIVEN_NAMES.contains(&name);
        let is_early = !self.about.iter().any(|(name, _)| is_new(name));
        due.into_iter().filter(|(name, _)| !(is_early && is_new(name))).collect()
    }

    /// Parts that are other than the same version of the program makes them: text may be hidden
    /// or white.
    pub fn unlike(&self, due: &Words) -> Vec<String> {
        let unlike = unlike(&self.parts, &due.parts);
        unlike.map(|name| format!("{DOCX}：里面的 {name} 与按 XML 生成的不同")).collect()
    }

    /// The fingerprint of the workbook.
    pub fn source(&self) -> Option<&str> {
        let source = self.about.iter().find(|(name, _)| name == SOURCE);
        source.map(|(_, value)| value.as_str())
    }
}

/// Reads a document.
pub fn read(bytes: &[u8]) -> Result<Words, String> {
    let mut package = Package::open(bytes).map_err(|_| "文件已损坏".to_owned())?;
    let mut names: Vec<String> = package.names().map(str::to_owned).collect();
    names.sort();
    let mut words = Words { texts: Vec::new(), about: Vec::new(), parts: BTreeMap::new() };
    for name in names.iter().filter(|name| !name.ends_with('/')) {
        let part = package.bytes(name, LIMITS.bytes as u64).ok().flatten();
        let part = part.ok_or_else(|| format!("里面的 {name} 读不出"))?;
        words.parts.insert(name.clone(), sha256(&part));
        // Names come in small letters.
        let is_about = name.starts_with("docprops/");
        if !name.ends_with(".xml") || !(is_about || name.starts_with("word/")) {
            continue;
        }
        let root = parse(&part, LIMITS, Names::Written).map_err(|error| explain(&error))?;
        match name.as_str() {
            "docprops/core.xml" => {
                let own = root.elements().filter(|part| CORE.contains(&part.name.as_str()));
                words.about.extend(own.map(|part| (part.name.clone(), part.text().into_owned())));
            }
            "docprops/custom.xml" => words.about.extend(root.elements().map(property)),
            _ if is_about => {}
            _ => paragraphs(&root, name, &mut words.texts),
        }
    }
    // Core before custom, whatever the parts are called.
    words.about.sort_by_key(|(name, _)| !CORE.contains(&name.as_str()));
    Ok(words)
}

fn property(part: &Element) -> Item {
    let value: String = part.elements().map(|value| value.text().into_owned()).collect();
    (part.attribute("name").unwrap_or_default().to_owned(), value)
}

/// The paragraphs of a part in order, and texts that stand outside of any.
fn paragraphs(part: &Element, place: &str, found: &mut Vec<Item>) {
    if CAPTIONS.contains(&part.name.as_str()) {
        let caption = part.attribute("w:val").unwrap_or_default();
        found.push((place.to_owned(), caption.to_owned()));
    }
    if part.name == "w:p" {
        let mut text = String::new();
        words(part, &mut text);
        found.push((place.to_owned(), text));
        return;
    }
    for node in &part.nodes {
        match node {
            Node::Element(child) => paragraphs(child, place, found),
            Node::Text(text) if !text.trim().is_empty() => {
                found.push((place.to_owned(), text.clone()));
            }
            Node::Text(_) => {}
        }
    }
}

/// All text inside, with signs for tabs and breaks.
fn words(part: &Element, text: &mut String) {
    match part.name.as_str() {
        "w:tab" => text.push('\t'),
        "w:br" | "w:cr" => text.push('\n'),
        _ => {}
    }
    text.extend(part.attribute("descr"));
    for node in &part.nodes {
        match node {
            Node::Element(child) => words(child, text),
            Node::Text(own) => text.push_str(own),
        }
    }
}
