//! The official workbook as an office has it: its formulas where the form has formulas, the
//! figures of a report without fault everywhere else, and a table program that calculates.

use crate::rules;
use nianbao::diag::Finding;
use nianbao::model::{Edition, Forms, Origins, Report};
use nianbao::pipeline::accept::accept;
use nianbao::pipeline::characters::add_characters;
use nianbao::reader::grid::{Area, Book, Cell, Content, Position, Sheet};
use nianbao::reader::{OpenOptions, from_book, open};
use nianbao::writers::{pdf::Fonts, workbook};
use std::sync::LazyLock;

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);

/// A workbook on somebody's screen.
#[derive(Clone, PartialEq)]
pub struct Desk {
    pub book: Book,
}

/// What the program says of it.
pub struct Said {
    pub report: Report,
    pub origins: Origins,
    pub findings: Vec<Finding>,
}

impl Desk {
    /// The workbook of an edition, filled in and right.
    pub fn right(edition: Edition) -> Desk {
        let base = rules::base(if edition.to_string() == "2021" { "base" } else { "base-2019" });
        let sheets = |bytes: Vec<u8>| open::open(&bytes, &OpenOptions::default()).unwrap().book;
        let mut book = sheets(workbook::filled(&base).unwrap());
        let blank = sheets(workbook::blank(edition).unwrap());
        for (sheet, form) in book.sheets.iter_mut().zip(&blank.sheets) {
            for (at, cell) in form.cells.iter().filter(|(_, cell)| cell.formula.is_some()) {
                sheet.cells.insert(*at, cell.clone());
            }
        }
        let mut desk = Desk { book };
        desk.calculate();
        desk
    }

    /// The same with every total typed.
    pub fn typed(edition: Edition) -> Desk {
        let mut desk = Desk::right(edition);
        let cells = desk.book.sheets.iter_mut().flat_map(|sheet| sheet.cells.values_mut());
        cells.for_each(|cell| cell.formula = None);
        desk
    }

    /// Works out every formula as Excel does: SUM and COUNT pass over text.
    pub fn calculate(&mut self) {
        for sheet in &mut self.book.sheets {
            let formulas: Vec<(Position, String)> = sheet
                .cells
                .iter()
                .filter_map(|(at, cell)| Some((*at, cell.formula.clone()?)))
                .collect();
            for (at, formula) in formulas {
                let content = result(sheet, &formula);
                if let (Some(cell), Some(content)) = (sheet.cells.get_mut(&at), content) {
                    cell.content = content;
                }
            }
        }
    }

    pub fn check(&self) -> Said {
        let read = from_book(&self.book, Forms::shipped()).unwrap();
        let (report, origins) = (read.report, read.origins);
        let mut findings = nianbao::rules::check(&report, &origins, &read.sheets, Forms::shipped());
        findings.extend(read.findings);
        add_characters(&mut findings, &report, &origins, &FONTS);
        let own = accept(&mut findings, &read.acceptances, |_| true);
        findings.extend(own);
        nianbao::diag::sort(&mut findings, &read.sheets);
        Said { report, origins, findings }
    }

    pub fn sheet(&mut self, name: &str) -> Option<&mut Sheet> {
        self.book.sheets.iter_mut().find(|sheet| sheet.name == name)
    }

    /// Types over a cell, formula and all.
    pub fn put(&mut self, sheet: &str, at: Position, content: Option<Content>) {
        let Some(sheet) = self.sheet(sheet) else { return };
        match content {
            Some(content) => drop(sheet.cells.insert(at, Cell { content, formula: None })),
            None => drop(sheet.cells.remove(&at)),
        }
    }
}

/// The result of `IF(COUNT(…)=0,"",SUM(…))`.
fn result(sheet: &Sheet, formula: &str) -> Option<Content> {
    let inside = formula.rsplit_once("SUM(")?.1.split(')').next()?;
    let mut numbers = Vec::new();
    for area in inside.split(',') {
        for at in Area::parse(area)?.cells() {
            match sheet.cell(at).map(|cell| &cell.content) {
                Some(Content::Error(error)) => return Some(Content::Error(error.clone())),
                Some(Content::Number(text)) => numbers.push(text.parse::<f64>().ok()?),
                Some(Content::Date(serial)) => numbers.push(*serial),
                _ => {}
            }
        }
    }
    let sum: f64 = numbers.iter().sum();
    let text = nianbao::reader::grid::number_text(sum);
    Some(if numbers.is_empty() { Content::Text(String::new()) } else { Content::Number(text) })
}
