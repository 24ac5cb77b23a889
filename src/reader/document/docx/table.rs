//! The tables of a Word file: rows and cells on one grid.

use super::flag::value;
use crate::error::Error;
use crate::formats::xml::tokens::{Token, Xml};
use crate::model::area::Area;
use crate::reader::document::flow::{Block, Cell};
use std::collections::BTreeMap;

/// Who reads what stands in cells.
pub trait Story {
    /// Reads what stands in the cell that was just opened, to its end, and how it is merged.
    fn cell(&mut self, xml: &mut Xml<'_>, shape: &mut Shape) -> Result<Vec<Block>, Error>;
    /// Skips the element that was just opened.
    fn skip(&mut self, xml: &mut Xml<'_>) -> Result<(), Error>;
    /// Notes a row that was deleted or inserted.
    fn tracked(&mut self);
}

/// Word sets no table wider.
const MAX_SPAN: u32 = 63;

/// What the properties of a cell say.
pub struct Shape {
    span: u32,
    /// `true` where it goes on with the cell above, `false` where cells below go on with it.
    vertical: Option<bool>,
    /// The same with the cell to its left, as old programs write it.
    horizontal: Option<bool>,
    /// A tracked change takes the cell out.
    is_deleted: bool,
}

impl Default for Shape {
    fn default() -> Shape {
        Shape { span: 1, vertical: None, horizontal: None, is_deleted: false }
    }
}

/// Reads a table whose tag was just opened.
///
/// # Errors
/// When the part is damaged or holds too much.
pub fn read(story: &mut impl Story, xml: &mut Xml<'_>) -> Result<Vec<Cell>, Error> {
    let outside = xml.depth() - 1;
    let mut cells: Vec<Cell> = Vec::new();
    // For each column the cell that those below may go on with.
    let mut open: BTreeMap<u32, usize> = BTreeMap::new();
    let mut row = 0;
    loop {
        match xml.token()? {
            Token::Open(tag) => match tag.local() {
                "tr" => {
                    if read_row(story, xml, row, &mut cells, &mut open)? {
                        row += 1;
                    }
                }
                "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" | "AlternateContent"
                | "Choice" => {}
                _ => story.skip(xml)?,
            },
            Token::Close(tag) if tag.depth == outside => return Ok(cells),
            Token::End => return Ok(cells),
            _ => {}
        }
    }
}

/// Reads a row; whether it is there, and was not deleted.
fn read_row(
    story: &mut impl Story,
    xml: &mut Xml<'_>,
    row: u32,
    cells: &mut Vec<Cell>,
    open: &mut BTreeMap<u32, usize>,
) -> Result<bool, Error> {
    let outside = xml.depth() - 1;
    let (mut column, mut is_deleted, mut is_inserted) = (0u32, false, false);
    let kept = cells.len();
    let mut read: Vec<(u32, Shape, Vec<Block>)> = Vec::new();
    loop {
        match xml.token()? {
            Token::Open(tag) => match tag.local() {
                "gridBefore" => column += value(&tag).parse().unwrap_or(0).min(MAX_SPAN),
                "del" => is_deleted = true,
                // Among the properties of the row, not around its cells.
                "ins" if read.is_empty() => is_inserted = true,
                "tc" => {
                    let mut shape = Shape::default();
                    let blocks = story.cell(xml, &mut shape)?;
                    if shape.is_deleted {
                        story.tracked();
                        continue;
                    }
                    let at = column;
                    column = column.saturating_add(shape.span);
                    read.push((at, shape, blocks));
                }
                "trPr" | "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" | "cnfStyle"
                | "AlternateContent" | "Choice" => {}
                _ => story.skip(xml)?,
            },
            Token::Close(tag) if tag.depth == outside => break,
            Token::End => break,
            _ => {}
        }
    }
    if is_deleted || is_inserted {
        story.tracked();
    }
    if is_deleted {
        return Ok(false);
    }
    for (at, shape, blocks) in read {
        let last = at + shape.span - 1;
        if shape.horizontal == Some(true)
            && let Some(left) = cells[kept..].last_mut()
        {
            left.area.last.1 = last;
            continue;
        }
        let above = open.get(&at).copied();
        if shape.vertical == Some(true)
            && let Some(above) = above.and_then(|above| cells.get_mut(above))
            && above.area.last.0 + 1 == row
        {
            above.area.last.0 = row;
            continue;
        }
        open.remove(&at);
        if shape.vertical.is_some() {
            open.insert(at, cells.len());
        }
        cells.push(Cell { area: Area { first: (row, at), last: (row, last) }, blocks });
    }
    Ok(true)
}

impl Shape {
    /// Reads the properties of a cell, whose tag was just opened, to their end.
    ///
    /// # Errors
    /// When the part is damaged.
    pub fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), Error> {
        let outside = xml.depth() - 1;
        loop {
            match xml.token()? {
                Token::Open(tag) => {
                    let goes_on = || value(&tag) != "restart";
                    match tag.local() {
                        "gridSpan" => {
                            self.span = value(&tag).parse().unwrap_or(1).clamp(1, MAX_SPAN)
                        }
                        "vMerge" => self.vertical = Some(goes_on()),
                        "cellDel" => self.is_deleted = true,
                        "hMerge" => self.horizontal = Some(goes_on()),
                        "tcPrChange" => xml.skip()?,
                        _ => {}
                    }
                }
                Token::Close(tag) if tag.depth == outside => return Ok(()),
                Token::End => return Ok(()),
                _ => {}
            }
        }
    }
}
