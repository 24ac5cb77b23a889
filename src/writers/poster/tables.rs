//! What is shown of a table. Which figures are sums, and of what, its form says: the relation
//! of the whole table gives the key figures, the others a bar for each part of a sum.

use super::content::{Bar, Body, Detail, Part, Row};
use super::figure::{counts, digits, is_zero, item, name, share, unit, whole_name};
use super::said::Said;
use crate::model::form::{Column, Each, Relation, TableForm};
use crate::model::{Figure, Table, Value};
use rust_decimal::Decimal;

/// What adds up in a table.
pub struct Sums<'f> {
    /// Rows on both sides: all that came in, all that became of it.
    pub balance: Option<&'f Relation>,
    /// A row that is the sum of rows.
    rows: Option<&'f Relation>,
    /// Columns that are the sums of columns.
    columns: Vec<&'f Relation>,
}

impl<'f> Sums<'f> {
    /// What the form says.
    pub fn of(form: &'f TableForm) -> Sums<'f> {
        let along = |each| form.relations.iter().filter(move |relation| relation.each == each);
        Sums {
            balance: along(Each::Column).find(|relation| relation.left.len() > 1),
            rows: along(Each::Column).find(|relation| relation.left.len() == 1),
            columns: along(Each::Row).filter(|relation| relation.left.len() == 1).collect(),
        }
    }

    /// The column that sums up the others.
    pub fn total(&self) -> Option<&'f str> {
        self.columns.first().and_then(|relation| relation.left.first()).map(String::as_str)
    }
}

/// What is shown of a table.
pub fn parts(form: &TableForm, table: &Table) -> Vec<Part> {
    let sums = Sums::of(form);
    let mut parts = Vec::new();
    if let Some(total) = sums.total() {
        if form.rows().count() == 1 {
            parts.push(totals(form, table, &sums));
        } else {
            parts.extend(sums.balance.map(|balance| keys(form, table, balance, total)));
            let first = sums.balance.and_then(|balance| balance.left.first());
            parts.extend(first.map(|row| across(form, table, row, &sums)));
            parts.extend(sums.rows.map(|relation| groups(form, table, relation, total)));
        }
    }
    if parts.is_empty() {
        parts.push(rows(form, table));
    }
    parts
}

fn part(title: String, sub: String, body: Body, said: Vec<String>) -> Part {
    Part { title, sub, body, said }
}

fn column<'f>(form: &'f TableForm, id: &str) -> Option<&'f Column> {
    form.columns().find(|column| column.id == id)
}

/// Whether a row has a figure in any of its columns.
fn is_filled(table: &Table, row: &str) -> bool {
    table.rows.get(row).is_some_and(|row| row.values().any(|figure| !figure.is_blank()))
}

fn unit_of(form: &TableForm) -> &str {
    form.unit.as_deref().unwrap_or_default()
}

/// The figures of a balance in the column of totals.
fn keys(form: &TableForm, table: &Table, balance: &Relation, total: &str) -> Part {
    let rows: Vec<_> =
        balance.left.iter().chain(&balance.right).filter_map(|id| form.row(id)).collect();
    let figure = |id: &str| table.figure(id, total);
    let is_empty = !rows.iter().any(|row| counts(figure(&row.id)));
    let (mut items, mut said) = (Vec::new(), Said::default());
    for row in rows {
        let (label, figure) = (whole_name(row), figure(&row.id));
        match figure.number() {
            Some(_) if is_empty => said.zero(label),
            Some(_) => items.push(item(label, figure, unit_of(form))),
            None if figure.is_blank() => said.blank(label, is_filled(table, &row.id)),
            None => said.kept(&label, figure),
        }
    }
    part(String::new(), String::new(), Body::Keys { items }, said.sentences(unit_of(form)))
}

/// The columns of one row that add up to its total.
fn across(form: &TableForm, table: &Table, row: &str, sums: &Sums<'_>) -> Part {
    let relation = sums.columns.first();
    let columns = relation.into_iter().flat_map(|relation| &relation.right);
    let candidates = columns.filter_map(|id| column(form, id)).map(|column| Candidate {
        label: name(&column.label),
        figure: table.figure(row, &column.id).clone(),
        has_blanks: false,
        has_parts: false,
        details: Vec::new(),
    });
    let above = sums.total().and_then(|id| column(form, id)).and_then(|total| total.under.first());
    let title = above.map(|label| name(label)).unwrap_or_default();
    let sub = form.row(row).map(whole_name).unwrap_or_default();
    let (body, said) = bars(candidates.collect(), unit_of(form));
    part(title, sub, body, said)
}

