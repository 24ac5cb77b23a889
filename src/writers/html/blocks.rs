//! A publication as XHTML that is HTML as well: the readable body of feed entries and pages.

use super::text::markup;
use crate::formats::xml::printer::Printer;
use crate::publication::table::{Cell, Role, Row};
use crate::publication::{Block, Publication, Table};

/// What a head is called where its text is a remark on the whole table, for readers that say
/// the head before every figure.
const REMARK_HEAD: &str = "项目";

/// How elements are dressed: the inline style of each, nothing where the reader has its own.
pub trait Dress {
    /// The style of an element by its name here; `None` for no attribute.
    fn style(&self, what: What<'_>) -> Option<String>;
    /// The class of an element, for a style sheet; `None` for no attribute.
    fn class(&self, _: What<'_>) -> Option<&'static str> {
        None
    }
    /// Whether a table stands in a box that scrolls.
    fn scrolls(&self) -> bool {
        false
    }
    /// Whether a table says itself that it has lines, for readers without styles.
    fn has_lines(&self) -> bool {
        false
    }
    /// Before table, heading and cell ids, so that several reports can share a page; `None`
    /// for no ids.
    fn prefix(&self) -> Option<&str>;
}

/// What is dressed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum What<'a> {
    /// A heading of this level of the report, 1 to 3.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// The name and date at the end.
    Signature,
    /// The box that lets a wide table scroll.
    Scroller(&'a Table),
    /// A table.
    Table(&'a Table),
    /// Its caption.
    Caption,
    /// A column of a table, this part of its width; where it has no style, none is written.
    Column(f64),
    /// A cell.
    Cell(&'a Cell),
}

/// Nothing but the elements.
pub struct Plain;

impl Dress for Plain {
    fn style(&self, _: What<'_>) -> Option<String> {
        None
    }

    fn prefix(&self) -> Option<&str> {
        None
    }
}

/// Writes everything below the title. Sections are `h2`: the title is whoever's `h1`.
pub fn write(out: &mut Printer, publication: &Publication, dress: &dyn Dress) {
    // No level is left out on the way down.
    let mut depth = 0;
    for block in &publication.blocks {
        match block {
            Block::Heading { level, text, .. } => {
                depth = (*level).min(depth + 1);
                let name = format!("h{}", depth + 1);
                leaf(out, &name, dress, What::Heading(depth), text);
            }
            Block::Paragraph { text, .. } => leaf(out, "p", dress, What::Paragraph, text),
            Block::Table(table) => write_table(out, table, dress),
            Block::Signature { name, date } => {
                for text in [name, date].into_iter().filter(|text| !text.is_empty()) {
                    leaf(out, "p", dress, What::Signature, text);
                }
            }
        }
    }
}

/// Class and style of an element.
#[derive(Default)]
struct Looks {
    class: Option<&'static str>,
    style: Option<String>,
}

impl Looks {
    fn of(dress: &dyn Dress, what: What<'_>) -> Looks {
        Looks { class: dress.class(what), style: dress.style(what) }
    }

    fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        let class = self.class.map(|class| ("class", class));
        class.into_iter().chain(self.style.as_deref().map(|style| ("style", style)))
    }
}

fn leaf(out: &mut Printer, name: &str, dress: &dyn Dress, what: What<'_>, text: &str) {
    let (looks, text) = (Looks::of(dress, what), markup(text));
    let attributes: Vec<_> = text.dir().into_iter().chain(looks.attributes()).collect();
    // Only the name in the signature has several lines.
    out.inline(name, &attributes, &text.markup.replace('\n', "<br>"));
}

/// A table in a box that scrolls sideways where the screen is narrow.
fn write_table(out: &mut Printer, table: &Table, dress: &dyn Dress) {
    let looks = match dress.scrolls() {
        true => Looks::of(dress, What::Scroller(table)),
        false => Looks::default(),
    };
    let label = dress.prefix().map(|prefix| format!("{prefix}{}-caption", table.id));
    let mut box_ = Vec::new();
    // Who scrolls with the keyboard must be able to get there, and be told where that is.
    if let Some(label) = label.as_ref().filter(|_| dress.scrolls()) {
        box_.extend([("role", "region"), ("aria-labelledby", label.as_str()), ("tabindex", "0")]);
    }
    box_.extend(looks.attributes());
    if !box_.is_empty() {
        out.open("div", &box_);
    }
    let looks = Looks::of(dress, What::Table(table));
    let lines = dress.has_lines().then_some(("border", "1"));
    out.open("table", &lines.into_iter().chain(looks.attributes()).collect::<Vec<_>>());
    let looks = Looks::of(dress, What::Caption);
    let mut attributes: Vec<_> = label.as_deref().map(|id| ("id", id)).into_iter().collect();
    attributes.extend(looks.attributes());
    out.leaf("caption", &attributes, &table.title);
    write_columns(out, table, dress);
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

fn write_columns(out: &mut Printer, table: &Table, dress: &dyn Dress) {
    let whole: f64 = table.columns.iter().sum();
    let styles: Vec<String> = (table.columns.iter())
        .filter_map(|width| dress.style(What::Column(width / whole)))
        .collect();
    if styles.is_empty() {
        return;
    }
    out.open("colgroup", &[]);
    for style in &styles {
        out.empty("col", &[("style", style)]);
    }
    out.close("colgroup");
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

fn write_cell(out: &mut Printer, table: &Table, y: usize, cell: &Cell, dress: &dyn Dress) {
    let (width, height) = (cell.width.to_string(), cell.height.to_string());
    let id = dress.prefix().map(|prefix| cell_id(prefix, table, y, cell));
    let heads = dress.prefix().map(|prefix| heads(prefix, table, y, cell)).unwrap_or_default();
    let (looks, mut text) = (Looks::of(dress, What::Cell(cell)), markup(&cell.text));
    // The number of a group may stand above its label, which the style sheet keeps together.
    if dress.scrolls()
        && cell.role == Role::RowHead
        && cell.height > 1
        && text.dir().is_none()
        && let Some((number, label)) = text.markup.split_once('）')
        && number.starts_with('（')
        && !label.is_empty()
    {
        text.markup = format!("{number}）<span>{label}</span>");
    }
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
            // A remark in brackets heads nothing: it would be said before every label.
            let is_remark = cell.role == Role::Corner && cell.text.starts_with('（');
            attributes.extend((is_remark && id.is_some()).then_some(("abbr", REMARK_HEAD)));
        }
        None if !heads.is_empty() => attributes.push(("headers", &heads)),
        None => {}
    }
    attributes.extend((cell.width > 1).then_some(("colspan", width.as_str())));
    attributes.extend((cell.height > 1).then_some(("rowspan", height.as_str())));
    attributes.extend(text.dir());
    attributes.extend(looks.attributes());
    out.inline(if scope.is_some() { "th" } else { "td" }, &attributes, &text.markup);
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
