//! The boxes that comments are shown in: a drawing in VML, which Excel, WPS and LibreOffice
//! all still want.

use super::boxes;
use super::layout::Layout;
use crate::error::Error;
use crate::formats::xml::markup::{Tag, TagKind, loose_tags};
use crate::formats::xml::patch::Patch;
use crate::model::area::Position;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Name of the shape type of all text boxes.
const TYPE: &str = "_x0000_t202";

/// Prefixes as everybody writes them, and what they mean.
const PREFIXES: [(&str, &str); 3] = [
    ("xmlns:v", "urn:schemas-microsoft-com:vml"),
    ("xmlns:o", "urn:schemas-microsoft-com:office:office"),
    ("xmlns:x", "urn:schemas-microsoft-com:office:excel"),
];

/// A drawing without boxes. The number of a sheet gives its shapes numbers of their own.
pub fn blank(sheet: usize) -> String {
    let names: String = PREFIXES.iter().map(|(key, value)| format!(" {key}=\"{value}\"")).collect();
    format!(
        "<xml{names}><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"{}\"/></o:shapelayout></xml>",
        sheet + 1
    )
}

/// Takes the boxes of dropped comments out, puts boxes for new ones in, and makes those
/// large enough that hold more text now.
pub fn write(
    old: &str,
    dropped: &BTreeSet<Position>,
    new: &BTreeMap<Position, String>,
    shared: &BTreeMap<Position, String>,
    layout: &Layout,
) -> Result<String, Error> {
    let drawing = Drawing::read(old)?;
    let mut patch = Patch::new(old);
    let mut kept = BTreeSet::new();
    let mut used = BTreeSet::new();
    for shape in &drawing.shapes {
        let at = shape.cell.filter(|_| shape.is_note);
        if at.is_some_and(|at| dropped.contains(&at)) {
            patch.remove(shape.span.clone());
            continue;
        }
        used.extend(&shape.numbers);
        if let Some((at, text)) = at.and_then(|at| Some((at, shared.get(&at)?))) {
            kept.insert(at);
            if let Some((place, anchor)) = &shape.anchor
                && let Some(larger) = boxes::larger(anchor, text, layout)
            {
                patch.replace(place.clone(), &larger);
            }
        }
    }
    let mut text = String::new();
    let boxes = new.iter().chain(shared.iter().filter(|(at, _)| !kept.contains(*at)));
    for (at, words) in boxes {
        let number = drawing.unused(&used);
        used.insert(number);
        text.push_str(&boxes::shape(*at, words, number, used.len(), &drawing.names, layout));
    }
    if !text.is_empty() && !drawing.has_type {
        text.insert_str(0, &shape_type(&drawing.names));
    }
    patch.insert(drawing.end, text);
    Ok(patch.apply())
}

fn shape_type(names: &str) -> String {
    format!(
        "<v:shapetype id=\"{TYPE}\"{names} coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>"
    )
}

/// A drawing as read.
#[derive(Debug, Default)]
struct Drawing {
    shapes: Vec<Shape>,
    has_type: bool,
    /// Blocks of 1024 shape numbers that belong to this drawing.
    blocks: Vec<u32>,
    /// Declarations our elements need because the root has them not.
    names: String,
    /// Where more shapes go.
    end: usize,
}

#[derive(Debug, Default)]
struct Shape {
    span: Range<usize>,
    numbers: Vec<u32>,
    is_note: bool,
    cell: Option<Position>,
    anchor: Option<(Range<usize>, String)>,
}

impl Drawing {
    fn read(text: &str) -> Result<Drawing, Error> {
        let mut drawing = Drawing { end: text.len(), ..Drawing::default() };
        let mut open: Option<Shape> = None;
        // Row, column and anchor of the shape that is open: where their text begins.
        let mut start = 0;
        let (mut row, mut column) = (None, None);
        for (number, tag) in loose_tags(text).enumerate() {
            let tag = tag?;
            if number == 0 {
                drawing.names = missing_names(&tag);
            }
            drawing.take(&tag);
            let Some(shape) = &mut open else {
                if tag.kind == TagKind::Open && tag.local() == "shape" {
                    (row, column) = (None, None);
                    open = Some(Shape::new(&tag));
                }
                continue;
            };
            match (tag.local(), tag.kind) {
                ("ClientData", TagKind::Open) => {
                    shape.is_note =
                        tag.value("ObjectType").is_some_and(|kind| kind.text() == "Note");
                }
                ("Row" | "Column" | "Anchor", TagKind::Open) => start = tag.span.end,
                ("Row", TagKind::Close) => row = text[start..tag.span.start].trim().parse().ok(),
                ("Column", TagKind::Close) => {
                    column = text[start..tag.span.start].trim().parse().ok()
                }
                ("Anchor", TagKind::Close) => {
                    let place = start..tag.span.start;
                    shape.anchor = Some((place.clone(), text[place].to_owned()));
                }
                ("shape", TagKind::Close) => {
                    shape.span.end = tag.span.end;
                    shape.cell = row.zip(column);
                    drawing.shapes.extend(open.take());
                }
                _ => {}
            }
        }
        Ok(drawing)
    }

    /// Takes in what any tag says of the whole drawing.
    fn take(&mut self, tag: &Tag<'_>) {
        match (tag.local(), tag.kind) {
            ("shapetype", TagKind::Open) => {
                self.has_type |= tag.value("id").is_some_and(|id| id.text() == TYPE);
            }
            ("idmap", TagKind::Open | TagKind::Empty) => {
                let data =
                    tag.value("data").map(|data| data.text().into_owned()).unwrap_or_default();
                self.blocks
                    .extend(data.split(',').filter_map(|block| block.trim().parse::<u32>().ok()));
            }
            // The last of them closes the root.
            ("xml", TagKind::Close) => self.end = tag.span.start,
            _ => {}
        }
    }

    /// A number that no shape has, of this drawing's own as long as there are any.
    fn unused(&self, used: &BTreeSet<u32>) -> u32 {
        let own = self.blocks.iter().flat_map(|block| {
            let first = block.saturating_mul(1024);
            first.saturating_add(1)..=first.saturating_add(1023)
        });
        let beyond = used.last().map_or(1025, |last| last.saturating_add(1));
        own.into_iter().find(|number| !used.contains(number)).unwrap_or(beyond)
    }
}

impl Shape {
    fn new(tag: &Tag<'_>) -> Shape {
        let number = |value: crate::formats::xml::markup::Value<'_>| {
            value.text().strip_prefix("_x0000_s").and_then(|number| number.parse().ok())
        };
        let ids = [tag.value("id"), tag.prefixed("spid")];
        let numbers = ids.into_iter().flatten().filter_map(number).collect();
        Shape { span: tag.span.clone(), numbers, ..Shape::default() }
    }
}

/// The declarations that a root has not: some programs make them at each element instead.
fn missing_names(root: &Tag<'_>) -> String {
    let has = |key: &str, value: &str| root.value(key).is_some_and(|own| own.text() == value);
    let missing = PREFIXES.iter().filter(|(key, value)| !has(key, value));
    missing.map(|(key, value)| format!(" {key}=\"{value}\"")).collect()
}
