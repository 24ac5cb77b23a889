//! What a sheet looks like: widths, heights, merged areas, and where its drawing belongs.

use crate::error::Error;
use crate::formats::opc::relationships::TYPES;
use crate::formats::xml::markup::{Tag, TagKind, tags};
use crate::formats::xml::patch::Patch;
use crate::model::area::{Area, COLUMNS, Position, ROWS};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// Everything that stands before `legacyDrawing` in a sheet, after the schema.
const BEFORE_DRAWING: [&str; 30] = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
];

/// Dots of a digit in the font that widths are counted in.
const DIGIT_PX: f64 = 7.0;
/// Dots of a point.
const PX_PER_PT: f64 = 96.0 / 72.0;

/// The layout of a sheet.
#[derive(Debug)]
pub struct Layout {
    /// Prefix of its elements.
    pub prefix: String,
    /// Whether it is written after the strict variant of the standard.
    pub strict: bool,
    /// Prefix of relationship ids, if one is declared for the whole sheet.
    relations: Option<String>,
    columns: Vec<Column>,
    column_px: u32,
    heights: BTreeMap<u32, u32>,
    row_px: u32,
    merges: Vec<Area>,
    /// The merged areas of each row that has few, by number.
    merged_rows: HashMap<u32, Vec<usize>>,
    /// Id of the drawing with the boxes of comments, and its place.
    pub drawing: Option<(String, Range<usize>)>,
    drawing_at: usize,
}

#[derive(Debug)]
struct Column {
    first: u32,
    last: u32,
    px: Option<u32>,
    format: Option<usize>,
}

impl Layout {
    /// Reads the layout of a sheet.
    pub fn read(text: &str) -> Result<Layout, Error> {
        let mut layout = Layout {
            prefix: String::new(),
            strict: false,
            relations: None,
            columns: Vec::new(),
            column_px: 64,
            heights: BTreeMap::new(),
            row_px: 20,
            merges: Vec::new(),
            merged_rows: HashMap::new(),
            drawing: None,
            drawing_at: 0,
        };
        let mut next_row = 0;
        for tag in tags(text) {
            let tag = tag?;
            match (tag.depth, tag.local()) {
                (0, _) if tag.kind != TagKind::Close => layout.root(&tag),
                (1, "sheetFormatPr") => layout.defaults(&tag),
                (2, "col") => layout.column(&tag),
                (2, "row") if tag.kind != TagKind::Close => {
                    let row = tag.value("r").and_then(|r| r.number::<u32>()?.checked_sub(1));
                    let row = row.unwrap_or(next_row);
                    next_row = row + 1;
                    layout.row(row, &tag);
                }
                (2, "mergeCell") if tag.kind != TagKind::Close => {
                    let area = tag.value("ref").and_then(|area| Area::parse(&area.text()));
                    area.into_iter().for_each(|area| layout.merge(area));
                }
                (1, "legacyDrawing") if tag.kind != TagKind::Close => {
                    let id = tag.prefixed("id");
                    layout.drawing = id.map(|id| (id.text().into_owned(), id.span));
                }
                _ => {}
            }
            if tag.depth == 1 && tag.kind != TagKind::Open && BEFORE_DRAWING.contains(&tag.local())
            {
                layout.drawing_at = tag.span.end;
            }
        }
        Ok(layout)
    }

    /// Names the drawing with the boxes, in the one place where the schema wants it.
    pub fn draw(&self, id: &str, patch: &mut Patch<'_>) {
        if let Some((_, place)) = &self.drawing {
            patch.replace(place.clone(), id);
            return;
        }
        let prefix = &self.prefix;
        let element = match &self.relations {
            Some(relations) => format!("<{prefix}legacyDrawing {relations}:id=\"{id}\"/>"),
            None => {
                let base = TYPES[usize::from(self.strict)];
                format!("<{prefix}legacyDrawing xmlns:r=\"{base}\" r:id=\"{id}\"/>")
            }
        };
        patch.insert(self.drawing_at, element);
    }

    /// The merged area that a cell lies in; the cell itself where nothing is merged.
    pub fn area(&self, at: Position) -> Area {
        let none = Vec::new();
        let here = self.merged_rows.get(&at.0).unwrap_or(&none);
        let found = here.iter().map(|number| self.merges[*number]).find(|area| area.contains(at));
        found.unwrap_or(Area { first: at, last: at })
    }

