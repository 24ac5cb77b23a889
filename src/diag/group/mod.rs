//! The same mistake in many cells, said once. Only for people: programs get every cell.
//!
//! Findings fold when code, severity, sheet, message and help are the same but for the names
//! of rows and columns, which the cells tell anyway. Numbers may differ in one respect, along
//! one row or column, and are then all listed. Whatever else differs keeps findings apart:
//! nothing that was found is hidden.

mod parts;
#[cfg(test)]
mod tests;

use super::group::parts::{Piece, pieces};
use super::{Finding, Severity};
use crate::model::Place;
use std::collections::{BTreeMap, BTreeSet};

/// One or several findings that say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'f> {
    /// Their code.
    pub code: &'static str,
    /// Their severity.
    pub severity: Severity,
    /// Their sheet, if they have a place.
    pub sheet: Option<&'f str>,
    /// Their cells as few rectangles; empty without a place.
    pub places: Vec<Place>,
    /// How many findings they are.
    pub count: usize,
    /// What all of them say.
    pub message: String,
    /// What to do about all of them.
    pub help: String,
}

/// Findings with equal ones put together, each entry where its first finding stood.
pub fn fold(findings: &[Finding]) -> Vec<Entry<'_>> {
    let members: Vec<Member> = findings.iter().enumerate().map(Member::new).collect();
    let mut alike: BTreeMap<Key<'_>, Vec<&Member>> = BTreeMap::new();
    for member in &members {
        alike.entry(member.key()).or_default().push(member);
    }
    let mut groups: Vec<Vec<&Member>> = alike.into_values().flat_map(divide).collect();
    groups.sort_by_key(|group| group.iter().map(|member| member.index).min());
    groups.iter().map(|group| entry(group)).collect()
}

/// `F9:K9、F12`.
pub fn references(places: &[Place]) -> String {
    places.iter().map(Place::reference).collect::<Vec<_>>().join("、")
}

/// One finding, its texts in pieces.
struct Member<'f> {
    index: usize,
    finding: &'f Finding,
    message: Vec<Piece<'f>>,
    help: Vec<Piece<'f>>,
}

/// Findings that fold have this in common; the number keeps those apart that never fold.
type Key<'f> = (&'static str, Severity, Option<&'f str>, Option<usize>, Vec<Piece<'f>>);

impl<'f> Member<'f> {
    fn new((index, finding): (usize, &'f Finding)) -> Member<'f> {
        Member { index, finding, message: pieces(&finding.message), help: pieces(&finding.help) }
    }

    fn key(&self) -> Key<'f> {
        let finding = self.finding;
        let is_cell = finding.place.as_ref().is_some_and(|place| place.first == place.last);
        let sheet = finding.place.as_ref().map(|place| place.sheet.as_str());
        let shape = self.message.iter().chain([&Piece::Fixed("\n")]).chain(&self.help);
        let shape = shape.map(|piece| match piece {
            Piece::Fixed(text) => Piece::Fixed(text),
            Piece::Name(_) => Piece::Name(""),
            Piece::Number(_) => Piece::Number(""),
        });
        let alone = (!is_cell).then_some(self.index);
        (finding.code.id, finding.severity, sheet, alone, shape.collect())
    }

    fn numbers(&self) -> Vec<&'f str> {
        let pieces = self.message.iter().chain(&self.help);
        let number = |piece: &Piece<'f>| match piece {
            Piece::Number(text) => Some(*text),
            Piece::Fixed(_) | Piece::Name(_) => None,
        };
        pieces.filter_map(number).collect()
    }

    /// (row, column) of its cell.
    fn cell(&self) -> (u32, u32) {
        self.finding.place.as_ref().map_or((0, 0), |place| place.first)
    }
}

/// Findings of one shape in groups that can be said at once.
fn divide<'m, 'f>(members: Vec<&'m Member<'f>>) -> Vec<Vec<&'m Member<'f>>> {
    let numbers: Vec<Vec<&str>> = members.iter().map(|member| member.numbers()).collect();
    // What each number is, finding by finding; those that are the same everywhere are text.
    let columns = (0..numbers.first().map_or(0, Vec::len))
        .map(|slot| numbers.iter().map(|own| own[slot]).collect::<Vec<_>>())
        .filter(|column| column.windows(2).any(|pair| pair[0] != pair[1]));
    match columns.collect::<BTreeSet<_>>().len() {
        0 => vec![members],
        1 => along_lines(members),
        _ => gather(members, |member| member.numbers()),
    }
}

