//! The narrative of a report, text by text, each with its cell and cut into sentences once for
//! all rules.

use super::sentence::{Sentence, sentences};
use crate::model::{Address, Passage, Place, Report};
use crate::rules::Subject;

/// The sentences of a report, kept in its [`Subject`].
pub struct Narrative {
    preamble: Vec<Sentence>,
    /// Section by section, passage by passage.
    sections: Vec<Vec<Vec<Sentence>>>,
}

/// A section with its passages.
pub struct SectionText<'s> {
    /// What it is about.
    pub role: Option<&'s str>,
    /// Its passages, in order.
    pub texts: Vec<Text<'s>>,
}

/// A passage and its cell.
pub struct Text<'s> {
    /// The passage.
    pub passage: &'s Passage,
    /// Its cell.
    pub place: Option<&'s Place>,
    /// Its sentences.
    pub sentences: &'s [Sentence],
}

impl Narrative {
    /// That of a report.
    pub fn of(report: &Report) -> Narrative {
        let sections = report.sections.iter().map(|section| {
            section.blocks.iter().map(|passage| sentences(passage.text())).collect()
        });
        Narrative { preamble: sentences(opening(report)), sections: sections.collect() }
    }
}

fn opening(report: &Report) -> &str {
    report.metadata.field("preamble").unwrap_or_default()
}

/// The passages of every section.
pub fn sections<'s>(subject: &'s Subject<'_>) -> Vec<SectionText<'s>> {
    let form = subject.report.edition.form();
    let sections = subject.report.sections.iter().zip(&subject.narrative().sections);
    sections
        .map(|(section, sentences)| SectionText {
            role: form.section(section.number).and_then(|own| form.role_of(own)),
            texts: section
                .blocks
                .iter()
                .zip(sentences)
                .enumerate()
                .map(|(index, (passage, sentences))| Text {
                    passage,
                    place: subject.origins.get(&Address::Passage(section.number, index)),
                    sentences,
                })
                .collect(),
        })
        .collect()
}

/// The preamble, empty if there is none, with its cell and its sentences.
pub fn preamble<'s>(subject: &'s Subject<'_>) -> (&'s str, Option<&'s Place>, &'s [Sentence]) {
    let place = subject.origins.field("preamble");
    (opening(subject.report), place, &subject.narrative().preamble)
}
