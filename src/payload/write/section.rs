//! `r:section`: heading, text, table, notes.

use crate::formats::xml::printer::Printer;
use crate::model::form::{FigureKind, Row, TableForm};
use crate::model::{Figure, Passage, Report, Section, Table, Value};
use crate::text::clean::trim;
use crate::text::unit::WAN_YUAN;

/// Writes one section.
pub fn write(out: &mut Printer, report: &Report, section: &Section) {
    out.open("r:section", &[("no", &section.number.to_string())]);
    let official = report.edition.form().section(section.number);
    let heading = match trim(&section.heading) {
        "" => official.map_or("", |official| &official.heading),
        heading => heading,
    };
    out.leaf("r:heading", &[], heading);
    passages(out, &section.blocks);
    if let Some(id) = &section.table
        && let Some(table) = report.tables.get(id)
        && let Some(table_form) = table.form.form().table(id)
    {
        write_table(out, table, table_form);
    }
    for note in section.notes.iter().map(|note| trim(note)).filter(|note| !note.is_empty()) {
        out.leaf("r:note", &[], note);
    }
    out.close("r:section");
}

/// A second-level heading opens an `r:sub`, which lasts to the next one.
fn passages(out: &mut Printer, passages: &[Passage]) {
    let mut in_sub = false;
    for passage in passages.iter().filter(|passage| !trim(passage.text()).is_empty()) {
        let text = trim(passage.text());
        match passage {
            Passage::Heading { level: 2, .. } => {
                if in_sub {
                    out.close("r:sub");
                }
                out.open("r:sub", &[]);
                out.leaf("r:heading", &[], text);
                in_sub = true;
            }
            Passage::Heading { level, .. } => {
                out.leaf("r:p", &[("level", &level.to_string())], text);
            }
            Passage::Paragraph(_) => out.leaf("r:p", &[], text),
        }
    }
    if in_sub {
        out.close("r:sub");
    }
}

fn write_table(out: &mut Printer, table: &Table, table_form: &TableForm) {
    out.open("r:table", &[("id", &table_form.id), ("form", table.form.name())]);
    for block in &table_form.blocks {
        for row in &block.rows {
            out.open("r:row", &[("id", &row.id), ("label", row_label(row, &table_form.title))]);
            for column in &block.columns {
                cell(out, &column.id, column.kind, table.figure(&row.id, &column.id));
            }
            out.close("r:row");
        }
    }
    out.close("r:table");
}

/// A blank is `xsi:nil`; so is kept text, which stands in `@remark`.
fn cell(out: &mut Printer, column: &str, kind: FigureKind, figure: &Figure) {
    let number = figure.number();
    let mut attributes = vec![("col", column)];
    let unit = match kind {
        FigureKind::WanYuan => Some(figure.unit.as_deref().unwrap_or(WAN_YUAN)),
        _ => figure.unit.as_deref(),
    };
    attributes.extend(unit.filter(|_| number.is_some()).map(|unit| ("unit", unit)));
    let words = match &figure.value {
        Value::Kept(text) => Some(trim(text)),
        Value::Blank | Value::Whole(_) | Value::Exact(_) => figure.remark.as_deref().map(trim),
    };
    attributes.extend(words.filter(|words| !words.is_empty()).map(|words| ("remark", words)));
    match number {
        Some(number) => out.leaf("r:cell", &attributes, &number.to_string()),
        None => {
            attributes.push(("xsi:nil", "true"));
            out.empty("r:cell", &attributes);
        }
    }
}

/// The row's label; the table's title where the form has no row labels.
pub fn row_label<'a>(row: &'a Row, title: &'a str) -> &'a str {
    if row.label.is_empty() { title } else { &row.label }
}
