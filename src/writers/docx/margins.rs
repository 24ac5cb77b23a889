//! Margins of cells, and what they leave for the text.

use super::cells::LEAST_PADDING;
use super::page::{TWIPS_PER_PT, twips_of_pt};
use super::text;
use crate::publication::table::{Cell, Role};

/// Left and right of the text in the widest cells, in twips: Word's own default.
const WIDEST_PADDING: usize = 108;

/// Width of a cell in twips.
pub fn width(edges: &[usize], cell: &Cell) -> usize {
    let edge = |x: usize| edges.get(x).or(edges.last()).copied().unwrap_or(0);
    edge(cell.x + cell.width) - edge(cell.x)
}

/// What a cell has for its text, in twips.
pub fn inner(cell: &Cell, edges: &[usize], font_pt: f64) -> usize {
    let width = width(edges, cell);
    width.saturating_sub(2 * padding(cell, width, font_pt))
}

/// Margins left and right of a cell. Narrow cells get narrow ones: figures need the room,
/// labels can spare it. A head that takes several lines gets what parts it evenly: 结果 over
/// 维持, not 结果维 over 持.
pub fn padding(cell: &Cell, width: usize, font_pt: f64) -> usize {
    let least = (width / 40).clamp(LEAST_PADDING, WIDEST_PADDING);
    let inner = width.saturating_sub(2 * least) as f64 / TWIPS_PER_PT / font_pt;
    let words = text::characters(&cell.text);
    let lines = (words / inner.floor().max(1.0)).ceil();
    if cell.role != Role::ColumnHead || lines < 2.0 {
        return least;
    }
    // Half a character to spare, or rounding would make another line of it.
    let longest = ((words / lines).ceil() + 0.5).min(inner);
    least + twips_of_pt((inner - longest) * font_pt / 2.0).unsigned_abs() as usize
}

#[cfg(test)]
mod tests {
    use super::{LEAST_PADDING, padding};
    use crate::publication::table::{Cell, Role};

    #[test]
    fn heads_break_into_even_lines() {
        let room = |text: &str, width: usize, pt: f64| {
            let text = text.to_owned();
            let cell =
                Cell { x: 0, width: 1, height: 1, role: Role::ColumnHead, text, address: None };
            (width - 2 * padding(&cell, width, pt)) as f64 / 20.0 / pt
        };
        // Three characters would fit, two and two look better.
        assert!((2.0..3.0).contains(&room("结果维持", 590, 9.0)));
        assert!((3.0..4.0).contains(&room("社会公益组织", 680, 10.5)));
        assert!(room("总计", 590, 9.0) > 3.0);
        let (role, text) = (Role::Figure, "1".repeat(9));
        let cell = Cell { x: 0, width: 1, height: 1, role, text, address: None };
        assert_eq!(padding(&cell, 590, 9.0), LEAST_PADDING);
    }
}
