//! Sanitizes one sheet: copies its filled cells in their simplest form and notes its layout.

use super::super::{Budget, Note, NoteKind, Notes, SheetLayout, strange};
use super::strings::Strings;
use super::styles::CellStyle;
use super::text::Text;
use super::{put, text};
use crate::error::Error;
use crate::formats::limits::cut_name;
use crate::formats::xml::local;
use crate::formats::xml::tokens::{Tag, Token, Xml};
use crate::model::area::{Area, COLUMNS, ROWS, position, reference};
use crate::reader::grid::Position;
use std::collections::HashMap;

/// One sheet on its way.
pub struct Sanitizer<'x, 'a> {
    xml: Xml<'a>,
    shared: &'x Shared,
    budget: &'x mut Budget,
    sheet: &'x str,
    notes: &'x mut Notes,
    layout: SheetLayout,
    /// Where a cell stands that does not say so itself.
    next: Position,
    /// Shared formulas by their own number: ours, and the length of the text.
    shared_formulas: HashMap<u64, (usize, usize)>,
}

/// What the sheets of a workbook share.
pub struct Shared {
    /// Its texts.
    pub strings: Strings,
    /// The styles of its cells.
    pub styles: Vec<CellStyle>,
}

/// A cell as it is stored.
#[derive(Debug, Default)]
struct Stored {
    kind: String,
    style: Option<usize>,
    value: String,
    inline: Option<Text>,
    formula: Option<Formula>,
}

#[derive(Debug, Default)]
struct Formula {
    shared: Option<u64>,
    text: String,
}

impl<'x, 'a> Sanitizer<'x, 'a> {
    /// Begins with a sheet's part.
    pub fn new(
        xml: Xml<'a>,
        shared: &'x Shared,
        budget: &'x mut Budget,
        sheet: &'x str,
        notes: &'x mut Notes,
    ) -> Self {
        let (layout, shared_formulas) = (SheetLayout::default(), HashMap::new());
        Sanitizer { xml, shared, budget, sheet, notes, layout, next: (0, 0), shared_formulas }
    }

    /// What was learnt of the sheet.
    pub fn into_layout(self) -> SheetLayout {
        self.layout
    }

    /// Copies the sheet; tells whether any cell of it is filled.
    ///
    /// # Errors
    /// When the part is damaged or passes a limit.
    pub fn run(&mut self, out: &mut String) -> Result<bool, Error> {
        let mut inside = false;
        let mut filled = false;
        out.push_str("<worksheet><sheetData>");
        loop {
            match self.xml.token()? {
                Token::Open(tag) => match tag.local() {
                    "c" if inside => {
                        let (at, stored) = place(&tag, self.next)?;
                        self.next = (at.0, at.1 + 1);
                        filled |= self.cell(at, stored, out)?;
                    }
                    "row" if inside => {
                        let row = row(&tag, self.next.0)?;
                        if is_hidden(&tag, "ht") {
                            self.layout.hide_rows(row, row);
                        }
                        self.next = (row, 0);
                    }
                    "sheetData" => inside = true,
                    "col" => hide_columns(&tag, &mut self.layout),
                    "mergeCell" => {
                        let area = tag.attribute("ref").and_then(|name| Area::parse(&name));
                        if let Some(Area { first, last }) = area {
                            self.layout.merge(first, last);
                        }
                    }
                    _ => {}
                },
                Token::Close(tag) => match tag.local() {
                    "row" => self.next = (self.next.0 + 1, 0),
                    "sheetData" => inside = false,
                    _ => {}
                },
                Token::End => break,
                _ => {}
            }
        }
        out.push_str("</sheetData></worksheet>");
        Ok(filled)
    }

