//! Cells and areas by their `A1` names.

use super::limits::{LAST_COLUMN, LAST_ROW};
use crate::reader::grid::Position;

/// `L9` to (8, 11); `None` for anything that no spreadsheet writes.
pub fn position(reference: &str) -> Option<Position> {
    let digits = reference.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = reference.split_at(digits);
    if letters.is_empty() || letters.len() > 3 || digits.len() > 7 {
        return None;
    }
    let mut column = 0;
    for letter in letters.bytes() {
        let value = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?) + 1;
        column = column * 26 + (value <= 26).then_some(value)?;
    }
    let row: u32 = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
    ((1..=LAST_ROW).contains(&row) && column <= LAST_COLUMN).then(|| (row - 1, column - 1))
}

/// `B2:D5` or `B2` to its corners, in order even when written in reverse.
pub fn area(reference: &str) -> Option<(Position, Position)> {
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    let (a, b) = (position(first)?, position(last)?);
    Some(((a.0.min(b.0), a.1.min(b.1)), (a.0.max(b.0), a.1.max(b.1))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_outside_of_a_spreadsheet_are_refused() {
        assert_eq!(position("L9"), Some((8, 11)));
        assert_eq!(position("XFD1048576"), Some((1_048_575, 16_383)));
        for forged in
            ["", "9", "L", "L0", "XFE1", "A1048577", "ZZZZZZZZZZ99999999999", "A1B", "表1"]
        {
            assert_eq!(position(forged), None, "{forged}");
        }
    }

    #[test]
    fn reversed_areas_are_put_in_order() {
        assert_eq!(area("C9:A1"), Some(((0, 0), (8, 2))));
        assert_eq!(area("B2"), Some(((1, 1), (1, 1))));
    }
}
