//! Reads a template: distrusted like every file from outside.

use std::collections::BTreeSet;

use super::Carried;
use super::parts;
use crate::formats::opc::{Package, Relationships};
use crate::formats::xml::parse::{Limits, Names, ParseError, parse};
use crate::formats::xml::tree::Element;

/// Largest part of XML; styles of real documents have 100 KB. Text boxes in headers are
/// nested 40 deep, and the roots of parts declare some 30 namespaces.
const LIMITS: Limits =
    Limits { bytes: 8 << 20, depth: 160, elements: usize::MAX, attributes: 1_024 };

/// Largest picture of a header.
const MAX_PICTURE: usize = 16 << 20;

/// WordprocessingML by its namespace: the transitional one, which everybody writes.
pub const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

const SAVE_AGAIN: &str = "请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”后再试";

/// What was found.
pub struct Found {
    pub styles: Element,
    pub settings: Element,
    pub section: Element,
    pub fonts: Vec<Element>,
    pub carried: Vec<Carried>,
    /// Styles its text uses.
    pub used: BTreeSet<String>,
}

/// A package whose parts are small enough and whose XML is as Word writes it.
pub struct Source<'a> {
    package: Package<'a>,
}

impl Source<'_> {
    /// A part as a tree, its elements of WordprocessingML named `w:`.
    pub fn tree(&mut self, path: &str) -> Result<Option<Element>, String> {
        if !self.package.has(path) {
            return Ok(None);
        }
        let bytes = self.bytes(path, LIMITS.bytes)?;
        parse(&bytes, LIMITS, Names::Written).map(Some).map_err(|error| match error {
            ParseError::Depth(_) => format!("其中的“{path}”层次太多；{SAVE_AGAIN}"),
            _ => format!("其中的“{path}”读不出来；{SAVE_AGAIN}"),
        })
    }

    /// A picture.
    pub fn picture(&mut self, path: &str) -> Result<Vec<u8>, String> {
        self.bytes(path, MAX_PICTURE)
    }

    fn bytes(&mut self, path: &str, most: usize) -> Result<Vec<u8>, String> {
        let bytes = self
            .package
            .bytes(path, most as u64 + 1)
            .map_err(|_| format!("其中的“{path}”读不出来，文件已损坏；{SAVE_AGAIN}"))?
            .unwrap_or_default();
        if bytes.len() > most {
            let room = most >> 20;
            return Err(format!(
                "其中的“{path}”超过 {room} MB；请另存一份，删去正文和大图片，只留页面设置、样式、页眉页脚"
            ));
        }
        Ok(bytes)
    }

    /// Where the relationships of a part lead.
    pub fn links(&mut self, part: &str) -> Result<Relationships, String> {
        let unreadable = |_| format!("“{part}”的关系读不出来；{SAVE_AGAIN}");
        self.package.relationships(part).map_err(unreadable)
    }
}

/// Reads the parts of interest.
pub fn read(bytes: &[u8]) -> Result<Found, String> {
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(format!("这是旧格式的文档（.doc、.wps）或设有密码的文档；{SAVE_AGAIN}"));
    }
    if !bytes.starts_with(b"PK") {
        return Err(format!("这不是 Word 文档；{SAVE_AGAIN}"));
    }
    let package = Package::open(bytes)
        .map_err(|_| format!("文件已损坏，或不像 Word、WPS 保存的文件；{SAVE_AGAIN}"))?;
    if package.has("word/vbaProject.bin") {
        return Err("文档带有宏（.docm）；请另存为“Word 文档（*.docx）”，不带宏".into());
    }
    let mut source = Source { package };
    let root = source.links("")?;
    let main = root.part("officeDocument").unwrap_or("word/document.xml");
    let Some(document) = source.tree(main)?.filter(|root| root.name == "w:document") else {
        return Err(format!("这不是 Word 文档（里面没有正文）；{SAVE_AGAIN}"));
    };
    if document.attribute("xmlns:w") != Some(TRANSITIONAL) {
        return Err(format!("这是“Strict Open XML”格式；{SAVE_AGAIN}"));
    }
    let links = source.links(main)?;
    let styles = match links.part("styles") {
        Some(path) => source.tree(path)?.map(parts::only_word),
        None => None,
    };
    let Some(styles) = styles.filter(|root| root.name == "w:styles") else {
        return Err(format!("里面没有样式；{SAVE_AGAIN}"));
    };
    let settings = match links.part("settings") {
        Some(path) => source.tree(path)?.map(parts::only_word),
        None => None,
    };
    let mut used = BTreeSet::new();
    note_styles(&document, &mut used);
    let mut carried = Vec::new();
    let section = parts::section(&mut source, &document, &links, &mut carried)?;
    parts::theme_and_numbering(&mut source, &links, &styles, &mut carried)?;
    let fonts = match links.part("fontTable") {
        Some(path) => source.tree(path)?.map(parts::fonts).unwrap_or_default(),
        None => Vec::new(),
    };
    let settings = settings.unwrap_or_else(|| Element::new("w:settings"));
    Ok(Found { styles, settings, section, fonts, carried, used })
}

fn note_styles(element: &Element, used: &mut BTreeSet<String>) {
    if element.name == "w:pStyle"
        && let Some(id) = element.attribute("w:val")
    {
        used.insert(id.to_owned());
    }
    element.elements().for_each(|child| note_styles(child, used));
}
