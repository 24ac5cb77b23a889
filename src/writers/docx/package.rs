//! The last hand: takes the parts docx-rs wrote, puts them right and zips them.
//!
//! docx-rs is kept for what depends on the text: the flow, the tables, the section, the
//! page numbers and the two lists of a package. Its styles, settings, fonts and properties
//! are replaced; parts nothing points to are dropped from the package and from its lists.

use std::io::{Cursor, Write};

use docx_rs::XMLDocx;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::element::{Element, Node};
use super::face::font_table;
use super::page::Page;
use super::settings::SETTINGS;
use super::template::{self, Template};
use super::{order, properties, style, table};
use crate::error::Error;
use crate::publication::{Block, Publication};

/// Namespaces of the parts; docx-rs declares a dozen more that nothing uses.
const NAMESPACES: [(&str, &str); 2] = [
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
];

/// A part by its path in the package.
type Part = (String, Vec<u8>);

/// The finished file.
pub fn pack(
    parts: XMLDocx,
    publication: &Publication,
    page: &Page,
    template: Option<&Template>,
) -> Result<Vec<u8>, Error> {
    let mut document = Element::parse(&parts.document)?;
    finish_tables(&mut document, publication);
    if let Some(template) = template {
        template::apply(template, &mut document, &sizes(publication));
    }

    let mut files = vec![part("word/document.xml", body(document))?];
    if !template.is_some_and(Template::has_footers) {
        for (place, footer) in parts.footers.iter().enumerate() {
            let mut footer = Element::parse(footer)?;
            if let Some(template) = template {
                template::paragraphs(template, &mut footer);
            }
            files.push(part(&format!("word/footer{}.xml", place + 1), body(footer))?);
        }
    }
    let (styles, fonts) = (style::styles(page), font_table());
    match template {
        None => {
            files.push(part("word/styles.xml", body(styles))?);
            files.push(("word/settings.xml".into(), SETTINGS.into()));
            files.push(part("word/fontTable.xml", body(fonts))?);
        }
        Some(template) => {
            files.push(part("word/styles.xml", body(template::merge(template, &styles)))?);
            files.push(("word/settings.xml".into(), template::settings(template, SETTINGS)?));
            files.push(part("word/fontTable.xml", body(template.font_table(fonts)))?);
        }
    }
    let carried = template.map(|template| template.carried.as_slice()).unwrap_or_default();
    files.extend(carried.iter().map(|part| (part.path.clone(), part.bytes.clone())));
    files.push(part("docProps/core.xml", properties::core(&publication.document))?);
    files.push(part("docProps/app.xml", properties::application(&publication.document))?);
    if let Some(custom) = properties::custom(&publication.document) {
        files.push(part("docProps/custom.xml", custom)?);
    }

    let mut of_document = relationships(&parts.document_rels, "word/", &files)?;
    for part in carried {
        let Some((id, kind)) = &part.relation else { continue };
        let target = part.path.trim_start_matches("word/");
        of_document.nodes.retain(
            |node| !matches!(node, Node::Element(old) if old.attribute("Target") == Some(target)),
        );
        let entry = Element::new("Relationship")
            .with("Id", id)
            .with("Type", format!("{}/{kind}", NAMESPACES[1].1))
            .with("Target", target);
        of_document = of_document.child(entry);
    }
    files.insert(1, part("word/_rels/document.xml.rels", of_document)?);
    let of_package = relationships(&parts.rels, "", &files)?;
    files.insert(0, part("_rels/.rels", of_package)?);
    let mut types = content_types(&parts.content_type, &files)?;
    for part in carried.iter().filter(|part| !part.media.is_empty()) {
        let name = format!("/{}", part.path);
        types.nodes.retain(
            |node| !matches!(node, Node::Element(old) if old.attribute("PartName") == Some(&name)),
        );
        let entry = Element::new("Override").with("PartName", name);
        types = types.child(entry.with("ContentType", &part.media));
    }
    files.insert(0, part("[Content_Types].xml", types)?);
    zip(&files).map_err(|cause| Error::writer("DOCX", cause))
}

/// Size of the text of each table.
fn sizes(publication: &Publication) -> Vec<f64> {
    let tables = publication.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table.font_pt),
        _ => None,
    });
    tables.collect()
}

/// The tables of the document are those of the publication, in the same order.
fn finish_tables(document: &mut Element, publication: &Publication) {
    let tables = publication.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let elements = document.elements_mut().flat_map(Element::elements_mut);
    for (element, table) in elements.filter(|child| child.name == "w:tbl").zip(tables) {
        table::finish(element, table);
    }
}

/// A part of WordprocessingML: own namespaces, no ids, no empty shells, in schema order.
fn body(mut root: Element) -> Element {
    clean(&mut root);
    root.attributes = NAMESPACES.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec();
    order::sort(&mut root);
    root
}

/// Drops what docx-rs says too much. Its paragraph ids come from a counter of the thread,
/// and nothing here refers to one: without them there is nothing to be unstable.
fn clean(element: &mut Element) {
    element.attributes.retain(|(key, _)| !key.starts_with("w14:") && key != "w:dirty");
    element.elements_mut().for_each(clean);
    element.nodes.retain(|node| match node {
        Node::Element(child) => {
            !(child.nodes.is_empty()
                && matches!(child.name.as_str(), "w:rPr" | "w:pPr" | "w:trPr" | "w:tcPr"))
        }
        Node::Text(_) => true,
    });
}

/// The relationships whose target is in the package.
fn relationships(written: &[u8], folder: &str, files: &[Part]) -> Result<Element, Error> {
    keep(written, |entry| {
        let target = entry.attribute("Target").unwrap_or_default();
        files.iter().any(|(path, _)| path.strip_prefix(folder) == Some(target))
    })
}

/// The content types of the parts in the package.
fn content_types(written: &[u8], files: &[Part]) -> Result<Element, Error> {
    keep(written, |entry| match (entry.attribute("Extension"), entry.attribute("PartName")) {
        (Some(extension), _) => ["rels", "xml"].contains(&extension),
        (_, Some(name)) => {
            !name.ends_with(".rels") && files.iter().any(|(path, _)| name[1..] == *path)
        }
        _ => false,
    })
}

fn keep(written: &[u8], wanted: impl Fn(&Element) -> bool) -> Result<Element, Error> {
    let mut list = Element::parse(written)?;
    list.nodes.retain(|node| matches!(node, Node::Element(entry) if wanted(entry)));
    Ok(list)
}

fn part(path: &str, root: Element) -> Result<Part, Error> {
    Ok((path.to_owned(), root.to_xml()?))
}

/// Time and system are fixed: the bytes must not tell when or where they were written.
fn zip(files: &[Part]) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Dos)
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        archive.start_file(path.as_str(), options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}
