//! The texts of an OFD: what its tags name, what stands on the pages and what is drawn there,
//! its outline, and what the file says of itself.

use super::Item;
use super::difference::{differences, unlike};
use super::order::{figures_and_hanzi, missing};
use crate::deliver::archive::ofd::{self, Document};
use crate::deliver::archive::{OFD, PDF};
use crate::formats::xml::tree::Element;
use std::collections::BTreeMap;

/// How many pages there are.
const PAGES: &str = "页数";
/// What differs from version to version.
const TECHNICAL: [&str; 3] = ["ofd:Creator", "ofd:CreatorVersion", "文档创建程序"];

/// What an OFD says.
pub struct Words {
    /// What the tags name, with the name.
    tagged: Vec<Item>,
    /// What stands on each page, in the order of drawing.
    pages: Vec<String>,
    /// Objects that show something else than their characters.
    forged: Vec<Forged>,
    /// Titles of the outline.
    outline: Vec<Item>,
    /// What the file says of itself.
    about: Vec<Item>,
    /// The SHA-256 of every part.
    parts: BTreeMap<String, String>,
}

/// An object that shows something else than its characters.
#[derive(Clone)]
struct Forged {
    page: usize,
    text: String,
    drawn: String,
}

impl Words {
    /// What differs from what the same version of the program makes with the same fonts.
    pub fn differences(&self, due: &Words) -> Vec<String> {
        let mut all = differences(OFD, &self.about, &due.about);
        all.extend(differences(OFD, &shapes(&self.forged), &shapes(&due.forged)));
        all.extend(differences(OFD, &self.tagged, &due.tagged));
        all.extend(differences(OFD, &numbered(&self.pages), &numbered(&due.pages)));
        all.extend(differences(OFD, &self.outline, &due.outline));
        all
    }

    /// The same where the pages cannot be laid out anew: the texts that its tags name, figures
    /// that show another, and each page against that of the PDF, which was laid out at once.
    pub fn differences_of_texts(
        &self,
        due: Option<&Words>,
        texts: &[String],
        pages: &[String],
    ) -> Vec<String> {
        let about = |words: &Words| -> Vec<Item> {
            words.about.iter().filter(|(name, _)| name != PAGES).cloned().collect()
        };
        let mut all = due.map_or_else(Vec::new, |due| differences(OFD, &about(self), &about(due)));
        let is_figure = |forged: &&Forged| {
            let pairs = forged.text.chars().zip(forged.drawn.chars());
            pairs
                .into_iter()
                .any(|(own, drawn)| own != drawn && own.is_ascii_digit() && drawn.is_ascii_digit())
        };
        let figures: Vec<Forged> = self.forged.iter().filter(is_figure).cloned().collect();
        all.extend(differences(OFD, &shapes(&figures), &[]));
        let tagged: String = self.tagged.iter().map(|(_, text)| text.as_str()).collect();
        all.extend(missing(OFD, &tagged, texts));
        if self.pages.len() != pages.len() {
            all.push(format!("{OFD}：有 {} 页，{PDF} 有 {} 页", self.pages.len(), pages.len()));
        }
        let pairs = (1..).zip(self.pages.iter().zip(pages));
        let other =
            pairs.filter(|(_, (own, pdf))| figures_and_hanzi(own) != figures_and_hanzi(pdf));
        all.extend(other.map(|(number, _)| format!("{OFD}：第 {number} 页的文字与 {PDF} 的不同")));
        all
    }

    /// Parts that are other than they should be: the same words may be drawn elsewhere, in
    /// white or under a line.
    pub fn unlike(&self, due: &Words) -> Vec<String> {
        let unlike = unlike(&self.parts, &due.parts);
        unlike.map(|name| format!("{OFD}：{}与按 XML 生成的不同", part(name))).collect()
    }
}

/// What a part of the package is called.
fn part(name: &str) -> String {
    let page = name.split_once("/pages/page_").and_then(|(_, rest)| rest.split_once('/'));
    let page = page.and_then(|(number, _)| number.parse::<usize>().ok());
    let is_in = |folder: &str| name.contains(&format!("/{folder}/"));
    match page {
        Some(number) => format!("第 {} 页画的内容", number + 1),
        None if name.ends_with("/document.xml") => "文档的目录和大纲".into(),
        None if name.ends_with("publicres.xml") => "字体清单".into(),
        None if name.ends_with("documentres.xml") => "图片清单".into(),
        None if is_in("res") => "字体或图片".into(),
        None if is_in("tags") => "标引".into(),
        None if name == "ofd.xml" => "文件信息".into(),
        None => format!("里面的 {name} "),
    }
}

/// What is drawn instead, by page.
fn shapes(forged: &[Forged]) -> Vec<Item> {
    forged.iter().map(|one| (format!("第 {} 页的字形", one.page), one.drawn.clone())).collect()
}

fn numbered(pages: &[String]) -> Vec<Item> {
    (1..).zip(pages).map(|(number, text)| (format!("第 {number} 页"), text.clone())).collect()
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
        forged.extend(strange.map(|text| Forged {
            page: number,
            text: text.text.clone(),
            drawn: text.drawn.clone(),
        }));
    }
    Ok(Words { tagged, pages, forged, outline, about, parts: document.parts })
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

/// Every tag that stands for objects, with its place.
fn tags(
    part: &Element,
    above: &str,
    document: &Document,
    found: &mut Vec<Item>,
) -> Result<(), String> {
    for child in part.elements().filter(|child| child.name != "ofd:ObjectRef") {
        let here = format!("{above}{}", tag(child));
        found.push((here.clone(), document.text_of(child)?));
        tags(child, &here, document, found)?;
    }
    Ok(())
}

/// What a tag is called.
fn tag(part: &Element) -> String {
    let of = |name: &str| part.attribute(name).unwrap_or_default();
    match part.name.strip_prefix("nb:").unwrap_or(&part.name) {
        "title" => "标题".into(),
        "section" => format!("第 {} 部分", of("no")),
        "heading" => format!("第 {} 级标题", of("level")),
        "p" => "段落".into(),
        "note" => "表注".into(),
        "table" => format!("的表 {}", of("id")),
        "row" => format!("，{} 行", of("id")),
        "cell" => format!(" {} 列", of("col")),
        "signature" => "落款".into(),
        "date" => "日期".into(),
        _ => "标引".into(),
    }
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
