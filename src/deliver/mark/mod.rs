//! The marked copy: the user's own workbook with a comment and a fill at every cell that
//! has a finding, so that mistakes can be put right where the data is. A first sheet lists
//! them all.
//!
//! ```text
//! bytes ─▶ package ─▶ book (sheets) ─▶ notes (findings by cell)
//!                                        ├─▶ cells · styles (list, paint)   fills
//!                                        ├─▶ comments (comment) · shapes (boxes)
//!                                        ├─▶ tabs                           colours
//!                                        └─▶ results · sheets               first sheet
//!          package ◀─ patch: only the named bytes of only these parts change
//! ```
//!
//! Changed are the sheets that are marked, their lists of relationships, their comments and
//! the boxes of these, the formats of cells and the list of content types. Every other
//! entry is copied as it is stored. Parts are never written anew: `markup` tells where a
//! tag stands, `patch` changes it there.
//!
//! A copy that is marked again loses our old comments and gets the old fills of its cells
//! back before anything new is put in. Called by the command `check`; the guard of the
//! reader has looked at the bytes before.

mod book;
mod boxes;
mod cells;
mod comment;
mod comments;
mod layout;
mod list;
mod listed;
mod notes;
mod paint;
mod results;
mod shapes;
mod sheets;
mod styles;
mod tabs;
#[cfg(test)]
mod tests;
mod word;

pub use listed::list;
pub use word::{Passage, mark_word};

use crate::diag::Finding;
use crate::error::Error;
use crate::formats::opc::{Edit, Relationships};
use crate::formats::xml::markup::Malformed;
use crate::formats::xml::patch::Patch;
use crate::model::area::Position;
use book::Book;
use layout::Layout;
use notes::{Marks, Remark};
use std::collections::BTreeMap;
use styles::Styles;

/// The namespace of workbooks, transitional and strict.
const NAMESPACES: [&str; 2] = [
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
];

const COMMENTS_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const SHAPES_TYPE: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";

/// A copy of a workbook with a comment and a fill for every finding. What has no place in
/// the workbook is said at the first cell of 基本信息, or of the first sheet.
///
/// The same workbook and findings give the same bytes.
///
/// # Errors
/// [`Error::Usage`] when the format cannot carry comments or the workbook is signed;
/// [`Error::Writer`] when a part that has to change is not readable.
pub fn mark(workbook: &[u8], findings: &[Finding]) -> Result<Vec<u8>, Error> {
    let (mut package, mut book) = Book::open(workbook)?;
    book.results = results::find(workbook, &book);
    // What the office has accepted is not pointed at again.
    let open: Vec<&Finding> = findings.iter().filter(|one| one.accepted.is_none()).collect();
    let remarks = notes::assign(&open, &book)?;
    let mut styles = Styles::open(&book, &mut package)?;
    for (number, remarks) in remarks.iter().enumerate() {
        if let Some(part) =
            book.sheets[number].part.as_ref().filter(|_| book.results != Some(number))
        {
            mark_sheet(number, part, remarks, &mut styles, &mut package)?;
        }
    }
    results::write(findings, &book, &mut styles, &mut package)?;
    styles.save(&book, &mut package)?;
    package.finish().map_err(broken)
}

fn mark_sheet(
    number: usize,
    part: &str,
    remarks: &[Remark<'_>],
    styles: &mut Styles,
    package: &mut Edit<'_>,
) -> Result<(), Error> {
    let relations = package.relationships(part)?;
    let old_comments = match relations.part("comments") {
        Some(part) => package.text(part)?,
        None => None,
    };
    let may_have_ours = old_comments.as_deref().is_some_and(comments::may_have_ours);
    if remarks.is_empty() && !may_have_ours && !styles.has_ours() {
        return Ok(());
    }
    let missing = || broken(format_args!("工作簿里没有“{part}”"));
    let text = package.text(part)?.ok_or_else(missing)?;
    let layout = Layout::read(&text)?;
    let marks = notes::settle(remarks, &layout);
    let mut patch = Patch::new(&text);
    cells::fill(&marks.fills, &layout, styles, &mut patch)?;
    tabs::colour(notes::worst(remarks), &layout, &mut patch);
    if may_have_ours || !marks.notes.is_empty() {
        let mut sheet = Sheet { number, part, layout: &layout, relations, package };
        sheet.comment(old_comments, &marks, &mut patch)?;
    }
    package.put(part, patch);
    Ok(())
}

/// A sheet whose comments are changed.
struct Sheet<'a, 'b> {
    number: usize,
    part: &'a str,
    layout: &'a Layout,
    relations: Relationships,
    package: &'a mut Edit<'b>,
}

impl Sheet<'_, '_> {
    /// Changes the comments and their boxes.
    fn comment(
        &mut self,
        old: Option<String>,
        marks: &Marks,
        patch: &mut Patch<'_>,
    ) -> Result<(), Error> {
        let strict = self.layout.strict;
        let old = old.unwrap_or_else(|| comments::blank(NAMESPACES[usize::from(strict)]));
        let outcome = comments::write(&old, &marks.notes)?;
        if outcome.text == old {
            return Ok(());
        }
        let part = match self.relations.part("comments") {
            Some(part) => part.to_owned(),
            None => {
                let part = self.package.unused("xl/comments", ".xml");
                self.package.relate(self.part, "comments", &part, strict)?;
                part
            }
        };
        self.package.write(&part, outcome.text);
        self.package.declare(&part, COMMENTS_TYPE)?;

        let known = self.layout.drawing.as_ref().and_then(|(id, _)| self.relations.get(id));
        let part = match known.and_then(|one| one.target.clone()) {
            Some(part) => part,
            None => {
                let part = self.package.unused("xl/drawings/vmlDrawing", ".vml");
                let id = self.package.relate(self.part, "vmlDrawing", &part, strict)?;
                self.layout.draw(&id, patch);
                part
            }
        };
        let is_new = |at: &&Position| !outcome.shared.contains_key(*at);
        let new: BTreeMap<Position, String> = marks
            .notes
            .iter()
            .filter(|(at, _)| is_new(at))
            .map(|(at, note)| (*at, note.text()))
            .collect();
        let old = self.package.text(&part)?.unwrap_or_else(|| shapes::blank(self.number));
        let text = shapes::write(&old, &outcome.dropped, &new, &outcome.shared, self.layout)?;
        self.package.write(&part, text);
        Ok(self.package.declare(&part, SHAPES_TYPE)?)
    }
}

/// The copy cannot be made.
fn broken(reason: impl std::fmt::Display) -> Error {
    Error::writer("标注副本", reason)
}

impl From<Malformed> for Error {
    fn from(Malformed(cause): Malformed) -> Error {
        broken(format_args!("XML 内容有误（{cause}）"))
    }
}
