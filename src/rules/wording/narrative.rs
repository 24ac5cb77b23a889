//! The narrative of a report, text by text, each with its cell.

use crate::model::{Address, Passage, Place};
use crate::rules::Subject;

/// A section with its passages.
pub struct SectionText<'s> {
    /// 1 to 6.
    pub number: u8,
    /// Its passages, in order.
    pub texts: Vec<Text<'s>>,
}

/// A passage and its cell.
pub struct Text<'s> {
    /// The passage.
    pub passage: &'s Passage,
    /// Its cell.
    pub place: Option<&'s Place>,
}

/// The passages of every section.
pub fn sections<'s>(subject: &Subject<'s>) -> Vec<SectionText<'s>> {
    let text = |number: u8, (index, passage): (usize, &'s Passage)| Text {
        passage,
        place: subject.origins.get(&Address::Passage(number, index)),
    };
    subject
        .report
        .sections
        .iter()
        .map(|section| SectionText {
            number: section.number,
            texts: section
                .blocks
                .iter()
                .enumerate()
                .map(|block| text(section.number, block))
                .collect(),
        })
        .collect()
}

/// The preamble, empty if there is none, and its cell.
pub fn preamble<'s>(subject: &Subject<'s>) -> (&'s str, Option<&'s Place>) {
    let text = subject.report.metadata.field("preamble").unwrap_or_default();
    (text, subject.origins.field("preamble"))
}
