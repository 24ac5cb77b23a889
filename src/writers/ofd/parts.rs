//! Which part of the report a piece of text on the pages is.
//!
//! Typst's frames say where titles, headings, paragraphs, tables and cells begin and end; the
//! publication says what of the report they print. A piece that does not say word for word
//! what the publication has there, as in a template of somebody's own, stays without a name:
//! nothing is ever named wrongly.

use super::printed::is_print_of;
use crate::model::Address;
use crate::publication::{Block, Publication, Table};
use std::collections::HashMap;
use typst::foundations::{Content, StyleChain};
use typst::introspection::Location;
use typst::model::{HeadingElem, Outlinable, ParElem, TableCell, TableElem, TitleElem};
use typst::pdf::{ArtifactElem, ArtifactKind};

/// What an element of the text is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    Title,
    Heading(usize),
    Paragraph,
    Table,
    /// A cell of the table with this index, by column and row of its corner.
    Cell {
        table: usize,
        x: usize,
        y: usize,
    },
    /// What comes with the paper: page numbers, heads that come again.
    Artifact(Layer),
    /// Not yet known, or nothing to us.
    Other,
}

/// Where it is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Layer {
    Background,
    Body,
    Foreground,
}

/// An element of the text.
#[derive(Debug)]
pub struct Piece {
    pub kind: Kind,
    pub text: String,
    /// Its text objects: page and object.
    pub objects: Vec<(u32, u32)>,
    /// Where it begins on its first page.
    pub corner: (f64, f64),
}

/// The elements so far, and those that are open.
#[derive(Default)]
pub struct Pieces {
    all: Vec<Piece>,
    /// By place in the source; only looked up, never walked through.
    known: HashMap<Location, usize>,
    open: Vec<(Location, usize)>,
}

impl Pieces {
    /// An element begins.
    pub fn open(&mut self, element: &Content) {
        let Some(location) = element.location() else { return };
        let kind = self.kind(element);
        self.enter(location);
        if let (Some((_, piece)), true) = (self.open.last(), kind != Kind::Other) {
            self.all[*piece].kind = kind;
        }
    }

    /// What follows belongs to this element, wherever it stands.
    pub fn enter(&mut self, location: Location) {
        let next = self.all.len();
        let piece = *self.known.entry(location).or_insert(next);
        if piece == next {
            let (text, objects) = (String::new(), Vec::new());
            self.all.push(Piece { kind: Kind::Other, text, objects, corner: (0.0, 0.0) });
        }
        self.open.push((location, piece));
    }

    /// An element ends.
    pub fn close(&mut self, location: Location) {
        if let Some(at) = self.open.iter().rposition(|(open, _)| *open == location) {
            self.open.remove(at);
        }
    }

    fn kind(&self, element: &Content) -> Kind {
        if element.is::<TitleElem>() {
            Kind::Title
        } else if let Some(heading) = element.to_packed::<HeadingElem>() {
            Kind::Heading(heading.level().get())
        } else if element.is::<ParElem>() {
            Kind::Paragraph
        } else if element.is::<TableElem>() {
            Kind::Table
        } else if let Some(cell) = element.to_packed::<TableCell>() {
            let is_table = |(_, piece): &&(Location, usize)| self.all[*piece].kind == Kind::Table;
            let table = self.open.iter().rev().find(is_table).map(|(_, piece)| *piece);
            match (
                table,
                cell.x.get(StyleChain::default()).custom(),
                cell.y.get(StyleChain::default()).custom(),
            ) {
                _ if cell.is_repeated.get(StyleChain::default()) => Kind::Artifact(Layer::Body),
                (Some(table), Some(x), Some(y)) => Kind::Cell { table, x, y },
                _ => Kind::Other,
            }
        } else if let Some(artifact) = element.to_packed::<ArtifactElem>() {
            Kind::Artifact(match artifact.kind.get(StyleChain::default()) {
                ArtifactKind::Header | ArtifactKind::Footer | ArtifactKind::PageNumber => {
                    Layer::Foreground
                }
                ArtifactKind::Background | ArtifactKind::Watermark | ArtifactKind::Page => {
                    Layer::Background
                }
                _ => Layer::Body,
            })
        } else {
            Kind::Other
        }
    }

    /// The element that text belongs to: the outermost that is one of ours. What comes with
    /// the paper belongs to none, also where a paragraph goes on behind it.
    pub fn current(&self) -> Option<usize> {
        let is_artifact = |piece: &usize| matches!(self.all[*piece].kind, Kind::Artifact(_));
        let is_ours = |piece: &usize| !matches!(self.all[*piece].kind, Kind::Table | Kind::Other);
        let mut open = self.open.iter().map(|(_, piece)| *piece);
        if self.open.iter().any(|(_, piece)| is_artifact(piece)) {
            return None;
        }
        open.find(is_ours)
    }

