//! The cell of a figure: within the columns of its head, in the row of its label, wherever
//! a merge or a slip of the hand put it.

use super::heads::Heads;
use crate::reader::grid::{Position, Sheet};

/// Where the figure of one row and column stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// The cell that holds the figure, or where it would stand.
    pub at: Position,
    /// Whether the cell holds something.
    pub filled: bool,
    /// The cell where it should stand, if it stands elsewhere in a merge.
    pub expected: Option<Position>,
    /// Whether a column was put in here, so that this may be a cell of that one.
    pub parted: bool,
    /// Other filled cells that could be meant just as well.
    pub rivals: Vec<Position>,
}

/// The slots of one sheet row, one for each column of the heads; `None` where the heads lack
/// the column. Then the filled cells under a head that cannot be its figure.
pub fn slots(sheet: &Sheet, heads: &Heads, row: u32) -> (Vec<Option<Slot>>, Vec<Position>) {
    let filled_in = |range: (u32, u32)| -> Vec<Position> {
        sheet
            .cells
            .range((row, range.0)..=(row, range.1))
            .filter(|(_, cell)| !cell.content.is_blank())
            .map(|(at, _)| *at)
            .collect()
    };
    let ranges = &heads.ranges;
    let crowded = ranges.iter().flatten().any(|range| filled_in(*range).len() > 1);
    if crowded && let Some(by_order) = in_order(sheet, heads, row) {
        return (by_order, Vec::new());
    }
    let mut surplus = Vec::new();
    let slot = |index: usize| {
        let range = ranges[index]?;
        // Under a head that lost its merge, only the place of the official form counts.
        let is_lost = heads.cells[index].is_some_and(|head| sheet.area(head).last.1 < range.1);
        let official = [range.0, range.0 + heads.offsets[index]];
        let is_headed = |column: u32| {
            official.contains(&column) || heads.repeated.iter().any(|head| head.1 == column)
        };
        let (mut filled, elsewhere): (Vec<_>, Vec<_>) = filled_in(range)
            .into_iter()
            .partition(|at| !is_lost || is_headed(sheet.area(*at).first.1));
        surplus.extend(elsewhere);
        let usual = sheet.area((row, range.0)).first;
        if filled.is_empty() {
            let filled = usual == (row, range.0)
                && sheet.cell(usual).is_some_and(|cell| !cell.content.is_blank());
            let at = (row, official[1].min(range.1));
            return Some(Slot { at, filled, expected: None, parted: false, rivals: Vec::new() });
        }
        let rivals = filled.split_off(1);
        let at = filled[0];
        let home = sheet.area(at).first;
        let (expected, parted) = ((home != at).then_some(home), heads.parted[index]);
        Some(Slot { at, filled: true, expected, parted, rivals })
    };
    let slots = (0..ranges.len()).map(slot).collect();
    (slots, surplus)
}

/// When the row is merged otherwise than its heads: its cells from the first head on, in
/// order, if there are exactly as many as columns. Without a merge the heads decide.
fn in_order(sheet: &Sheet, heads: &Heads, row: u32) -> Option<Vec<Option<Slot>>> {
    let first = heads.ranges.iter().flatten().map(|range| range.0).min()?;
    let last = heads.ranges.iter().flatten().map(|range| range.1).max()?;
    let mut cells = Vec::new();
    let mut column = first;
    while column <= last {
        let area = sheet.area((row, column));
        cells.push((row, column));
        column = area.last.1.max(column) + 1;
    }
    let is_merged = cells.len() < (last - first + 1) as usize;
    (is_merged && cells.len() == heads.ranges.len()).then(|| {
        cells
            .into_iter()
            .map(|at| {
                let filled = sheet.cell(at).is_some_and(|cell| !cell.content.is_blank());
                Some(Slot { at, filled, expected: None, parted: false, rivals: Vec::new() })
            })
            .collect()
    })
}
