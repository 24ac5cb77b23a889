//! Column heads: where on a sheet a set of heads of the form stands, and which columns it
//! names. Found by label, at any row and column.

use super::align::align;
use crate::model::form::Block;
use crate::reader::grid::{Position, Sheet};
use crate::reader::labels::Labels;
use crate::text::label::{Fit, Label, Pattern};
use std::collections::BTreeMap;

/// A group of fewer columns is not believed to be heads by itself.
const LEAST: usize = 3;

/// The columns of one or more blocks that have the same heads, ready for comparing.
#[derive(PartialEq)]
pub struct HeadForm {
    /// How many columns there are.
    count: usize,
    /// How many rows the heads take.
    depth: u32,
    patterns: Vec<Pattern>,
    groups: Vec<Option<Pattern>>,
    /// Grid columns of each.
    spans: Vec<u32>,
    offsets: Vec<u32>,
}

/// Heads found on a sheet.
#[derive(Debug, Clone)]
pub struct Heads {
    /// First row of the heads.
    pub top: u32,
    /// Last row of the heads.
    pub bottom: u32,
    /// For each column of the form its sheet columns, first and last, if found.
    pub ranges: Vec<Option<(u32, u32)>>,
    /// For each column of the form the cell with its label, if found.
    pub cells: Vec<Option<Position>>,
    /// For each column of the form how far right of its head's left edge the official form has
    /// the figure.
    pub offsets: Vec<u32>,
    /// For each column of the form whether a column was put in under its head, so that nobody
    /// can tell which one the figure stands in.
    pub parted: Vec<bool>,
    /// Labels that fitted only loosely: where, and the index of the column meant.
    pub loose: Vec<(Position, usize)>,
    /// Labels in the heads that mean no column.
    pub strange: Vec<Position>,
    /// Labels that only repeat the head to their left or below, as where a merge was undone by
    /// filling.
    pub repeated: Vec<Position>,
}

/// A label seen in the heads: its columns, its cell, and which columns of the form it fits.
struct Leaf<'l> {
    at: Position,
    first: u32,
    last: u32,
    fits: Option<&'l [Option<Fit>]>,
    group: Option<&'l Label>,
}

/// The labels of a sheet that name a column of the form, with how they fit each.
type Fits = BTreeMap<Position, Vec<Option<Fit>>>;

impl HeadForm {
    /// From a block of the form.
    pub fn new(block: &Block) -> HeadForm {
        let columns = &block.columns;
        let spans: Vec<u32> = columns.iter().map(|c| c.span as u32).collect();
        let own = block.data_spans.iter().flatten().map(|span| *span as u32);
        let starts = |spans: &mut dyn Iterator<Item = u32>| -> Vec<u32> {
            spans.scan(0, |x, span| Some(std::mem::replace(x, *x + span))).collect()
        };
        let (heads, figures) = (starts(&mut spans.iter().copied()), starts(&mut own.into_iter()));
        let offset = |(index, head): (usize, &u32)| {
            figures.get(index).map_or(0, |figure| figure.saturating_sub(*head))
        };
        let offsets = heads.iter().enumerate().map(offset).collect();
        HeadForm {
            count: columns.len(),
            depth: block.head_rows() as u32,
            patterns: columns.iter().map(|c| Pattern::new(&c.label, &c.aliases)).collect(),
            spans,
            offsets,
            groups: columns
                .iter()
                .map(|c| c.under.last().map(|label| Pattern::new(label, &[])))
                .collect(),
        }
    }

    /// How many columns must be recognised before heads are believed.
    fn quorum(&self) -> usize {
        match self.count {
            n @ 1..=2 => n,
            3 => 2,
            n => n.div_ceil(2),
        }
    }

