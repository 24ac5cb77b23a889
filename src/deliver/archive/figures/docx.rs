//! Figures out of a Word document, by the tables of `word/document.xml`.

use super::{LIMITS, Printed, checked};
use crate::formats::opc::Package;
use crate::formats::xml::parse::{Names, parse};
use crate::formats::xml::tree::Element;
use crate::model::form::TableForm;
use crate::payload::read::explain::explain;

const DOCUMENT: &str = "word/document.xml";

/// Reads the figures of these tables.
pub fn read(bytes: &[u8], forms: &[&TableForm]) -> Result<Printed, String> {
    let mut package = Package::open(bytes).map_err(|_| "文件已损坏".to_owned())?;
    let part = package.bytes(DOCUMENT, LIMITS.bytes as u64);
    let part = part.ok().flatten().ok_or("里面没有能读出的正文")?;
    let root = parse(&part, LIMITS, Names::Written).map_err(|error| explain(&error))?;
    let body = root.elements().filter(|part| part.name == "w:body");
    let tables: Vec<&Element> =
        body.flat_map(Element::elements).filter(|part| part.name == "w:tbl").collect();
    if tables.len() != forms.len() {
        return Err(format!("有 {} 张表，应有 {} 张", tables.len(), forms.len()));
    }
    let figures = tables.iter().zip(forms).map(|(table, form)| figures(table, form)).collect();
    checked(figures, forms)
}

/// The last cells of each row below the heads of its block, as the form counts them.
fn figures(table: &Element, form: &TableForm) -> Vec<String> {
    let mut figures = Vec::new();
    let mut rows = table.elements().filter(|part| part.name == "w:tr");
    for block in &form.blocks {
        let heads = usize::from(block.band.is_some()) + block.head_rows();
        for row in rows.by_ref().skip(heads).take(block.rows.len()) {
            let cells: Vec<_> = row.elements().filter(|part| part.name == "w:tc").collect();
            let first = cells.len().saturating_sub(block.columns.len());
            figures.extend(cells[first..].iter().map(|cell| words(cell)));
        }
    }
    figures
}

/// The text of all runs inside.
fn words(part: &Element) -> String {
    match part.name.as_str() {
        "w:t" => part.text().into_owned(),
        _ => part.elements().map(words).collect(),
    }
}
