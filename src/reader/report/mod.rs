//! Puts a report together from the grids of a book.

pub mod below;
pub mod figure;
pub mod skipped;
pub mod table;
mod typed;
pub mod unit;
pub mod unread;

#[cfg(test)]
mod tests;

use super::characters::in_ordinary_characters;
use super::narrative;
use super::notes::Notes;
use super::tables::Map;
use super::{Read, acceptances, fields};
use crate::diag::{Finding, label, number, say, sort};
use crate::error::Error;
use crate::model::form::TableForm;
use crate::model::{Form, Forms, Origins, Report};
use crate::payload::write::Issue;
use crate::reader::grid::Book;
use crate::text::numeral::numeral;
use std::collections::BTreeMap;

crate::diag::codes! {
    NB005 = Error "缺少一张表"
        what "整个工作簿里找不到格式规定的某一张表。"
        why "第二、三、四部分必须以表格形式报告。"
        fix "用 nianbao template 取得空白表，把这张表填好；表格若是图片，请改填为单元格。"
        basis "{notice}所附格式第二、三、四部分。";
}

/// Reads a report from the grids of a workbook.
///
/// # Errors
/// [`Error::NotTheForm`] when no table, no section and no key of the form is there.
pub fn from_book(book: &Book, forms: Forms) -> Result<Read, Error> {
    if book.sheets.iter().all(|sheet| sheet.cells.values().all(|cell| cell.content.is_blank())) {
        return Err(Error::NotTheForm(
            "工作簿是空的，没有任何内容；请填好官方工作簿后再转换（空白表用 nianbao template 取得）".into(),
        ));
    }
    let ordinary = in_ordinary_characters(book);
    let book = ordinary.as_ref().map_or(book, |(book, _)| book);
    let mut notes = Notes::new(book, forms);
    let mut origins = Origins::default();
    let mut metadata = fields::read(book, &mut notes, &mut origins);
    let mut map = Map::new(book, forms);
    let headings = narrative::Headings::find(&map, book, forms);
    for (sheet, at) in headings.places() {
        map.fence(sheet, at.0);
    }
    let official = forms.for_year(metadata.year);
    let mut tables = BTreeMap::new();
    let mut extents = Vec::new();
    let mut editions: Vec<&'static Form> = Vec::new();
    let (mut missing, mut all) = (Vec::new(), Vec::new());
    for table in &official.tables {
        match map.find(&table.id, official) {
            Some(found) => {
                for piece in &found.pieces {
                    extents.push((found.table.section, piece.sheet, piece.lines()));
                }
                editions.push(found.form);
                tables.insert(
                    table.id.clone(),
                    table::read(&map, book, &found, &mut notes, &mut origins),
                );
                all.push(found);
            }
            None => missing.push(table),
        }
    }
    all.iter().for_each(|found| table::say_strange_labels(book, found, &mut notes));
    let form = edition_of(&editions, official);
    let ends: Vec<(usize, u32)> = headings.places().map(|(sheet, at)| (sheet, at.0)).collect();
    below::set_apart(book, &extents, &ends, &mut notes);
    let headings = headings.of(form);
    let sections =
        narrative::read(book, form, headings, &extents, &mut metadata, &mut notes, &mut origins);
    let has_keys = !origins_are_empty(&origins);
    if tables.is_empty() && !has_keys && headings.is_empty() {
        return Err(Error::NotTheForm(
            "工作簿里找不到年度报告的任何一张表或标题；请确认选对了文件，空白表可用 nianbao template 取得"
                .into(),
        ));
    }
    notes.findings.extend(missing.into_iter().map(|table| no_table(table, official)));
    skipped::report(book, &mut notes);
    notes.report_hidden();
    unread::report(book, &mut notes);
    let sheets: Vec<String> = book.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let mut findings = notes.findings;
    findings.extend(ordinary.as_ref().map(|(_, finding)| finding.clone()));
    sort(&mut findings, &sheets);
    let report = Report { edition: form.edition(), metadata, sections, tables };
    let acceptances = acceptances::read(book);
    let (layout, book) = (None, None);
    let issue = Issue::FIRST;
    Ok(Read { report, origins, sheets, findings, acceptances, layout, book, issue })
}

/// The tables that a report from XML lacks: there is no workbook to look for them.
pub fn missing_tables(report: &Report) -> Vec<Finding> {
    let official = report.edition.form();
    let missing = official.tables.iter().filter(|table| !report.tables.contains_key(&table.id));
    missing.map(|table| no_table(table, official)).collect()
}

fn no_table(table: &TableForm, official: &Form) -> Finding {
    Finding::new(
        &NB005,
        say!("找不到第{}部分的表{}", numeral(table.section), label(&table.title)),
        say!(
            "用 nianbao template --edition {} 生成空白工作簿，右键点其中的这张工作表，选“移动或复制”，复制到本工作簿后填写。",
            number(&official.name)
        ),
    )
}

fn origins_are_empty(origins: &Origins) -> bool {
    origins.iter().next().is_none()
}

/// The edition a report follows as a whole: that of most of its tables whose editions differ.
fn edition_of(tables: &[&'static Form], official: &'static Form) -> &'static Form {
    let count = |form: &Form| tables.iter().filter(|other| other.name == form.name).count();
    tables
        .iter()
        .copied()
        .chain([official])
        .max_by_key(|form| (count(form), form.name == official.name))
        .unwrap_or(official)
}
