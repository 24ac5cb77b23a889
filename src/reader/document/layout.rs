//! The way back from the cells of a book to the places of a document: `表 2 第 5 行第 3 列`, and
//! in prose the section and the paragraph.

use super::advice;
use super::identity::{self, Entry, From};
use crate::diag::{Finding, Message, Part, Spot};
use crate::model::area::Area;
use crate::model::form::fields;
use crate::model::{Address, Place};
use crate::reader::Read;
use crate::reader::grid::{Book, Sheet};
use crate::text::ellipsis::shortened;
use std::collections::BTreeMap;

/// The sheet of the text.
pub const TEXT: &str = "正文";

/// Longest name of a place, in characters.
const NAME: usize = 40;

/// What stands in a row of the book.
#[derive(Debug, Clone)]
pub enum Row {
    /// A paragraph, or a line of one.
    Prose(String),
    /// A row of the table with this number, both from 0.
    Table(u32, u32),
}

/// A document as places that people can find.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Whether it is a page of the web.
    pub is_page: bool,
    /// What stands in each row of the text.
    pub rows: Vec<Row>,
    /// The paragraphs of the file behind cells of the text.
    pub sources: BTreeMap<(u32, u32), u32>,
    /// The keys, row by row.
    pub entries: Vec<Entry>,
    /// For each row of the text where it is to be found.
    spots: Vec<(String, u32)>,
    /// The other way round.
    back: BTreeMap<(String, u32), u32>,
    /// What cells with figures are called.
    labels: BTreeMap<Place, String>,
}

impl Layout {
    /// A document of which nothing but the keys is known yet.
    pub fn new(entries: Vec<Entry>, is_page: bool) -> Layout {
        Layout { is_page, entries, ..Layout::default() }
    }

    /// The cell that holds a paragraph of the file, or the last one before it.
    pub fn cell_of(&self, source: u32) -> Option<Place> {
        let before = self.sources.iter().take_while(|(_, own)| **own <= source);
        let found = before.last()?;
        Some(Place::cell(TEXT, found.0.0, found.0.1))
    }

    /// Gives every place of a reading the name that people can find it by.
    pub fn apply(&mut self, read: &mut Read) {
        self.name_rows(read);
        for finding in &mut read.findings {
            let own = finding.place.clone();
            finding.place = own.as_ref().map(|place| self.moved(place));
            let here = finding.place.as_ref().map(|place| place.sheet.clone());
            let cells = |cells: &str| self.moved_cells(cells, here.as_deref());
            finding.message = std::mem::take(&mut finding.message).with_cells(cells);
            let cells = |cells: &str| self.moved_cells(cells, here.as_deref());
            finding.help = std::mem::take(&mut finding.help).with_cells(cells);
        }
        read.origins.move_all(|place| self.moved(place));
        read.origins.is_document = true;
        for (address, place) in read.origins.iter() {
            let Address::Figure(table, row, column) = address else { continue };
            let Some(own) = read.report.tables.get(table) else { continue };
            let Some(form) = own.form.form().table(table) else { continue };
            let named = form.squares().find(|(r, c)| r.id == *row && c.id == *column);
            if let Some((row, column)) = named {
                let row = match row.label.as_str() {
                    "" => column.under.last().map_or("", String::as_str),
                    label => label,
                };
                self.labels.insert(place.clone(), format!("“{row}”·{}", column.label));
            }
        }
        let mut sheets: Vec<String> = Vec::new();
        // What was set stands in no file.
        let read_entries = self.entries.iter().filter(|entry| entry.from != From::Set);
        let entries = read_entries.map(|entry| entry.from.name(self.is_page).to_owned());
        for name in entries.chain(self.spots.iter().map(|(name, _)| name.clone())) {
            if !sheets.contains(&name) {
                sheets.push(name);
            }
        }
        read.sheets = sheets;
    }

