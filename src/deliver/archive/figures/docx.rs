//! Figures out of a Word document, by the tables of `word/document.xml`.

use super::{Printed, checked};
use crate::model::form::TableForm;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;
use std::io::{Cursor, Read};

/// No body of ours is longer.
const MOST_BYTES: u64 = 64 << 20;

/// A table: rows of cells with their text.
type Rows = Vec<Vec<String>>;

/// Reads the figures of these tables.
pub fn read(bytes: &[u8], forms: &[&TableForm]) -> Result<Printed, String> {
    let mut package =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let part = package.by_name("word/document.xml").map_err(|error| error.to_string())?;
    let mut text = String::new();
    part.take(MOST_BYTES).read_to_string(&mut text).map_err(|error| error.to_string())?;
    let tables = tables(&text)?;
    if tables.len() != forms.len() {
        return Err(format!("有 {} 张表，应有 {} 张", tables.len(), forms.len()));
    }
    let figures = tables.iter().zip(forms).map(|(rows, form)| figures(rows, form)).collect();
    checked(figures, forms)
}

/// The last cells of each row below the heads of its block, as the form counts them.
fn figures(rows: &Rows, form: &TableForm) -> Vec<String> {
    let mut figures = Vec::new();
    let mut rows = rows.iter();
    for block in &form.blocks {
        let heads = usize::from(block.band.is_some()) + block.head_rows();
        for row in rows.by_ref().skip(heads).take(block.rows.len()) {
            let first = row.len().saturating_sub(block.columns.len());
            figures.extend(row[first..].iter().cloned());
        }
    }
    figures
}

fn tables(text: &str) -> Result<Vec<Rows>, String> {
    let mut reader = Reader::from_str(text);
    let mut tables: Vec<Rows> = Vec::new();
    let (mut in_table, mut in_text) = (false, false);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Eof => return Ok(tables),
            Event::Start(tag) => match tag.name().into_inner() {
                "w:tbl" => {
                    in_table = true;
                    tables.push(Rows::new());
                }
                "w:tr" if in_table => last(&mut tables)?.push(Vec::new()),
                "w:tc" if in_table => {
                    let row = last(&mut tables)?.last_mut().ok_or("单元格不在行里")?;
                    row.push(String::new());
                }
                "w:t" => in_text = true,
                _ => {}
            },
            Event::End(tag) => match tag.name().into_inner() {
                "w:tbl" => in_table = false,
                "w:t" => in_text = false,
                _ => {}
            },
            Event::Text(piece) if in_table && in_text => {
                add(&mut tables, &piece.xml10_content());
            }
            Event::GeneralRef(entity) if in_table && in_text => {
                match (entity.resolve_char_ref(), resolve_predefined_entity(&entity)) {
                    (Ok(Some(c)), _) => add(&mut tables, c.encode_utf8(&mut [0; 4])),
                    (_, Some(piece)) => add(&mut tables, piece),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

fn last(tables: &mut [Rows]) -> Result<&mut Rows, String> {
    tables.last_mut().ok_or_else(|| "行不在表里".to_owned())
}

fn add(tables: &mut [Rows], piece: &str) {
    let cell = tables.last_mut().and_then(|rows| rows.last_mut()).and_then(|row| row.last_mut());
    if let Some(cell) = cell {
        cell.push_str(piece);
    }
}
