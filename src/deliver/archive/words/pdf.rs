//! The texts of a PDF: what is read out, what is seen on the pages, bookmarks, and what the
//! file says of itself.

use super::Item;
use super::difference::differences;
use super::drawn::Drawn;
use super::order::missing;
use crate::deliver::archive::PDF;
use crate::deliver::archive::figures::{LIMITS, pdf};
use crate::formats::xml::parse::{Names, parse};
use crate::formats::xml::tree::Element;
use crate::payload::read::explain::explain;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Name, Object, Stream, String as Characters};
use std::collections::BTreeSet;

/// Entries of any object that hold words for people.
const WORDS: [&str; 6] = ["Title", "Alt", "ActualText", "Contents", "TU", "E"];
/// How many pages there are.
const PAGES: &str = "xmpTPg:NPages";
/// What differs from version to version and from file to file.
const TECHNICAL: [&str; 2] = ["xmp:CreatorTool", "pdf:Producer"];

/// What a PDF says.
pub struct Words {
    /// What is read out, with its tag.
    read_out: Vec<Item>,
    /// What stands on each page, in the order in which it is drawn.
    pub pages: Vec<String>,
    /// Bookmarks and descriptions, sorted.
    labels: Vec<Item>,
    /// What the file says of itself.
    about: Vec<Item>,
    /// Names of the fonts.
    fonts: BTreeSet<String>,
    drawn: Drawn,
}

impl Words {
    /// What differs from what the same version of the program makes with the same fonts.
    pub fn differences(&self, due: &Words) -> Vec<String> {
        let mut all = differences(PDF, &self.about, &due.about);
        all.extend(differences(PDF, &self.read_out, &due.read_out));
        all.extend(differences(PDF, &numbered(&self.pages), &numbered(&due.pages)));
        all.extend(differences(PDF, &self.labels, &due.labels));
        all
    }

    /// The same where the pages cannot be laid out anew.
    pub fn differences_of_texts(&self, due: Option<&Words>, texts: &[String]) -> Vec<String> {
        let about = |words: &Words| -> Vec<Item> {
            words.about.iter().filter(|(name, _)| name != PAGES).cloned().collect()
        };
        let mut all = due.map_or_else(Vec::new, |due| differences(PDF, &about(self), &about(due)));
        let found: String = self.read_out.iter().map(|(_, text)| text.as_str()).collect();
        all.extend(missing(PDF, &found, texts));
        all
    }

    /// Whether the letters are those of the same fonts.
    pub fn has_fonts_of(&self, due: &Words) -> bool {
        self.fonts == due.fonts
    }

    /// What is drawn otherwise.
    pub fn unlike(&self, due: &Words) -> Vec<String> {
        self.drawn
            .differences(&due.drawn)
            .into_iter()
            .map(|what| format!("{PDF}：{what}与按 XML 生成的不同"))
            .collect()
    }
}

fn numbered(pages: &[String]) -> Vec<Item> {
    (1..).zip(pages).map(|(number, text)| (format!("第 {number} 页"), text.clone())).collect()
}

/// Reads a PDF.
pub fn read(bytes: &[u8]) -> Result<Words, String> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| "不是完好的 PDF".to_owned())?;
    let (mut labels, mut fonts) = (Vec::new(), BTreeSet::new());
    for object in pdf.objects() {
        let Object::Dict(object) = object else { continue };
        for name in WORDS {
            if let Some(text) = object.get::<Characters<'_>>(name) {
                labels.push((name.to_owned(), pdf::of_pdf_string(&text)));
            }
        }
        if let Some(font) = object.get::<Name<'_>>("BaseFont") {
            let name = font.as_str();
            fonts.insert(name.split_once('+').map_or(name, |(_, name)| name).to_owned());
        }
    }
    labels.sort();
    Ok(Words {
        read_out: pdf::texts(bytes)?,
        pages: pdf::pages(bytes)?,
        labels,
        about: about(&pdf)?,
        fonts,
        drawn: Drawn::of(&pdf),
    })
}

/// The entries of the information dictionary and of the XMP packet.
fn about(pdf: &Pdf) -> Result<Vec<Item>, String> {
    let known = pdf.metadata();
    let entries = [
        ("Title", &known.title),
        ("Author", &known.author),
        ("Subject", &known.subject),
        ("Keywords", &known.keywords),
    ];
    let mut about: Vec<Item> = Vec::new();
    for (name, value) in entries {
        let value = value.as_deref().map(pdf::of_pdf_string);
        about.extend(value.map(|value| (name.to_owned(), value)));
    }
    about.extend(known.creation_date.map(|date| ("CreationDate".to_owned(), format!("{date:?}"))));
    let root: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).ok_or("没有目录")?;
    let packet = root
        .get::<Stream<'_>>("Metadata")
        .and_then(|packet| packet.decoded().ok().map(|bytes| bytes.into_owned()));
    if let Some(packet) = packet {
        let root = parse(&packet, LIMITS, Names::Written).map_err(|error| explain(&error))?;
        add(&root, &mut about);
    }
    Ok(about)
}

fn add(part: &Element, about: &mut Vec<Item>) {
    if part.name.starts_with("xmpMM:") || TECHNICAL.contains(&part.name.as_str()) {
        return;
    }
    if part.elements().next().is_none() {
        about.push((part.name.clone(), part.text().into_owned()));
    }
    part.elements().for_each(|child| add(child, about));
}
