//! What a table leaves blank. Nobody has ruled whether a zero may be left out, and many
//! leave it out; so a blank is never an error, neighbours are told of together, and what
//! one finding has said no other says again.

use super::codes::{NB307, NB308, NB309, NB310};
use crate::diag::Finding;
use crate::model::form::{Column, Each, Row, TableForm};
use crate::model::{Address, Figure, Place, Table, Value};
use crate::rules::Subject;
use rust_decimal::Decimal;

/// Roles of the rows on requests whose totals every report must give, zero or not.
const HEADLINES: [&str; 4] = ["received", "carried-in", "handled", "carried-over"];
/// Role of the column of totals.
const TOTAL: &str = "total";

/// A table without a single figure.
pub fn tables_left_blank(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (id, table) in &subject.report.tables {
        let Some(table_form) = table.form.form().table(id) else { continue };
        if !is_left_blank(table_form, table) {
            continue;
        }
        findings.push(
            Finding::new(
                &NB307,
                format!("“{}”整张表没有填", table_form.title),
                "没有发生的填 0；表格若以图片公开，请把数字填进单元格。",
            )
            .at(subject.origins.get(&Address::Table(id.clone())).cloned()),
        );
    }
}

/// The main figures on requests.
pub fn headlines(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some((table_form, table)) = subject.table("requests") else { return };
    if is_left_blank(table_form, table) {
        return;
    }
    let id = &table_form.id;
    let total = |row: &Row| Some(&table_form.block_of(&row.id)?.column_of(TOTAL)?.id);
    let has_cell = |row: &Row| total(row).is_some_and(|total| subject.has_cell(id, &row.id, total));
    let blank: Vec<&Row> = table_form
        .rows()
        .filter(|row| is_headline(table_form, table, row) && has_cell(row))
        .collect();
    for run in runs(table_form, &blank) {
        let labels: Vec<String> = run.iter().map(|row| format!("“{}”", row.label)).collect();
        let place = joined(run.iter().map(|row| subject.place(id, &row.id, total(row)?)));
        findings.push(
            Finding::new(
                &NB308,
                format!("{}的总计没有填", labels.join("")),
                "填上总计；没有发生的填 0。",
            )
            .at(place),
        );
    }
}

/// Rows with one 0 and nothing else.
pub fn lone_zeros(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for id in subject.report.tables.keys() {
        let Some((table_form, table)) = filled(subject, id) else { continue };
        let rows: Vec<&Row> =
            table_form.rows().filter(|row| is_lone_zero(table_form, table, row)).collect();
        for run in runs(table_form, &rows) {
            let cells = run.iter().flat_map(|row| {
                columns(table_form, row).iter().map(|column| subject.place(id, &row.id, &column.id))
            });
            let message = match &run[..] {
                [row] => format!("{}只填了一个 0，其余各栏空着", name(row)),
                rows => format!("有 {} 行只填了一个 0，其余各栏空着", rows.len()),
            };
            findings.push(
                Finding::new(&NB309, message, "若各栏都是 0，请逐格填 0；程序不会替您补上。")
                    .at(joined(cells)),
            );
        }
    }
}

/// Blank cells that no other finding tells of.
pub fn blanks(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for id in subject.report.tables.keys() {
        let Some((table_form, table)) = filled(subject, id) else { continue };
        let mut cells: Vec<Option<Place>> = Vec::new();
        for block in &table_form.blocks {
            for row in block.rows.iter().filter(|row| !is_lone_zero(table_form, table, row)) {
                let blank = block.columns.iter().filter(|column| {
                    table.figure(&row.id, &column.id).is_blank()
                        && subject.has_cell(id, &row.id, &column.id)
                        && !is_told(table_form, table, row, column)
                });
                cells.extend(blank.map(|column| subject.place(id, &row.id, &column.id)));
            }
        }
        if cells.is_empty() {
            continue;
        }
        let count = cells.len();
        findings.push(
            Finding::new(
                &NB310,
                format!("“{}”有 {count} 格空着，按空白照印", table_form.title),
                "没有发生的建议填 0，不要空着。",
            )
            .at(joined(cells.into_iter())),
        );
    }
}

/// Whether another code speaks of this blank in a row with more than a lone zero.
fn is_told(table_form: &TableForm, table: &Table, row: &Row, column: &Column) -> bool {
    (column.role() == TOTAL && is_headline(table_form, table, row))
        || missing_total(table_form, table, row, column)
}

/// A total blank beside figures: NB105 tells of it.
fn missing_total(table_form: &TableForm, table: &Table, row: &Row, column: &Column) -> bool {
    table_form.relations.iter().any(|relation| {
        relation.each == Each::Row
            && relation.left[..] == [column.id.clone()]
            && relation.right.iter().any(|part| is_not_zero(table.figure(&row.id, part)))
    })
}

/// A headline row whose total is blank, and which no other code tells of.
fn is_headline(table_form: &TableForm, table: &Table, row: &Row) -> bool {
    let Some(total) = columns(table_form, row).iter().find(|column| column.role() == TOTAL) else {
        return false;
    };
    HEADLINES.contains(&row.role())
        && table.figure(&row.id, &total.id).is_blank()
        && !missing_total(table_form, table, row, total)
        && !is_lone_zero(table_form, table, row)
}

fn is_lone_zero(table_form: &TableForm, table: &Table, row: &Row) -> bool {
    let columns = columns(table_form, row);
    let filled: Vec<&Figure> = columns
        .iter()
        .map(|column| table.figure(&row.id, &column.id))
        .filter(|figure| !figure.is_blank())
        .collect();
    columns.len() > 1 && matches!(&filled[..], [one] if one.value == Value::Whole(0))
}

fn is_not_zero(figure: &Figure) -> bool {
    figure.number().is_some_and(|number| number != Decimal::ZERO)
}

/// A table with at least one figure; of one without, NB307 has said everything.
fn filled<'s>(subject: &Subject<'s>, id: &str) -> Option<(&'static TableForm, &'s Table)> {
    let table = subject.report.tables.get(id)?;
    let table_form = table.form.form().table(id)?;
    (!is_left_blank(table_form, table)).then_some((table_form, table))
}

fn is_left_blank(table_form: &TableForm, table: &Table) -> bool {
    table_form.squares().all(|(row, column)| table.figure(&row.id, &column.id).is_blank())
}

fn columns<'f>(table_form: &'f TableForm, row: &Row) -> &'f [Column] {
    table_form.block_of(&row.id).map_or(&[], |block| &block.columns)
}

/// Rows that follow each other in the form, together.
fn runs<'f>(table_form: &'f TableForm, rows: &[&'f Row]) -> Vec<Vec<&'f Row>> {
    let index = |row: &Row| table_form.rows().position(|other| other.id == row.id).unwrap_or(0);
    let runs = rows.chunk_by(|a, b| index(a) + 1 == index(b));
    runs.map(<[&Row]>::to_vec).collect()
}

/// The rectangle that holds all places that are known.
fn joined(places: impl Iterator<Item = Option<Place>>) -> Option<Place> {
    places.flatten().reduce(|a, b| a.joined(&b).unwrap_or(a))
}

fn name(row: &Row) -> String {
    if row.label.is_empty() { "这一行".to_owned() } else { format!("“{}”行", row.label) }
}
