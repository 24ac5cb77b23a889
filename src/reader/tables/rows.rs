//! Row labels below found heads: which sheet row is which row of the form.

use super::align::align;
use super::heads::Heads;
use crate::model::form::Row;
use crate::reader::grid::{Cell, Content, Position, Sheet};
use crate::reader::labels::Labels;
use crate::text::label::{Fit, Label, Pattern};
use std::ops::Range;

/// The rows of one or more blocks that share their heads.
pub struct RowForm {
    /// The rows, top to bottom.
    pub rows: Vec<&'static Row>,
    patterns: Vec<Pattern>,
    groups: Vec<Option<Pattern>>,
    /// The same, each once.
    distinct: Vec<Pattern>,
}

/// Rows found below heads.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// Sheet row and index of the form's row.
    pub found: Vec<(u32, usize)>,
    /// Labels that fitted only loosely, with the index of the row meant.
    pub loose: Vec<(Position, usize)>,
    /// Labels between found rows that mean no row of the form.
    pub strange: Vec<Position>,
    /// Cells that were understood as row labels.
    pub used: Vec<Position>,
    /// Rows that are there once more: the sheet row, and the one that is read.
    pub again: Vec<(u32, u32)>,
}

/// A label seen to the left of the figures.
struct Seen<'l> {
    at: Position,
    label: &'l Label,
    group: Option<&'l Label>,
    /// The same label to its left, as where a merge was undone by filling.
    repeats: Vec<Position>,
}

impl RowForm {
    /// From the rows of the form.
    pub fn new(rows: Vec<&'static Row>) -> RowForm {
        let patterns = rows.iter().map(|row| Pattern::new(&row.label, &row.aliases)).collect();
        let groups: Vec<Option<Pattern>> =
            rows.iter().map(|row| row.under.last().map(|label| Pattern::new(label, &[]))).collect();
        let mut distinct: Vec<Pattern> = Vec::new();
        for group in groups.iter().flatten() {
            if !distinct.contains(group) {
                distinct.push(group.clone());
            }
        }
        RowForm { rows, patterns, groups, distinct }
    }

    /// Reads the rows between `heads` and `end` (not included), labels in columns from `left`.
    pub fn find(&self, sheet: &Sheet, labels: &Labels, heads: &Heads, left: u32, end: u32) -> Rows {
        let Some(first_figure) = heads.ranges.iter().flatten().map(|range| range.0).min() else {
            return Rows::default();
        };
        if self.rows.len() == 1 && self.rows[0].label.is_empty() {
            return self.unlabelled(sheet, heads, first_figure, end);
        }
        let lines = heads.bottom + 1..end.min(sheet.last_row().map_or(0, |last| last + 1));
        let seen = self.seen(labels, lines, left..first_figure);
        let pairing = align(seen.len(), self.rows.len(), |found, expected| {
            let points = match self.patterns[expected].fit(seen[found].label)? {
                Fit::Exact => 100,
                Fit::Known => 90,
                Fit::Loose => 50,
            };
            let same_group = match (&self.groups[expected], seen[found].group) {
                (Some(pattern), Some(group)) => pattern.fits(group),
                _ => false,
            };
            Some(points + if same_group { 20 } else { 0 })
        });
        let mut rows = Rows::default();
        for (seen, paired) in seen.iter().zip(&pairing) {
            let Some(row) = *paired else { continue };
            rows.found.push((seen.at.0, row));
            rows.used.push(seen.at);
            rows.used.extend(&seen.repeats);
            if self.patterns[row].fit(seen.label) == Some(Fit::Loose) {
                rows.loose.push((seen.at, row));
            }
        }
        let last = rows.found.iter().map(|(row, _)| *row).max().unwrap_or(heads.bottom);
        // Below the last row an added total may follow; what stands apart is no row of it.
        let mut end = last;
        for (seen, _) in seen.iter().zip(&pairing).filter(|(_, paired)| paired.is_none()) {
            let is_it = |(_, row): &&(u32, usize)| self.patterns[*row].knows(seen.label);
            if let Some((first, _)) = rows.found.iter().find(is_it)
                && seen.at.0 < last.max(first + 2)
            {
                rows.used.push(seen.at);
                rows.again.push((seen.at.0, *first));
                continue;
            }
            let follows = seen.at.0 == end + 1 && has_figures(sheet, heads, seen.at.0);
            if seen.at.0 < last || follows {
                rows.strange.push(seen.at);
                end = end.max(seen.at.0);
            }
        }
        rows
    }

