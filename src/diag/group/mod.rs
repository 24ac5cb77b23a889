//! The same mistake in many cells, printed once. For text output only: JSON and SARIF list
//! every cell.
//!
//! Findings form a group when code, severity, sheet, message and help are equal except for
//! labels, which follow from the cells. Numbers may differ in one respect along one row or
//! column, and are then all listed. Any other difference keeps findings apart, so that
//! grouping hides nothing.

#[cfg(test)]
mod tests;

use super::{Finding, Message, Part, Severity};
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
    /// The same in words: `F9:K9、F12`.
    pub references: String,
    /// How many findings they are.
    pub count: usize,
    /// What all of them say.
    pub message: String,
    /// What to do about all of them.
    pub help: String,
}

/// Groups findings; an entry stands where its first finding stood.
pub fn group(findings: &[Finding]) -> Vec<Entry<'_>> {
    let members = findings.iter().enumerate();
    let members: Vec<Member> = members.map(|(index, finding)| Member { index, finding }).collect();
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

/// A finding and its index in the list.
struct Member<'f> {
    index: usize,
    finding: &'f Finding,
}

/// What must be equal about a part within a group.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Shape<'f> {
    Same(&'f Part),
    AnyLabel,
    AnyNumber,
}

/// What the findings of a group have in common. The index is set for findings that are never
/// grouped: those without a place or with a range.
type Key<'f> =
    (&'static str, Severity, Option<&'f str>, Option<usize>, Vec<Shape<'f>>, Vec<Shape<'f>>);

impl<'f> Member<'f> {
    fn key(&self) -> Key<'f> {
        let Finding { code, severity, place, message, help, .. } = self.finding;
        let is_cell = place.as_ref().is_some_and(|place| place.first == place.last);
        let sheet = place.as_ref().map(|place| place.sheet.as_str());
        let alone = (!is_cell).then_some(self.index);
        (code.id, *severity, sheet, alone, shape(message), shape(help))
    }

    fn numbers(&self) -> Vec<&'f str> {
        let parts = self.finding.message.parts().iter().chain(self.finding.help.parts());
        let number = |part: &'f Part| match part {
            Part::Number(number) => Some(number.as_str()),
            Part::Text(_) | Part::Label(_) | Part::Value(_) | Part::Cells(_) => None,
        };
        parts.filter_map(number).collect()
    }

    /// (row, column) of its cell.
    fn cell(&self) -> (u32, u32) {
        self.finding.place.as_ref().map_or((0, 0), |place| place.first)
    }
}

fn shape<'m>(message: &'m Message) -> Vec<Shape<'m>> {
    let shape = |part: &'m Part| match part {
        Part::Label(_) => Shape::AnyLabel,
        Part::Number(_) => Shape::AnyNumber,
        Part::Text(_) | Part::Value(_) | Part::Cells(_) => Shape::Same(part),
    };
    message.parts().iter().map(shape).collect()
}

/// Splits findings with the same key into groups whose numbers one sentence can list.
fn divide<'m, 'f>(members: Vec<&'m Member<'f>>) -> Vec<Vec<&'m Member<'f>>> {
    let numbers: Vec<Vec<&str>> = members.iter().map(|member| member.numbers()).collect();
    // Each number of the sentence across all findings; constant ones are left out.
    let columns = (0..numbers.first().map_or(0, Vec::len))
        .map(|slot| numbers.iter().map(|own| own[slot]).collect::<Vec<_>>())
        .filter(|column| column.windows(2).any(|pair| pair[0] != pair[1]));
    match columns.collect::<BTreeSet<_>>().len() {
        0 => vec![members],
        1 => along_lines(members),
        _ => gather(members, |member| member.numbers()),
    }
}

/// Groups by column; what is alone in its column, by row. In a rectangle a reader could not
/// tell which number belongs to which cell.
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
    let references = match &finding.spot {
        None => references(&places),
        Some(spot) if group.len() == 1 => spot.inner.clone(),
        Some(spot) => {
            let words = places.iter().map(|place| place.words(spot.is_table));
            words.collect::<Vec<_>>().join("、")
        }
    };
    Entry {
        references,
        code: finding.code.id,
        severity: finding.severity,
        sheet: finding.place.as_ref().map(|place| place.sheet.as_str()),
        places,
        count: group.len(),
        message: common(group.iter().map(|member| &member.finding.message)),
        help: common(group.iter().map(|member| &member.finding.help)),
    }
}

/// The sentence of a group: of many labels the first, of differing numbers all.
fn common<'f>(messages: impl Iterator<Item = &'f Message>) -> String {
    let messages: Vec<&[Part]> = messages.map(Message::parts).collect();
    let mut text = String::new();
    for (slot, part) in messages[0].iter().enumerate() {
        // Every message has the same kind of part here.
        let all = messages.iter().map(|parts| parts[slot].to_string());
        text.push_str(&match part {
            Part::Text(_) | Part::Value(_) | Part::Cells(_) => part.to_string(),
            Part::Label(_) => labels(all),
            Part::Number(_) => numbers(all.collect()),
        });
    }
    text
}

fn labels(all: impl Iterator<Item = String>) -> String {
    let mut labels: Vec<String> = Vec::new();
    for label in all {
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    match &labels[..] {
        [first, _, _, ..] => format!("{first}等"),
        few => few.join("、"),
    }
}

fn numbers(mut all: Vec<String>) -> String {
    if all.iter().all(|number| *number == all[0]) {
        all.truncate(1);
    }
    all.join("、")
}

/// Cells as few rectangles, from the top.
pub fn rectangles(sheet: &str, mut cells: Vec<(u32, u32)>) -> Vec<Place> {
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
