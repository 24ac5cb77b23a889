//! Report and form to the printed thing.

use super::measures::OFFICIAL;
use super::table::{Cell, Row, Table};
use super::{Block, Document, Publication, title};
use crate::model::form::{Form, TableForm, field_label, fields};
use crate::model::grid::{self, Grid};
use crate::model::{self, Address, Metadata, Passage, Report};
use crate::text::numeral::numeral;

/// Fields that the document's own properties or its text already say.
const ELSEWHERE: [&str; 3] = ["year", "title", "preamble"];

/// Text as it is printed: a tab or another odd space is a space that can be seen, or two
/// figures would run into one.
fn printed(text: &str) -> String {
    let is_odd = |c: char| c.is_whitespace() && !matches!(c, ' ' | '\u{3000}' | '\n');
    text.replace(is_odd, " ")
}

/// Lays out a report. `source_sha256` is the fingerprint of the workbook, if there is one.
pub fn compose(report: &Report, source_sha256: Option<&str>) -> Publication {
    let edition = report.edition.form();
    let title = printed(&report.title());
    let mut blocks = opening(report, edition);
    for section in &report.sections {
        let number = section.number;
        let text = format!("{}、{}", numeral(number), printed(&section.heading));
        blocks.push(Block::Heading { level: 1, text, address: Address::Heading(number) });
        blocks.extend((0..).zip(&section.blocks).map(|(index, passage)| {
            let address = Address::Passage(number, index);
            let text = printed(passage.text());
            match passage {
                Passage::Heading { level, .. } => Block::Heading { level: *level, text, address },
                Passage::Paragraph(_) => Block::Paragraph { text, address: Some(address) },
            }
        }));
        if let Some(id) = &section.table
            && let Some(table) = report.tables.get(id)
            && let Some(form) = table.form.form().table(id)
        {
            blocks.push(Block::Table(lay_out(form, table)));
        }
        blocks.extend((0..).zip(&section.notes).map(|(index, text)| Block::Paragraph {
            text: printed(text),
            address: Some(Address::Note(number, index)),
        }));
    }
    let date = report.metadata.date_produced.or(report.metadata.date_published);
    blocks.push(Block::Signature {
        name: signed(report.metadata.agency.as_deref().unwrap_or_default()),
        date: date.map(|date| date.chinese()).unwrap_or_default(),
    });
    Publication {
        document: document(report, &title, source_sha256),
        title: title::lines(&title, report.metadata.agency.as_deref(), OFFICIAL.title_characters()),
        blocks,
        measures: OFFICIAL,
    }
}

/// A body's name in lines for the signature.
fn signed(name: &str) -> String {
    title::lines(&printed(name), None, OFFICIAL.signature_characters()).join("\n")
}

fn document(report: &Report, title: &str, source_sha256: Option<&str>) -> Document {
    let metadata = &report.metadata;
    let date = metadata.date_produced.or(metadata.date_published);
    let mut properties = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            properties.push((name.to_owned(), value));
        }
    };
    add(field_label("year"), metadata.year.map(|year| year.to_string()));
    for field in fields().fields.iter().filter(|field| !ELSEWHERE.contains(&&*field.id)) {
        let value = match &*field.id {
            "agency" => metadata.agency.clone(),
            "dateProduced" => metadata.date_produced.map(|date| date.to_string()),
            "datePublished" => metadata.date_published.map(|date| match &metadata.time_published {
                Some(time) => format!("{date} {time}"),
                None => date.to_string(),
            }),
            id => metadata.field(id).map(str::to_owned),
        };
        add(&field.label, value);
    }
    add("源工作簿SHA-256", source_sha256.map(str::to_owned));
    Document {
        title: title.to_owned(),
        author: metadata
            .agency
            .clone()
            .or(metadata.publisher().map(str::to_owned))
            .unwrap_or_default(),
        subject: subject(report),
        keywords: metadata.keywords(),
        date: date.map(|date| [date.year, date.month.into(), date.day.into()]),
        properties,
    }
}

/// Year and kind of the report: the default title without the body.
fn subject(report: &Report) -> String {
    let title = report.default_title();
    let agency = report.metadata.agency.as_deref().unwrap_or_default();
    title.strip_prefix(agency).unwrap_or(&title).to_owned()
}

/// The preamble as paragraphs.
fn opening(report: &Report, edition: &Form) -> Vec<Block> {
    let is_own = report.metadata.field("preamble").is_some();
    let address = is_own.then(|| Address::Field("preamble".into()));
    let lines = preamble(report, edition).into_iter();
    lines.map(|text| Block::Paragraph { text: printed(&text), address: address.clone() }).collect()
}