/// Members along a column together; those that are alone in theirs, along a row. In a
/// rectangle nobody could tell which number is whose.
fn along_lines<'m, 'f>(members: Vec<&'m Member<'f>>) -> Vec<Vec<&'m Member<'f>>> {
    let columns = gather(members, |member| member.cell().1);
    let (mut groups, single): (Vec<_>, Vec<_>) = columns.into_iter().partition(|g| g.len() > 1);
    groups.extend(gather(single.into_iter().flatten().collect(), |member| member.cell().0));
    groups
}

fn gather<'m, 'f, K: Ord>(
    members: Vec<&'m Member<'f>>,
    key: impl Fn(&'m Member<'f>) -> K,
) -> Vec<Vec<&'m Member<'f>>> {
    let mut groups: BTreeMap<K, Vec<&Member>> = BTreeMap::new();
    for member in members {
        groups.entry(key(member)).or_default().push(member);
    }
    groups.into_values().collect()
}

fn entry<'f>(group: &[&Member<'f>]) -> Entry<'f> {
    let mut group = group.to_vec();
    group.sort_by_key(|member| member.cell());
    let finding = group[0].finding;
    let places = match finding.place.as_ref() {
        Some(place) if group.len() > 1 => {
            rectangles(&place.sheet, group.iter().map(|member| member.cell()).collect())
        }
        place => place.into_iter().cloned().collect(),
    };
    let messages: Vec<&[Piece]> = group.iter().map(|member| &member.message[..]).collect();
    let helps: Vec<&[Piece]> = group.iter().map(|member| &member.help[..]).collect();
    Entry {
        code: finding.code.id,
        severity: finding.severity,
        sheet: finding.place.as_ref().map(|place| place.sheet.as_str()),
        places,
        count: group.len(),
        message: common(&messages),
        help: common(&helps),
    }
}

/// One text for all: of many names the first, of differing numbers all.
fn common(texts: &[&[Piece<'_>]]) -> String {
    let mut text = String::new();
    for (slot, first) in texts[0].iter().enumerate() {
        match first {
            Piece::Fixed(fixed) => text.push_str(fixed),
            Piece::Name(_) => text.push_str(&names(texts.iter().map(|pieces| &pieces[slot]))),
            Piece::Number(_) => text.push_str(&numbers(texts.iter().map(|pieces| &pieces[slot]))),
        }
    }
    text
}

fn names<'f>(pieces: impl Iterator<Item = &'f Piece<'f>>) -> String {
    let mut names: Vec<&str> = Vec::new();
    for piece in pieces {
        if let Piece::Name(name) = piece
            && !names.contains(name)
        {
            names.push(name);
        }
    }
    match &names[..] {
        [one] => format!("“{one}”"),
        [one, other] => format!("“{one}”、“{other}”"),
        [first, ..] => format!("“{first}”等"),
        [] => String::new(),
    }
}

fn numbers<'f>(pieces: impl Iterator<Item = &'f Piece<'f>>) -> String {
    let number = |piece: &'f Piece<'f>| match piece {
        Piece::Number(text) => Some(*text),
        Piece::Fixed(_) | Piece::Name(_) => None,
    };
    let numbers: Vec<&str> = pieces.filter_map(number).collect();
    match numbers.windows(2).all(|pair| pair[0] == pair[1]) {
        true => numbers.first().map_or_else(String::new, |one| (*one).to_owned()),
        false => numbers.join("、"),
    }
}

/// Cells as few rectangles, from the top.
fn rectangles(sheet: &str, mut cells: Vec<(u32, u32)>) -> Vec<Place> {
    cells.sort_unstable();
    cells.dedup();
    let mut runs: Vec<Place> = Vec::new();
    for (row, column) in cells {
        match runs.last_mut() {
            Some(run) if run.last == (row, column.wrapping_sub(1)) => run.last.1 = column,
            _ => runs.push(Place::cell(sheet, row, column)),
        }
    }
    let mut places: Vec<Place> = Vec::new();
    // The last rectangle over each range of columns; the next row may go on with it.
    let mut open: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    for run in runs {
        let columns = (run.first.1, run.last.1);
        match open.get(&columns) {
            Some(&index) if places[index].last.0 + 1 == run.first.0 => {
                places[index].last = run.last
            }
            _ => {
                open.insert(columns, places.len());
                places.push(run);
            }
        }
    }
    places
}
