//! Figures out of our report XML.

use super::{Cell, LIMITS, Table};
use crate::formats::xml::parse::{Names, parse};
use crate::formats::xml::tree::Element;
use crate::model::Forms;
use crate::payload::read::explain::explain;
use std::collections::BTreeMap;

/// Reads the tables in their order.
pub fn read(bytes: &[u8], forms: Forms) -> Result<Vec<Table>, String> {
    let root = parse(bytes, LIMITS, Names::Resolved { skipped: None });
    let root = root.map_err(|error| explain(&error))?;
    let sections = root.elements().filter(|part| part.name == "section");
    let tables = sections.flat_map(Element::elements).filter(|part| part.name == "table");
    tables.map(|part| table(part, forms)).collect()
}

fn table(part: &Element, forms: Forms) -> Result<Table, String> {
    let (id, edition) = (attribute(part, "id"), attribute(part, "form"));
    let edition = forms.find(edition).ok_or_else(|| format!("没有“{edition}”版的格式"))?;
    let form = edition.form().table(id).ok_or_else(|| format!("没有“{id}”这张表"))?;
    let mut cells = BTreeMap::new();
    for row in part.elements() {
        for own in row.elements() {
            let text = own.text().trim().to_owned() + attribute(own, "remark");
            let cell = Cell { text, unit: attribute(own, "unit").to_owned() };
            cells.insert((attribute(row, "id"), attribute(own, "col")), cell);
        }
    }
    let cells = form.squares().map(|(row, column)| {
        let found = cells.remove(&(row.id.as_str(), column.id.as_str()));
        found.ok_or_else(|| format!("“{}”缺少 {} {}", form.title, row.id, column.id))
    });
    Ok(Table { form, cells: cells.collect::<Result<_, String>>()? })
}

/// The attribute's value; empty if there is none.
fn attribute<'e>(part: &'e Element, name: &str) -> &'e str {
    part.attribute(name).unwrap_or_default()
}
