//! A report as the clerk types it: every value as text, by the ids of the form. It becomes
//! the official workbook, and what is checked and written is read from that: so the page
//! says and gives exactly what the workbook would that can be taken away.

use nianbao::diag::Acceptance;
use nianbao::model::form::{FieldKind, fields};
use nianbao::model::{Date, Figure, Metadata, Passage, Section, Table, Value};
use nianbao::reader::grid::Content;
use nianbao::reader::value;
use nianbao::writers::workbook;
use nianbao::{Error, Report};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A report as typed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Draft {
    /// The edition whose sections it has.
    edition: nianbao::model::Edition,
    /// 基本信息 by field id.
    fields: BTreeMap<String, String>,
    /// Keys that the form does not know.
    unknown: Vec<(String, String)>,
    /// Sections, in order.
    sections: Vec<Typed>,
    /// Tables by id.
    tables: BTreeMap<String, TypedTable>,
    /// 核对说明: what the office lets stand, and why.
    #[serde(default)]
    accepted: Vec<[String; 7]>,
}

/// A section as typed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    number: u8,
    heading: String,
    passages: Vec<String>,
    table: Option<String>,
    notes: Vec<String>,
}

/// A table as typed: row id, column id, text.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedTable {
    form: nianbao::model::Edition,
    rows: BTreeMap<String, BTreeMap<String, String>>,
}

impl Draft {
    /// A report as if it had been typed.
    pub fn of(report: &Report, accepted: &[Acceptance]) -> Draft {
        let known = fields().fields.iter();
        let known =
            known.filter_map(|field| Some((field.id.clone(), report.metadata.typed(&field.id)?)));
        let typed = |section: &Section| Typed {
            number: section.number,
            heading: section.heading.clone(),
            passages: section.blocks.iter().map(|block| block.text().to_owned()).collect(),
            table: section.table.clone(),
            notes: section.notes.clone(),
        };
        Draft {
            edition: report.edition,
            fields: known.collect(),
            unknown: report.metadata.unknown.clone(),
            sections: report.sections.iter().map(typed).collect(),
            tables: report.tables.iter().map(|(id, table)| (id.clone(), of(table))).collect(),
            accepted: accepted.iter().map(|one| one.row().map(str::to_owned)).collect(),
        }
    }

    /// The official workbook, filled with it.
    ///
    /// # Errors
    /// What writing a workbook says.
    pub fn workbook(&self) -> Result<Vec<u8>, Error> {
        let accepted: Vec<_> =
            self.accepted.iter().map(|row| row.each_ref().map(|it| &**it)).collect();
        workbook::filled_with(&self.report(), &accepted)
    }

    fn report(&self) -> Report {
        let section = |typed: &Typed| Section {
            number: typed.number,
            heading: typed.heading.clone(),
            blocks: texts(&typed.passages).map(Passage::Paragraph).collect(),
            table: typed.table.clone(),
            notes: texts(&typed.notes).collect(),
        };
        Report {
            edition: self.edition,
            metadata: self.metadata(),
            sections: self.sections.iter().map(section).collect(),
            tables: self.tables.iter().map(|(id, typed)| (id.clone(), typed.table(id))).collect(),
        }
    }

    fn metadata(&self) -> Metadata {
        let text = |id: &str| {
            let text = self.fields.get(id)?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let date = |id: &str| Date::parse(&text(id)?);
        let published = text("datePublished");
        let time = published.as_deref().and_then(|text| text.split_once(' '));
        let others = fields().fields.iter().filter(|field| !OWN.contains(&&*field.id));
        let others = others.filter_map(|field| Some((field.id.clone(), text(&field.id)?)));
        Metadata {
            year: text("year").and_then(|year| year.parse().ok()),
            agency: text("agency"),
            title: text("title"),
            date_produced: date("dateProduced"),
            date_published: date("datePublished"),
            time_published: time.map(|(_, time)| time.to_owned()),
            fields: others.collect(),
            unknown: self.unknown.clone(),
        }
    }

    /// What was typed and is no year or date: it would be lost in the workbook.
    pub fn unreadable(&self) -> Vec<(String, String)> {
        let is_bad = |id: &str, kind: FieldKind| {
            let Some(text) = self.fields.get(id).map(|text| text.trim()) else { return false };
            !text.is_empty()
                && match kind {
                    FieldKind::Year => text.parse::<i32>().is_err(),
                    FieldKind::Date => Date::parse(text).is_none(),
                    _ => false,
                }
        };
        let bad = fields().fields.iter().filter(|field| is_bad(&field.id, field.kind));
        bad.map(|field| (field.id.clone(), field.label.clone())).collect()
    }
}

/// Fields that the model keeps apart from the others.
const OWN: [&str; 5] = ["year", "agency", "title", "dateProduced", "datePublished"];

/// Paragraphs: a line each, blank ones left out.
fn texts(typed: &[String]) -> impl Iterator<Item = String> {
    let lines = typed.iter().flat_map(|text| text.lines());
    lines.map(str::trim_end).filter(|line| !line.trim().is_empty()).map(str::to_owned)
}

fn of(table: &Table) -> TypedTable {
    let row = |columns: &BTreeMap<String, Figure>| {
        columns.iter().map(|(id, figure)| (id.clone(), figure.to_string())).collect()
    };
    let rows = table.rows.iter().map(|(id, columns)| (id.clone(), row(columns))).collect();
    TypedTable { form: table.form, rows }
}

impl TypedTable {
    fn table(&self, id: &str) -> Table {
        let mut table = Table::blank(self.form);
        let Some(form) = self.form.form().table(id) else { return table };
        for (row, column) in form.squares() {
            let typed = self.rows.get(&row.id).and_then(|columns| columns.get(&column.id));
            let Some(typed) = typed.filter(|text| !text.trim().is_empty()) else { continue };
            let content = Content::Text(typed.clone());
            let unit = value::column_unit(column.kind);
            let (figure, _) = value::figure(&content, column.kind, unit, false);
            table.set(&row.id, &column.id, as_typed(figure, typed));
        }
        table
    }
}

/// A figure that reads otherwise than it was typed goes into the workbook as it was typed, so
/// that whoever reads it says what was made of it.
fn as_typed(figure: Figure, typed: &str) -> Figure {
    let is_number = figure.number().is_some() && figure.to_string() == typed.trim();
    if is_number {
        figure
    } else {
        Figure { value: Value::Kept(typed.to_owned()), ..Figure::BLANK }
    }
}
