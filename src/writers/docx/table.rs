//! A [`Table`] as WordprocessingML: fixed columns, every cell with its width, real
//! continue cells under every merge.

use docx_rs::{
    BuildXML, TableAlignmentType, TableBorder, TableBorderPosition, TableBorders, TableCellMargins,
    TableLayoutType, TableRow, WidthType,
};

use super::cells::{Look, Merge};
use super::page::{Page, TWIPS_PER_PT, half_points, twips_of_pt};
use super::template::{self, Template};
use super::{cells, columns, order, text};
use crate::error::Error;
use crate::formats::xml::tree::Element;
use crate::publication::table::{Cell, Role, Row, Slot, Table};

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

/// Writes a table: docx-rs says what it is, and cell by cell what it holds.
pub fn write(
    table: &Table,
    page: &Page,
    template: Option<&Template>,
    out: &mut String,
) -> Result<(), Error> {
    let edges = columns::edges(table, page);
    let above = if table.rows.len() < LONG { ABOVE } else { ABOVE_IN_LONG };
    let whole = is_whole(table, &edges, above, page);
    let mut head = head(table, &edges, above, page)?;
    if let Some(template) = template {
        template::table(template, &mut head);
    }
    order::tidy(&mut head);
    let (repeated, plain) = (row(true)?, row(false)?);
    let heads = heads(table);
    head.write_start(out);
    head.write_nodes(out);
    for (y, row) in table.rows.iter().enumerate() {
        let element = if y < heads { &repeated } else { &plain };
        element.write_start(out);
        element.write_nodes(out);
        let keep = row.keep_with_next || (whole && y + 1 < table.rows.len());
        for slot in table.slots(y) {
            let look = look(slot, &edges, keep, table.font_pt);
            let text = &slot.cell().text;
            match template {
                None => cells::write(&look, text, out)?,
                Some(template) => {
                    let mut cell = cells::made(&look, text)?;
                    template::paragraphs(template, &mut cell, Some(table.font_pt));
                    order::tidy(&mut cell);
                    cell.write(out);
                }
            }
        }
        element.write_end(out);
    }
    head.write_end(out);
    Ok(())
}

/// The table without its rows. docx-rs has no words for the description for readers who
/// cannot see it, and says more of the columns than there is to say.
fn head(table: &Table, edges: &[usize], above: usize, page: &Page) -> Result<Element, Error> {
    let made = docx_rs::Table::new(Vec::new())
        .set_grid(edges.windows(2).map(|pair| pair[1] - pair[0]).collect())
        .width(edges.last().copied().unwrap_or(0), WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .align(TableAlignmentType::Center)
        .set_borders(borders(page))
        .margins(TableCellMargins::new().margin(above, BESIDE, above, BESIDE));
    let mut head = Element::parse(&made.build())?;
    for (name, text) in [("w:tblCaption", &table.title), ("w:tblDescription", &table.summary)] {
        if !text.is_empty() {
            head.add_to("w:tblPr", Element::value(name, text));
        }
    }
    let grid = head.elements_mut().filter(|child| child.name == "w:tblGrid");
    for column in grid.flat_map(Element::elements_mut) {
        column.attributes.retain(|(key, _)| key == "w:w");
    }
    Ok(head)
}

/// A row without its cells. docx-rs cannot say that it is repeated on every page.
fn row(is_head: bool) -> Result<Element, Error> {
    let mut row = Element::parse(&TableRow::new(Vec::new()).cant_split().build())?;
    if is_head {
        row.add_to("w:trPr", Element::new("w:tblHeader"));
    }
    order::tidy(&mut row);
    Ok(row)
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

/// How a slot looks.
fn look(slot: Slot<'_>, edges: &[usize], keep_next: bool, font_pt: f64) -> Look {
    let cell = slot.cell();
    let width = width(edges, cell);
    let beside = beside(cell, width, font_pt);
    let inner = width.saturating_sub(2 * beside);
    let style = match cell.role {
        Role::Band | Role::Corner | Role::ColumnHead => "TableHead",
        Role::RowHead => "TableText",
        Role::Figure => "TableFigure",
    };
    let size = match cell.role {
        Role::Figure => columns::fitting(&cell.text, inner, font_pt),
        _ => font_pt,
    };
    let merge = match slot {
        Slot::Start(cell) if cell.height > 1 => Merge::Start,
        Slot::Start(_) => Merge::None,
        Slot::Continue(_) => Merge::Continue,
    };
    Look {
        style,
        width,
        beside,
        span: cell.width,
        merge,
        keep_next,
        line: twips_of_pt(font_pt * LINE_PER_SIZE),
        sizes: [half_points(size), half_points(font_pt)],
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
            let cell =
                Cell { x: 0, width: 1, height: 1, role: Role::ColumnHead, text, address: None };
            (width - 2 * beside(&cell, width, pt)) as f64 / 20.0 / pt
        };
        // Three characters would fit, two and two look better.
        assert!((2.0..3.0).contains(&room("结果维持", 590, 9.0)));
        assert!((3.0..4.0).contains(&room("社会公益组织", 680, 10.5)));
        assert!(room("总计", 590, 9.0) > 3.0);
        let (role, text) = (Role::Figure, "1".repeat(9));
        let cell = Cell { x: 0, width: 1, height: 1, role, text, address: None };
        assert_eq!(beside(&cell, 590, 9.0), BESIDE);
    }
}
