//! Our own report XML back to a [`Report`]: the writer's other side.
//!
//! Strict, because it is a machine's file: what the schema does not know, what is missing,
//! what stands twice or is no number is refused with one sentence, and nothing is guessed.
//! So an archive can rebuild every output from the XML alone.

mod element;
mod encoding;
pub mod explain;
mod metadata;
mod newer;
mod report;
mod table;
#[cfg(test)]
mod tests;

pub use element::excerpt;

use super::write::{Issue, MOST_BYTES, PublishedFile};
use crate::error::Error;
use crate::formats::xml::parse::{Limits, Names, ParseError, parse};
use crate::formats::xml::tree::Element;
use crate::model::{Forms, Report};

/// A report of the largest form has some thousand elements.
const LIMITS: Limits = Limits { bytes: MOST_BYTES, depth: 16, elements: 200_000, attributes: 64 };

/// What every namespace of ours begins with.
const OWN: &str = "urn:x-nianbao:xxgk-report:";

/// Characters of a sentence on what is wrong.
const MOST_SAID: usize = 200;

/// What an `r:report` says: the report, and which issue of it this is.
#[derive(Debug, Clone, PartialEq)]
pub struct Payload {
    /// The report.
    pub report: Report,
    /// Revision and status.
    pub issue: Issue,
    /// The published files, if it was cut out of a feed.
    pub files: Vec<PublishedFile>,
}

/// Whether the bytes are XML that may be ours: not a page, not a spreadsheet saved as XML.
pub fn is_ours(bytes: &[u8]) -> bool {
    const HEAD: usize = 4096;
    let head = encoding::decoded(&bytes[..bytes.len().min(HEAD)]);
    let head = String::from_utf8_lossy(&head);
    let head = head.trim_start_matches('\u{FEFF}').trim_ascii_start().to_ascii_lowercase();
    if head.starts_with('<') && head.contains(OWN) {
        return true;
    }
    let is_markup = ["<?xml", "<!--", "<!doctype", "<r:report", "<report"];
    let is_other = [
        "<html",
        "<!doctype html",
        "<table",
        "mso-application",
        "office:spreadsheet",
        "office:document",
        "uof:uof",
    ];
    is_markup.iter().any(|start| head.starts_with(start))
        && !is_other.iter().any(|mark| head.contains(mark))
}

/// Reads a report.
///
/// # Errors
/// [`Error::NotAWorkbook`] with one sentence on what is wrong.
pub fn read_xml(bytes: &[u8], forms: Forms) -> Result<Report, Error> {
    read_payload(bytes, forms).map(|payload| payload.report)
}

/// Reads a report with its revision.
///
/// # Errors
/// [`Error::NotAWorkbook`] with one sentence on what is wrong.
pub fn read_payload(bytes: &[u8], forms: Forms) -> Result<Payload, Error> {
    if bytes.len() > LIMITS.bytes {
        return Err(refused(explain::explain(&ParseError::Bytes(LIMITS.bytes))));
    }
    parse(&encoding::decoded(bytes), LIMITS, Names::Resolved { skipped: None })
        .map_err(|error| explain::explain(&error))
        .and_then(|root| payload(&root, forms))
        .map_err(refused)
}

fn refused(why: String) -> Error {
    Error::NotAWorkbook(format!("这个 XML 不能用作年度报告：{}", cut(why)))
}

/// A sentence that repeats a name or a value of somebody's file stays one, and readable.
fn cut(why: String) -> String {
    let mut why = why.replace(['\n', '\r', '\t'], " ");
    if let Some((end, _)) = why.char_indices().nth(MOST_SAID) {
        why.truncate(end);
        why.push('…');
    }
    why
}

/// The payload in an `r:report`.
///
/// # Errors
/// What is wrong with it, as the rest of a Chinese sentence.
pub fn payload(root: &Element, forms: Forms) -> Result<Payload, String> {
    report::read(root, forms)
}
