//! What tells that a report stands here: headings of its sections and tables of its form.

use super::flow::{Block, Cell, Content};
use crate::model::Forms;
use crate::reader::narrative::section_of;
use crate::text::label::{Label, Pattern};

/// So many labels of the form make a table one of its tables.
const LABELS: usize = 4;
/// Longest label, in characters.
const LABEL_CHARACTERS: usize = 60;

/// Row and column labels of all forms.
struct Labels {
    rows: Vec<Pattern>,
    columns: Vec<Pattern>,
}

impl Labels {
    fn of(forms: Forms) -> Labels {
        let (mut rows, mut columns): (Vec<Pattern>, Vec<Pattern>) = Default::default();
        let add = |patterns: &mut Vec<Pattern>, label: &str, aliases: &[String]| {
            let pattern = Pattern::new(label, aliases);
            if !label.is_empty() && !patterns.contains(&pattern) {
                patterns.push(pattern);
            }
        };
        let tables = forms.iter().flat_map(|form| &form.tables);
        for block in tables.flat_map(|table| &table.blocks) {
            block.rows.iter().for_each(|row| add(&mut rows, &row.label, &row.aliases));
            block.columns.iter().for_each(|one| add(&mut columns, &one.label, &one.aliases));
        }
        Labels { rows, columns }
    }
}

/// Whether a table is one of a form.
pub fn is_of_form(cells: &[Cell], forms: Forms) -> bool {
    labels(cells, forms) >= LABELS
}

/// How many cells of a table hold labels of a form.
pub fn labels(cells: &[Cell], forms: Forms) -> usize {
    let labels = forms.derived(Labels::of);
    let is_label = |cell: &&Cell| {
        let text = cell.text();
        text.chars().count() <= LABEL_CHARACTERS && {
            let label = Label::new(&text);
            let all = labels.rows.iter().chain(&labels.columns);
            all.into_iter().any(|pattern| pattern.knows(&label))
        }
    };
    cells.iter().filter(is_label).count()
}

/// Whether a text is the label of a row of a form.
pub fn is_row(text: &str, forms: Forms) -> bool {
    let label = Label::new(text);
    forms.derived(Labels::of).rows.iter().any(|pattern| pattern.knows(&label))
}

/// The sections that the lines of a block are headings of.
pub fn sections(block: &Block, forms: Forms) -> Vec<u8> {
    match &block.content {
        Content::Line(line) => {
            line.text.split('\n').filter_map(|text| section_of(text, forms)).collect()
        }
        Content::Table(cells) => {
            cells.iter().filter_map(|cell| section_of(&cell.text(), forms)).collect()
        }
    }
}

/// Whether a block is a sign of the report.
pub fn is_landmark(block: &Block, forms: Forms) -> bool {
    let is_table = match &block.content {
        Content::Table(cells) => is_of_form(cells, forms),
        Content::Line(_) => false,
    };
    is_table || !sections(block, forms).is_empty()
}
