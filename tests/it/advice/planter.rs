//! Puts the mistakes that offices make into a workbook without fault. What an edition does
//! not have stays as it is: there the mistake cannot be made.

use super::desk::{Desk, Said};
use nianbao::reader::grid::{Area, Cell, Content, Position, Sheet};

/// Puts mistakes into a workbook.
pub struct Planter<'d> {
    pub desk: &'d mut Desk,
    pub said: &'d Said,
}

impl Planter<'_> {
    /// The sheet and cell of a figure, `requests r1 natural`.
    fn figure(&self, name: &str) -> Option<(String, Position)> {
        let parts: Vec<&str> = name.split(' ').collect();
        let place = self.said.origins.figure(parts[0], parts[1], parts[2])?;
        Some((place.sheet.clone(), place.first))
    }

    fn field(&self, id: &str) -> Option<(String, Position)> {
        let place = self.said.origins.field(id)?;
        Some((place.sheet.clone(), place.first))
    }

    fn put(&mut self, place: Option<(String, Position)>, content: impl Into<Option<Content>>) {
        if let Some((sheet, at)) = place {
            self.desk.put(&sheet, at, content.into());
        }
    }

    pub fn number(&mut self, figure: &str, number: &str) {
        self.put(self.figure(figure), Content::Number(number.into()));
    }

    /// A number that only the narrative can prove wrong.
    pub fn number_told(&mut self, figure: &str, number: &str, words: &str) {
        if self.find(words).is_some() {
            self.number(figure, number);
        }
    }

    pub fn text(&mut self, figure: &str, text: &str) {
        self.put(self.figure(figure), Content::Text(text.into()));
    }

    /// The right number with its unit behind it.
    pub fn with_unit(&mut self, figure: &str) {
        let Some((name, at)) = self.figure(figure) else { return };
        let cell = self.desk.sheet(&name).and_then(|sheet| sheet.cell(at));
        if let Some(Content::Number(number)) = cell.map(|cell| &cell.content) {
            let text = format!("{number}件");
            self.desk.put(&name, at, Some(Content::Text(text)));
        }
    }

    pub fn content(&mut self, figure: &str, content: Content) {
        self.put(self.figure(figure), content);
    }

    pub fn blank(&mut self, figure: &str) {
        self.put(self.figure(figure), None);
    }

    pub fn key(&mut self, id: &str, text: &str) {
        self.put(self.field(id), Content::Text(text.into()));
    }

    pub fn no_key(&mut self, id: &str) {
        self.put(self.field(id), None);
    }

    /// The first cell of the workbook that holds a text.
    fn find(&self, text: &str) -> Option<(String, Position)> {
        let holds = |cell: &Cell| matches!(&cell.content, Content::Text(own) if own.contains(text));
        let sheets = self.desk.book.sheets.iter().filter(|sheet| sheet.name != "填报说明");
        let mut cells = sheets.flat_map(|sheet| sheet.cells.iter().map(move |one| (sheet, one)));
        let (sheet, (at, _)) = cells.find(|(_, (_, cell))| holds(cell))?;
        Some((sheet.name.clone(), *at))
    }

    /// Changes words of the narrative.
    pub fn words(&mut self, from: &str, to: &str) {
        let Some((name, at)) = self.find(from) else { return };
        let sheet = self.desk.sheet(&name).unwrap();
        let text = sheet.text(at).unwrap().replace(from, to);
        self.desk.put(&name, at, Some(Content::Text(text)));
    }

    /// A paragraph more at the end of a section.
    pub fn paragraph(&mut self, section: char, text: &str) {
        let sheet = self.section(section);
        let row = sheet.last_row().unwrap() + 1;
        let name = sheet.name.clone();
        self.desk.put(&name, (row, 0), Some(Content::Text(text.into())));
    }

    /// Takes all text of a section out but its heading.
    pub fn empty(&mut self, section: char) {
        self.section(section).cells.retain(|at, _| at.0 == 0);
    }

    /// The same for a section that may be empty where these words are not due.
    pub fn empty_if_told(&mut self, section: char, words: &str) {
        if self.find(words).is_some() {
            self.empty(section);
        }
    }

    pub fn section(&mut self, section: char) -> &mut Sheet {
        let mut sheets = self.desk.book.sheets.iter_mut();
        sheets.find(|sheet| sheet.name.starts_with(section)).unwrap()
    }

    pub fn heading(&mut self, section: char, text: &str) {
        let name = self.section(section).name.clone();
        self.desk.put(&name, (0, 0), Some(Content::Text(text.into())));
    }

    /// Every figure of an area that is a number becomes text.
    pub fn as_text(&mut self, area: impl Fn(Position) -> bool) {
        for sheet in &mut self.desk.book.sheets {
            for (_, cell) in sheet.cells.iter_mut().filter(|(at, _)| area(**at)) {
                if let (Content::Number(number), None) = (&cell.content, &cell.formula) {
                    cell.content = Content::Text(number.clone());
                }
            }
        }
    }

    /// Exchanges the contents of two figures.
    pub fn swap(&mut self, one: &str, other: &str) {
        let Some(((name, a), (_, b))) = self.figure(one).zip(self.figure(other)) else { return };
        let sheet = self.desk.sheet(&name).unwrap();
        let (first, second) = (sheet.cells[&a].clone(), sheet.cells[&b].clone());
        sheet.cells.extend([(a, second), (b, first)]);
    }

    pub fn hide_row_of(&mut self, figure: &str) {
        let Some((name, at)) = self.figure(figure) else { return };
        self.desk.sheet(&name).unwrap().hidden_rows.insert(at.0);
    }

    pub fn merge_down(&mut self, figure: &str) {
        let Some((name, at)) = self.figure(figure) else { return };
        let merge = Area { first: at, last: (at.0 + 1, at.1) };
        let sheet = self.desk.sheet(&name).unwrap();
        sheet.merges.push(merge);
        sheet.cells.remove(&merge.last);
    }

    /// A whole row of a table gone, its labels too.
    pub fn no_row_of(&mut self, figure: &str) {
        let Some((name, at)) = self.figure(figure) else { return };
        self.desk.sheet(&name).unwrap().cells.retain(|cell, _| cell.0 != at.0);
    }

    /// What stands right of a table.
    pub fn beside(&mut self, figure: &str, text: &str) {
        let Some((name, at)) = self.figure(figure) else { return };
        self.desk.put(&name, (at.0, at.1 + 1), Some(Content::Text(text.into())));
    }

    pub fn no_sheet(&mut self, section: char) {
        self.desk.book.sheets.retain(|sheet| !sheet.name.starts_with(section));
    }

    pub fn new_sheet(&mut self) {
        let mut sheet = Sheet { name: "台账".into(), ..Sheet::default() };
        let content = Content::Text("2023年第1号申请，已办结".into());
        sheet.cells.insert((0, 0), Cell { content, formula: None });
        self.desk.book.sheets.push(sheet);
    }
}
