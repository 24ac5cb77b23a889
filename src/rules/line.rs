//! A relation of a form on one row or column of its table: its figures and what they come to.

use super::Subject;
use crate::diag::{Message, cells, label, say};
use crate::model::form::{Each, Relation, TableForm};
use crate::model::{Place, Table, Value};
use rust_decimal::Decimal;

/// Row and column of a figure.
pub type Square = (&'static str, &'static str);

/// One relation on one line of its table.
#[derive(Clone, Copy)]
pub struct Line {
    /// What must hold.
    pub relation: &'static Relation,
    /// The row or column it is checked on.
    pub along: &'static str,
}

impl PartialEq for Line {
    fn eq(&self, other: &Line) -> bool {
        std::ptr::eq(self.relation, other.relation) && self.along == other.along
    }
}

/// Every relation of a table on every line it repeats along.
pub fn lines(table: &'static TableForm) -> impl Iterator<Item = Line> {
    table.relations.iter().flat_map(move |relation| {
        let along: Vec<&str> = match relation.each {
            Each::Row => table
                .rows()
                .filter(|row| relation.left.iter().all(|id| table.column(&row.id, id).is_some()))
                .map(|row| row.id.as_str())
                .collect(),
            Each::Column => {
                let block = relation.left.first().and_then(|row| table.block_of(row));
                let columns = block.into_iter().flat_map(|block| &block.columns);
                columns.map(|column| column.id.as_str()).collect()
            }
        };
        along.into_iter().map(move |along| Line { relation, along })
    })
}

impl Line {
    /// Row and column of each of its figures.
    pub fn squares(&self) -> impl Iterator<Item = Square> {
        let ids = self.relation.left.iter().chain(&self.relation.right);
        let line = *self;
        ids.map(move |id| line.square(id))
    }

    /// The total of a line that has one alone on its left.
    pub fn total(&self) -> Option<Square> {
        match &self.relation.left[..] {
            [total] => Some(self.square(total)),
            _ => None,
        }
    }

    /// Row and column of one of its ids.
    pub fn square(&self, id: &'static str) -> Square {
        match self.relation.each {
            Each::Row => (self.along, id),
            Each::Column => (id, self.along),
        }
    }

    /// What its left side comes to, and whether any figure of it is there, zero included.
    pub fn left(&self, form: &TableForm, table: &Table) -> (Decimal, bool) {
        self.sum(&self.relation.left, form, table)
    }

    /// The same of its right side.
    pub fn right(&self, form: &TableForm, table: &Table) -> (Decimal, bool) {
        self.sum(&self.relation.right, form, table)
    }

    fn sum(&self, ids: &'static [String], form: &TableForm, table: &Table) -> (Decimal, bool) {
        let (mut sum, mut is_filled) = (Decimal::ZERO, false);
        for id in ids {
            let (row, column) = self.square(id);
            let figure = table.figure(row, column);
            is_filled |= figure.number().is_some();
            let number = figure.number().or_else(|| implied(form, table, row, column));
            sum += number.unwrap_or_default();
        }
        (sum, is_filled)
    }

    /// Whether its total is blank.
    pub fn has_blank_total(&self, table: &Table) -> bool {
        self.total().is_some_and(|(row, column)| table.figure(row, column).value == Value::Blank)
    }
}

/// By how much a line does not hold; none where it holds, or has nothing to judge.
pub fn difference(form: &TableForm, table: &Table, line: &Line) -> Option<Decimal> {
    let (left, right) = (line.left(form, table), line.right(form, table));
    // A blank row total has a finding of its own; so has a line of nothing but words.
    let is_told = line.has_blank_total(table) && line.relation.each == Each::Row;
    let judged = (left.1 || right.1) && !is_told;
    Some(left.0 - right.0).filter(|difference| judged && !difference.is_zero())
}

/// What to write into a total whose formula does not add up all its parts.
pub fn formula_help(subject: &Subject<'_>, form: &TableForm, line: &Line) -> Message {
    let places = |ids: &'static [String]| -> Vec<Place> {
        let squares = ids.iter().map(|id| line.square(id));
        squares.filter_map(|(row, column)| subject.place(&form.id, row, column)).collect()
    };
    let parts = places(&line.relation.right);
    let all = parts.iter().cloned().reduce(|a, b| a.joined(&b).unwrap_or(a));
    let total = places(&line.relation.left).first().map(Place::reference).unwrap_or_default();
    match all {
        Some(all) if all.size() == parts.len() as u64 => say!(
            "{} 的公式没有把各项加全，不要改成数字，把公式改为 {}。",
            cells(total),
            label(format!("=SUM({})", all.reference()))
        ),
        _ => {
            say!("{} 的公式没有把各项加全，不要改成数字，从空白表复制这一格的公式。", cells(total))
        }
    }
}

/// What a blank row total would be: down a column of totals, one left blank (NB105 tells of
/// it) must not make the whole column look wrong.
fn implied(table_form: &TableForm, table: &Table, row: &str, column: &str) -> Option<Decimal> {
    let relation = table_form
        .relations
        .iter()
        .find(|relation| relation.each == Each::Row && relation.left[..] == [column.to_owned()])?;
    if table.figure(row, column).value != Value::Blank {
        return None;
    }
    Some(relation.right.iter().filter_map(|part| table.figure(row, part).number()).sum())
}