    /// The cells of the text, each part of it as a sheet of its own: where places say they are.
    pub fn book(&self, book: Book) -> Book {
        let mut sheets: Vec<Sheet> = Vec::new();
        let mut indices: BTreeMap<&str, usize> = BTreeMap::new();
        for (name, _) in &self.spots {
            indices.entry(name).or_insert_with(|| {
                sheets.push(Sheet { name: name.clone(), ..Sheet::default() });
                sheets.len() - 1
            });
        }
        for text in book.sheets.into_iter().filter(|sheet| sheet.name == TEXT) {
            for (at, cell) in text.cells {
                let Place { sheet, first, .. } = self.moved(&Place::cell(TEXT, at.0, at.1));
                if let Some(index) = indices.get(&*sheet) {
                    sheets[*index].cells.insert(first, cell);
                }
            }
            for Area { first, last } in text.merges {
                let Place { sheet, first, last } =
                    self.moved(&Place { sheet: TEXT.into(), first, last });
                if let Some(index) = indices.get(&*sheet) {
                    sheets[*index].merges.push(Area { first, last });
                }
            }
        }
        Book { sheets, ..Book::default() }
    }

    fn name_rows(&mut self, read: &Read) {
        let heads: BTreeMap<u32, ()> = read
            .origins
            .iter()
            .filter(|(address, place)| {
                matches!(address, Address::Heading(_)) && place.sheet == TEXT
            })
            .map(|(_, place)| (place.first.0, ()))
            .collect();
        let (mut section, mut count) = ("引言".to_owned(), 0);
        for (index, row) in (0..).zip(&self.rows) {
            let spot = match row {
                Row::Table(number, row) => (format!("表 {}", number + 1), *row),
                Row::Prose(text) => {
                    if heads.contains_key(&index) {
                        section = text.chars().take(NAME).collect();
                        // The same heading again is another section.
                        if self.back.contains_key(&(section.clone(), 0)) {
                            section = format!("{section}（第 {} 行）", index + 1);
                        }
                        count = 0;
                    }
                    count += 1;
                    (section.clone(), count - 1)
                }
            };
            self.back.entry(spot.clone()).or_insert(index);
            self.spots.push(spot);
        }
    }

    /// Where a cell of the book is to be found.
    fn moved(&self, place: &Place) -> Place {
        if place.sheet == fields().sheet {
            let at = place.first.0 as usize;
            return match at < self.entries.len() {
                true => identity::place(&self.entries, at, self.is_page),
                false => place.clone(),
            };
        }
        let spot = |row: u32| self.spots.get(row as usize);
        let (Some(first), true) = (spot(place.first.0), place.sheet == TEXT) else {
            return place.clone();
        };
        // A place that spans several parts is where it begins.
        let last =
            spot(place.last.0).filter(|last| last.0 == first.0).map_or(first.1, |last| last.1);
        Place {
            sheet: first.0.clone(),
            first: (first.1, place.first.1),
            last: (last.max(first.1), place.last.1),
        }
    }

    fn moved_cells(&self, cells: &str, here: Option<&str>) -> String {
        let reference = cells.rsplit(" ▸ ").next().unwrap_or(cells);
        let Some(area) = Area::parse(reference) else { return cells.to_owned() };
        let sheet = cells.split_once(" ▸ ").map_or(TEXT, |(sheet, _)| sheet).to_owned();
        let place = self.moved(&Place { sheet, first: area.first, last: area.last });
        match here == Some(place.sheet.as_str()) {
            true => place.reference(),
            false => place.to_string(),
        }
    }

    /// Puts the places of findings into words, those in their sentences too.
    pub fn tell(&self, findings: &mut [Finding]) {
        for finding in findings {
            advice::adapt(finding);
            let here = finding.place.as_ref().map(|place| place.sheet.clone()).unwrap_or_default();
            let words = |cells: &str| self.worded_cells(cells, &here);
            finding.message = std::mem::take(&mut finding.message).with_cells(words);
            finding.help = std::mem::take(&mut finding.help).with_cells(words);
            finding.spot =
                finding.place.as_ref().map(|place| Box::new(self.worded(place, &finding.message)));
        }
    }

    /// Puts into words what findings in another document say of places in this one.
    pub fn tell_others(&self, findings: &mut [Finding]) {
        for finding in findings {
            let words = |cells: &str| self.worded_cells(cells, "");
            finding.message = std::mem::take(&mut finding.message).with_cells(words);
            finding.help = std::mem::take(&mut finding.help).with_cells(words);
        }
    }