    /// The innermost element that is open; texts of two cells are never one object, also where
    /// neither is a part of the report.
    pub fn innermost(&self) -> Option<usize> {
        let is_known = |piece: &usize| !matches!(self.all[*piece].kind, Kind::Other);
        self.open.iter().rev().map(|(_, piece)| *piece).find(is_known)
    }

    /// The layer of what is drawn now.
    pub fn layer(&self) -> Layer {
        let layer = |(_, piece): &(Location, usize)| match self.all[*piece].kind {
            Kind::Artifact(layer) => Some(layer),
            _ => None,
        };
        self.open.iter().find_map(layer).unwrap_or(Layer::Body)
    }

    pub fn add_text(&mut self, piece: usize, text: &str) {
        self.all[piece].text.push_str(text);
    }

    pub fn add_object(&mut self, piece: usize, page: u32, id: u32, corner: (f64, f64)) {
        let piece = &mut self.all[piece];
        if piece.objects.is_empty() {
            piece.corner = corner;
        }
        piece.objects.push((page, id));
    }

    pub fn all(self) -> Vec<Piece> {
        self.all
    }
}

/// A part of the report with the piece that prints it.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    Title(usize),
    /// A heading or paragraph, by its place among the blocks of the publication.
    Block(usize, usize),
    /// A table by its place among the blocks: row, column, piece of every figure.
    Table(usize, Vec<(String, String, usize)>),
    /// The body's name below the report.
    Name(usize),
    /// The date below it.
    Date(usize),
}

/// What there is to be found, in the order of printing.
enum Due<'p> {
    Title(String),
    Block(usize, Option<u8>, &'p str),
    Table(usize, &'p Table),
    Name(&'p str),
    Date(&'p str),
}

/// The parts of the report that were found on the pages, in order.
pub fn told(pieces: &[Piece], publication: &Publication) -> Vec<Part> {
    let due = due(publication);
    let (mut told, mut next) = (Vec::new(), 0);
    for (index, piece) in pieces.iter().enumerate() {
        let is_it = |due: &Due<'_>| is_part(due, index, piece, pieces);
        let Some(found) = due.iter().skip(next).position(is_it) else { continue };
        let part = match &due[next + found] {
            Due::Title(_) => Part::Title(index),
            Due::Block(block, ..) => Part::Block(*block, index),
            Due::Table(block, table) => Part::Table(*block, figures(index, table, pieces)),
            Due::Name(_) => Part::Name(index),
            Due::Date(_) => Part::Date(index),
        };
        told.push(part);
        next += found + 1;
    }
    told
}

fn due(publication: &Publication) -> Vec<Due<'_>> {
    let mut due = vec![Due::Title(publication.title.concat())];
    for (index, block) in publication.blocks.iter().enumerate() {
        match block {
            Block::Heading { level, text, .. } => due.push(Due::Block(index, Some(*level), text)),
            Block::Paragraph { text, .. } => due.push(Due::Block(index, None, text)),
            Block::Table(table) => due.push(Due::Table(index, table)),
            Block::Signature { name, date } => due.extend([Due::Name(name), Due::Date(date)]),
        }
    }
    due
}

fn is_part(due: &Due<'_>, index: usize, piece: &Piece, pieces: &[Piece]) -> bool {
    match (due, piece.kind) {
        (Due::Title(text), Kind::Title) => is_print_of(&piece.text, text),
        (Due::Block(_, Some(_), text), Kind::Heading(_)) => is_print_of(&piece.text, text),
        (Due::Block(_, None, text) | Due::Name(text) | Due::Date(text), Kind::Paragraph) => {
            is_print_of(&piece.text, text)
        }
        (Due::Table(_, table), Kind::Table) => {
            let squares = table.rows.iter().flat_map(|row| &row.cells);
            let count = squares.filter(|cell| cell.address.is_some()).count();
            // One cell that says something else does not take the others along.
            count == 0 || figures(index, table, pieces).len() * 2 > count
        }
        _ => false,
    }
}

/// The figures of a table: row, column, piece. Those whose cell says something else are not
/// among them.
fn figures(index: usize, table: &Table, pieces: &[Piece]) -> Vec<(String, String, usize)> {
    let mut cells: HashMap<(usize, usize), usize> = HashMap::new();
    for (cell, piece) in pieces.iter().enumerate() {
        if let Kind::Cell { table, x, y } = piece.kind
            && table == index
        {
            cells.insert((x, y), cell);
        }
    }
    let mut figures = Vec::new();
    for (y, row) in table.rows.iter().enumerate() {
        for cell in &row.cells {
            if let Some(Address::Figure(_, row, column)) = &cell.address
                && let Some(piece) = cells.get(&(cell.x, y))
                && is_print_of(&pieces[*piece].text, &cell.text)
            {
                figures.push((row.clone(), column.clone(), *piece));
            }
        }
    }
    figures
}
