//! The copy of a document in which every finding is marked at its place.

use super::Document;
use crate::deliver::mark::{Passage, list, mark as mark_workbook, mark_word};
use crate::diag::Finding;
use crate::error::Error;

/// A copy of the file with what was found in it: comments and fills in a workbook, comments in
/// a Word file.
///
/// # Errors
/// [`Error::Usage`] for what takes no comments; [`Error::Writer`] when a part that has to
/// change is not readable.
pub fn mark(document: &Document, findings: &[Finding]) -> Result<Vec<u8>, Error> {
    let bytes = &document.bytes;
    match &document.layout {
        None => mark_workbook(&list(bytes, findings)?, findings),
        Some(layout) if layout.is_page => {
            let sentence = "网页不能加批注；请核对打印出来的结果，或者标注原来的 Word 文档、工作簿";
            Err(Error::Usage(sentence.into()))
        }
        Some(layout) => mark_word(bytes, findings, |finding| {
            let paragraph = layout.source(finding.place.as_ref()?)?;
            Some(Passage { paragraph, sentence: layout.sentence(finding) })
        }),
    }
}
