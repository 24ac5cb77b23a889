//! The parts that all reports on the same page size share: the section, the footers, styles,
//! settings, fonts, and the lists of a package. Made and compressed once, not for every report.
//!
//! docx-rs is kept for the section, the page numbers and the lists. Its styles, settings,
//! fonts and properties are replaced; parts nothing points to are dropped from the package
//! and from its lists.

use std::sync::{Arc, Mutex, PoisonError};

use docx_rs::XMLDocx;

use super::face::font_table;
use super::page::Page;
use super::settings::SETTINGS;
use super::template::{self, Carried, Template};
use super::{order, style, theme};
use crate::error::Error;
use crate::formats::opc::archive::Packed;
use crate::formats::opc::{content_types, relationships};
use crate::formats::xml::tree::{Element, Node};

/// Namespaces of the parts; docx-rs declares a dozen more that nothing uses.
pub const NAMESPACES: [(&str, &str); 2] = [
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
];

/// Parts that are the report's own: the document, and what its properties say.
const DOCUMENT: &str = "word/document.xml";
const PROPERTIES: [&str; 3] = ["docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"];

/// All pages that a run could ask for, and as many again.
const MOST: usize = 8;

/// Frames without a template: page, whether there are custom properties, and the frame.
static MADE: Mutex<Vec<(Page, bool, Arc<Frame>)>> = Mutex::new(Vec::new());

/// A part by its path in the package.
type Part = (String, Vec<u8>);

/// The package around a report.
#[derive(Debug)]
pub struct Frame {
    /// The section that ends the body.
    pub section: String,
    /// The parts before the document: types of content, what the package consists of.
    pub lists: Vec<Packed>,
    /// The parts after it.
    pub parts: Vec<Packed>,
}

impl Frame {
    /// That of our own look.
    pub fn ours(page: &Page, has_custom: bool) -> Result<Arc<Frame>, Error> {
        let made = || MADE.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it =
            |(other, custom, _): &&(Page, bool, Arc<Frame>)| other == page && *custom == has_custom;
        if let Some((_, _, frame)) = made().iter().find(is_it) {
            return Ok(Arc::clone(frame));
        }
        let frame = Arc::new(Frame::new(page, None, has_custom)?);
        let mut made = made();
        if made.len() >= MOST {
            made.clear();
        }
        made.push((*page, has_custom, Arc::clone(&frame)));
        Ok(frame)
    }

    /// That of any look.
    pub fn new(page: &Page, template: Option<&Template>, has_custom: bool) -> Result<Frame, Error> {
        let written = page.document().build();
        let mut files = footers(&written, template)?;
        let (styles, fonts) = (style::styles(page), font_table());
        match template {
            None => {
                files.push(part("word/styles.xml", styles));
                files.push(("word/settings.xml".into(), SETTINGS.into()));
                files.push(part("word/fontTable.xml", fonts));
            }
            Some(template) => {
                files.push(part("word/styles.xml", template::merge(template, &styles)));
                files.push(("word/settings.xml".into(), template::settings(template, SETTINGS)?));
                files.push(part("word/fontTable.xml", template.font_table(fonts)));
            }
        }
        let mut carried = template.map(|one| one.carried.clone()).unwrap_or_default();
        if !carried.iter().any(|part| part.path == theme::PATH) {
            carried.push(Carried {
                path: theme::PATH.into(),
                bytes: theme::part(),
                media: theme::MEDIA.into(),
                relation: Some(("rIdTheme".into(), "theme")),
            });
        }
        files.extend(carried.iter().map(|part| (part.path.clone(), part.bytes.clone())));

        let own = &PROPERTIES[..if has_custom { 3 } else { 2 }];
        let mut paths: Vec<&str> = vec![DOCUMENT];
        paths.extend(files.iter().map(|(path, _)| path.as_str()));
        paths.extend(own);
        let of_document = of_document(&written, &paths, &carried)?;
        let of_document_path = "word/_rels/document.xml.rels";
        paths.push(of_document_path);
        let of_package = present(&written.rels, "", &paths)?;
        paths.push("_rels/.rels");
        let types = types(&written, &paths, &carried)?;

        let failed = |cause| Error::writer("DOCX", cause);
        let pack = |path: &str, bytes: &[u8]| Packed::new(path, bytes).map_err(failed);
        let lists = vec![
            pack("[Content_Types].xml", &types.to_xml())?,
            pack("_rels/.rels", &of_package.to_xml())?,
        ];
        let mut parts = vec![pack(of_document_path, &of_document.to_xml())?];
        for (path, bytes) in &files {
            parts.push(pack(path, bytes)?);
        }
        Ok(Frame { section: section(&written, template)?, lists, parts })
    }
}