/// The rows that add up to another, by their groups, in the column of totals.
fn groups(form: &TableForm, table: &Table, relation: &Relation, total: &str) -> Part {
    /// A row in the column of totals.
    struct Counted<'t> {
        label: String,
        figure: &'t Figure,
        has_parts: bool,
    }
    let mut groups: Vec<(String, Vec<Counted<'_>>)> = Vec::new();
    let mut title = String::new();
    for row in relation.right.iter().filter_map(|id| form.row(id)) {
        title = row.under.first().map(|label| name(label)).unwrap_or_default();
        let group = row.under.get(1).map_or_else(|| name(&row.label), |label| name(label));
        let part = Counted {
            label: name(&row.label),
            figure: table.figure(&row.id, total),
            has_parts: is_filled(table, &row.id),
        };
        match groups.last_mut() {
            Some((last, parts)) if *last == group => parts.push(part),
            _ => groups.push((group, vec![part])),
        }
    }
    let candidates = groups.into_iter().map(|(label, rows)| {
        let has_parts = rows.iter().any(|row| row.has_parts);
        if let [row] = &rows[..] {
            let (figure, details) = (row.figure.clone(), Vec::new());
            return Candidate { label, figure, has_blanks: false, has_parts, details };
        }
        let numbers: Vec<Decimal> = rows.iter().filter_map(|row| row.figure.number()).collect();
        let value = match numbers[..] {
            [] => Value::Blank,
            _ => Value::Exact(numbers.iter().sum()),
        };
        Candidate {
            label,
            figure: Figure { value, ..Figure::BLANK },
            has_blanks: !numbers.is_empty() && numbers.len() < rows.len(),
            has_parts,
            details: rows.into_iter().map(|row| (row.label, row.figure.clone())).collect(),
        }
    });
    let (body, said) = bars(candidates.collect(), unit_of(form));
    part(title, String::new(), body, said)
}

/// Several sums in a table of one row.
fn totals(form: &TableForm, table: &Table, sums: &Sums<'_>) -> Part {
    let row = form.rows().next().map(|row| &*row.id).unwrap_or_default();
    let candidates = sums.columns.iter().filter_map(|relation| {
        let total = column(form, relation.left.first()?)?;
        let label = match &total.under[..] {
            [] => name(&total.label),
            [outer] => name(outer),
            [outer, inner @ ..] => format!("{}（{}）", name(outer), inner.concat()),
        };
        let detail =
            |id: &String| Some((name(&column(form, id)?.label), table.figure(row, id).clone()));
        let details: Vec<_> = relation.right.iter().filter_map(detail).collect();
        Some(Candidate {
            label,
            figure: table.figure(row, &total.id).clone(),
            has_blanks: false,
            has_parts: details.iter().any(|(_, figure)| !figure.is_blank()),
            details,
        })
    });
    let (body, said) = bars(candidates.collect(), unit_of(form));
    part(String::new(), String::new(), body, said)
}

/// What may become a bar.
struct Candidate {
    label: String,
    figure: Figure,
    /// Whether it is a sum and some of what it sums up is blank.
    has_blanks: bool,
    /// Whether some of what it sums up is filled in.
    has_parts: bool,
    details: Vec<(String, Figure)>,
}

fn bars(candidates: Vec<Candidate>, unit: &str) -> (Body, Vec<String>) {
    let numbers = candidates.iter().filter_map(|candidate| candidate.figure.number());
    let greatest = numbers.max().unwrap_or_default();
    let (mut bars, mut said) = (Vec::new(), Said::default());
    for Candidate { label, figure, has_blanks, has_parts, details } in candidates {
        for (part, figure) in &details {
            if figure.number().is_none() && !figure.is_blank() {
                said.kept(&format!("{label}（{part}）"), figure);
            }
        }
        let blank = details.iter().filter(|(_, figure)| figure.is_blank());
        let (blank, count): (Vec<String>, _) =
            (blank.map(|(part, _)| part.clone()).collect(), details.len());
        let details: Vec<Detail> = details
            .into_iter()
            .filter(|(_, figure)| counts(figure))
            .map(|(label, figure)| Detail { label, value: digits(&figure) })
            .collect();
        let is_drawn = counts(&figure) || figure.remark.is_some() || !details.is_empty();
        match figure.number() {
            Some(_) if has_blanks => said.partly(label.clone()),
            Some(_) if !is_drawn => said.zero(label.clone()),
            Some(_) => said.blank_of(&label, &blank),
            None if figure.is_blank() => {
                said.blank(label.clone(), has_parts);
                if blank.len() < count {
                    said.blank_of(&label, &blank);
                }
            }
            None => said.kept(&label, &figure),
        }
        if is_drawn {
            let number = figure.number();
            bars.push(Bar {
                label,
                value: number.map(|_| digits(&figure)).unwrap_or_default(),
                note: number.and(figure.remark).unwrap_or_default(),
                length: share(number.unwrap_or_default(), greatest),
                details,
            });
        }
    }
    (Body::Bars { unit: unit.to_owned(), bars }, said.sentences(unit))
}

/// The rows of a table in which nothing adds up.
fn rows(form: &TableForm, table: &Table) -> Part {
    let (mut rows, mut said) = (Vec::new(), Said::default());
    for block in &form.blocks {
        for row in &block.rows {
            let label = whole_name(row);
            let figures: Vec<_> = block
                .columns
                .iter()
                .map(|column| (column, table.figure(&row.id, &column.id)))
                .collect();
            if figures.iter().all(|(_, figure)| figure.is_blank()) {
                said.blank(label, false);
                continue;
            }
            if figures.iter().all(|(_, figure)| is_zero(figure) && figure.remark.is_none()) {
                said.zero_row(label);
                continue;
            }
            let (mut items, mut blank) = (Vec::new(), Vec::new());
            for (column, figure) in figures {
                let column_name = name(&column.label);
                match figure.number() {
                    Some(_) => items.push(item(column_name, figure, unit(form, column))),
                    None if figure.is_blank() => blank.push(column_name),
                    None => said.kept(&format!("{label}{column_name}"), figure),
                }
            }
            said.blank_of(&label, &blank);
            if !items.is_empty() {
                rows.push(Row { label, items });
            }
        }
    }
    part(String::new(), String::new(), Body::Rows { rows }, said.sentences(""))
}