    /// Reads the inside of a cell and copies it if it is filled.
    fn cell(&mut self, at: Position, mut stored: Stored, out: &mut String) -> Result<bool, Error> {
        let outside = self.xml.depth() - 1;
        loop {
            match self.xml.token()? {
                Token::Open(tag) => match tag.local() {
                    "v" => stored.value = text::run(&mut self.xml)?,
                    "is" => stored.inline = Some(text::body(&mut self.xml)?),
                    "f" => {
                        let shared = tag.attribute("t").is_some_and(|kind| kind == "shared");
                        let number = tag.attribute("si").and_then(|si| si.parse().ok());
                        let shared = number.filter(|_| shared);
                        stored.formula = Some(Formula { shared, text: text::run(&mut self.xml)? });
                    }
                    _ => self.xml.skip()?,
                },
                Token::Close(tag) if tag.depth == outside => break,
                Token::End => break,
                _ => {}
            }
        }
        let inline = stored.inline.as_ref().is_some_and(|text| !text.text.is_empty());
        if stored.value.is_empty() && !inline && stored.formula.is_none() {
            return Ok(false);
        }
        if self.layout.reaches(at) {
            self.budget.cell()?;
            self.note_format(at, &mut stored);
            self.copy(at, stored, out)?;
        }
        Ok(true)
    }

    /// Notes the number format of a cell, and empties one that is struck out as a whole.
    fn note_format(&mut self, at: Position, stored: &mut Stored) {
        let style = stored.style.and_then(|style| self.shared.styles.get(style));
        if let Some(format) = style.and_then(|style| style.format.as_ref()) {
            self.layout.formats.insert(at, format.clone());
        }
        if style.is_some_and(|style| style.struck) {
            let is_shared = stored.kind == "s";
            let Text { text, own, .. } = stored.inline.take().unwrap_or_default();
            let number = stored.value.trim().parse().ok().filter(|_| is_shared);
            let shared = number.and_then(|number: usize| self.shared.strings.own.get(&number));
            let own = shared.cloned().unwrap_or(own);
            let shown = if is_shared { text } else { text + &stored.value };
            let style = stored.style;
            *stored = Stored { style, ..Stored::default() };
            if !own.is_empty() {
                stored.kind = "inlineStr".into();
                stored.inline = Some(Text { text: own.clone(), ..Text::default() });
            }
            self.note_struck(at, &shown.replace(&own, ""));
        }
    }

    fn note_struck(&mut self, at: Position, struck: &str) {
        self.notes.push(NoteKind::StruckText, self.sheet, Some(at), Note::struck(struck));
    }

    /// Writes a filled cell so that calamine can only understand it as it is meant.
    fn copy(&mut self, at: Position, stored: Stored, out: &mut String) -> Result<(), Error> {
        let (kind, value) = self.value(at, &stored)?;
        put(out, format_args!("<c r=\"{}\"", reference(at)));
        if let Some(style) = stored.style {
            put(out, format_args!(" s=\"{style}\""));
        }
        put(out, format_args!(" t=\"{kind}\">"));
        if let Some(formula) = stored.formula {
            out.push_str(&self.formula(at, formula)?);
        }
        let value = text::escaped(&value);
        match kind {
            "inlineStr" => put(out, format_args!("<is><t xml:space=\"preserve\">{value}</t></is>")),
            _ if value.is_empty() => {}
            _ => put(out, format_args!("<v>{value}</v>")),
        }
        out.push_str("</c>");
        Ok(())
    }