    /// The format that a column gives to cells it does not have.
    pub fn column_format(&self, column: u32) -> Option<usize> {
        self.columns.iter().find(|one| one.has(column))?.format
    }

    /// The place so many dots to the right: column, and dots in it.
    pub fn right_of(&self, (column, inside): (u32, u32), px: u32) -> (u32, u32) {
        walk(column, inside.saturating_add(px), COLUMNS - 1, |column| self.column_px(column))
    }

    /// The place so many dots below: row, and dots in it.
    pub fn below(&self, (row, inside): (u32, u32), px: u32) -> (u32, u32) {
        walk(row, inside.saturating_add(px), ROWS - 1, |row| self.row_px(row))
    }

    /// Dots between two places in rows; 0 when they are in the wrong order.
    pub fn height(&self, from: (u32, u32), to: (u32, u32)) -> u32 {
        let rows: u32 = (from.0..to.0).take(1_000).map(|row| self.row_px(row)).sum();
        rows.saturating_add(to.1).saturating_sub(from.1)
    }

    fn column_px(&self, column: u32) -> u32 {
        let own = self.columns.iter().find(|one| one.has(column)).and_then(|one| one.px);
        own.unwrap_or(self.column_px)
    }

    fn row_px(&self, row: u32) -> u32 {
        self.heights.get(&row).copied().unwrap_or(self.row_px)
    }

    fn root(&mut self, tag: &Tag<'_>) {
        self.prefix = tag.prefix().to_owned();
        for (name, value) in tag.attributes() {
            let value = value.text();
            if let Some(number) = TYPES.iter().position(|base| *base == value) {
                self.relations = name.strip_prefix("xmlns:").map(str::to_owned);
                self.strict = number == 1;
            }
            self.strict |= value == super::NAMESPACES[1];
        }
        self.drawing_at = tag.span.end;
    }

    fn defaults(&mut self, tag: &Tag<'_>) {
        let width = tag.value("defaultColWidth").and_then(|width| width.number());
        self.column_px = width.map_or(self.column_px, width_px);
        let height = tag.value("defaultRowHeight").and_then(|height| height.number());
        self.row_px = height.map_or(self.row_px, height_px);
        if tag.value("zeroHeight").is_some_and(|zero| zero.is_true()) {
            self.row_px = 0;
        }
    }

    fn column(&mut self, tag: &Tag<'_>) {
        let number = |key| tag.value(key).and_then(|value| value.number::<u32>()?.checked_sub(1));
        let (Some(first), Some(last)) = (number("min"), number("max")) else { return };
        let hidden = tag.value("hidden").is_some_and(|hidden| hidden.is_true());
        let px = tag.value("width").and_then(|width| width.number()).map(width_px);
        let format = tag.value("style").and_then(|format| format.number());
        self.columns.push(Column { first, last, px: if hidden { Some(0) } else { px }, format });
    }

    /// Keeps heights that differ; a sheet may have a million rows that do not.
    fn row(&mut self, row: u32, tag: &Tag<'_>) {
        let hidden = tag.value("hidden").is_some_and(|hidden| hidden.is_true());
        let px = tag.value("ht").and_then(|height| height.number()).map(height_px);
        let px = if hidden { Some(0) } else { px };
        if let Some(px) = px.filter(|px| *px != self.row_px) {
            self.heights.insert(row, px);
        }
    }

    fn merge(&mut self, area: Area) {
        let number = self.merges.len();
        self.merges.push(area);
        // A merged column of a million rows is no cell of a table.
        for row in (area.first.0..=area.last.0).take(1_000) {
            self.merged_rows.entry(row).or_default().push(number);
        }
    }
}

impl Column {
    fn has(&self, column: u32) -> bool {
        (self.first..=self.last).contains(&column)
    }
}

fn walk(start: u32, px: u32, last: u32, size: impl Fn(u32) -> u32) -> (u32, u32) {
    let (mut at, mut rest) = (start, px);
    // A box is never that long; a sheet may hide all its rows.
    let last = last.min(start.saturating_add(5_000));
    while at < last && rest >= size(at) {
        rest -= size(at);
        at += 1;
    }
    (at, rest.min(size(at)))
}

fn width_px(digits: f64) -> u32 {
    (digits.clamp(0.0, 255.0) * DIGIT_PX).round() as u32
}

fn height_px(points: f64) -> u32 {
    (points.clamp(0.0, 409.5) * PX_PER_PT).round() as u32
}
