//! A [`Table`] as WordprocessingML: fixed columns, every cell with its width, real
//! continue cells under every merge.

use docx_rs::{
    BuildXML, TableAlignmentType, TableBorder, TableBorderPosition, TableBorders, TableCellMargins,
    TableLayoutType, TableRow, WidthType,
};

use super::cells::{CellFormat, LEAST_PADDING, Merge};
use super::margins::{inner, padding, width};
use super::page::{Page, TWIPS_PER_PT, half_points};
use super::place::Place;
use super::template::{self, Template};
use super::{cells, columns, fit, order, text};
use crate::error::Error;
use crate::formats::xml::tree::Element;
use crate::publication::table::{Cell, Role, Row, Slot, Table};
use std::borrow::Cow;

/// Writes a table: docx-rs says what it is, and cell by cell what it holds.
pub fn write(
    table: &Table,
    page: &Page,
    place: &mut Place,
    template: Option<&Template>,
    out: &mut String,
) -> Result<(), Error> {
    let edges = columns::edges(table, page);
    let stroke = f64::from(page.stroke) / 8.0 * TWIPS_PER_PT;
    let fit = fit::fit(table, &edges, stroke, place);
    let mut head = head(table, &edges, fit.above, page)?;
    if let Some(template) = template {
        template::table(template, &mut head);
    }
    order::tidy(&mut head);
    let (repeated, plain) = (row(true)?, row(false)?);
    let heads = heads(table);
    // A table of several blocks without a common head breaks between blocks.
    let heads_repeat = table.header_rows > 0;
    head.write_start(out);
    head.write_nodes(out);
    for (y, row) in table.rows.iter().enumerate() {
        let element = if y < heads { &repeated } else { &plain };
        element.write_start(out);
        element.write_nodes(out);
        let keep = match fit.whole {
            true => y + 1 < table.rows.len(),
            false if y < fit.kept || is_head(row) => true,
            false if heads_repeat => row.keep_with_next,
            // Under a head that is not its own a figure would be misread.
            false => table.rows.get(y + 1).is_some_and(|next| !is_head(next)),
        };
        for slot in table.slots(y) {
            let format = cell_format(slot, &edges, keep, table.font_pt, fit.line);
            let text = &*group_label(slot.cell(), &edges, table.font_pt);
            match template {
                None => cells::write(&format, text, out)?,
                Some(template) => {
                    let mut cell = cells::element(&format, text)?;
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
        .margins(TableCellMargins::new().margin(above, LEAST_PADDING, above, LEAST_PADDING));
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
/// the heads of the first: programs that read aloud need some. Where such a table is parted,
/// they are repeated above a block that has its own.
fn heads(table: &Table) -> usize {
    match table.header_rows {
        0 => table.rows.iter().take_while(|row| is_head(row)).count(),
        some => some,
    }
}

/// Whether a row has no figures: it belongs to what stands below.
fn is_head(row: &Row) -> bool {
    row.cells.iter().all(|cell| cell.role != Role::Figure)
}

/// `（三）` before the label of a group stands on its own line if the label needs several.
fn group_label<'a>(cell: &'a Cell, edges: &[usize], font_pt: f64) -> Cow<'a, str> {
    let text = cell.text.as_str();
    let room = inner(cell, edges, font_pt) as f64 / TWIPS_PER_PT / font_pt;
    let is_group = cell.role == Role::RowHead && cell.height > 1;
    if !is_group || !text.starts_with('（') || text::characters(text) <= room {
        return Cow::Borrowed(text);
    }
    match text.split_once('）') {
        Some((number, label)) if !label.is_empty() && number.chars().count() <= 4 => {
            Cow::Owned(format!("{number}）\n{label}"))
        }
        _ => Cow::Borrowed(text),
    }
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
fn cell_format(
    slot: Slot<'_>,
    edges: &[usize],
    keep_next: bool,
    font_pt: f64,
    line: i32,
) -> CellFormat {
    let cell = slot.cell();
    let width = width(edges, cell);
    let padding = padding(cell, width, font_pt);
    let inner = inner(cell, edges, font_pt);
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
    CellFormat {
        style,
        width,
        padding,
        span: cell.width,
        merge,
        keep_next,
        line,
        sizes: [half_points(size), half_points(font_pt)],
    }
}
