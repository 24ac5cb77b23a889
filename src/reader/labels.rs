//! The labels of a sheet: every text short enough to be one, folded once.

use super::acceptances::heads;
use super::grid::{Content, Position, Sheet};
use crate::diag::{Part, label, value};
use crate::model::Forms;
use crate::model::form::fields;
use crate::text::ellipsis::shortened;
use crate::text::label::Label;
use std::collections::{BTreeMap, BTreeSet};

/// The texts of a sheet that are short enough to be labels, folded once.
#[derive(Debug, Default)]
pub struct Labels(BTreeMap<Position, Label>);

/// Longest text that can be a label.
const LABEL_CHARACTERS: usize = 60;

impl Labels {
    /// Folds every label-like text of a sheet.
    pub fn new(sheet: &Sheet) -> Labels {
        // Reasons quote headings and labels.
        if heads(sheet).is_some() {
            return Labels::default();
        }
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

/// The text of a cell as part of a message: a label if any form has it, else a value.
pub fn quoted(typed: &str, forms: Forms) -> Part {
    let Official(official) = forms.derived(official);
    let typed = shortened(typed);
    let is_label = !typed.is_empty() && typed.split('·').all(|part| official.contains(part));
    if is_label { label(typed) } else { value(typed) }
}

/// Every label of every form, with and without the remark in brackets at its end.
struct Official(BTreeSet<&'static str>);

fn official(forms: Forms) -> Official {
    let blocks = || forms.iter().flat_map(|form| &form.tables).flat_map(|table| &table.blocks);
    let rows = blocks().flat_map(|block| &block.rows);
    let rows = rows.flat_map(|row| row.under.iter().chain([&row.label]));
    let columns = blocks().flat_map(|block| &block.columns);
    let columns = columns.flat_map(|column| column.under.iter().chain([&column.label]));
    let keys = fields().fields.iter().map(|field| &field.label);
    let whole = rows.chain(columns).chain(keys).map(String::as_str);
    Official(whole.flat_map(|label| [label, without_remark(label)]).collect())
}

fn without_remark(label: &str) -> &str {
    match label.rfind('（') {
        Some(index) if index > 0 && label.ends_with('）') => &label[..index],
        _ => label,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_out_of_place_is_still_a_label() {
        assert_eq!(
            quoted("本年收费金额（单位：万元）", Forms::shipped()),
            label("本年收费金额（单位：万元）")
        );
        assert_eq!(quoted("本年收费金额", Forms::shipped()), label("本年收费金额"));
        assert_eq!(quoted("约 5 件", Forms::shipped()), value("约 5 件"));
    }
}
