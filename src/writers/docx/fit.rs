//! How high the rows of a table are, and whether it stays whole: as in the PDF, it closes up
//! where that saves it from running over by a few rows, and a short one is never parted.

use super::lines::{Room, count};
use super::margins::inner;
use super::page::{TWIPS_PER_PT, twips_of_pt};
use super::place::Place;
use crate::publication::table::Table;

/// Line pitch by size of type.
pub const LINE_PER_SIZE: f64 = 1.3;

/// Above and below the text of a cell, by size of type.
const ABOVE_PER_SIZE: f64 = 0.15;

/// Line pitch of a table that is closed up altogether, by size of type.
const CLOSEST_PER_SIZE: f64 = 1.24;

/// A table of less than this share of a page is never parted, and a longer one leaves no more
/// than this empty above it.
const SHORT: f64 = 3.0;

/// How much of that begins a table that is parted: not all, or a line that the estimate has
/// missed would move it to the next page.
const BEGINNING: f64 = 0.6;

/// What is kept free below a table that is closed up, in lines: the place is an estimate.
const TO_SPARE: f64 = 0.7;

/// The measures of a table in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// Line pitch in twips.
    pub line: i32,
    /// Above and below the text of a cell, in twips.
    pub above: usize,
    /// Whether no page parts it.
    pub whole: bool,
    /// Rows from the top that stay together else.
    pub kept: usize,
}

/// Fits a table with lines of this weight, in twips, into its place, which is then below it.
pub fn fit(table: &Table, edges: &[usize], stroke: f64, place: &mut Place) -> Fit {
    let em = table.font_pt * TWIPS_PER_PT;
    let lines = lines(table, edges);
    let all: f64 = lines.iter().sum();
    let count = lines.len() as f64;
    let natural = (all * LINE_PER_SIZE + count * 2.0 * ABOVE_PER_SIZE) * em;
    let gives = (all * (LINE_PER_SIZE - CLOSEST_PER_SIZE) + count * 2.0 * ABOVE_PER_SIZE) * em;
    let is_short = natural <= place.page / SHORT;
    let closed = |left: f64, spare: f64| -> Option<f64> {
        let over = natural - left;
        (over <= gives).then(|| ((over + spare * place.line) / gives).clamp(0.0, 1.0))
    };
    let spare = if place.used > place.headings { TO_SPARE } else { 0.1 };
    let here = closed(place.left(), spare);
    let least = place.page / SHORT - 1.5 * place.line;
    let (closer, whole) = match here {
        Some(closer) => (closer, is_short),
        // It begins here and goes on on the next page.
        None if !is_short && place.left() >= least => (0.0, false),
        None => {
            place.used = place.headings;
            let closer = closed(place.left(), 0.1);
            (closer.unwrap_or(0.0), closer.is_some())
        }
    };
    let pitch = LINE_PER_SIZE - closer * (LINE_PER_SIZE - CLOSEST_PER_SIZE);
    let above = ABOVE_PER_SIZE * (1.0 - closer);
    let heights: Vec<f64> = lines.iter().map(|row| (row * pitch + 2.0 * above) * em).collect();
    for &height in &heights {
        place.used = if height > place.left() + 1.0 { height } else { place.used + height };
    }
    place.headings = 0.0;
    let mut below = least * BEGINNING;
    let kept = heights.iter().take_while(|height| {
        below -= *height;
        below > 0.0
    });
    let line = twips_of_pt(table.font_pt * pitch);
    // A line of the grid takes its part of the row.
    let above = (above * em - stroke / 2.0).max(0.0).round() as usize;
    Fit { line, above, whole, kept: kept.count() }
}

/// The lines of each row: what its own cells leave a row, a cell over several rows adds to the
/// last of them.
fn lines(table: &Table, edges: &[usize]) -> Vec<f64> {
    let mut lines = vec![1.0_f64; table.rows.len()];
    let mut high = Vec::new();
    for (y, row) in table.rows.iter().enumerate() {
        for cell in &row.cells {
            let line = inner(cell, edges, table.font_pt) as f64 / TWIPS_PER_PT / table.font_pt;
            let room = Room { line, indent: 0.0, between: 0.0, wider: 0.0, marks_give: 0.0 };
            let need = count(&cell.text, room) as f64;
            match cell.height {
                1 => lines[y] = lines[y].max(need),
                height => high.push((height, y, need)),
            }
        }
    }
    high.sort_by_key(|(height, y, _)| (*height, *y));
    for (height, y, need) in high {
        let end = (y + height).min(lines.len());
        let there: f64 = lines[y..end].iter().sum();
        if let Some(last) = lines[y..end].last_mut() {
            *last += (need - there).max(0.0);
        }
    }
    lines
}