/// The workbook's own preamble, else the default sentences that can be filled.
pub fn preamble(report: &Report, edition: &Form) -> Vec<String> {
    if let Some(own) = report.metadata.field("preamble") {
        return own
            .split('\n')
            .map(|line| line.trim().to_owned())
            .filter(|l| !l.is_empty())
            .collect();
    }
    let sentences = fields().preamble.sentences.iter();
    let text: String = sentences.filter_map(|s| fill(s, &report.metadata, edition)).collect();
    if text.is_empty() { Vec::new() } else { vec![text] }
}

/// A sentence with its `{…}` filled; `None` if one cannot be.
fn fill(sentence: &str, metadata: &Metadata, edition: &Form) -> Option<String> {
    let mut filled = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        let (id, tail) = after.split_once('}')?;
        filled.push_str(before);
        match id {
            "year" => filled.push_str(&metadata.year?.to_string()),
            "agency" => filled.push_str(metadata.agency.as_deref()?),
            "notice" => filled.push_str(&edition.notice),
            id => filled.push_str(metadata.field(id)?),
        }
        rest = tail;
    }
    filled.push_str(rest);
    Some(filled)
}

/// A table of a report, drawn on the grid of its form.
fn lay_out(form: &TableForm, report: &model::Table) -> Table {
    let grid = Grid::printed(form);
    let cell = |cell: &grid::Cell| {
        let figure = cell.row.zip(cell.column).map(|(row, column)| (&*row.id, &*column.id));
        Cell {
            x: cell.x,
            width: cell.width,
            height: cell.height,
            role: cell.role,
            text: match figure {
                Some((row, column)) => printed(&report.figure(row, column).to_string()),
                None => cell.label.to_owned(),
            },
            address: figure.map(|(row, column)| Address::figure(&form.id, row, column)),
        }
    };
    let row = |y: usize| Row {
        keep_with_next: grid.keep_with_next[y],
        cells: grid.row(y).into_iter().map(cell).collect(),
    };
    let (rows, columns) = (grid.rows(), grid.columns());
    let figures = form.squares().count();
    Table {
        id: form.id.clone(),
        title: form.title.clone(),
        summary: format!("{}，共{rows}行{columns}列，{figures}个数据", form.title),
        columns: fitted(&form.grid_mm),
        font_pt: form.font_pt,
        header_rows: grid.header_rows,
        rows: (0..rows).map(row).collect(),
    }
}

/// The widths of a grid, narrowed where the page is narrower than their sum.
fn fitted(grid: &[f64]) -> Vec<f64> {
    const ROUNDING: f64 = 0.01;
    let (sum, page) = (grid.iter().sum::<f64>(), OFFICIAL.text_width_mm());
    match sum > page + ROUNDING {
        true => grid.iter().map(|width| width * page / sum).collect(),
        false => grid.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Forms;
    use crate::model::grid::Role;
    use std::collections::BTreeSet;

    #[test]
    fn every_table_of_every_edition_fits_its_page() {
        for edition in Forms::shipped().iter() {
            for table in &edition.tables {
                let drawn = fitted(&table.grid_mm);
                assert!(drawn.iter().sum::<f64>() <= OFFICIAL.text_width_mm() + 1e-9);
            }
        }
    }

    #[test]
    fn every_block_says_what_of_the_report_it_prints() {
        let report: Report =
            toml::from_str(include_str!("../../templates/example-2021.toml")).unwrap();
        let publication = compose(&report, None);
        let mut printed = BTreeSet::new();
        for block in &publication.blocks {
            match block {
                Block::Heading { address, .. } => drop(printed.insert(address.clone())),
                Block::Paragraph { address, .. } => printed.extend(address.clone()),
                Block::Table(table) => {
                    let cells = table.rows.iter().flat_map(|row| &row.cells);
                    for cell in cells {
                        assert_eq!(cell.role == Role::Figure, cell.address.is_some());
                        printed.extend(cell.address.clone());
                    }
                }
                Block::Signature { .. } => {}
            }
        }
        let mut due = BTreeSet::new();
        for section in &report.sections {
            due.insert(Address::Heading(section.number));
            due.extend((0..section.blocks.len()).map(|i| Address::Passage(section.number, i)));
            due.extend((0..section.notes.len()).map(|i| Address::Note(section.number, i)));
        }
        for table in &report.edition.form().tables {
            let figures = table.squares();
            due.extend(
                figures.map(|(row, column)| Address::figure(&table.id, &row.id, &column.id)),
            );
        }
        assert_eq!(printed, due);
    }
}
