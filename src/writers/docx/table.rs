//! A [`Table`] as WordprocessingML: fixed columns, every cell with its width, real
//! continue cells under every merge.

use docx_rs::{
    LineSpacing, LineSpacingType, Paragraph, TableAlignmentType, TableBorder, TableBorderPosition,
    TableBorders, TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, VMergeType,
    WidthType,
};

use super::element::Element;
use super::face::Face;
use super::page::{Page, TWIPS_PER_PT, half_points, twips_of_pt};
use super::{columns, text};
use crate::publication::table::{Cell, Role, Row, Square, Table};

/// Line pitch by size of type.
pub const LINE_PER_SIZE: f64 = 1.3;

/// Above and below the text of a cell, in twips.
const ABOVE: usize = 60;

/// The same in a long table: that of the requests has to fit on a page with its heading.
const ABOVE_IN_LONG: usize = 20;

/// Rows of a long table.
const LONG: usize = 20;

/// Left and right of the text in the narrowest cells, in twips.
pub const BESIDE: usize = 20;

/// The same in the widest: Word's own default.
const BESIDE_IN_WIDE: usize = 108;

/// The table for docx-rs. What docx-rs cannot say is left to [`finish`].
pub fn build(table: &Table, page: &Page) -> docx_rs::Table {
    let edges = columns::edges(table, page);
    let above = if table.rows.len() < LONG { ABOVE } else { ABOVE_IN_LONG };
    let whole = is_whole(table, &edges, above, page);
    let rows = table.rows.iter().enumerate().map(|(y, row)| {
        let cells = table.squares(y).into_iter().map(|square| {
            let cell = square.cell();
            let width = width(&edges, cell);
            let beside = beside(cell, width, table.font_pt);
            let inner = width.saturating_sub(2 * beside);
            let keep = row.keep_with_next || (whole && y + 1 < table.rows.len());
            let paragraph = paragraph(square, keep, inner, table.font_pt);
            let mut made = TableCell::new()
                .width(width, WidthType::Dxa)
                .vertical_align(VAlignType::Center)
                .add_paragraph(paragraph);
            if cell.width > 1 {
                made = made.grid_span(cell.width);
            }
            if beside > BESIDE {
                made.property = made
                    .property
                    .margin_left(beside, WidthType::Dxa)
                    .margin_right(beside, WidthType::Dxa);
            }
            match square {
                Square::Start(cell) if cell.height > 1 => made.vertical_merge(VMergeType::Restart),
                Square::Start(_) => made,
                Square::Continue(_) => made.vertical_merge(VMergeType::Continue),
            }
        });
        TableRow::new(cells.collect()).cant_split()
    });
    docx_rs::Table::new(rows.collect())
        .set_grid(edges.windows(2).map(|pair| pair[1] - pair[0]).collect())
        .width(edges.last().copied().unwrap_or(0), WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .align(TableAlignmentType::Center)
        .set_borders(borders(page))
        .margins(TableCellMargins::new().margin(above, BESIDE, above, BESIDE))
}

/// Adds to a built table what docx-rs has no words for: repeated header rows and the
/// description for readers who cannot see it; takes away what it should not have said.
pub fn finish(element: &mut Element, table: &Table) {
    let rows = element.elements_mut().filter(|child| child.name == "w:tr");
    for row in rows.take(heads(table)) {
        row.add_to("w:trPr", Element::new("w:tblHeader"));
    }
    for (name, text) in [("w:tblCaption", &table.title), ("w:tblDescription", &table.summary)] {
        if !text.is_empty() {
            element.add_to("w:tblPr", Element::value(name, text));
        }
    }
    let grid = element.elements_mut().filter(|child| child.name == "w:tblGrid");
    for column in grid.flat_map(Element::elements_mut) {
        column.attributes.retain(|(key, _)| key == "w:w");
    }
}

/// Rows marked as heads: those repeated, or else, in a table of several blocks, the band and
/// the heads of the first. That table is never so long that they would be repeated.
fn heads(table: &Table) -> usize {
    let is_head = |row: &&Row| row.cells.iter().all(|cell| cell.role != Role::Figure);
    match table.header_rows {
        0 => table.rows.iter().take_while(is_head).count(),
        some => some,
    }
}

/// Whether the table fits on a page below its heading: then no page parts it, and no label of
/// a group is lost on the next. The height is an estimate on the safe side.
fn is_whole(table: &Table, edges: &[usize], above: usize, page: &Page) -> bool {
    let line = f64::from(twips_of_pt(table.font_pt * LINE_PER_SIZE));
    let height: f64 = table
        .rows
        .iter()
        .map(|row| {
            let lines = row.cells.iter().filter(|cell| cell.height == 1).map(|cell| {
                let width = width(edges, cell);
                let room = width.saturating_sub(2 * beside(cell, width, table.font_pt));
                let line = (room as f64 / TWIPS_PER_PT / table.font_pt).floor().max(1.0);
                (text::characters(&cell.text) / line).ceil().max(1.0)
            });
            lines.fold(1.0, f64::max) * line + (2 * above) as f64
        })
        .sum();
    let [top, _, bottom, _] = page.margins;
    height <= f64::from(page.height - top - bottom - 2 * page.line)
}

fn width(edges: &[usize], cell: &Cell) -> usize {
    let edge = |x: usize| edges.get(x).or(edges.last()).copied().unwrap_or(0);
    edge(cell.x + cell.width) - edge(cell.x)
}

/// Margins left and right of a cell. Narrow cells get narrow ones: figures need the room,
/// labels can spare it. A head that takes several lines gets what parts it evenly: 结果 over
/// 维持, not 结果维 over 持.
fn beside(cell: &Cell, width: usize, font_pt: f64) -> usize {
    let least = (width / 40).clamp(BESIDE, BESIDE_IN_WIDE);
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

fn borders(page: &Page) -> TableBorders {
    use TableBorderPosition::{Bottom, InsideH, InsideV, Left, Right, Top};
    let weight = usize::try_from(page.stroke).unwrap_or(0);
    [Top, Left, Bottom, Right, InsideH, InsideV]
        .into_iter()
        .fold(TableBorders::with_empty(), |borders, position| {
            borders.set(TableBorder::new(position).size(weight).color("000000"))
        })
}

fn paragraph(square: Square<'_>, keep_next: bool, inner: usize, font_pt: f64) -> Paragraph {
    let cell = square.cell();
    let style = match cell.role {
        Role::Band | Role::Corner | Role::ColumnHead => "TableHead",
        Role::RowHead => "TableText",
        Role::Figure => "TableFigure",
    };
    let line = LineSpacing::new()
        .line(twips_of_pt(font_pt * LINE_PER_SIZE))
        .line_rule(LineSpacingType::Exact);
    let paragraph = Paragraph::new()
        .style(style)
        .line_spacing(line)
        .keep_next(keep_next)
        // The size of an empty cell, should someone type into it.
        .size(half_points(font_pt));
    match square {
        Square::Continue(_) => paragraph,
        Square::Start(cell) => {
            let size = match cell.role {
                Role::Figure => columns::fitting(&cell.text, inner, font_pt),
                _ => font_pt,
            };
            text::write(paragraph, &cell.text, Face::FangSong, Some(size))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BESIDE, beside};
    use crate::publication::table::{Cell, Role};

    #[test]
    fn heads_break_into_even_lines() {
        let room = |text: &str, width: usize, pt: f64| {
            let text = text.to_owned();
            let cell = Cell { x: 0, width: 1, height: 1, role: Role::ColumnHead, text };
            (width - 2 * beside(&cell, width, pt)) as f64 / 20.0 / pt
        };
        // Three characters would fit, two and two look better.
        assert!((2.0..3.0).contains(&room("结果维持", 590, 9.0)));
        assert!((3.0..4.0).contains(&room("社会公益组织", 680, 10.5)));
        assert!(room("总计", 590, 9.0) > 3.0);
        let cell = Cell { x: 0, width: 1, height: 1, role: Role::Figure, text: "1".repeat(9) };
        assert_eq!(beside(&cell, 590, 9.0), BESIDE);
    }
}
