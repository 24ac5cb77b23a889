//! What is left of the cells and the text that one workbook may hold.

use super::limits::{MAX_ALL_TOKENS, MAX_CELLS, MAX_TEXT, MAX_TOKENS};
use super::too_much;
use crate::error::Error;

/// What is left of the cells and the text that one workbook may hold.
#[derive(Debug)]
pub struct Budget {
    cells: u32,
    text: u64,
    tokens: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Budget { cells: MAX_CELLS, text: MAX_TEXT, tokens: MAX_ALL_TOKENS }
    }
}

impl Budget {
    /// Pays for one filled cell.
    ///
    /// # Errors
    /// When there are more than [`MAX_CELLS`].
    pub fn cell(&mut self) -> Result<(), Error> {
        self.cells = self.cells.checked_sub(1).ok_or_else(|| {
            too_much(format_args!("有内容的单元格超过 {} 万个", MAX_CELLS / 10_000))
        })?;
        Ok(())
    }

    /// Pays for the tokens of a formula; tells whether they may be kept.
    pub fn tokens(&mut self, bytes: usize) -> bool {
        let left = self.tokens.checked_sub(bytes).filter(|_| bytes <= MAX_TOKENS);
        self.tokens = left.unwrap_or(self.tokens);
        left.is_some()
    }

    /// Pays for the text that a cell shows or computes.
    ///
    /// # Errors
    /// When there is more than [`MAX_TEXT`].
    pub fn text(&mut self, bytes: usize) -> Result<(), Error> {
        self.text = self
            .text
            .checked_sub(bytes as u64)
            .ok_or_else(|| too_much(format_args!("文字总量超过 {} MB", MAX_TEXT >> 20)))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_may_have_so_many_cells_and_so_much_text() {
        let mut budget = Budget::default();
        assert!((0..MAX_CELLS).all(|_| budget.cell().is_ok()));
        assert!(budget.cell().is_err_and(|error| error.to_string().contains("30 万个")));
        assert!(budget.text(MAX_TEXT as usize).is_ok() && budget.text(1).is_err());
        assert!(!budget.tokens(MAX_TOKENS + 1));
        assert_eq!(
            (0..).take_while(|_| budget.tokens(MAX_TOKENS)).count(),
            MAX_ALL_TOKENS / MAX_TOKENS
        );
    }
}
