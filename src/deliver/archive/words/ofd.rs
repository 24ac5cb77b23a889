//! The texts of an OFD: what its tags name, what stands on the pages and what is drawn there,
//! its outline, and what the file says of itself.

use super::Item;
use super::difference::differences;
use crate::deliver::archive::OFD;
use crate::deliver::archive::figures::squeeze;
use crate::deliver::archive::ofd::{self, Document};
use crate::formats::xml::tree::Element;
use std::collections::{BTreeMap, BTreeSet};

/// What differs from version to version.
const TECHNICAL: [&str; 3] = ["ofd:Creator", "ofd:CreatorVersion", "文档创建程序"];

/// What an OFD says.
pub struct Words {
    /// What the tags name, with the name.
    tagged: Vec<Item>,
    /// What stands on each page, in the order of drawing.
    pages: Vec<String>,
    /// Objects that show something else than their characters.
    forged: Vec<Item>,
    /// Titles of the outline.
    outline: Vec<Item>,
    /// What the file says of itself.
    about: Vec<Item>,
    /// Names of the fonts.
    fonts: BTreeSet<String>,
    /// The SHA-256 of every part but the main entry.
    parts: BTreeMap<String, String>,
}

impl Words {
    /// What differs from what should be there. Lines break elsewhere in other fonts.
    pub fn differences(&self, due: &Words) -> Vec<String> {
        let mut all = differences(OFD, &self.about, &due.about);
        all.extend(differences(OFD, &self.forged, &due.forged));
        if self.fonts == due.fonts && self.pages.len() == due.pages.len() {
            all.extend(differences(OFD, &self.tagged, &due.tagged));
            all.extend(differences(OFD, &numbered(&self.pages), &numbered(&due.pages)));
        } else {
            all.extend(differences(OFD, &squeezed(&self.tagged), &squeezed(&due.tagged)));
        }
        all.extend(differences(OFD, &squeezed(&self.outline), &squeezed(&due.outline)));
        all
    }

    /// Parts that are other than the same version of the program makes them, with the same
    /// fonts: the same words may be drawn elsewhere, in white or under a line.
    pub fn unlike(&self, due: &Words) -> Vec<String> {
        if self.fonts != due.fonts {
            return Vec::new();
        }
        let names: BTreeSet<&String> = self.parts.keys().chain(due.parts.keys()).collect();
        let differ = names.into_iter().filter(|name| self.parts.get(*name) != due.parts.get(*name));
        differ.map(|name| format!("{OFD}：{}与按 XML 生成的不同", part(name))).collect()
    }
}

/// What a part of the package is called.
fn part(name: &str) -> String {
    let page = name.split_once("/pages/page_").and_then(|(_, rest)| rest.split_once('/'));
    match page.and_then(|(number, _)| number.parse::<usize>().ok()) {
        Some(number) => format!("第 {} 页画的内容", number + 1),
        None => format!("里面的 {name} "),
    }
}

fn numbered(pages: &[String]) -> Vec<Item> {
    (1..).zip(pages).map(|(number, text)| (format!("第 {number} 页"), text.clone())).collect()
}

fn squeezed(items: &[Item]) -> Vec<Item> {
    items.iter().map(|(place, text)| (place.clone(), squeeze(text))).collect()
}

/// Reads an OFD.
pub fn read(bytes: &[u8]) -> Result<Words, String> {
    let document = ofd::read(bytes)?;
    let (mut tagged, mut outline, mut about) = (Vec::new(), Vec::new(), Vec::new());
    tags(&document.tags, "", &document, &mut tagged)?;
    titles(&document.body, &mut outline);
    describe(&document.entry, &mut about);
    let all = |page: &Vec<ofd::Text>| page.iter().map(|text| text.text.as_str()).collect();
    let pages: Vec<String> = document.pages.iter().map(all).collect();
    let mut forged = Vec::new();
    for (number, page) in (1..).zip(&document.pages) {
        let strange = page.iter().filter(|text| !shows_itself(text));
        forged.extend(strange.map(|text| (format!("第 {number} 页的字形"), text.drawn.clone())));
    }
    let Document { fonts, parts, .. } = document;
    Ok(Words { tagged, pages, forged, outline, about, fonts, parts })
}

/// Whether the glyphs are those of the characters. A glyph for several characters, or one of
/// several for a character, is none that can be told.
fn shows_itself(text: &ofd::Text) -> bool {
    let (one, other) = (text.text.chars(), text.drawn.chars());
    if text.text.chars().count() != text.drawn.chars().count() {
        return false;
    }
    one.zip(other).all(|(one, other)| one == other)
}

/// Every tag that stands for objects, with its name and which of many it is.
fn tags(
    part: &Element,
    above: &str,
    document: &Document,
    found: &mut Vec<Item>,
) -> Result<(), String> {
    for child in part.elements().filter(|child| child.name != "ofd:ObjectRef") {
        let which: Vec<&str> = child.attributes.iter().map(|(_, value)| value.as_str()).collect();
        let name = child.name.strip_prefix("nb:").unwrap_or(&child.name);
        let here = [above, name, &which.join(" ")].join(" ").trim().to_owned();
        found.push((here.clone(), document.text_of(child)?));
        tags(child, &here, document, found)?;
    }
    Ok(())
}

fn titles(part: &Element, found: &mut Vec<Item>) {
    for child in part.elements() {
        if let Some(title) = child.attribute("Title") {
            found.push(("大纲".to_owned(), title.to_owned()));
        }
        titles(child, found);
    }
}

fn describe(part: &Element, found: &mut Vec<Item>) {
    let name = part.attribute("Name").unwrap_or(&part.name);
    if TECHNICAL.contains(&name) {
        return;
    }
    if part.elements().next().is_none() {
        found.push((name.to_owned(), part.text().into_owned()));
    }
    part.elements().for_each(|child| describe(child, found));
}
