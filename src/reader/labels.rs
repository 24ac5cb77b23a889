//! The labels of a sheet: every text short enough to be one, folded once.

use super::grid::{Content, Position, Sheet};
use crate::text::label::Label;
use std::collections::BTreeMap;

/// The texts of a sheet that are short enough to be labels, folded once.
#[derive(Debug, Default)]
pub struct Labels(BTreeMap<Position, Label>);

/// Longest text that can be a label.
const LABEL_CHARACTERS: usize = 60;

impl Labels {
    /// Folds every label-like text of a sheet.
    pub fn new(sheet: &Sheet) -> Labels {
        let texts = sheet.cells.iter().filter_map(|(at, cell)| match &cell.content {
            Content::Text(text)
                if text
                    .chars()
                    .take(4 * LABEL_CHARACTERS)
                    .filter(|c| !c.is_whitespace())
                    .count()
                    <= LABEL_CHARACTERS =>
            {
                let label = Label::new(text);
                (!label.is_empty()).then_some((*at, label))
            }
            _ => None,
        });
        Labels(texts.collect())
    }

    /// Labels with their cells, row by row.
    pub fn iter(&self) -> impl Iterator<Item = (Position, &Label)> {
        self.0.iter().map(|(at, label)| (*at, label))
    }

    /// Labels of one row, left to right.
    pub fn row(&self, row: u32) -> impl DoubleEndedIterator<Item = (Position, &Label)> {
        self.0.range((row, 0)..=(row, u32::MAX)).map(|(at, label)| (*at, label))
    }

    /// The label at exactly this cell.
    pub fn get(&self, at: Position) -> Option<&Label> {
        self.0.get(&at)
    }
}
