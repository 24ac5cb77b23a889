//! One succession of the form between two tables.

use super::codes::NB506;
use super::side::{Side, Term};
use crate::diag::{Code, Finding};
use crate::model::Place;
use crate::model::form::{Each, Succession};
use rust_decimal::Decimal;

/// A succession with the tables on both sides of it.
pub struct Pair<'a> {
    /// This year's table.
    pub this: &'a Side<'a>,
    /// Last year's table.
    pub last: &'a Side<'a>,
    /// What messages call last year's report.
    pub last_name: &'a str,
    /// What must follow from what.
    pub succession: &'a Succession,
}

/// What one line of a succession came to.
enum Outcome {
    Fits,
    Differs(Finding),
    Lacks(Lack),
}

/// Why there is nothing to compare.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Lack {
    in_last: bool,
    words: bool,
}

impl<'a> Pair<'a> {
    /// A finding for every line that does not follow, and one for all that lack the same.
    pub fn check(&self) -> Vec<Finding> {
        let Some(code) =
            super::codes::CODES.iter().copied().find(|code| code.id == self.succession.code)
        else {
            return Vec::new();
        };
        let mut findings = Vec::new();
        let mut lacking: Vec<(Lack, &str)> = Vec::new();
        for line in self.lines() {
            match self.compare(code, line) {
                Outcome::Fits => {}
                Outcome::Differs(finding) => findings.push(finding),
                Outcome::Lacks(lack) => lacking.push((lack, line)),
            }
        }
        while let Some(&(lack, _)) = lacking.first() {
            let is_same = |entry: &&(Lack, &str)| entry.0 == lack;
            let lines: Vec<&str> = lacking.iter().filter(is_same).map(|(_, line)| *line).collect();
            lacking.retain(|(other, _)| *other != lack);
            findings.push(self.lacks(&lines, lack));
        }
        findings
    }

    /// Every figure that this year's one is worked out from, with its side and sign.
    fn terms(&self) -> impl Iterator<Item = (&'a Side<'a>, &'a str, Decimal)> {
        let (plus, minus) = (Decimal::ONE, Decimal::NEGATIVE_ONE);
        let last = self.succession.last.iter().map(move |id| (self.last, id.as_str(), plus));
        let made = self.succession.plus.iter().map(move |id| (self.this, id.as_str(), plus));
        let ended = self.succession.minus.iter().map(move |id| (self.this, id.as_str(), minus));
        last.chain(made).chain(ended)
    }