    /// What a cell holds: its type and the text for it.
    fn value(&mut self, at: Position, stored: &Stored) -> Result<(&'static str, String), Error> {
        let value = &stored.value;
        let trimmed = value.trim();
        Ok(match stored.kind.as_str() {
            "s" if !trimmed.is_empty() => {
                let strings = &self.shared.strings;
                let number: usize = trimmed.parse().unwrap_or(usize::MAX);
                if let Some(struck) = strings.struck.get(&number) {
                    self.note_struck(at, struck);
                }
                let Some(length) = strings.lengths.get(number) else {
                    let detail = Note::lost_text(cut_name(trimmed));
                    self.notes.push(NoteKind::LostText, self.sheet, Some(at), detail);
                    return Ok(("n", String::new()));
                };
                self.budget.text(*length as usize)?;
                ("s", trimmed.into())
            }
            "b" if matches!(trimmed, "0" | "1" | "true" | "false") => ("b", trimmed.into()),
            "d" => ("d", trimmed.into()),
            "e" => {
                self.budget.text(value.len())?;
                self.layout.errors.insert(at, trimmed.into());
                ("str", trimmed.into())
            }
            "inlineStr" | "is" if stored.inline.is_some() => {
                let Text { text, struck, .. } = stored.inline.clone().unwrap_or_default();
                if !struck.is_empty() {
                    self.note_struck(at, &struck);
                }
                self.budget.text(text.len())?;
                ("inlineStr", text)
            }
            "" | "n" | "s" if trimmed.is_empty() => ("n", String::new()),
            kind => match matches!(kind, "" | "n").then(|| number(trimmed)).flatten() {
                Some(number) => ("n", number),
                None => {
                    self.budget.text(value.len())?;
                    ("str", value.clone())
                }
            },
        })
    }

    /// A formula as it is written; a shared one gets a number of ours, because calamine makes
    /// room for all numbers up to the one that it meets.
    fn formula(&mut self, at: Position, formula: Formula) -> Result<String, Error> {
        let text = text::escaped(&formula.text);
        self.budget.text(text.len())?;
        let Some(own) = formula.shared else {
            return Ok(format!("<f>{text}</f>"));
        };
        if !text.is_empty() {
            let number = self.shared_formulas.len();
            self.shared_formulas.insert(own, (number, text.len()));
            let at = reference(at);
            return Ok(format!("<f t=\"shared\" ref=\"{at}\" si=\"{number}\">{text}</f>"));
        }
        let Some((number, length)) = self.shared_formulas.get(&own) else {
            return Ok("<f></f>".to_owned());
        };
        // Moved references may be longer than those of the first cell.
        self.budget.text(length * 2)?;
        Ok(format!("<f t=\"shared\" si=\"{number}\"/>"))
    }
}

/// Where a cell stands, and what its tag says of it.
fn place(tag: &Tag<'_>, next: Position) -> Result<(Position, Stored), Error> {
    let mut at = next;
    let mut stored = Stored::default();
    for (key, value) in tag.attributes() {
        match local(key) {
            "r" => {
                at = position(value).ok_or_else(|| strange("有不存在的单元格编号"))?;
            }
            "s" => stored.style = value.parse().ok(),
            "t" => stored.kind = value.into(),
            _ => {}
        }
    }
    if at.1 >= COLUMNS || at.0 >= ROWS {
        return Err(strange("单元格超出表格软件的范围"));
    }
    Ok((at, stored))
}

fn row(tag: &Tag<'_>, next: u32) -> Result<u32, Error> {
    let row = match tag.attribute("r") {
        Some(row) => row.parse().ok().and_then(|row: u32| row.checked_sub(1)),
        None => Some(next),
    };
    row.filter(|row| *row < ROWS).ok_or_else(|| strange("有不存在的行号"))
}

fn is_hidden(tag: &Tag<'_>, size: &str) -> bool {
    tag.attributes().any(|(key, value)| match key {
        "hidden" => matches!(value, "1" | "true"),
        key => key == size && value.parse() == Ok(0.0),
    })
}

fn hide_columns(tag: &Tag<'_>, layout: &mut SheetLayout) {
    let end = |name| tag.attribute(name)?.parse::<u32>().ok()?.checked_sub(1);
    if let (Some(first), Some(last)) = (end("min"), end("max"))
        && is_hidden(tag, "width")
    {
        layout.hide_columns(first, last);
    }
}

/// A number in the one spelling that no parser misunderstands: the shortest that gives the
/// same value. `+1` makes calamine panic, `1e999` and `NaN` are no figures.
fn number(text: &str) -> Option<String> {
    let value: f64 = text.parse().ok()?;
    value.is_finite().then(|| format!("{value:e}"))
}
