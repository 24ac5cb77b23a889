//! A report to what its picture shows.

use super::content::{Body, Part, Poster, Section};
use super::words::{filled, words};
use super::{alt, points, tables, years};
use crate::model::Report;
use crate::publication::{Block, Publication};

/// What the rules know the section of problems by.
const PROBLEMS: &str = "problems";
/// No more points than this of a kind.
const MOST: usize = 6;

impl Poster {
    /// The picture of a report, with lines of figures where there are reports of years
    /// `before`.
    pub fn of(report: &Report, publication: &Publication, before: &[&Report]) -> Poster {
        let words = words();
        let title = &publication.document.title;
        let mut poster = Poster {
            document: publication.document.clone(),
            kicker: &words.kicker,
            title: publication.title.clone(),
            of: &words.of,
            sections: sections(report),
            source: filled(&words.source, &[("title", title.as_str())]),
            signature: signature(publication),
            alt: String::new(),
        };
        poster.sections.extend(years::section(report, before));
        poster.sections.extend(problems(report));
        poster.alt = alt::text(&poster);
        poster
    }
}

/// The sections with a table.
fn sections(report: &Report) -> Vec<Section> {
    let told = report.sections.iter().filter_map(|section| {
        let table = report.tables.get(section.table.as_deref()?)?;
        let form = table.form.form().table(section.table.as_deref()?)?;
        let title = printed(&section.heading);
        Some(Section { title, parts: tables::parts(form, table) })
    });
    told.collect()
}

/// The section of problems and next steps, if it says anything.
fn problems(report: &Report) -> Option<Section> {
    let words = words();
    let number = report.edition.form().section_of(PROBLEMS)?.number;
    let section = report.section(number)?;
    let found = points::points(&section.blocks);
    let part = |title: &str, mut items: Vec<String>| {
        let said = if items.len() > MOST { vec![words.more.clone()] } else { Vec::new() };
        items.truncate(MOST);
        let items: Vec<String> = items.iter().map(|item| printed(item)).collect();
        let (title, sub) = (title.to_owned(), String::new());
        (!items.is_empty()).then_some(Part { title, sub, body: Body::Points { items }, said })
    };
    let parts = [part(&words.problems, found.problems), part(&words.steps, found.steps)];
    let parts: Vec<Part> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| Section { title: printed(&section.heading), parts })
}

/// Body and date as they stand below the report.
fn signature(publication: &Publication) -> [String; 2] {
    let signed = publication.blocks.iter().find_map(|block| match block {
        Block::Signature { name, date } => Some([name.replace('\n', ""), date.clone()]),
        _ => None,
    });
    signed.unwrap_or_default()
}

/// A text on one line.
fn printed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
