//! Widths of the columns of a table: as the form draws them, unless a figure is too long for its
//! column. Then columns with room to spare give some of it; the figure shrinks only after that.

use super::cells::LEAST_PADDING;
use super::page::{Page, TWIPS_PER_MM, TWIPS_PER_PT};
use crate::publication::table::{Cell, Role, Table};

/// Advance of a digit by size of type. 仿宋_GB2312 needs 0.5, but where no Chinese font is
/// installed a Latin one stands in, and a number should not break in two there either: this
/// is the widest of the common ones, DejaVu Sans.
const DIGIT_PER_SIZE: f64 = 0.64;

/// The same in 仿宋_GB2312 and most Chinese faces.
const TRUE_DIGIT_PER_SIZE: f64 = 0.5;

/// Below this no room is kept for digits wider than those of 仿宋_GB2312.
const SMALL_PT: f64 = 7.5;

/// No number becomes smaller than this.
const SMALLEST_PT: f64 = 5.0;

/// A head breaks into lines of two characters at the least, and half of one to spare.
const LEAST_CHARACTERS: f64 = 2.2;

/// What a column of labels gives at the most, as a share of it.
const LABELS_GIVE: f64 = 0.12;

/// Longer words than this may be broken.
const LONGEST_WORD: usize = 20;

/// Distance of every column edge from the left one, in twips. Rounded edge by edge, so that
/// the columns add up to the width of the table.
pub fn edges(table: &Table, page: &Page) -> Vec<usize> {
    let mut edge = 0.0;
    let mut edges = vec![0];
    for width in fitted(table) {
        edge += width * page.table_scale;
        edges.push(edge.round() as usize);
    }
    edges
}

/// Widths of the columns in twips.
fn fitted(table: &Table) -> Vec<f64> {
    let drawn: Vec<f64> = table.columns.iter().map(|mm| mm * TWIPS_PER_MM).collect();
    let needs = |digit| (0..drawn.len()).map(|x| need(table, x, digit)).collect::<Vec<_>>();
    let lacking = |needs: &[Option<f64>]| -> f64 {
        let lacks = |(need, width): (&Option<f64>, &f64)| need.map_or(0.0, |need| need - width);
        needs.iter().zip(&drawn).map(lacks).map(|lacks| lacks.max(0.0)).sum()
    };
    let (at_least, needs) = (lacking(&needs(TRUE_DIGIT_PER_SIZE)), needs(DIGIT_PER_SIZE));
    let missing = lacking(&needs);
    if missing == 0.0 {
        return drawn;
    }
    // What each column lacks (below zero) or could give.
    let surplus: Vec<f64> = drawn
        .iter()
        .zip(&needs)
        .map(|(width, need)| need.map_or(width * LABELS_GIVE, |need| width - need))
        .collect();
    // Columns of figures give first, and labels only what cannot be done without.
    let sum = |figures: bool| -> f64 {
        let of_kind = surplus.iter().zip(&needs).filter(|(_, need)| need.is_some() == figures);
        of_kind.map(|(surplus, _)| surplus.max(0.0)).sum()
    };
    let from_figures = sum(true).min(missing);
    let from_labels = (at_least - from_figures).clamp(0.0, sum(false));
    let share = |given: f64, all: f64| if all == 0.0 { 0.0 } else { given / all };
    let shares = [share(from_labels, sum(false)), share(from_figures, sum(true))];
    let met = (from_figures + from_labels) / missing;
    drawn
        .iter()
        .zip(&surplus)
        .zip(&needs)
        .map(|((width, surplus), need)| {
            if *surplus < 0.0 {
                width - surplus * met
            } else {
                width - surplus * shares[usize::from(need.is_some())]
            }
        })
        .collect()
}

