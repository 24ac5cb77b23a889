//! Figures out of a PDF, by its tags: every `TD` of every `Table`, with the text that the
//! page's content marks as its own, turned back into characters by the fonts' `ToUnicode`.

use super::{Printed, checked};
use crate::model::form::TableForm;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Name, Object, Stream};
use hayro_syntax::page::Page;
use std::collections::BTreeMap;

/// Tags are nested less deeply than this.
const MOST_DEPTH: usize = 64;

/// A piece of marked content: number of the page's object, number on the page.
type Mark = (i32, i32);

/// Characters by the code of a glyph.
type Characters = BTreeMap<u16, String>;

/// Reads the figures of these tables.
pub fn read(bytes: &[u8], forms: &[&TableForm]) -> Result<Printed, String> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| "不是完好的 PDF".to_owned())?;
    let mut texts = BTreeMap::new();
    for page in pdf.pages().iter() {
        marked_texts(page, &mut texts);
    }
    let root: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).ok_or("没有目录")?;
    let tree: Dict<'_> = root.get("StructTreeRoot").ok_or("没有标签，无法逐格读取")?;
    let mut walk = Walk { texts: &texts, tables: Vec::new() };
    walk.kids(&tree, None, 0);
    checked(walk.tables, forms)
}

/// What is drawn on each page, whether it is tagged or not, in the order of drawing.
///
/// # Errors
/// What is wrong with the file, as the rest of a sentence.
pub fn pages(bytes: &[u8]) -> Result<Vec<String>, String> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| "不是完好的 PDF".to_owned())?;
    Ok(pdf.pages().iter().map(|page| marked_texts(page, &mut BTreeMap::new())).collect())
}

/// Every piece of tagged text with its tag, in the order in which it is read out.
///
/// # Errors
/// What is wrong with the file, as the rest of a sentence.
pub fn texts(bytes: &[u8]) -> Result<Vec<(String, String)>, String> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| "不是完好的 PDF".to_owned())?;
    let mut texts = BTreeMap::new();
    for page in pdf.pages().iter() {
        marked_texts(page, &mut texts);
    }
    let root: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).ok_or("没有目录")?;
    let tree: Dict<'_> = root.get("StructTreeRoot").ok_or("没有标签")?;
    let walk = Walk { texts: &texts, tables: Vec::new() };
    let mut found = Vec::new();
    walk.leaves(&tree, None, 0, &mut found);
    Ok(found)
}

struct Walk<'t> {
    texts: &'t BTreeMap<Mark, String>,
    tables: Printed,
}

impl Walk<'_> {
    fn kids(&mut self, element: &Dict<'_>, page: Option<i32>, depth: usize) {
        let page = element.get_ref("Pg").map(|page| page.obj_number).or(page);
        for kid in self::kids(element) {
            let Object::Dict(kid) = kid else { continue };
            if depth < MOST_DEPTH {
                self.element(&kid, page, depth + 1);
            }
        }
    }

    fn element(&mut self, element: &Dict<'_>, page: Option<i32>, depth: usize) {
        match element.get::<Name<'_>>("S").as_ref().map(Name::as_str) {
            Some("Table") => self.tables.push(Vec::new()),
            Some("TD") => {
                let mut text = String::new();
                self.text(element, page, depth, &mut text);
                if let Some(table) = self.tables.last_mut() {
                    table.push(text.trim().to_owned());
                }
                return;
            }
            _ => {}
        }
        self.kids(element, page, depth);
    }

    /// The elements that have text of their own, with all that is below them.
    fn leaves(
        &self,
        element: &Dict<'_>,
        page: Option<i32>,
        depth: usize,
        found: &mut Vec<(String, String)>,
    ) {
        let page = element.get_ref("Pg").map(|page| page.obj_number).or(page);
        let is_mark = |kid: &Object<'_>| match kid {
            Object::Dict(dict) => dict.get::<i32>("MCID").is_some(),
            kid => matches!(kid, Object::Number(_)),
        };
        if kids(element).iter().any(is_mark) {
            let mut text = String::new();
            self.text(element, page, depth, &mut text);
            let tag = element.get::<Name<'_>>("S");
            found.push((tag.map_or_else(String::new, |tag| tag.as_str().to_owned()), text));
            return;
        }
        for kid in kids(element) {
            if let (Object::Dict(kid), true) = (kid, depth < MOST_DEPTH) {
                self.leaves(&kid, page, depth + 1, found);
            }
        }
    }

    /// The text of an element and of all below it.
    fn text(&self, element: &Dict<'_>, page: Option<i32>, depth: usize, text: &mut String) {
        let page = element.get_ref("Pg").map(|page| page.obj_number).or(page);
        for kid in self::kids(element) {
            let mark = match &kid {
                Object::Number(number) => Some(number.as_i64() as i32),
                Object::Dict(dict) => dict.get::<i32>("MCID"),
                _ => None,
            };
            match (mark, kid) {
                (Some(number), kid) => {
                    let own = match &kid {
                        Object::Dict(dict) => dict.get_ref("Pg").map(|page| page.obj_number),
                        _ => None,
                    };
                    let found = own.or(page).and_then(|page| self.texts.get(&(page, number)));
                    text.push_str(found.map_or("", String::as_str));
                }
                (None, Object::Dict(kid)) if depth < MOST_DEPTH => {
                    self.text(&kid, page, depth + 1, text);
                }
                _ => {}
            }
        }
    }
}

