//! Findings: what is wrong or odd in a workbook, said so that a clerk can act on it.
//!
//! The reader, the rules and the writers raise findings; the renderers here print them. This
//! room knows no code by name and touches no file, process or terminal.

pub mod acceptance;
pub mod accepted;
pub mod catalogue;
pub mod code;
pub mod group;
pub mod json;
pub mod markdown;
pub mod message;
pub mod page;
pub mod profile;
pub mod run;
#[cfg(test)]
pub mod samples;
pub mod sarif;
pub mod style;
pub mod text;
pub mod wrap;

pub use acceptance::{Acceptance, Reason};
pub use catalogue::Catalogue;
pub(crate) use code::codes;
pub use code::{Code, Codes};
pub(crate) use message::say;
pub use message::{Message, Part, cells, label, number, value};
pub use profile::Profile;
pub use style::Style;

use crate::model::Place;
use serde::Serialize;
use std::fmt;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Against the form itself, or unreadable; nothing is written.
    Error,
    /// Probably wrong by common practice.
    Warning,
    /// Worth knowing.
    Info,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "错误",
            Severity::Warning => "警告",
            Severity::Info => "提示",
        })
    }
}

/// A place of a document in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// All of it: `表 2 第 5 行第 3 列（“规章”·本年制发件数）`.
    pub whole: String,
    /// Without the name of the table or section.
    pub inner: String,
    /// Whether it is in a table, and not in prose.
    pub is_table: bool,
}

/// One thing found.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Stable code and its page.
    pub code: &'static Code,
    /// Severity here; usually the code's own.
    pub severity: Severity,
    /// Where, if it has a place.
    pub place: Option<Place>,
    /// The same in words, where it is in a document, which has no cells to name.
    pub spot: Option<Box<Spot>>,
    /// What is there, with the values seen.
    pub message: Message,
    /// What to do about it.
    pub help: Message,
    /// Why an office lets it stand, if it does; never an error.
    pub accepted: Option<Reason>,
}

impl Finding {
    /// A finding with its code's own severity and no place.
    pub fn new(code: &'static Code, message: impl Into<Message>, help: impl Into<Message>) -> Self {
        Finding {
            code,
            severity: code.severity,
            place: None,
            spot: None,
            message: message.into(),
            help: help.into(),
            accepted: None,
        }
    }

    /// The same finding at this place.
    pub fn at(mut self, place: impl Into<Option<Place>>) -> Self {
        self.place = place.into();
        self
    }
}

/// Puts findings in their printed order: by sheet as the workbook has them, row, column, code.
pub fn sort(findings: &mut [Finding], sheets: &[String]) {
    findings.sort_by_cached_key(|finding| {
        let place = finding.place.as_ref();
        let sheet =
            place.map(|place| sheets.iter().position(|s| *s == place.sheet).unwrap_or(usize::MAX));
        (sheet, place.map(|place| place.first), finding.code.id, finding.message.to_string())
    });
}

/// The gravest severity that is still open.
pub fn worst(findings: &[Finding]) -> Option<Severity> {
    let open = findings.iter().filter(|finding| finding.accepted.is_none());
    open.map(|finding| finding.severity).min()
}
