//! Good files of every format, and bad ones of every kind, each built where it is needed.

mod build;
mod containers;
mod crafted;
mod flips;
mod legacy;
mod ods;
mod refused;
mod values;

use super::{NoteKind, OpenOptions, Opened, open};
use crate::reader::grid::{Area, Content, Position, Sheet};

fn opened(bytes: &[u8]) -> Opened {
    match open(bytes, &OpenOptions::default()) {
        Ok(opened) => opened,
        Err(error) => panic!("refused: {error}"),
    }
}

fn refused(bytes: &[u8]) -> String {
    match open(bytes, &OpenOptions::default()) {
        Ok(opened) => panic!("opened: {} sheets", opened.book.sheets.len()),
        Err(error) => error.to_string(),
    }
}

/// The first sheet of a file.
fn sheet(bytes: &[u8]) -> Sheet {
    opened(bytes).book.sheets.swap_remove(0)
}

/// What a cell of the first sheet holds.
fn content(bytes: &[u8], at: Position) -> Option<Content> {
    sheet(bytes).cells.remove(&at).map(|cell| cell.content)
}

fn kinds(opened: &Opened) -> Vec<NoteKind> {
    opened.notes.iter().map(|note| note.kind).collect()
}

fn text(text: &str) -> Option<Content> {
    Some(Content::Text(text.into()))
}

fn number(text: &str) -> Option<Content> {
    Some(Content::Number(text.into()))
}

fn area(first: Position, last: Position) -> Area {
    Area { first, last }
}