/// The section that ends the body.
fn section(written: &XMLDocx, template: Option<&Template>) -> Result<String, Error> {
    let mut document = Element::parse(&written.document)?;
    let mut section = String::new();
    for body in document.elements_mut() {
        for last in body.elements_mut().filter(|child| child.name == "w:sectPr") {
            if let Some(template) = template {
                template::section(template, last);
            }
            order::tidy(last);
            last.write(&mut section);
        }
    }
    Ok(section)
}

/// The page numbers, where the template has none of its own.
fn footers(written: &XMLDocx, template: Option<&Template>) -> Result<Vec<Part>, Error> {
    let mut files = Vec::new();
    if template.is_some_and(Template::has_footers) {
        return Ok(files);
    }
    for (place, footer) in written.footers.iter().enumerate() {
        let mut footer = Element::parse(footer)?;
        if let Some(template) = template {
            template::paragraphs(template, &mut footer, None);
        }
        files.push(part(&format!("word/footer{}.xml", place + 1), footer));
    }
    Ok(files)
}

/// A part of WordprocessingML: own namespaces, no ids, no empty shells, in schema order.
fn part(path: &str, mut root: Element) -> Part {
    order::tidy(&mut root);
    root.attributes = NAMESPACES.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec();
    (path.to_owned(), root.to_xml())
}

/// What the document consists of.
fn of_document(written: &XMLDocx, paths: &[&str], carried: &[Carried]) -> Result<Element, Error> {
    let mut list = present(&written.document_rels, "word/", paths)?;
    for part in carried {
        let Some((id, kind)) = &part.relation else { continue };
        let target = part.path.trim_start_matches("word/");
        list.retain(|old| old.attribute("Target") != Some(target));
        list = list.child(relationships::entry(id, kind, target));
    }
    Ok(list)
}

/// The relationships whose target is in the package.
fn present(written: &[u8], folder: &str, paths: &[&str]) -> Result<Element, Error> {
    keep(written, |entry| {
        let target = entry.attribute("Target").unwrap_or_default();
        paths.iter().any(|path| path.strip_prefix(folder) == Some(target))
    })
}

/// The content types of the parts in the package.
fn types(written: &XMLDocx, paths: &[&str], carried: &[Carried]) -> Result<Element, Error> {
    let mut types = keep(&written.content_type, |entry| {
        match (entry.attribute("Extension"), entry.attribute("PartName")) {
            (Some(extension), _) => ["rels", "xml"].contains(&extension),
            (_, Some(name)) => !name.ends_with(".rels") && paths.contains(&&name[1..]),
            _ => false,
        }
    })?;
    for part in carried.iter().filter(|part| !part.media.is_empty()) {
        let name = format!("/{}", part.path);
        types.retain(|old| old.attribute("PartName") != Some(&name));
        types = types.child(content_types::entry(&part.path, &part.media));
    }
    Ok(types)
}

fn keep(written: &[u8], wanted: impl Fn(&Element) -> bool) -> Result<Element, Error> {
    let mut list = Element::parse(written)?;
    list.nodes.retain(|node| matches!(node, Node::Element(entry) if wanted(entry)));
    Ok(list)
}
