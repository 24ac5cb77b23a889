//! Prose that differs: preamble, headings, paragraphs and notes, section by section.

use super::Side;
use super::words::{Piece, likeness, pieces};
use crate::model::{Address, Place, Section};
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::BTreeSet;

/// A paragraph that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TextChange {
    /// The number of the section; 0 for the preamble.
    pub section: u8,
    /// What the section is called.
    pub section_name: String,
    /// What happened.
    pub kind: TextKind,
    /// The paragraph of the old section, counted from 1 after the heading; none where it is new.
    pub old_paragraph: Option<usize>,
    /// The paragraph of the new section; none where it is gone.
    pub new_paragraph: Option<usize>,
    /// The old text and the new one, piece by piece.
    pub pieces: Vec<Piece>,
    /// Where the new one stands; the heading of the section for one that is gone.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// What happened to a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TextKind {
    /// It was there with other words.
    Changed,
    /// It was not there.
    Added,
    /// It is no longer there.
    Removed,
}

/// Paragraphs less alike are not one that was changed, but two.
const ALIKE: f32 = 0.4;
/// More pairs are not compared with each other, but in their order.
const PAIRS: usize = 400;

/// The paragraphs that differ.
pub fn changes(old: Side<'_>, new: Side<'_>) -> Vec<TextChange> {
    let preamble = |side: Side<'_>| {
        let text = side.report.metadata.field("preamble").unwrap_or_default();
        text.lines().map(|line| (line.to_owned(), Address::Field("preamble".into()))).collect()
    };
    let mut changes = of_section(0, "引言", preamble(old), preamble(new), new);
    let sections = new.report.sections.iter().chain(&old.report.sections);
    let numbers: BTreeSet<u8> = sections.map(|section| section.number).collect();
    for number in numbers {
        let paragraphs =
            |side: Side<'_>| side.report.section(number).map(paragraphs).unwrap_or_default();
        let heading = |side: Side<'_>| side.report.section(number).map(|one| one.heading.clone());
        let name = heading(new).or_else(|| heading(old)).unwrap_or_default();
        if let (Some(was), Some(is)) = (heading(old), heading(new))
            && was != is
        {
            changes.push(TextChange {
                section: number,
                section_name: name.clone(),
                kind: TextKind::Changed,
                old_paragraph: Some(0),
                new_paragraph: Some(0),
                pieces: pieces(&was, &is),
                place: new.origins.get(&Address::Heading(number)).cloned(),
            });
        }
        changes.extend(of_section(number, &name, paragraphs(old), paragraphs(new), new));
    }
    changes
}

/// The paragraphs of a section, the notes below its table last.
fn paragraphs(section: &Section) -> Vec<(String, Address)> {
    let blocks = section.blocks.iter().enumerate();
    let blocks =
        blocks.map(|(at, block)| (block.text().to_owned(), Address::Passage(section.number, at)));
    let notes = section.notes.iter().enumerate();
    let notes = notes.map(|(at, note)| (note.clone(), Address::Note(section.number, at)));
    blocks.chain(notes).collect()
}

fn of_section(
    section: u8,
    name: &str,
    old: Vec<(String, Address)>,
    new: Vec<(String, Address)>,
    side: Side<'_>,
) -> Vec<TextChange> {
    let texts = |all: &[(String, Address)]| -> Vec<String> {
        all.iter().map(|(text, _)| text.clone()).collect()
    };
    let (before, after) = (texts(&old), texts(&new));
    let heading = side.origins.get(&Address::Heading(section));
    let change = |was: Option<usize>, is: Option<usize>| {
        let text =
            |all: &[String], at: Option<usize>| at.map(|at| all[at].clone()).unwrap_or_default();
        let own = is.and_then(|at| side.origins.get(&new[at].1));
        TextChange {
            section,
            section_name: name.to_owned(),
            kind: match (was, is) {
                (Some(_), Some(_)) => TextKind::Changed,
                (None, _) => TextKind::Added,
                (_, None) => TextKind::Removed,
            },
            old_paragraph: was.map(|at| at + 1),
            new_paragraph: is.map(|at| at + 1),
            pieces: pieces(&text(&before, was), &text(&after, is)),
            place: own.or(heading).cloned(),
        }
    };
    let mut changes = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        let (was, is) = match op {
            DiffOp::Equal { .. } => continue,
            DiffOp::Delete { old_index, old_len, .. } => (old_index..old_index + old_len, 0..0),
            DiffOp::Insert { new_index, new_len, .. } => (0..0, new_index..new_index + new_len),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                (old_index..old_index + old_len, new_index..new_index + new_len)
            }
        };
        let pairs = pairs(&before[was.clone()], &after[is.clone()]);
        let (mut next_old, mut next_new) = (was.start, is.start);
        for (a, b) in pairs.into_iter().map(|(a, b)| (was.start + a, is.start + b)) {
            changes.extend((next_old..a).map(|at| change(Some(at), None)));
            changes.extend((next_new..b).map(|at| change(None, Some(at))));
            changes.push(change(Some(a), Some(b)));
            (next_old, next_new) = (a + 1, b + 1);
        }
        changes.extend((next_old..was.end).map(|at| change(Some(at), None)));
        changes.extend((next_new..is.end).map(|at| change(None, Some(at))));
    }
    changes
}

/// Which of the old paragraphs became which of the new ones, in order, the most alike.
fn pairs(old: &[String], new: &[String]) -> Vec<(usize, usize)> {
    if old.len() * new.len() > PAIRS {
        return (0..old.len().min(new.len())).map(|at| (at, at)).collect();
    }
    let alike: Vec<Vec<f32>> = old
        .iter()
        .map(|old| {
            new.iter()
                .map(|new| likeness(old, new))
                .map(|l| if l < ALIKE { 0.0 } else { l })
                .collect()
        })
        .collect();
    // The best sum of what is left from each pair on.
    let mut best = vec![vec![0.0f32; new.len() + 1]; old.len() + 1];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            let both = if alike[a][b] > 0.0 { alike[a][b] + best[a + 1][b + 1] } else { 0.0 };
            best[a][b] = both.max(best[a + 1][b]).max(best[a][b + 1]);
        }
    }
    let (mut a, mut b, mut found) = (0, 0, Vec::new());
    while a < old.len() && b < new.len() {
        if alike[a][b] > 0.0 && best[a][b] == alike[a][b] + best[a + 1][b + 1] {
            found.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if best[a][b] == best[a + 1][b] {
            a += 1;
        } else {
            b += 1;
        }
    }
    found
}
