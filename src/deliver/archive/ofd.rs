//! An OFD read back: the objects of its pages, the tags that say what they are, and what the
//! file says of itself. Followed from the main entry by the references in it, as any reader
//! does.

use super::figures::LIMITS;
use crate::formats::digest::sha256;
use crate::formats::opc::Package;
use crate::formats::xml::parse::{Names, parse};
use crate::formats::xml::tree::Element;
use crate::payload::read::explain::explain;
use crate::writers::ofd::TAGS_NAMESPACE;
use std::collections::BTreeMap;
use ttf_parser::{Face, GlyphId};

/// A text object: its characters, and what its glyphs show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The characters, for searching and copying.
    pub text: String,
    /// What is drawn, as far as the embedded font says which character a glyph is.
    pub drawn: String,
}

/// The number of a page and that of an object on it.
type Place = (String, String);

/// An OFD.
pub struct Document {
    /// Its main entry.
    pub entry: Element,
    /// Pages, outline, fonts.
    pub body: Element,
    /// Our tags.
    pub tags: Element,
    /// Objects page by page, in the order of drawing.
    pub pages: Vec<Vec<Text>>,
    /// The SHA-256 of every part, by folded name.
    pub parts: BTreeMap<String, String>,
    objects: BTreeMap<Place, Text>,
}

/// Reads a file.
///
/// # Errors
/// What is wrong with it, as the rest of a sentence.
pub fn read(bytes: &[u8]) -> Result<Document, String> {
    let package = Package::open(bytes).map_err(|_| "文件已损坏".to_owned())?;
    let mut parts = Parts(package);
    let sums = parts.sums()?;
    let entry = parts.xml("OFD.xml")?;
    let root = path(&entry, &["ofd:DocBody", "ofd:DocRoot"]).ok_or("没有正文")?.text();
    let root = root.trim().to_owned();
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let body = parts.xml(&root)?;
    let fonts = fonts(&body, &folder, &mut parts)?;
    let mut document = Document {
        entry,
        tags: tags(&body, &folder, &mut parts)?,
        pages: Vec::new(),
        parts: sums,
        objects: BTreeMap::new(),
        body,
    };
    let pages = document.body.find("ofd:Pages").ok_or("没有页面")?;
    for page in pages.elements() {
        let (Some(id), Some(place)) = (page.attribute("ID"), page.attribute("BaseLoc")) else {
            return Err("页面没有编号或位置".into());
        };
        let content = parts.xml(&format!("{folder}/{place}"))?;
        let mut all = Vec::new();
        texts(&content, &fonts, &mut |object, text: Text| {
            document.objects.insert((id.to_owned(), object.to_owned()), text.clone());
            all.push(text);
        });
        document.pages.push(all);
    }
    Ok(document)
}

impl Document {
    /// The text of all objects that a tag refers to.
    pub fn text_of(&self, tag: &Element) -> Result<String, String> {
        let mut all = String::new();
        for object in tag.elements().filter(|child| child.name == "ofd:ObjectRef") {
            let page = object.attribute("PageRef").unwrap_or_default().to_owned();
            let place = (page, object.text().trim().to_owned());
            let found = self.objects.get(&place).ok_or("标引指向了没有的内容")?;
            all.push_str(&found.text);
        }
        Ok(all)
    }
}

/// The parts of a package.
struct Parts<'p>(Package<'p>);

impl Parts<'_> {
    fn bytes(&mut self, name: &str) -> Result<Vec<u8>, String> {
        let part = self.0.bytes(name, LIMITS.bytes as u64);
        part.ok().flatten().ok_or_else(|| format!("里面的 {name} 读不出"))
    }

    fn sums(&mut self) -> Result<BTreeMap<String, String>, String> {
        let is_part = |name: &&str| !name.ends_with('/');
        let names: Vec<String> = self.0.names().filter(is_part).map(str::to_owned).collect();
        let mut sums = BTreeMap::new();
        for name in names {
            let sum = sha256(&self.bytes(&name)?);
            sums.insert(name, sum);
        }
        Ok(sums)
    }

    fn xml(&mut self, name: &str) -> Result<Element, String> {
        let part = self.bytes(name)?;
        parse(&part, LIMITS, Names::Written).map_err(|error| explain(&error))
    }
}