    /// Whether so many columns were recognised that these are heads: most of them, or every
    /// one of a group with its own label above, where a table is published group by group.
    fn is_enough(&self, leaves: &[Leaf<'_>], pairing: &[Option<usize>]) -> bool {
        let is_named = |column: usize, group: &Pattern| {
            let mut own = leaves.iter().zip(pairing).filter(|(_, paired)| **paired == Some(column));
            own.any(|(leaf, _)| leaf.group.is_some_and(|label| group.fits(label)))
        };
        let is_whole = |group: &Pattern| {
            self.members(group).count() >= LEAST
                && self.members(group).all(|column| is_named(column, group))
        };
        pairing.iter().flatten().count() >= self.quorum()
            || self.groups.iter().flatten().any(is_whole)
    }

    /// Whether a label is that of a group of columns.
    fn is_group(&self, label: &Label) -> bool {
        self.groups.iter().flatten().any(|pattern| pattern.knows(label))
    }

    /// The columns below a group label.
    fn members(&self, group: &Pattern) -> impl Iterator<Item = usize> {
        (0..self.count).filter(|column| self.groups[*column].as_ref() == Some(group))
    }

    /// Every place on the sheet where these heads stand, top to bottom.
    pub fn find(&self, sheet: &Sheet, labels: &Labels) -> Vec<Heads> {
        // Few labels are heads: the list of all fits is made for those only.
        let fits: Fits = labels
            .iter()
            .filter(|(_, label)| self.patterns.iter().any(|pattern| pattern.fits(label)))
            .map(|(at, label)| (at, self.patterns.iter().map(|p| p.fit(label)).collect()))
            .collect();
        let mut rows: Vec<u32> =
            fits.keys().map(|at| sheet.area(*at).last.0.min(at.0 + self.depth)).collect();
        rows.extend(fits.keys().map(|at| at.0));
        rows.sort_unstable();
        rows.dedup();
        let mut found: Vec<(usize, Heads)> = Vec::new();
        for bottom in rows {
            let Some((count, heads)) = self.at(sheet, labels, &fits, bottom) else { continue };
            match found.last_mut() {
                // Overlapping windows show the same heads: the fullest wins, the highest of equals.
                Some((best, previous)) if heads.top <= previous.bottom => {
                    if count > *best {
                        (*best, *previous) = (count, heads);
                    }
                }
                _ => found.push((count, heads)),
            }
        }
        found.into_iter().map(|(_, heads)| heads).collect()
    }

    /// The heads whose lowest row is this one, with the number of columns recognised.
    fn at(
        &self,
        sheet: &Sheet,
        labels: &Labels,
        fits: &Fits,
        bottom: u32,
    ) -> Option<(usize, Heads)> {
        let leaves = self.leaves(sheet, labels, fits, bottom);
        let score = |found: usize, expected: usize| {
            let leaf: &Leaf<'_> = &leaves[found];
            let points = match leaf.fits?[expected]? {
                Fit::Exact => 100,
                Fit::Known => 90,
                Fit::Loose => 50,
            };
            match (&self.groups[expected], leaf.group) {
                (Some(pattern), Some(group)) if pattern.fits(group) => Some(points + 20),
                // Below the label of another group the same word means another column.
                (Some(_), Some(group)) if self.is_group(group) => None,
                _ => Some(points),
            }
        };
        let known = leaves.iter().filter(|leaf| leaf.fits.is_some()).count();
        if known < self.quorum().min(LEAST) {
            return None;
        }
        let pairing = align(leaves.len(), self.count, score);
        let count = pairing.iter().flatten().count();
        // The lowest row must itself name a column, or the window only looks back at old heads.
        let reaches_down = leaves.iter().zip(&pairing).any(|(leaf, paired)| {
            paired.is_some() && sheet.area(leaf.at).last.0 >= bottom && leaf.at.0 <= bottom
        });
        if !reaches_down || !self.is_enough(&leaves, &pairing) {
            return None;
        }
        let mut heads = Heads {
            top: bottom,
            bottom,
            ranges: vec![None; self.count],
            loose: Vec::new(),
            cells: vec![None; self.count],
            offsets: self.offsets.clone(),
            parted: vec![false; self.count],
            strange: Vec::new(),
            repeated: Vec::new(),
        };
        for (leaf, paired) in leaves.iter().zip(&pairing) {
            if let Some(column) = paired {
                heads.ranges[*column] = Some((leaf.first, leaf.last));
                heads.top = heads.top.min(leaf.at.0);
                heads.cells[*column] = Some(leaf.at);
                if leaf.fits.is_some_and(|fits| fits[*column] == Some(Fit::Loose)) {
                    heads.loose.push((leaf.at, *column));
                }
            }
        }
        let first = heads.ranges.iter().flatten().map(|range| range.0).min()?;
        let is_repeated = |index: usize| repeats(labels, &leaves, &pairing, index);
        for index in (0..leaves.len()).filter(|index| is_repeated(*index)) {
            let paired = pairing[..index].iter().rev().flatten().next();
            if let Some(range) = paired.and_then(|column| heads.ranges[*column].as_mut()) {
                range.1 = leaves[index].last;
                heads.repeated.push(leaves[index].at);
            }
        }
        let highest = (bottom + 1).saturating_sub(self.depth);
        for at in heads.cells.iter().flatten() {
            let same = |row: &u32| {
                labels.get((*row, at.1)).is_some_and(|above| labels.get(*at) == Some(above))
            };
            heads.repeated.extend((highest..at.0).rev().take_while(same).map(|row| (row, at.1)));
        }
        let is_strange = |index: &usize| {
            let leaf = &leaves[*index];
            let is_inside = leaf.first > first && leaf.at.0 >= heads.top;
            pairing[*index].is_none() && is_inside && !is_repeated(*index)
        };
        heads.strange = (0..leaves.len()).filter(is_strange).map(|i| leaves[i].at).collect();
        let starts: Vec<u32> = leaves.iter().map(|leaf| leaf.first).collect();
        self.widen(&mut heads, &starts);
        Some((count, heads))
    }

    /// The lowest label of every sheet column in the window of rows that ends at `bottom`.
    fn leaves<'l>(
        &self,
        sheet: &Sheet,
        labels: &'l Labels,
        fits: &'l Fits,
        bottom: u32,
    ) -> Vec<Leaf<'l>> {
        let top = (bottom + 1).saturating_sub(self.depth);
        let mut leaves: Vec<Leaf<'l>> = Vec::new();
        for row in (top..=bottom).rev() {
            for (at, label) in labels.row(row) {
                let area = sheet.area(at);
                let mut is_group = false;
                for leaf in &mut leaves {
                    if leaf.first <= area.last.1 && area.first.1 <= leaf.last {
                        is_group = true;
                        leaf.group.get_or_insert(label);
                    }
                }
                if !is_group {
                    let fits = fits.get(&at).map(Vec::as_slice);
                    leaves.push(Leaf {
                        at,
                        first: area.first.1,
                        last: area.last.1,
                        fits,
                        group: None,
                    });
                }
            }
        }
        leaves.sort_by_key(|leaf| leaf.first);
        self.spread_groups(labels, top, bottom, &mut leaves);
        leaves
    }

    /// A group label whose merge was lost stands over its first column only: it holds for the
    /// columns to its right until the next one.
    fn spread_groups<'l>(
        &self,
        labels: &'l Labels,
        top: u32,
        bottom: u32,
        leaves: &mut [Leaf<'l>],
    ) {
        let groups = || self.groups.iter().flatten();
        let is_group_label = |label: &Label| groups().any(|pattern| pattern.fits(label));
        // No group has more columns than the form gives it.
        let size = |label: &Label| groups().filter(|pattern| pattern.fits(label)).count();
        let mut current: Option<(&'l Label, usize)> = None;
        for leaf in leaves {
            let own = (top..=bottom)
                .rev()
                .filter_map(|row| labels.get((row, leaf.first)))
                .find(|label| is_group_label(label));
            current = match own {
                Some(own) => Some((own, size(own))),
                None => current.and_then(|(label, left)| Some((label, left.checked_sub(1)?))),
            };
            if leaf.group.is_none_or(|group| !is_group_label(group)) {
                leaf.group = current.filter(|(_, left)| *left > 0).map(|(label, _)| label);
            }
        }
    }

    /// A head that lost its merge covers the columns to its right as well: as many as the form
    /// gives it, and none that has a label of its own.
    fn widen(&self, heads: &mut Heads, starts: &[u32]) {
        for (index, span) in self.spans.iter().enumerate() {
            let Some((first, last)) = &mut heads.ranges[index] else { continue };
            let next = starts.iter().filter(|start| **start > *first).min();
            let room = next.map_or(0, |next| next - *first).max(*last - *first + 1);
            heads.parted[index] = room > *span && self.offsets[index] > 0;
            let end = next.map_or(u32::MAX, |next| next - 1);
            *last = (*first + span - 1).min(end).max(*last);
        }
    }
}

/// Whether a leaf that means no column repeats the head to its left.
fn repeats(labels: &Labels, leaves: &[Leaf<'_>], pairing: &[Option<usize>], index: usize) -> bool {
    let same = |a: usize, b: usize| {
        let text = |leaf: usize| labels.get(leaves[leaf].at);
        leaves[a].last + 1 == leaves[b].first && text(a).is_some() && text(a) == text(b)
    };
    let start = (0..index).rev().take_while(|before| same(*before, before + 1)).last();
    pairing[index].is_none()
        && start.is_some_and(|start| pairing[start..index].iter().any(Option::is_some))
}
