//! Figures out of our report XML.

use super::{Cell, Table};
use crate::model::{Edition, Forms};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::BTreeMap;

/// Cells by row id and column id.
type Cells = BTreeMap<(String, String), Cell>;

/// Reads the tables in their order.
pub fn read(bytes: &[u8], forms: Forms) -> Result<Vec<Table>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "不是 UTF-8 编码".to_owned())?;
    let mut reader = Reader::from_str(text);
    let mut tables = Vec::new();
    let mut open: Option<(String, String, Cells)> = None;
    let (mut row, mut cell): (String, Option<(String, Cell, String)>) = (String::new(), None);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Eof => break,
            Event::Start(tag) => match tag.local_name().into_inner() {
                "table" => {
                    open = Some((attribute(&tag, "id")?, attribute(&tag, "form")?, Cells::new()))
                }
                "row" => row = attribute(&tag, "id")?,
                "cell" => cell = Some(begun(&tag)?),
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().into_inner() == "cell" => {
                put(&mut open, &row, begun(&tag)?);
            }
            Event::Text(text) => {
                if let Some((_, cell, _)) = &mut cell {
                    cell.text.push_str(text.xml10_content().trim());
                }
            }
            Event::GeneralRef(entity) => {
                if let (Some((_, cell, _)), Some(text)) =
                    (&mut cell, resolve_predefined_entity(&entity))
                {
                    cell.text.push_str(text);
                }
            }
            Event::End(tag) => match tag.local_name().into_inner() {
                "cell" => {
                    if let Some(cell) = cell.take() {
                        put(&mut open, &row, cell);
                    }
                }
                "table" => {
                    if let Some((id, edition, cells)) = open.take() {
                        tables.push(table(
                            &id,
                            forms.find(&edition).ok_or_else(|| no_edition(&edition))?,
                            cells,
                        )?);
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
    Ok(tables)
}

/// A cell's column, what it holds so far, and the words to come behind its number.
fn begun(tag: &BytesStart<'_>) -> Result<(String, Cell, String), String> {
    let cell = Cell { text: String::new(), unit: attribute(tag, "unit")? };
    Ok((attribute(tag, "col")?, cell, attribute(tag, "remark")?))
}

fn put(
    open: &mut Option<(String, String, Cells)>,
    row: &str,
    (column, mut cell, words): (String, Cell, String),
) {
    cell.text.push_str(&words);
    if let Some((_, _, cells)) = open {
        cells.insert((row.to_owned(), column), cell);
    }
}

fn no_edition(name: &str) -> String {
    format!("没有“{name}”版的格式")
}

fn table(id: &str, edition: Edition, mut cells: Cells) -> Result<Table, String> {
    let form = edition.form().table(id).ok_or_else(|| format!("没有“{id}”这张表"))?;
    let take = |(row, column): (&crate::model::form::Row, &crate::model::form::Column)| {
        let found = cells.remove(&(row.id.clone(), column.id.clone()));
        found.ok_or_else(|| format!("“{}”缺少 {} {}", form.title, row.id, column.id))
    };
    let cells = form.squares().map(take).collect::<Result<Vec<Cell>, String>>()?;
    Ok(Table { form, cells })
}

/// The attribute's value; empty if there is none.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<String, String> {
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        if attribute.key.into_inner() == name {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            return value.map(|value| value.into_owned()).map_err(|error| error.to_string());
        }
    }
    Ok(String::new())
}
