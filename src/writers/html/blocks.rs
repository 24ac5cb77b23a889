//! A publication as XHTML that is HTML as well: the readable body of feed entries and pages.

use crate::publication::table::{Cell, Role, Row};
use crate::publication::{Block, Publication, Table};
use crate::writers::xml::out::Out;

/// How elements are dressed: the inline style of each, nothing where the reader has its own.
pub trait Dress {
    /// The style of an element by its name here; `None` for no attribute.
    fn style(&self, what: What) -> Option<String>;
    /// Before table, heading and cell ids, so that several reports can share a page; `None`
    /// for no ids.
    fn prefix(&self) -> Option<&str>;
}

/// What is dressed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum What {
    /// A heading of this level of the report, 1 to 3.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// The name and date at the end.
    Signature,
    /// The box that lets a wide table scroll.
    Scroller,
    /// A table with text of this size in points.
    Table(f64),
    /// Its caption.
    Caption,
    /// A cell of this role.
    Cell(Role),
}

/// Nothing but the elements.
pub struct Plain;

impl Dress for Plain {
    fn style(&self, _: What) -> Option<String> {
        None
    }

    fn prefix(&self) -> Option<&str> {
        None
    }
}

/// Writes everything below the title. Sections are `h2`: the title is whoever's `h1`.
pub fn write(out: &mut Out, publication: &Publication, dress: &dyn Dress) {
    for block in &publication.blocks {
        match block {
            Block::Heading { level, text } => {
                let name = format!("h{}", level + 1);
                leaf(out, &name, dress.style(What::Heading(*level)), text);
            }
            Block::Paragraph { text } => leaf(out, "p", dress.style(What::Paragraph), text),
            Block::Table(table) => write_table(out, table, dress),
            Block::Signature { name, date } => {
                for text in [name, date].into_iter().filter(|text| !text.is_empty()) {
                    leaf(out, "p", dress.style(What::Signature), text);
                }
            }
        }
    }
}

fn leaf(out: &mut Out, name: &str, style: Option<String>, text: &str) {
    let attributes: Vec<_> = style.as_deref().map(|style| ("style", style)).into_iter().collect();
    out.leaf(name, &attributes, text);
}

/// A table in a box that scrolls sideways where the screen is narrow.
fn write_table(out: &mut Out, table: &Table, dress: &dyn Dress) {
    let scroller = dress.style(What::Scroller);
    let label = dress.prefix().map(|prefix| format!("{prefix}{}-caption", table.id));
    let mut box_ = Vec::new();
    // Who scrolls with the keyboard must be able to get there, and be told where that is.
    if let Some(label) = &label {
        box_.extend([("role", "region"), ("aria-labelledby", label.as_str()), ("tabindex", "0")]);
    }
    box_.extend(scroller.as_deref().map(|style| ("style", style)));
    if !box_.is_empty() {
        out.open("div", &box_);
    }
    let style = dress.style(What::Table(table.font_pt));
    let attributes: Vec<_> = style.as_deref().map(|style| ("style", style)).into_iter().collect();
    out.open("table", &attributes);
    let style = dress.style(What::Caption);
    let mut attributes: Vec<_> = label.as_deref().map(|id| ("id", id)).into_iter().collect();
    attributes.extend(style.as_deref().map(|style| ("style", style)));
    out.leaf("caption", &attributes, &table.title);
    for group in groups(table) {
        let name = if group.is_head { "thead" } else { "tbody" };
        out.open(name, &[]);
        for y in group.rows {
            out.open("tr", &[]);
            for cell in &table.rows[y].cells {
                write_cell(out, table, y, cell, dress);
            }
            out.close("tr");
        }
        out.close(name);
    }
    out.close("table");
    if !box_.is_empty() {
        out.close("div");
    }
}

/// Rows that belong together: the heads, or a block under its band.
struct Group {
    is_head: bool,
    rows: std::ops::Range<usize>,
}

fn groups(table: &Table) -> Vec<Group> {
    let is_band = |row: &Row| row.cells.iter().any(|cell| cell.role == Role::Band);
    let mut starts = vec![0];
    starts.extend(
        (1..table.rows.len()).filter(|y| *y == table.header_rows || is_band(&table.rows[*y])),
    );
    let ends = starts.iter().skip(1).copied().chain([table.rows.len()]);
    let ranges = starts.iter().copied().zip(ends);
    ranges
        .map(|(start, end)| Group { is_head: end <= table.header_rows, rows: start..end })
        .collect()
}

fn write_cell(out: &mut Out, table: &Table, y: usize, cell: &Cell, dress: &dyn Dress) {
    let (width, height) = (cell.width.to_string(), cell.height.to_string());
    let id = dress.prefix().map(|prefix| cell_id(prefix, table, y, cell));
    let heads = dress.prefix().map(|prefix| heads(prefix, table, y, cell)).unwrap_or_default();
    let style = dress.style(What::Cell(cell.role));
    let mut attributes: Vec<(&str, &str)> = Vec::new();
    let scope = match cell.role {
        Role::Band => Some("rowgroup"),
        Role::Corner | Role::ColumnHead => Some("col"),
        Role::RowHead => Some("row"),
        Role::Figure => None,
    };
    match scope {
        Some(scope) => {
            attributes.extend(id.as_deref().map(|id| ("id", id)));
            attributes.push(("scope", scope));
        }
        None if !heads.is_empty() => attributes.push(("headers", &heads)),
        None => {}
    }
    attributes.extend((cell.width > 1).then_some(("colspan", width.as_str())));
    attributes.extend((cell.height > 1).then_some(("rowspan", height.as_str())));
    attributes.extend(style.as_deref().map(|style| ("style", style)));
    out.leaf(if scope.is_some() { "th" } else { "td" }, &attributes, &cell.text);
}

fn cell_id(prefix: &str, table: &Table, y: usize, cell: &Cell) -> String {
    format!("{prefix}{}-{y}-{}", table.id, cell.x)
}

/// Ids of the heads of a figure: the band of its block, the heads above, the labels beside.
fn heads(prefix: &str, table: &Table, y: usize, figure: &Cell) -> String {
    if figure.role != Role::Figure {
        return String::new();
    }
    let has_band = |row: &Row| row.cells.iter().any(|cell| cell.role == Role::Band);
    let top = (0..=y).rev().find(|above| has_band(&table.rows[*above])).unwrap_or(0);
    let mut ids = Vec::new();
    for (above, row) in table.rows.iter().enumerate().take(y + 1).skip(top) {
        for head in &row.cells {
            let over = head.x < figure.x + figure.width && figure.x < head.x + head.width;
            let beside = above <= y && y < above + head.height;
            let is_its = match head.role {
                Role::Band => true,
                Role::ColumnHead => over,
                Role::RowHead => beside,
                Role::Corner | Role::Figure => false,
            };
            ids.extend(is_its.then(|| cell_id(prefix, table, above, head)));
        }
    }
    ids.join(" ")
}
