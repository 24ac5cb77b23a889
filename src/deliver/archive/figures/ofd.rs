//! Figures out of an OFD, by its tags: every cell of every table, by row and column.

use super::{Printed, checked};
use crate::deliver::archive::ofd::{self, Document};
use crate::formats::xml::tree::Element;
use crate::model::form::TableForm;
use std::collections::BTreeMap;

/// Reads the figures of these tables.
pub fn read(bytes: &[u8], forms: &[&TableForm]) -> Result<Printed, String> {
    let document = ofd::read(bytes)?;
    let sections = document.tags.elements().filter(|part| part.name == "nb:section");
    let tables = sections.flat_map(Element::elements).filter(|part| part.name == "nb:table");
    let found: Vec<&Element> = tables.collect();
    let read = |form: &&TableForm| {
        let is_it = |part: &&&Element| part.attribute("id") == Some(&form.id);
        let table = found.iter().find(is_it).ok_or_else(|| format!("没有“{}”", form.title))?;
        figures(table, form, &document)
    };
    checked(forms.iter().map(read).collect::<Result<_, _>>()?, forms)
}

fn figures(table: &Element, form: &TableForm, document: &Document) -> Result<Vec<String>, String> {
    let mut cells = BTreeMap::new();
    for row in table.elements() {
        for cell in row.elements() {
            let address = (row.attribute("id"), cell.attribute("col"));
            cells.insert(address, document.text_of(cell)?.trim().to_owned());
        }
    }
    let figures = form.squares().map(|(row, column)| {
        let found = cells.remove(&(Some(row.id.as_str()), Some(column.id.as_str())));
        found.ok_or_else(|| format!("“{}”缺少 {} {}", form.title, row.id, column.id))
    });
    figures.collect()
}
