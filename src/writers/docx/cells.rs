//! A cache of written table cells: labels and most figures repeat from report to report.

use docx_rs::{
    BuildXML, LineSpacing, LineSpacingType, Paragraph, TableCell, VAlignType, VMergeType, WidthType,
};
use std::cell::RefCell;
use std::collections::HashMap;

use super::face::Face;
use super::{order, text};
use crate::error::Error;
use crate::formats::xml::tree::Element;

/// Left and right of the text in the narrowest cells, in twips.
pub const LEAST_PADDING: usize = 20;

/// Longer texts are not met a second time.
const LONGEST: usize = 240;

/// So many cells are kept; then all are forgotten, and the labels soon known again.
const MOST: usize = 4096;

/// All that decides what a cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CellFormat {
    /// Style of its paragraph.
    pub style: &'static str,
    /// In twips.
    pub width: usize,
    /// Margins left and right in twips.
    pub padding: usize,
    /// Columns covered.
    pub span: usize,
    /// Its part in a cell of several rows.
    pub merge: Merge,
    /// Whether the next row stays on its page.
    pub keep_next: bool,
    /// Line pitch in twips.
    pub line: i32,
    /// Size of the text, and of what may be typed into it, in half points.
    pub sizes: [usize; 2],
}

/// The part of a cell in one that goes over several rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Merge {
    /// In one row only.
    None,
    /// Its first row.
    Start,
    /// A further one.
    Continue,
}

#[derive(Default)]
struct Known {
    cells: HashMap<CellFormat, HashMap<Box<str>, Box<str>>>,
    count: usize,
}

thread_local! {
    /// One for each thread: workers do not wait for each other.
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// Writes a cell.
pub fn write(format: &CellFormat, text: &str, out: &mut String) -> Result<(), Error> {
    if text.len() > LONGEST {
        element(format, text)?.write(out);
        return Ok(());
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(cell) = known.cells.get(format).and_then(|cells| cells.get(text)) {
            out.push_str(cell);
            return Ok(());
        }
        if known.count >= MOST {
            *known = Known::default();
        }
        let mut cell = String::new();
        element(format, text)?.write(&mut cell);
        out.push_str(&cell);
        known.cells.entry(*format).or_default().insert(text.into(), cell.into());
        known.count += 1;
        Ok(())
    })
}

/// A cell as a tree.
pub fn element(format: &CellFormat, text: &str) -> Result<Element, Error> {
    let line = LineSpacing::new().line(format.line).line_rule(LineSpacingType::Exact);
    let [size, empty] = format.sizes;
    let mut paragraph = Paragraph::new()
        .style(format.style)
        .line_spacing(line)
        .keep_next(format.keep_next)
        // The size of an empty cell, should someone type into it.
        .size(empty);
    if format.merge != Merge::Continue {
        paragraph = text::write(paragraph, text, Face::FangSong, Some(size));
    }
    let mut cell = TableCell::new()
        .width(format.width, WidthType::Dxa)
        .vertical_align(VAlignType::Center)
        .add_paragraph(paragraph);
    if format.span > 1 {
        cell = cell.grid_span(format.span);
    }
    if format.padding > LEAST_PADDING {
        cell.property = cell
            .property
            .margin_left(format.padding, WidthType::Dxa)
            .margin_right(format.padding, WidthType::Dxa);
    }
    let cell = match format.merge {
        Merge::None => cell,
        Merge::Start => cell.vertical_merge(VMergeType::Restart),
        Merge::Continue => cell.vertical_merge(VMergeType::Continue),
    };
    let mut cell = Element::parse(&cell.build())?;
    order::tidy(&mut cell);
    Ok(cell)
}
