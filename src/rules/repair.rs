//! Which figure of a table is wrong, and what belongs there: the change of one typed cell that
//! makes its relations hold, breaks no other and agrees best with the narrative; where the
//! narrative speaks against all of these, the exchange of two cells. Totals that are formulas
//! follow their parts and are never what is changed.

use super::line::{Line, Square, difference, lines};
use super::{Subject, wording};
use crate::model::form::{Each, FigureKind, TableForm};
use crate::model::{Figure, Report, Table, Value};
use crate::reader::value::says_not_given;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A table whose formulas follow its typed figures.
pub struct Sheet<'s> {
    subject: &'s Subject<'s>,
    form: &'static TableForm,
    table: &'s Table,
    /// Sums whose total is a formula that adds up all its parts.
    formulas: Vec<Line>,
}

/// A typed figure and the number that belongs there.
pub type Edit = (Square, i64);

/// What may be wrong.
#[derive(Default)]
pub struct Suspects {
    /// Repairs that are as good as each other: one edit, or two that exchange figures.
    pub repairs: Vec<Vec<Edit>>,
    /// Lines that hold after any of them.
    pub mended: Vec<Line>,
}

/// Figures put right, and the lines that fail still.
struct Change {
    edits: Vec<Edit>,
    table: Table,
    left: Vec<Line>,
}

/// Keeps those that weigh least.
fn keep_least(changes: &mut Vec<Change>, weight: impl Fn(&Change) -> usize) {
    let weights: Vec<usize> = changes.iter().map(weight).collect();
    let least = weights.iter().copied().min();
    let mut weights = weights.into_iter();
    changes.retain(|_| weights.next() == least);
}

