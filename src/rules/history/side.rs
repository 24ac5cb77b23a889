//! One table of one of the two reports, and its figures as terms of a comparison.

use crate::diag::{Message, say, value};
use crate::model::form::{Each, TableForm};
use crate::model::{Place, Table, Value};
use crate::reader::value::says_not_given;
use crate::rules::Subject;
use rust_decimal::Decimal;

/// A table with its form and its report.
pub struct Side<'a> {
    /// The report.
    pub subject: &'a Subject<'a>,
    /// The form of the table.
    pub form: &'a TableForm,
    /// The table.
    pub table: &'a Table,
}

/// One figure as a term.
pub enum Term {
    /// Its number, with a remark where the cell does not show that number.
    Number(Decimal, Message),
    /// Nothing in its row: nothing was said.
    Nothing,
    /// Words in place of a number.
    Words,
}

impl Side<'_> {
    /// The figure at a square. A blank counts as zero beside other figures of its row, a
    /// blank row total as the sum of its parts.
    pub fn term(&self, row: &str, column: &str) -> Term {
        let figure = self.table.figure(row, column);
        let bounded = |typed: &Decimal| i64::try_from(typed.trunc()).is_ok();
        match figure.number() {
            Some(typed) if bounded(&typed) => {
                return Term::Number(typed.normalize(), Message::default());
            }
            // Too long to be a count, and to be added.
            Some(_) => return Term::Words,
            None => {}
        }
        let shown: Message = match &figure.value {
            Value::Kept(text) if !says_not_given(text) => return Term::Words,
            Value::Kept(text) => say!("填的是{}", value(text)),
            _ => "空白".into(),
        };
        let part = |column: &str| self.table.figure(row, column).number().filter(bounded);
        let columns = self.form.block_of(row).map_or(&[][..], |block| &block.columns);
        if columns.iter().all(|column| part(&column.id).is_none()) {
            return Term::Nothing;
        }
        let total = self.form.relations.iter().find(|relation| {
            relation.each == Each::Row && matches!(&relation.left[..], [id] if id == column)
        });
        match total {
            Some(total) => {
                let sum: Decimal = total.right.iter().filter_map(|id| part(id)).sum();
                let sum = sum.normalize();
                Term::Number(sum, say!("（{}，按各栏之和计）", shown))
            }
            None => Term::Number(Decimal::ZERO, say!("（{}，按 0 计）", shown)),
        }
    }

    /// Where a figure stands.
    pub fn place(&self, row: &str, column: &str) -> Option<Place> {
        self.subject.origins.figure(&self.form.id, row, column).cloned()
    }
}