/// What stands below an element: one thing or a list.
fn kids<'a>(element: &Dict<'a>) -> Vec<Object<'a>> {
    match element.get::<Object<'a>>("K") {
        Some(Object::Array(list)) => list.iter::<Object<'a>>().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    }
}

/// Adds the text of every piece of marked content on a page, and gives all that is drawn.
fn marked_texts(page: &Page<'_>, texts: &mut BTreeMap<Mark, String>) -> String {
    let mut drawn = String::new();
    let Some(number) = page.raw().obj_id().map(|id| id.obj_number) else { return drawn };
    let mut fonts: BTreeMap<String, Characters> = BTreeMap::new();
    let mut font = String::new();
    // Each open piece: its number, and whether a replacement text stands for what is in it.
    let mut open: Vec<(Option<i32>, bool)> = Vec::new();
    let mut operations = page.operations();
    while let Some(instruction) = operations.next() {
        let operands: Vec<&Object<'_>> = instruction.operands().collect();
        match &instruction.operator[..] {
            b"Tf" => {
                if let Some(Object::Name(name)) = operands.first() {
                    font = name.as_str().to_owned();
                    fonts.entry(font.clone()).or_insert_with(|| {
                        page.resources()
                            .get_font(name)
                            .map(|font| characters(&font))
                            .unwrap_or_default()
                    });
                }
            }
            b"BDC" => {
                let properties = match operands.get(1) {
                    Some(Object::Dict(properties)) => Some(properties),
                    _ => None,
                };
                let mark = properties.and_then(|properties| properties.get::<i32>("MCID"));
                let mark = mark.or(open.last().and_then(|(mark, _)| *mark));
                let instead = properties.and_then(|properties| {
                    properties.get::<hayro_syntax::object::String<'_>>("ActualText")
                });
                let covered = open.last().is_some_and(|(_, covered)| *covered);
                if let (Some(mark), Some(instead), false) = (mark, &instead, covered) {
                    texts.entry((number, mark)).or_default().push_str(&of_pdf_string(instead));
                }
                open.push((mark, covered || instead.is_some()));
            }
            b"BMC" => open.push(open.last().copied().unwrap_or_default()),
            b"EMC" => {
                open.pop();
            }
            b"Tj" | b"TJ" | b"'" | b"\"" => {
                let Some(characters) = fonts.get(&font) else { continue };
                let before = drawn.len();
                operands.iter().for_each(|operand| show(operand, characters, &mut drawn));
                if let Some((Some(mark), false)) = open.last() {
                    texts.entry((number, *mark)).or_default().push_str(&drawn[before..]);
                }
            }
            _ => {}
        }
    }
    drawn
}

fn show(shown: &Object<'_>, characters: &Characters, text: &mut String) {
    match shown {
        Object::String(codes) => {
            for code in codes.as_bytes().chunks_exact(2) {
                let code = u16::from_be_bytes([code[0], code[1]]);
                text.push_str(characters.get(&code).map_or("\u{fffd}", String::as_str));
            }
        }
        Object::Array(pieces) => {
            pieces.iter::<Object<'_>>().for_each(|piece| show(&piece, characters, text));
        }
        _ => {}
    }
}

/// The characters of a font's glyphs, by its `ToUnicode`.
fn characters(font: &Dict<'_>) -> Characters {
    let bytes = font
        .get::<Stream<'_>>("ToUnicode")
        .and_then(|stream| stream.decoded().ok().map(|bytes| bytes.into_owned()));
    let bytes = bytes.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let mut characters = Characters::new();
    let mut words: Vec<Vec<u8>> = Vec::new();
    for line in text.lines() {
        match line.split_whitespace().last() {
            Some("beginbfchar" | "beginbfrange") => words.clear(),
            Some("endbfchar") => {
                for pair in words.chunks_exact(2) {
                    characters.insert(code(&pair[0]), of_utf16(&pair[1]));
                }
            }
            Some("endbfrange") => {
                for range in words.chunks_exact(3) {
                    let (first, last) = (code(&range[0]), code(&range[1]));
                    let start = of_utf16(&range[2]).chars().next().map_or(0, u32::from);
                    for (step, code) in (first..=last).enumerate() {
                        let c = char::from_u32(start + step as u32);
                        characters.insert(code, c.map(String::from).unwrap_or_default());
                    }
                }
            }
            _ => words.extend(line.split(['<', '>', ' ']).filter(|word| !word.is_empty()).map(hex)),
        }
    }
    characters
}

fn hex(digits: &str) -> Vec<u8> {
    let digits: Vec<u8> = digits
        .bytes()
        .filter_map(|digit| (digit as char).to_digit(16))
        .map(|digit| digit as u8)
        .collect();
    digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn code(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |code, byte| code << 8 | u16::from(*byte))
}

fn of_utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> =
        bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// A text string of PDF: UTF-16 with its mark, else one byte a character.
pub fn of_pdf_string(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xFE, 0xFF]) {
        Some(units) => of_utf16(units),
        None => bytes.iter().copied().map(char::from).collect(),
    }
}
