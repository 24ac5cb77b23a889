//! Sheets that we add to a workbook.

use super::book::Book;
use super::{NAMESPACES, broken};
use crate::error::Error;
use crate::formats::opc::Edit;
use crate::formats::opc::relationships::TYPES;
use crate::formats::xml::markup::{TagKind, tags};
use crate::formats::xml::patch::Patch;
use crate::formats::xml::printer::{escape_attribute, escape_text};
use crate::model::area::reference;
use crate::text::clean::clean;

const SHEET_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";

/// Longest text of a cell in characters; Excel's limit is 32,767 UTF-16 units.
const LONGEST: usize = 16_000;

/// Where a new sheet stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Before all others: the one that is seen when the workbook is opened.
    Front,
    /// Behind all others.
    Back,
}

/// Adds a sheet, given what stands between its tags.
pub fn add(
    book: &Book,
    name: &str,
    content: &str,
    end: End,
    package: &mut Edit<'_>,
) -> Result<(), Error> {
    let part = package.unused("xl/worksheets/sheet", ".xml");
    package.write(&part, text(content, book.strict));
    package.declare(&part, SHEET_TYPE)?;
    let id = package.relate(&book.part, "worksheet", &part, book.strict)?;
    if end == End::Front {
        for sheet in book.sheets.iter().filter_map(|sheet| sheet.part.as_ref()) {
            leave(sheet, package)?;
        }
    }
    enlist(book, name, &id, end, package)
}

/// The part of a sheet.
pub fn text(content: &str, strict: bool) -> String {
    let namespace = NAMESPACES[usize::from(strict)];
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{namespace}\">{content}</worksheet>"
    )
}

/// Whether a sheet is among those that are seen and worked on at once.
pub fn is_selected(text: &str) -> bool {
    let views = tags(text).flatten().take_while(|tag| tag.local() != "sheetData");
    views
        .filter(|tag| tag.opens("sheetView"))
        .any(|view| view.value("tabSelected").is_some_and(|selected| selected.is_true()))
}

/// Of two selected sheets both would be changed at once.
fn leave(part: &str, package: &mut Edit<'_>) -> Result<(), Error> {
    let Some(text) = package.text(part)?.filter(|text| is_selected(text)) else { return Ok(()) };
    let mut patch = Patch::new(&text);
    for tag in tags(&text).flatten().take_while(|tag| tag.local() != "sheetData") {
        if tag.opens("sheetView") && tag.value("tabSelected").is_some() {
            tag.set("tabSelected", "0", &mut patch);
        }
    }
    package.put(part, patch);
    Ok(())
}

/// Puts the new sheet on the workbook's list, and corrects what counts the sheets.
fn enlist(
    book: &Book,
    name: &str,
    id: &str,
    end: End,
    package: &mut Edit<'_>,
) -> Result<(), Error> {
    let text = package.text(&book.part)?.ok_or_else(|| broken("工作簿不完整"))?;
    let mut patch = Patch::new(&text);
    // A sheet of that name that is none of ours stays what it is.
    let is_taken = |name: &str| book.sheets.iter().any(|sheet| sheet.name == name);
    let names = std::iter::once(name.to_owned()).chain((2..).map(|n: u32| format!("{name}{n}")));
    let name = names.into_iter().find(|name| !is_taken(name)).unwrap_or_default();
    let (mut number, mut place) = (0, None);
    for tag in tags(&text) {
        let tag = tag?;
        match (tag.depth, tag.local(), tag.kind) {
            (1, "sheets", TagKind::Open) if end == End::Front => {
                place = Some((tag.span.end, tag.prefix()));
            }
            (1, "sheets", TagKind::Close) if end == End::Back => {
                place = Some((tag.span.start, tag.prefix()));
            }
            (2, "sheet", TagKind::Open | TagKind::Empty) => {
                number = number.max(tag.value("sheetId").and_then(|id| id.number()).unwrap_or(0));
            }
            (2, "workbookView", TagKind::Open | TagKind::Empty) if end == End::Front => {
                for first in ["activeTab", "firstSheet"] {
                    if let Some(old) = tag.value(first) {
                        patch.replace(old.span, "0");
                    }
                }
            }
            (2, "definedName", TagKind::Open | TagKind::Empty) if end == End::Front => {
                if let Some(old) = tag.value("localSheetId")
                    && let Some(sheet) = old.number::<u32>()
                {
                    patch.replace(old.span, &sheet.saturating_add(1).to_string());
                }
            }
            _ => {}
        }
    }
    if let Some((at, prefix)) = place {
        let relations = TYPES[usize::from(book.strict)];
        let name = escape_attribute(&name);
        let number = number + 1;
        patch.insert(at, format!("<{prefix}sheet xmlns:r=\"{relations}\" name=\"{name}\" sheetId=\"{number}\" r:id=\"{id}\"/>"));
    }
    package.put(&book.part, patch);
    Ok(())
}

/// A row of texts, each with its column and the format of that.
pub fn row(
    prefix: &str,
    row: u32,
    cells: &[(u32, String)],
    format: impl Fn(u32) -> usize,
) -> String {
    let cell = |(column, text): &(u32, String)| {
        let (at, format) = (reference((row, *column)), format(*column));
        let text: String = clean(text).text.chars().take(LONGEST).collect();
        match text.is_empty() {
            true => format!("<{prefix}c r=\"{at}\" s=\"{format}\"/>"),
            false => format!(
                "<{prefix}c r=\"{at}\" s=\"{format}\" t=\"inlineStr\"><{prefix}is><{prefix}t xml:space=\"preserve\">{}</{prefix}t></{prefix}is></{prefix}c>",
                escape_text(&text)
            ),
        }
    };
    let cells: String = cells.iter().map(cell).collect();
    format!("<{prefix}row r=\"{}\">{cells}</{prefix}row>", row + 1)
}
