//! The report as a thing to print: title, headings, paragraphs, tables, signature.
//!
//! Worked out once from a [`Report`](crate::model::Report) and its form, then handed to
//! every writer. Nothing here knows DOCX, PDF or HTML, and no writer looks anything up
//! that is not in here. Serialised to JSON it is the data contract of
//! `templates/report.typ`.

mod compose;
pub mod measures;
pub mod table;
mod title;

pub use compose::{compose, preamble};
pub use measures::Measures;
pub use table::Table;

use crate::model::Address;
use serde::Serialize;

/// A whole report, ready to be set on pages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Publication {
    /// What a file's properties say about the document.
    pub document: Document,
    /// The title, one entry a printed line, broken where the meaning allows.
    pub title: Vec<String>,
    /// Everything below the title, in reading order.
    pub blocks: Vec<Block>,
    /// Every length and size of the page.
    pub measures: Measures,
}

/// Document properties; all of them come from the workbook.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Document {
    /// The title on one line.
    pub title: String,
    /// Body that publishes the report.
    pub author: String,
    /// What the document is, one sentence.
    pub subject: String,
    /// 主题词, already split.
    pub keywords: Vec<String>,
    /// Date of writing, else of publication: year, month, day.
    pub date: Option<[i32; 3]>,
    /// Further properties by their Chinese name (索引号, 报告年度 …), in a fixed order.
    pub properties: Vec<(String, String)>,
}

/// One block of the text flow.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// A heading; level 1 is `一、`, level 2 `（一）`, level 3 `1.`.
    Heading {
        /// 1, 2 or 3.
        level: u8,
        /// Text with its number.
        text: String,
        /// What of the report it prints.
        #[serde(skip)]
        address: Address,
    },
    /// A paragraph of body text.
    Paragraph {
        /// The text; no line breaks, no control characters.
        text: String,
        /// What of the report it prints; `None` for a default preamble, made of many values.
        #[serde(skip)]
        address: Option<Address>,
    },
    /// One of the three tables of the form.
    Table(Table),
    /// The body's name and the date, at the end.
    Signature {
        /// Name of the body; one too long for a line has several, broken where the meaning
        /// allows.
        name: String,
        /// Date such as `2022年2月8日`; empty where the workbook gives none.
        date: String,
    },
}

impl Block {
    /// What of the report it prints, where that is one thing.
    pub fn address(&self) -> Option<Address> {
        match self {
            Block::Heading { address, .. } => Some(address.clone()),
            Block::Paragraph { address, .. } => address.clone(),
            Block::Table(table) => Some(Address::Table(table.id.clone())),
            Block::Signature { .. } => Some(Address::Field("agency".into())),
        }
    }
}