    /// The rows or columns in which both forms have all the figures.
    fn lines(&self) -> Vec<&'a str> {
        let this = self.succession.this.as_str();
        let lines: Vec<&str> = match self.succession.each {
            Each::Row => self.this.form.rows().map(|row| row.id.as_str()).collect(),
            Each::Column => {
                let block = self.this.form.block_of(this);
                block.into_iter().flat_map(|b| &b.columns).map(|c| c.id.as_str()).collect()
            }
        };
        let own = (self.this, this, Decimal::ZERO);
        let is_shared = |line: &&str| {
            std::iter::once(own).chain(self.terms()).all(|(side, id, _)| {
                let (row, column) = self.square(line, id);
                side.form.column(row, column).is_some()
            })
        };
        lines.into_iter().filter(is_shared).collect()
    }

    fn square<'i>(&self, line: &'i str, id: &'i str) -> (&'i str, &'i str) {
        match self.succession.each {
            Each::Row => (line, id),
            Each::Column => (id, line),
        }
    }

    fn term(&self, side: &Side<'_>, line: &str, id: &str) -> Term {
        let (row, column) = self.square(line, id);
        side.term(row, column)
    }

    fn compare(&self, code: &'static Code, line: &str) -> Outcome {
        let own = (self.this, self.succession.this.as_str(), Decimal::ZERO);
        let mut blank: Option<Lack> = None;
        let mut seen = Vec::new();
        for (side, id, sign) in std::iter::once(own).chain(self.terms()) {
            let in_last = std::ptr::eq(side, self.last);
            match self.term(side, line, id) {
                Term::Number(number, remark) => seen.push((side, id, sign, number, remark)),
                Term::Nothing => _ = blank.get_or_insert(Lack { in_last, words: false }),
                Term::Words => return Outcome::Lacks(Lack { in_last, words: true }),
            }
        }
        let Some(lack) = blank else { return self.judge(code, line, &seen) };
        // A blank row beside zeros, or beside another blank row, hides nothing.
        match seen.iter().all(|(_, _, _, number, _)| number.is_zero()) {
            true => Outcome::Fits,
            false => Outcome::Lacks(lack),
        }
    }

    /// Compares the first figure with what the others make.
    fn judge(&self, code: &'static Code, line: &str, seen: &[Seen<'_>]) -> Outcome {
        let [(_, id, _, number, remark), terms @ ..] = seen else { return Outcome::Fits };
        let sum: Decimal = terms.iter().map(|(_, _, sign, number, _)| sign * number).sum();
        if *number == sum {
            return Outcome::Fits;
        }
        let mut text = String::new();
        for (index, (side, id, sign, number, remark)) in terms.iter().enumerate() {
            text.push_str(match index {
                0 => "",
                _ if sign.is_sign_negative() => " － ",
                _ => " ＋ ",
            });
            let in_last = std::ptr::eq(*side, self.last);
            let whose = if in_last { "" } else { "本年" };
            let label = self.label(side, line, id);
            let label = label.strip_prefix(whose).unwrap_or(&label);
            let place = self.place(side, line, id).filter(|_| in_last);
            let cell = place.map_or_else(String::new, |place| format!("（{place}）"));
            text.push_str(&format!("{whose}“{label}”{number}{remark}{cell}"));
        }
        if terms.len() > 1 {
            text.push_str(&format!(" ＝ {}", sum.normalize()));
        }
        let more = if *number > sum { "多" } else { "少" };
        let message = format!(
            "{}：“{}”填 {number}{remark}，上年报告（{}）{text}，{more} {}",
            self.line_name(line),
            self.label(self.this, line, id),
            self.last_name,
            (number - sum).abs().normalize(),
        );
        Outcome::Differs(Finding::new(code, message, code.fix).at(self.own_place(line)))
    }

    fn lacks(&self, lines: &[&str], lack: Lack) -> Finding {
        let names: Vec<String> = lines.iter().map(|line| self.line_name(line)).collect();
        let line = lines.first().copied().unwrap_or_default();
        let last = self.succession.last.first().map_or("", String::as_str);
        let whose = match lack.in_last {
            true => {
                format!("上年报告（{}）的“{}”", self.last_name, self.label(self.last, line, last))
            }
            false => format!("“{}”", self.label(self.this, line, &self.succession.this)),
        };
        let why = if lack.words { "填的不是数字" } else { "整行没有填写" };
        let message = format!("{}：{whose}{why}，没有与上年比较", names.join("、"));
        let places = lines.iter().filter_map(|line| self.own_place(line));
        let place = places.reduce(|all, one| all.joined(&one).unwrap_or(all));
        Finding::new(&NB506, message, "补填后再比较；没有发生的填 0。").at(place)
    }

    /// This year's figures of a line: any of them may be the wrong one.
    fn own_place(&self, line: &str) -> Option<Place> {
        let own = std::iter::once((self.this, self.succession.this.as_str()));
        let terms = self.terms().map(|(side, id, _)| (side, id));
        let own = own.chain(terms.filter(|(side, _)| std::ptr::eq(*side, self.this)));
        let places = own.filter_map(|(side, id)| self.place(side, line, id));
        places.reduce(|all, one| all.joined(&one).unwrap_or(all))
    }

    fn place(&self, side: &Side<'_>, line: &str, id: &str) -> Option<Place> {
        let (row, column) = self.square(line, id);
        side.place(row, column)
    }

    fn label(&self, side: &Side<'_>, line: &str, id: &str) -> String {
        let (row, column) = self.square(line, id);
        let label = match self.succession.each {
            Each::Row => side.form.column(row, column).map(|column| &column.label),
            Each::Column => side.form.row(row).map(|row| &row.label),
        };
        label.map_or(id, String::as_str).to_owned()
    }

    fn line_name(&self, line: &str) -> String {
        let (form, id) = (self.this.form, &self.succession.this);
        match self.succession.each {
            Each::Row => format!("“{}”行", form.row(line).map_or(line, |row| &row.label)),
            Each::Column => {
                format!("“{}”列", form.column(id, line).map_or(line, |column| &column.label))
            }
        }
    }
}

/// A term that is a number: side, id, sign, number, remark.
type Seen<'a> = (&'a Side<'a>, &'a str, Decimal, Decimal, String);