    /// The one row of a table without row labels: the first below the heads that holds a
    /// figure, else the first.
    fn unlabelled(&self, sheet: &Sheet, heads: &Heads, first: u32, end: u32) -> Rows {
        let has_any = |row: &u32| {
            has_figures(sheet, heads, *row)
                || sheet.row(*row).any(|(at, cell)| {
                    at.1 >= first && matches!(&cell.content, Content::Text(text) if text.trim().chars().count() <= 8 && !text.trim().is_empty())
                })
        };
        let row = (heads.bottom + 1..end.min(heads.bottom + 6)).find(has_any);
        match row {
            Some(row) => {
                let next = row + 1..end.min(heads.bottom + 6);
                let again = next.take_while(|row| numbers(sheet, heads, *row) >= MANY);
                let again = again.map(|other| (other, row)).collect();
                Rows { found: vec![(row, 0)], again, ..Rows::default() }
            }
            None if heads.bottom + 1 < end => {
                Rows { found: vec![(heads.bottom + 1, 0)], ..Rows::default() }
            }
            None => Rows::default(),
        }
    }

    /// The label of each sheet row: the rightmost text left of the figures that starts there.
    fn seen<'l>(
        &self,
        labels: &'l Labels,
        lines: Range<u32>,
        columns: Range<u32>,
    ) -> Vec<Seen<'l>> {
        let mut group: Option<&'l Label> = None;
        let mut seen = Vec::new();
        for row in lines {
            let mut beside =
                labels.row(row).filter(|(at, _)| columns.contains(&at.1)).collect::<Vec<_>>();
            // The label is the rightmost text that names a row; a column of other words may have
            // been put in behind it.
            let names = |label: &Label| self.patterns.iter().any(|one| one.knows(label));
            let named = beside.iter().rposition(|(_, label)| names(label));
            beside.truncate(named.map_or(beside.len(), |index| index + 1));
            let Some((at, label)) = beside.pop() else { continue };
            let (repeats, beside): (Vec<_>, Vec<_>) =
                beside.into_iter().partition(|(_, outer)| *outer == label);
            let repeats = repeats.into_iter().map(|(at, _)| at).collect();
            for (_, outer) in &beside {
                if self.distinct.iter().any(|pattern| pattern.fits(outer)) {
                    group = Some(*outer);
                }
            }
            // A group label alone in its row heads the rows below and has no figures of its own.
            let is_known = |patterns: &[Pattern]| patterns.iter().any(|one| one.knows(label));
            if is_known(&self.distinct) && !is_known(&self.patterns) {
                group = Some(label);
                continue;
            }
            seen.push(Seen { at, label, group, repeats });
        }
        seen
    }
}

/// So many numbers below the heads are a row of the table.
const MANY: usize = 3;

/// How many numbers a row holds in the columns of the heads.
fn numbers(sheet: &Sheet, heads: &Heads, row: u32) -> usize {
    let is_inside = |at: Position| {
        heads.ranges.iter().flatten().any(|range| (range.0..=range.1).contains(&at.1))
    };
    let is_number = |cell: &Cell| match &cell.content {
        Content::Text(text) => text.trim().parse::<i64>().is_ok(),
        content => matches!(content, Content::Number(_)),
    };
    sheet.row(row).filter(|(at, cell)| is_inside(*at) && is_number(cell)).count()
}

/// Whether a row holds anything like a figure in the columns of the heads.
pub fn has_figures(sheet: &Sheet, heads: &Heads, row: u32) -> bool {
    sheet.row(row).any(|(at, cell)| {
        let inside = heads.ranges.iter().flatten().any(|range| (range.0..=range.1).contains(&at.1));
        inside
            && match &cell.content {
                Content::Text(text) => text.trim().starts_with(|c: char| c.is_numeric()),
                _ => true,
            }
    })
}
