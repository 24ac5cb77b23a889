//! Reads a template: distrusted like every file from outside.

use std::collections::BTreeSet;

use super::Carried;
use super::parts;
use super::source::{SAVE_AGAIN, Source, TRANSITIONAL};
use crate::formats::opc::Package;
use crate::formats::xml::tree::Element;

/// What was found.
pub struct TemplateParts {
    pub styles: Element,
    pub settings: Element,
    pub section: Element,
    pub fonts: Vec<Element>,
    pub carried: Vec<Carried>,
    /// Styles its text uses.
    pub used: BTreeSet<String>,
}

/// Reads the parts of interest.
pub fn read(bytes: &[u8]) -> Result<TemplateParts, String> {
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
    let mut source = Source::new(package);
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
    Ok(TemplateParts { styles, settings, section, fonts, carried, used })
}

fn note_styles(element: &Element, used: &mut BTreeSet<String>) {
    if element.name == "w:pStyle"
        && let Some(id) = element.attribute("w:val")
    {
        used.insert(id.to_owned());
    }
    element.elements().for_each(|child| note_styles(child, used));
}
