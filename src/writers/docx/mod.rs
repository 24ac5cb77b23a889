//! The report as a Word document after GB/T 9704-2012.
//!
//! ```text
//! Publication ─▶ page     millimetres to twips, section, page numbers
//!             ─▶ body     text flow ─▶ text (runs and faces) · table (columns, cells) · signature
//!                         place · lines · fit   where on the page, and how close a table stands
//!             ─▶ template an office's own styles, page and headers, where there is one
//!             ─▶ frame    what is the same for many reports: section, styles, fonts, lists
//!             ─▶ package  the last hand: properties, parts in order ─▶ archive
//! ```
//!
//! `docx-rs` writes what depends on the text; `order` puts it right. Nothing here
//! looks at the workbook or works out a text.

mod body;
mod cells;
mod columns;
mod face;
mod fit;
mod frame;
mod lines;
mod margins;
mod order;
mod package;
mod page;
mod place;
mod properties;
mod settings;
mod signature;
mod style;
mod table;
mod template;
mod text;
mod theme;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use template::{Refused, Template};

use crate::error::Error;
use crate::formats::xml::parse::ParseError;
use crate::publication::{Block, Publication};

/// What the user may choose about the Word document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// Which of the two readings of the type area.
    pub profile: Profile,
    /// An office's own document, whose look the report takes.
    pub template: Option<Template>,
}

/// GB/T 9704 measures the type area by glyphs, a word processor by lines of text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Profile {
    /// Common practice: the margins of GB/T 9704 as Word shows them, 22 lines of 28.95 pt.
    #[default]
    Common,
    /// GB/T 33476.2-2016: margins 2.42 mm smaller above and below, 22 lines of 29.5 pt.
    Gbt33476,
}

/// The bytes of the `.docx` file; the same for the same publication, everywhere.
pub fn write(publication: &Publication, options: &Options) -> Result<Vec<u8>, Error> {
    let page = page::Page::new(&publication.measures, options.profile);
    let Some(template) = &options.template else {
        return package::pack(publication, &page, None);
    };
    let page = template.page(&page);
    let mut publication = publication.clone();
    for block in &mut publication.blocks {
        if let (Block::Table(table), Some(pt)) = (block, template.table_pt()) {
            table.font_pt = pt;
        }
    }
    package::pack(&publication, &page, Some(template))
}

impl From<ParseError> for Error {
    fn from(error: ParseError) -> Error {
        Error::writer("DOCX", format_args!("{error:?}"))
    }
}