/// The width at which every figure of a column stands on one line at full size, in a face with
/// such digits; `None` for a column of labels and for one whose figures lie over several.
fn need(table: &Table, x: usize, digit: f64) -> Option<f64> {
    let cells = || table.rows.iter().flat_map(|row| &row.cells);
    let is_own = |cell: &&Cell| cell.x == x && cell.width == 1 && cell.role == Role::Figure;
    let longest = cells().filter(is_own).map(|cell| longest_word(&cell.text)).max()?;
    let characters = (longest as f64 * digit).max(LEAST_CHARACTERS);
    Some(characters * table.font_pt * TWIPS_PER_PT + (2 * LEAST_PADDING) as f64)
}

/// Length of the longest run of ASCII, such as a number: the words beside it may wrap.
fn longest_word(text: &str) -> usize {
    text.split(|c: char| !c.is_ascii_graphic())
        .map(str::len)
        .filter(|length| *length <= LONGEST_WORD)
        .max()
        .unwrap_or(0)
}

/// The size at which a figure stands on one line, down to the half point.
pub fn fitting(text: &str, inner: usize, font_pt: f64) -> f64 {
    let inner_pt = inner as f64 / TWIPS_PER_PT;
    let digits = longest_word(text) as f64;
    let size = |digit: f64| (inner_pt / (digits * digit) * 2.0).floor() / 2.0;
    if digits == 0.0 || digits * DIGIT_PER_SIZE * font_pt <= inner_pt {
        return font_pt;
    }
    let readable = size(TRUE_DIGIT_PER_SIZE).min(SMALL_PT);
    size(DIGIT_PER_SIZE).max(readable).max(SMALLEST_PT).min(font_pt)
}

#[cfg(test)]
mod tests {
    use super::super::Profile;
    use super::super::page::Page;
    use super::super::sample;
    use super::{edges, fitting};
    use crate::publication::Block;
    use crate::publication::measures::OFFICIAL;
    use crate::publication::table::{Role, Table};

    fn tables() -> Vec<Table> {
        let blocks = sample::publication().blocks.into_iter();
        blocks
            .filter_map(|block| match block {
                Block::Table(table) => Some(table),
                _ => None,
            })
            .collect()
    }

    fn widths(table: &Table) -> Vec<usize> {
        let edges = edges(table, &Page::new(&OFFICIAL, Profile::Common));
        edges.windows(2).map(|pair| pair[1] - pair[0]).collect()
    }

    #[test]
    fn columns_add_up_to_the_width_of_the_table() {
        let litigation = &tables()[2];
        assert!(widths(litigation).iter().all(|width| (589..=590).contains(width)));
        assert_eq!(widths(litigation).iter().sum::<usize>(), 8844);
    }

    #[test]
    fn a_long_figure_takes_room_from_the_columns_beside_it() {
        let mut requests = tables()[1].clone();
        let before = widths(&requests);
        let figures = requests.rows.iter_mut().flat_map(|row| &mut row.cells);
        for cell in figures.filter(|cell| cell.role == Role::Figure) {
            cell.text = if cell.x == 3 { "12345678" } else { "0" }.into();
        }
        let after = widths(&requests);
        assert!(after[3] > before[3] + 200, "{before:?} {after:?}");
        assert_eq!(after.iter().sum::<usize>(), before.iter().sum::<usize>());
        assert!(fitting("12345678", after[3] - 40, requests.font_pt) >= 9.5, "{after:?}");
        assert_eq!(after[..3], before[..3], "the labels keep their room");
    }

    #[test]
    fn figures_shrink_only_when_the_column_is_too_narrow() {
        // 11.5 mm less two margins of a point.
        assert_eq!(fitting("", 612, 10.5), 10.5);
        assert_eq!(fitting("1234", 612, 10.5), 10.5);
        assert_eq!(fitting("12345", 612, 10.5), 9.5);
        assert_eq!(fitting("12345678", 612, 10.5), 7.5);
        assert_eq!(fitting("1234567890", 612, 10.5), 6.0);
        assert_eq!(fitting("22（其中修订16件）", 612, 10.5), 10.5, "words wrap");
    }
}
