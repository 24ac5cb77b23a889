//! Report and form to the printed thing.

use super::measures::OFFICIAL;
use super::table::{Cell, Role, Row, Table};
use super::{Block, Document, Publication, title};
use crate::model::form::{Block as FormBlock, Form, TableForm, field_label, fields};
use crate::model::{Metadata, Passage, Report};
use crate::text::numeral::numeral;

/// Fields printed among the document's properties, in this order.
const PROPERTIES: [&str; 5] =
    ["indexNumber", "docNumber", "publisherCode", "siteIdCode", "subjectCategory"];

/// Lays out a report. `source_sha256` is the fingerprint of the workbook, if there is one.
pub fn compose(report: &Report, source_sha256: Option<&str>) -> Publication {
    let edition = report.edition.form();
    let title = report.title();
    let mut blocks: Vec<Block> =
        preamble(report, edition).into_iter().map(|text| Block::Paragraph { text }).collect();
    for section in &report.sections {
        let text = format!("{}、{}", numeral(section.number), section.heading);
        blocks.push(Block::Heading { level: 1, text });
        blocks.extend(section.blocks.iter().map(|passage| match passage {
            Passage::Heading { level, text } => {
                Block::Heading { level: *level, text: text.clone() }
            }
            Passage::Paragraph(text) => Block::Paragraph { text: text.clone() },
        }));
        if let Some(id) = &section.table
            && let Some(table) = report.tables.get(id)
            && let Some(table_form) = table.form.form().table(id)
        {
            blocks.push(Block::Table(lay_out(table_form, |row, column| {
                table.figure(row, column).to_string()
            })));
        }
        blocks.extend(section.notes.iter().map(|text| Block::Paragraph { text: text.clone() }));
    }
    let date = report.metadata.date_produced.or(report.metadata.date_published);
    blocks.push(Block::Signature {
        name: report.metadata.agency.clone().unwrap_or_default(),
        date: date.map(|date| date.chinese()).unwrap_or_default(),
    });
    Publication {
        document: document(report, &title, source_sha256),
        title: title::lines(&title, report.metadata.agency.as_deref(), &OFFICIAL),
        blocks,
        measures: OFFICIAL,
    }
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
    for id in PROPERTIES {
        add(field_label(id), metadata.field(id).map(str::to_owned));
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

/// The grid of a table: labels from the form, figures from `figure(row, column)`.
pub fn lay_out(table: &TableForm, figure: impl Fn(&str, &str) -> String) -> Table {
    let wide = table.grid_mm.len();
    let mut rows: Vec<Row> = Vec::new();
    for block in &table.blocks {
        if let Some(band) = &block.band {
            let cell = Cell { x: 0, width: wide, height: 1, role: Role::Band, text: band.clone() };
            rows.push(Row { keep_with_next: true, cells: vec![cell] });
        }
        rows.extend(head_rows(block));
        rows.extend(figure_rows(block, &figure));
    }
    let single = table.blocks.len() == 1;
    let header_rows = if single { table.blocks[0].head_rows() } else { 0 };
    if !single {
        // A table of small blocks is short and belongs on one page.
        let last = rows.len() - 1;
        rows.iter_mut().take(last).for_each(|row| row.keep_with_next = true);
    }
    let figures = table.squares().count();
    let summary = format!("{}，共{}行{}列，{}个数据", table.title, rows.len(), wide, figures);
    Table {
        id: table.id.clone(),
        title: table.title.clone(),
        summary,
        columns: table.grid_mm.clone(),
        font_pt: table.font_pt,
        header_rows,
        rows,
    }
}

/// Column heads: labels above each other, the lowest reaching down to the figures.
fn head_rows(block: &FormBlock) -> Vec<Row> {
    let depth = block.head_rows();
    let mut rows: Vec<Row> =
        (0..depth).map(|_| Row { keep_with_next: true, cells: Vec::new() }).collect();
    if let Some(stub) = &block.stub
        && let Some(top) = rows.first_mut()
    {
        top.cells.push(Cell {
            x: 0,
            width: stub.columns,
            height: depth,
            role: Role::Corner,
            text: stub.label.clone(),
        });
    }
    let starts: Vec<usize> = block
        .columns
        .iter()
        .scan(block.stub_columns(), |x, column| {
            let start = *x;
            *x += column.span;
            Some(start)
        })
        .collect();
    for (level, row) in rows.iter_mut().enumerate() {
        let mut index = 0;
        while index < block.columns.len() {
            let column = &block.columns[index];
            let (label, run, height) = if level < column.under.len() {
                let group = &column.under[..=level];
                let run = block.columns[index..]
                    .iter()
                    .take_while(|other| other.under.get(..=level) == Some(group))
                    .count();
                (&column.under[level], run, 1)
            } else if level == column.under.len() {
                (&column.label, 1, depth - level)
            } else {
                index += 1;
                continue;
            };
            row.cells.push(Cell {
                x: starts[index],
                width: block.columns[index..index + run].iter().map(|c| c.span).sum(),
                height,
                role: Role::ColumnHead,
                text: label.clone(),
            });
            index += run;
        }
    }
    rows
}

/// Data rows: labels beside each other, the innermost reaching to the figures.
fn figure_rows(block: &FormBlock, figure: &impl Fn(&str, &str) -> String) -> Vec<Row> {
    let mut rows = Vec::new();
    for (index, row) in block.rows.iter().enumerate() {
        let mut cells = Vec::new();
        let stub = block.stub_columns();
        for (level, label) in row.path().enumerate().take(stub) {
            let is_leaf = level == row.under.len();
            let group = row.under.get(..=level);
            let begins =
                is_leaf || index == 0 || block.rows[index - 1].under.get(..=level) != group;
            if !begins {
                continue;
            }
            let height = if is_leaf {
                1
            } else {
                block.rows[index..]
                    .iter()
                    .take_while(|other| other.under.get(..=level) == group)
                    .count()
            };
            let width = if is_leaf { stub - level } else { 1 };
            cells.push(Cell {
                x: level,
                width,
                height,
                role: Role::RowHead,
                text: label.to_owned(),
            });
        }
        let mut x = stub;
        for column in &block.columns {
            cells.push(Cell {
                x,
                width: column.span,
                height: 1,
                role: Role::Figure,
                text: figure(&row.id, &column.id),
            });
            x += column.span;
        }
        // The innermost group of several rows stays with its label; the outermost may part.
        let next = block.rows.get(index + 1);
        let keep_with_next =
            row.under.len() > 1 && next.is_some_and(|next| next.under == row.under);
        rows.push(Row { keep_with_next, cells });
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Forms;

    #[test]
    fn every_table_of_every_edition_covers_its_grid_without_holes() {
        for edition in Forms::shipped().iter() {
            for table in &edition.tables {
                let drawn = lay_out(table, |_, _| String::new());
                assert!(drawn.is_whole(), "{} {}", edition.name, table.id);
                assert!(drawn.columns.iter().sum::<f64>() <= OFFICIAL.text_width_mm() + 1e-9);
            }
        }
    }

    #[test]
    fn the_requests_table_of_2021_is_28_by_10_and_of_2019_26_by_10() {
        let rows = |edition: usize| {
            let table = Forms::shipped().iter().nth(edition).unwrap().table("requests").unwrap();
            (lay_out(table, |_, _| String::new()).rows.len(), table.grid_mm.len())
        };
        assert_eq!(rows(0), (28, 10));
        assert_eq!(rows(1), (26, 10));
    }

    #[test]
    fn the_disclosure_tables_have_14_and_18_rows_and_litigation_4_by_15() {
        let shape = |edition: usize, id: &str| {
            let table = Forms::shipped().iter().nth(edition).unwrap().table(id).unwrap();
            (lay_out(table, |_, _| String::new()).rows.len(), table.grid_mm.len())
        };
        assert_eq!(shape(0, "proactive"), (14, 4));
        assert_eq!(shape(1, "proactive"), (18, 5));
        assert_eq!(shape(0, "litigation"), (4, 15));
    }
}
