//! Figures over the years: of this report and of those before it.

use super::content::{Body, Part, Point, Section, Series};
use super::figure::{counts, digits, name, share, unit, whole_name};
use super::tables::Sums;
use super::words::words;
use crate::model::form::{Column, FigureKind, Row, TableForm};
use crate::model::{Figure, Report};
use rust_decimal::Decimal;

/// No more lines than this, or none of them is looked at.
const MOST: usize = 6;

/// The lines, if there is an earlier year to compare with; `before` in any order.
pub fn section(report: &Report, before: &[&Report]) -> Option<Section> {
    let year = report.metadata.year?;
    let mut reports: Vec<(i32, &Report)> = before
        .iter()
        .filter_map(|earlier| Some((earlier.metadata.year?, *earlier)))
        .filter(|(earlier, _)| *earlier < year)
        .collect();
    reports.sort_by_key(|(year, _)| *year);
    reports.dedup_by_key(|(year, _)| *year);
    reports.push((year, report));
    if reports.len() < 2 {
        return None;
    }
    let form = report.edition.form();
    let (mut first, mut others) = (Vec::new(), Vec::new());
    for id in form.sections.iter().filter_map(|section| section.table.as_deref()) {
        let Some(table) = report.tables.get(id).and_then(|table| table.form.form().table(id))
        else {
            continue;
        };
        let sums = Sums::of(table);
        match (sums.balance, sums.total()) {
            (Some(balance), Some(total)) => {
                let rows = balance.left.iter().take(1).chain(balance.right.iter().take(1));
                let rows = rows.filter_map(|id| table.row(id));
                first.extend(rows.filter_map(|row| {
                    let column = table.column(&row.id, total)?;
                    series(table, row, column, String::new(), whole_name(row), &reports)
                }));
            }
            _ if table.relations.is_empty() => {
                for row in table.rows() {
                    let last = table.block_of(&row.id).and_then(|block| block.columns.last());
                    let Some(column) = last.filter(|last| last.kind != FigureKind::Signed) else {
                        continue;
                    };
                    let (sub, label) = (name(&column.label), whole_name(row));
                    others.extend(series(table, row, column, sub, label, &reports));
                }
            }
            _ => {}
        }
    }
    first.extend(others);
    first.truncate(MOST);
    if first.is_empty() {
        return None;
    }
    let years = reports.iter().map(|(year, _)| year.to_string()).collect();
    let body = Body::Years { years, series: first };
    let part = Part { title: String::new(), sub: String::new(), body, said: Vec::new() };
    Some(Section { title: words().years.clone(), parts: vec![part] })
}

/// The same figure of every year, where there are two at least, this year's among them.
fn series(
    table: &TableForm,
    row: &Row,
    column: &Column,
    sub: String,
    label: String,
    reports: &[(i32, &Report)],
) -> Option<Series> {
    let figure = |report: &Report| -> Option<Figure> {
        let found = report.tables.get(&table.id)?.figure(&row.id, &column.id);
        // Amounts in 元 and in 万元 do not stand on one line.
        (found.number().is_some() && found.unit.is_none()).then(|| found.clone())
    };
    let figures: Vec<Option<Figure>> = reports.iter().map(|(_, report)| figure(report)).collect();
    let known: Vec<&Figure> = figures.iter().flatten().collect();
    figures.last()?.as_ref()?;
    if known.len() < 2 || !known.iter().any(|figure| counts(figure)) {
        return None;
    }
    let greatest: Decimal = known.iter().filter_map(|figure| figure.number()).max()?;
    let point = |figure: &Figure| Point {
        value: digits(figure),
        height: share(figure.number().unwrap_or_default(), greatest),
    };
    let points = figures.iter().map(|figure| figure.as_ref().map(point)).collect();
    Some(Series { label, sub, unit: unit(table, column).to_owned(), points })
}
