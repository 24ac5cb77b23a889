//! One figure of the total, with what every report has there.

use super::amount::{Amount, amount};
use super::child::Child;
use crate::model::form::{Column, Row, TableForm};
use rust_decimal::Decimal;

/// A square with the shares in it.
#[derive(Debug)]
pub struct Tally {
    /// Its row.
    pub row: &'static Row,
    /// Its column.
    pub column: &'static Column,
    /// What is there, report by report; blanks are not listed.
    pub shares: Vec<Share>,
    /// Indices of the reports whose form has no such square, or that lack the table.
    pub absent: Vec<usize>,
}

/// What one report has in a square.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// Index among the reports.
    pub child: usize,
    /// Never [`Amount::Blank`].
    pub amount: Amount,
}

impl Share {
    /// Its number, if it is one.
    pub fn number(&self) -> Option<Decimal> {
        match self.amount {
            Amount::Number(number) => Some(number),
            Amount::Blank | Amount::Words(_) => None,
        }
    }
}

impl Tally {
    /// The sum; `None` if nobody has a number. Blanks add nothing, and blanks alone stay blank.
    pub fn sum(&self) -> Option<Decimal> {
        let mut numbers = self.shares.iter().filter_map(Share::number);
        let first = numbers.next()?;
        // Amounts are bounded so that no sum overflows or is rounded.
        Some(numbers.fold(first, |sum, number| sum + number).normalize())
    }

    /// What a report has in this square.
    pub fn share(&self, child: usize) -> Option<&Share> {
        // Shares come in the order of the reports.
        let at = self.shares.binary_search_by_key(&child, |share| share.child).ok()?;
        self.shares.get(at)
    }
}

/// Every square of a table in printed order.
pub fn tallies(table: &'static TableForm, children: &[&Child]) -> Vec<Tally> {
    let tally = |(row, column): (&'static Row, &'static Column)| {
        let mut tally = Tally { row, column, shares: Vec::new(), absent: Vec::new() };
        for (child, one) in children.iter().enumerate() {
            match seen(one, &table.id, row, column) {
                Some(Amount::Blank) => {}
                Some(amount) => tally.shares.push(Share { child, amount }),
                None => tally.absent.push(child),
            }
        }
        tally
    };
    table.squares().map(tally).collect()
}

/// The amount in a square; `None` if the report's table has no such square.
fn seen(child: &Child, table: &str, row: &Row, column: &Column) -> Option<Amount> {
    let filled = child.report.tables.get(table)?;
    let own = filled.form.form().table(table)?.column(&row.id, &column.id)?;
    Some(amount(filled.figure(&row.id, &column.id), own.kind))
}