    /// Whether a part of the text is a table.
    pub fn is_table(&self, sheet: &str) -> bool {
        let row = self.back.get(&(sheet.to_owned(), 0));
        row.is_some_and(|row| matches!(self.rows.get(*row as usize), Some(Row::Table(..))))
    }

    fn worded_cells(&self, cells: &str, here: &str) -> String {
        let knows = |sheet: &str| self.spots.iter().any(|(name, _)| name == sheet);
        let apart = cells.split_once(" ▸ ");
        let apart = apart.or_else(|| cells.rsplit_once(' ').filter(|(sheet, _)| knows(sheet)));
        let (sheet, reference) = apart.unwrap_or((here, cells));
        let is_known = knows(sheet);
        match Area::parse(reference) {
            Some(area) if is_known => {
                let words = self.words(sheet, area);
                if sheet == here { words } else { format!("{sheet} {words}") }
            }
            _ => cells.to_owned(),
        }
    }

    fn words(&self, sheet: &str, area: Area) -> String {
        let place = Place { sheet: sheet.to_owned(), first: area.first, last: area.last };
        place.words(self.is_table(sheet))
    }

    fn worded(&self, place: &Place, message: &Message) -> Spot {
        let Place { sheet, first, last } = place;
        let is_table = self.is_table(sheet);
        if let Some(entry) = self.entry(place) {
            let words = shortened(&entry.words);
            let inner = if words.is_empty() { words } else { format!("“{words}”") };
            return Spot { whole: format!("{sheet}{inner}"), inner, is_table };
        }
        let mut inner = self.words(sheet, Area { first: *first, last: *last });
        if let Some(label) = self.labels.get(place) {
            inner.push_str(&format!("（{label}）"));
        } else if let Some(Row::Prose(text)) =
            self.back.get(&(sheet.clone(), first.0)).map(|row| &self.rows[*row as usize])
        {
            inner.push_str(&format!("“{}”", shortened(sentence(text, message))));
        }
        Spot { whole: format!("{sheet} {inner}"), inner, is_table }
    }

    /// The paragraph of the file that a place is about.
    pub fn source(&self, place: &Place) -> Option<u32> {
        if let Some(row) = self.back.get(&(place.sheet.clone(), place.first.0)) {
            let own = self.sources.range((*row, 0)..=(*row, place.first.1)).next_back();
            return own.map(|(_, source)| *source);
        }
        self.entry(place)?.source
    }

    /// The sentence that a finding quotes, where it quotes one.
    pub fn sentence(&self, finding: &Finding) -> Option<&str> {
        let place = finding.place.as_ref()?;
        let row = self.back.get(&(place.sheet.clone(), place.first.0))?;
        match &self.rows[*row as usize] {
            Row::Prose(text) => quoted(text, &finding.message),
            Row::Table(..) => None,
        }
    }

    /// What a place is called, without what stands there.
    pub fn name_of(&self, place: &Place) -> String {
        let area = Area { first: place.first, last: place.last };
        format!("{} {}", place.sheet, self.words(&place.sheet, area))
    }

    /// The key that a place is about.
    fn entry(&self, place: &Place) -> Option<&Entry> {
        let mut own = self.entries.iter().filter(|one| one.from.name(self.is_page) == place.sheet);
        own.nth(place.first.0 as usize)
    }
}

/// The sentence of a paragraph that a finding quotes; its first where it quotes none.
pub fn sentence<'t>(text: &'t str, message: &Message) -> &'t str {
    quoted(text, message).or_else(|| sentences(text).next()).unwrap_or(text)
}

/// The sentence of a paragraph that a finding quotes.
fn quoted<'t>(text: &'t str, message: &Message) -> Option<&'t str> {
    let quoted: Vec<&str> = message
        .parts()
        .iter()
        .filter_map(|part| match part {
            // Digits of a person's number are starred out.
            Part::Value(text) | Part::Number(text) => text.split(['…', '*']).next(),
            _ => None,
        })
        .collect();
    sentences(text)
        .find(|sentence| quoted.iter().any(|word| !word.is_empty() && sentence.contains(word)))
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['。', '！', '？', '；']).map(str::trim)
}
