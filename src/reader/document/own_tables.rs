//! Tables of an office's own in the text of a report: the form has none there, so that they
//! are read row by row, as text.

use super::flow::{Block, Cell, Content, Line, Note, NoteKind};
use super::landmark::{is_landmark, is_of_form, labels};
use crate::model::Forms;
use crate::text::clean::one_line;
use std::collections::BTreeMap;

/// A table with so many labels of the form is a part of one of its tables.
const FEW: usize = 2;

/// Puts such tables into lines; notes on where they stand.
pub fn as_text(body: &mut Vec<Block>, forms: Forms) -> Vec<Note> {
    let cells = |at: usize| match &body.get(at)?.content {
        Content::Table(cells) => Some(cells),
        Content::Line(_) => None,
    };
    let is_form =
        |at: Option<usize>| at.and_then(cells).is_some_and(|cells| is_of_form(cells, forms));
    let first = body.iter().position(|block| is_landmark(block, forms)).unwrap_or(body.len());
    // A part of a table that is cut in pieces may have too few labels to be known.
    let is_own = |cells: &[Cell]| !cells.is_empty() && labels(cells, forms) < FEW;
    let own: Vec<usize> = (first..body.len())
        .filter(|at| cells(*at).is_some_and(|cells| is_own(cells)))
        .filter(|at| !is_form(Some(*at)) && !is_form(at.checked_sub(1)) && !is_form(Some(at + 1)))
        .collect();
    let mut notes = Vec::new();
    for at in own.into_iter().rev() {
        let Content::Table(cells) = &body[at].content else { continue };
        let lines = lines(cells);
        let within = body[at].within;
        // Rows of one cell only arrange text.
        let is_data = cells
            .chunk_by(|a, b| a.area.first.0 == b.area.first.0)
            .any(|row| row.iter().filter(|cell| !one_line(&cell.text()).is_empty()).count() > 1);
        if let Some(line) = lines.first().filter(|_| is_data) {
            notes.push(Note {
                kind: NoteKind::OwnTable,
                source: line.source,
                text: line.text.clone(),
            });
        }
        body.splice(
            at..=at,
            lines.into_iter().map(|line| Block { within, ..Block::of_line(line) }),
        );
    }
    notes.reverse();
    notes
}

/// A line for each row, a wide gap between its cells.
fn lines(cells: &[Cell]) -> Vec<Line> {
    let mut rows: BTreeMap<u32, (Vec<String>, u32)> = BTreeMap::new();
    for cell in cells {
        let text = one_line(&cell.text());
        if !text.is_empty() {
            let source = cell.source().unwrap_or_default();
            rows.entry(cell.area.first.0).or_insert((Vec::new(), source)).0.push(text);
        }
    }
    let line =
        |(texts, source): (Vec<String>, u32)| Line { level: None, text: texts.join("　"), source };
    rows.into_values().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::area::Area;

    #[test]
    fn a_table_in_the_text_is_read_row_by_row_and_said() {
        let line = |text: &str| Block::of_line(Line { text: text.into(), ..Line::default() });
        let cell = |row, column, text: &str| Cell {
            area: Area::between((row, column), (row, column)),
            blocks: vec![line(text)],
        };
        let table =
            vec![cell(0, 0, "栏目"), cell(0, 1, "条数"), cell(1, 0, "政策"), cell(1, 1, "12")];
        let mut body = vec![
            line("一、总体情况"),
            Block { within: 0, content: Content::Table(table) },
            line("以上。"),
        ];
        let notes = as_text(&mut body, Forms::default());
        let texts: Vec<&str> =
            body.iter().filter_map(Block::line).map(|line| &*line.text).collect();
        assert_eq!(texts, ["一、总体情况", "栏目　条数", "政策　12", "以上。"]);
        assert_eq!((notes.len(), notes[0].kind), (1, NoteKind::OwnTable));
    }
}