impl<'s> Sheet<'s> {
    /// The table with this id and form.
    pub fn new(subject: &'s Subject<'s>, form: &'static TableForm, table: &'s Table) -> Sheet<'s> {
        let mut sheet = Sheet { subject, form, table, formulas: Vec::new() };
        let adds_up = |line: &Line| {
            line.total().is_some_and(|(row, column)| {
                subject.origins.is_formula(&form.id, row, column)
                    && (sheet.waits(line) || difference(form, table, line).is_none())
            })
        };
        let formulas = lines(form).filter(adds_up).collect();
        sheet.formulas = formulas;
        sheet
    }

    /// Whether a line cannot be judged before some cell of it is put right.
    pub fn waits(&self, line: &Line) -> bool {
        line.squares().any(|(row, column)| self.subject.waits(self.form, self.table, row, column))
    }

    /// The lines that do not hold.
    pub fn failing(&self) -> Vec<Line> {
        self.failing_in(self.table)
    }

    fn failing_in(&self, table: &Table) -> Vec<Line> {
        let fails = |line: &Line| !self.waits(line) && difference(self.form, table, line).is_some();
        lines(self.form).filter(fails).collect()
    }

    /// The lines that do not hold, and would if this total were the sum of its parts.
    pub fn mended_by_total(&self, line: &Line) -> Vec<Line> {
        let Some(total) = line.total() else { return Vec::new() };
        let changed = self.with(&[(total, line.right(self.form, self.table).0)]);
        let left = self.failing_in(&changed);
        self.failing().into_iter().filter(|line| !left.contains(line)).collect()
    }

    /// Which typed figure makes a line fail.
    pub fn suspects(&self, line: &Line) -> Suspects {
        let failing = self.failing();
        let change = |edits: Vec<Edit>| {
            let numbers: Vec<_> =
                edits.iter().map(|(at, number)| (*at, (*number).into())).collect();
            let table = self.with(&numbers);
            let left = self.failing_in(&table);
            let mends = !left.contains(line) && left.iter().all(|line| failing.contains(line));
            mends.then_some(Change { edits, table, left })
        };
        let typed: Vec<Square> = self
            .form
            .squares()
            .map(|(row, column)| (&*row.id, &*column.id))
            .filter(|square| !self.is_fixed(*square))
            .collect();
        let single = |square: &Square| change(vec![(*square, self.solved(line, *square)?)]);
        let mut found: Vec<Change> = typed.iter().filter_map(single).collect();
        keep_least(&mut found, |change| change.left.len());
        if found.len() > 1 {
            keep_least(&mut found, |change| self.contradicted(&change.table));
        }
        if let [one] = &found[..]
            && self.contradicted(&one.table) > 0
        {
            let mut exchanges: Vec<Change> =
                self.exchanges(line, &typed).into_iter().filter_map(change).collect();
            exchanges.retain(|two| two.left.is_empty() && self.contradicted(&two.table) == 0);
            if exchanges.len() == 1 {
                found = exchanges;
            }
        }
        let is_mended = |line: &&Line| !found.iter().any(|change| change.left.contains(line));
        let mended = match found.is_empty() {
            true => Vec::new(),
            false => failing.iter().filter(is_mended).copied().collect(),
        };
        Suspects { repairs: found.into_iter().map(|change| change.edits).collect(), mended }
    }

    /// Pairs of figures of a line, each with the number of the other.
    fn exchanges(&self, line: &Line, typed: &[Square]) -> Vec<Vec<Edit>> {
        let of_line: Vec<Square> = line.squares().filter(|square| typed.contains(square)).collect();
        let number = |(row, column): Square| match self.table.figure(row, column).value {
            Value::Whole(number) => Some(number),
            _ => None,
        };
        let pair = |a: Square, b: Square| {
            let (first, second) = (number(a)?, number(b)?);
            (first != second).then(|| vec![(a, second), (b, first)])
        };
        let pairs = of_line.iter().enumerate().flat_map(|(at, a)| {
            let others = of_line[at + 1..].iter();
            others.filter_map(move |b| pair(*a, *b))
        });
        pairs.collect()
    }

    /// What belongs into a cell that cannot be read, as far as the relations tell.
    pub fn implied(&self, square: Square) -> Option<i64> {
        let is_other = |(row, column): Square| {
            (row, column) != square
                && self.subject.waits(self.form, self.table, row, column)
                && !self.formulas.iter().any(|line| line.total() == Some((row, column)))
        };
        // With two unknowns nothing can be told.
        if self.form.squares().any(|(row, column)| is_other((&row.id, &column.id))) {
            return None;
        }
        let mut numbers = lines(self.form).filter_map(|line| self.solved(&line, square));
        let first = numbers.next()?;
        numbers.all(|number| number == first).then_some(first)
    }

    /// The number with which a line holds; none where the figure does not matter to it.
    fn solved(&self, line: &Line, square: Square) -> Option<i64> {
        let now = self.table.figure(square.0, square.1).number().unwrap_or_default();
        let off = |number: Decimal| {
            let table = self.with(&[(square, number)]);
            let (left, right) = (line.left(self.form, &table), line.right(self.form, &table));
            left.0 - right.0
        };
        let (before, after) = (off(now), off(now + Decimal::ONE));
        let slope = after - before;
        let number = now - before.checked_div(slope)?;
        (number.fract().is_zero() && !number.is_sign_negative() || number.is_zero())
            .then(|| number.to_i64())
            .flatten()
    }

    /// The table with figures changed, and the formulas that follow them.
    fn with(&self, edits: &[(Square, Decimal)]) -> Table {
        let mut table = self.table.clone();
        let put = |table: &mut Table, (row, column): Square, number: Decimal| {
            let value = number.to_i64().map_or(Value::Exact(number), Value::Whole);
            table.set(row, column, Figure { value, ..Figure::BLANK });
        };
        for (square, number) in edits {
            put(&mut table, *square, *number);
        }
        // Rows give the totals that columns add up.
        for each in [Each::Row, Each::Column, Each::Row] {
            for line in self.formulas.iter().filter(|line| line.relation.each == each) {
                let (sum, is_filled) = line.right(self.form, &table);
                if let Some(total) = line.total().filter(|_| is_filled) {
                    put(&mut table, total, sum);
                }
            }
        }
        table
    }

    /// Whether a figure is not for the clerk to type: a formula, or one that cannot be read.
    fn is_fixed(&self, (row, column): Square) -> bool {
        self.subject.origins.is_formula(&self.form.id, row, column)
            || self.subject.waits(self.form, self.table, row, column)
            || !self.subject.has_cell(&self.form.id, row, column)
    }

    /// How many numbers of the narrative a table would contradict.
    fn contradicted(&self, table: &Table) -> usize {
        let mut report = self.subject.report.clone();
        report.tables.insert(self.form.id.clone(), table.clone());
        let mut findings = Vec::new();
        let subject = Subject::new(&report, self.subject.origins, self.subject.forms);
        wording::compared(&subject, &mut findings);
        findings.len()
    }
}

/// The report with every figure put right of which the tables tell that it is wrong and what
/// belongs there; none where there is none such.
pub fn repaired(subject: &Subject<'_>) -> Option<Report> {
    let mut report: Option<Report> = None;
    for (id, table) in &subject.report.tables {
        let Some(form) = table.form.form().table(id) else { continue };
        let sheet = Sheet::new(subject, form, table);
        let sure = sheet
            .failing()
            .into_iter()
            .filter_map(|line| <[Vec<Edit>; 1]>::try_from(sheet.suspects(&line).repairs).ok());
        let edits: Vec<(Square, Decimal)> =
            sure.flatten().flatten().map(|(square, number)| (square, number.into())).collect();
        if !edits.is_empty() {
            let report = report.get_or_insert_with(|| subject.report.clone());
            report.tables.insert(id.clone(), sheet.with(&edits));
        }
    }
    report
}

/// Whether a figure is none that its column can have: words, half a request, fewer than none.
pub fn is_unfit(figure: &Figure, kind: FigureKind) -> bool {
    match (&figure.value, figure.number()) {
        (Value::Kept(text), _) => !says_not_given(text),
        (_, Some(number)) => {
            let is_count = matches!(kind, FigureKind::Count | FigureKind::Signed);
            let is_negative = number.is_sign_negative() && !number.is_zero();
            (is_count && !number.fract().is_zero()) || (is_negative && kind != FigureKind::Signed)
        }
        _ => false,
    }
}