/// A font: which character each of its glyphs is.
type Font = BTreeMap<u16, char>;

fn fonts(
    body: &Element,
    folder: &str,
    parts: &mut Parts<'_>,
) -> Result<BTreeMap<String, Font>, String> {
    let place = path(body, &["ofd:CommonData", "ofd:PublicRes"]).ok_or("没有字体表")?;
    let list = parts.xml(&format!("{folder}/{}", place.text().trim()))?;
    let base = list.attribute("BaseLoc").unwrap_or_default().to_owned();
    let mut fonts = BTreeMap::new();
    for font in list.elements().flat_map(Element::elements) {
        let file = font.find("ofd:FontFile").ok_or("有的字体没有嵌入")?;
        let bytes = parts.bytes(&format!("{folder}/{base}/{}", file.text().trim()))?;
        let face = Face::parse(&bytes, 0).map_err(|_| "嵌入的字体已损坏".to_owned())?;
        let id = font.attribute("ID").unwrap_or_default().to_owned();
        fonts.insert(id, characters(&face));
    }
    Ok(fonts)
}

fn characters(face: &Face<'_>) -> Font {
    let mut characters = BTreeMap::new();
    for table in face.tables().cmap.iter().flat_map(|cmap| cmap.subtables) {
        table.codepoints(|code| {
            if let (Some(GlyphId(glyph)), Some(c)) = (table.glyph_index(code), char::from_u32(code))
            {
                characters.entry(glyph).or_insert(c);
            }
        });
    }
    characters
}

fn tags(body: &Element, folder: &str, parts: &mut Parts<'_>) -> Result<Element, String> {
    const NONE: &str = "没有标引，无法逐格读取";
    let place = body.find("ofd:CustomTags").ok_or(NONE)?.text().trim().to_owned();
    let list = parts.xml(&format!("{folder}/{place}"))?;
    let ours = list.elements().find(|tag| tag.attribute("NameSpace") == Some(TAGS_NAMESPACE));
    let file = ours.and_then(|tag| tag.find("ofd:FileLoc")).ok_or(NONE)?;
    let base = place.rsplit_once('/').map_or("", |(base, _)| base);
    parts.xml(&format!("{folder}/{base}/{}", file.text().trim()))
}

/// All text objects below, in order.
fn texts(part: &Element, fonts: &BTreeMap<String, Font>, found: &mut impl FnMut(&str, Text)) {
    for child in part.elements() {
        if child.name != "ofd:TextObject" {
            texts(child, fonts, found);
            continue;
        }
        let font = child.attribute("Font").and_then(|id| fonts.get(id));
        let codes = child.elements().filter(|part| part.name == "ofd:TextCode");
        let text: String = codes.map(|code| code.text().into_owned()).collect();
        let glyphs = child.elements().filter(|part| part.name == "ofd:CGTransform");
        let glyphs = glyphs.flat_map(Element::elements);
        let glyphs: String = glyphs.map(|list| list.text().into_owned() + " ").collect();
        let drawn = glyphs.split_ascii_whitespace().map(|glyph| {
            let known = font.zip(glyph.parse().ok());
            known.and_then(|(font, glyph): (&Font, u16)| font.get(&glyph).copied())
        });
        let drawn = drawn.map(|c| c.unwrap_or('\u{fffd}')).collect();
        found(child.attribute("ID").unwrap_or_default(), Text { text, drawn });
    }
}

/// An element by the names on the way to it.
fn path<'e>(from: &'e Element, names: &[&str]) -> Option<&'e Element> {
    names.iter().try_fold(from, |part, name| part.find(name))
}
