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
}

/// The slots of one sheet row, one for each column of the heads; `None` where the heads lack
/// the column. `second` says that more filled cells lie under a head than it can take.
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
    let slots = ranges
        .iter()
        .map(|range| {
            let range = (*range)?;
            let mut filled = filled_in(range).into_iter();
            let usual = sheet.area((row, range.0)).first;
            let Some(at) = filled.next() else {
                // A merge over several rows keeps its value in the first of them.
                let owner = sheet.cell(usual).is_some_and(|cell| !cell.content.is_blank());
                let at =
                    if owner && usual.1 >= range.0 { usual } else { (row, usual.1.max(range.0)) };
                return Some(Slot { at, filled: owner && usual.1 >= range.0, expected: None });
            };
            surplus.extend(filled);
            let home = sheet.area(at).first;
            Some(Slot { at, filled: true, expected: (home != at).then_some(home) })
        })
        .collect();
    (slots, surplus)
}

/// When the row is merged otherwise than its heads: the cells from the first head on, in
/// order, if there are exactly as many as columns.
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
    let filled: Vec<Position> = sheet
        .cells
        .range((row, first)..=(row, last))
        .filter(|(_, cell)| !cell.content.is_blank())
        .map(|(at, _)| *at)
        .collect();
    let wanted = heads.ranges.len();
    let order = if cells.len() == wanted { cells } else { filled };
    (order.len() == wanted).then(|| {
        order
            .into_iter()
            .map(|at| {
                let filled = sheet.cell(at).is_some_and(|cell| !cell.content.is_blank());
                Some(Slot { at, filled, expected: None })
            })
            .collect()
    })
}
