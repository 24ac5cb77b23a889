//! The indicators of `templates/history.toml`, and what a report says of each.

use crate::model::form::{Column, Row, TableForm};
use crate::model::{Report, Table};
use crate::reader::value::says_not_given;
use crate::sum::{Amount, amount};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::sync::LazyLock;

/// Indicators that share a chart.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The title of the chart.
    pub title: String,
    /// What its axis of values is called.
    pub axis: String,
    /// How it is drawn.
    pub shape: Shape,
    /// The indicators.
    #[serde(rename = "indicator")]
    pub indicators: Vec<Indicator>,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// A line for each indicator.
    Line,
    /// Columns on top of each other: parts of a whole.
    Stacked,
    /// Columns beside each other.
    Columns,
}

/// One line of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its name.
    pub name: String,
    /// The unit of its values; `%` for a rate.
    pub unit: String,
    /// How it is worked out, for readers.
    pub how: String,
    /// Whether it is in the chart of its group.
    #[serde(default = "yes")]
    pub charted: bool,
    /// The figures that are added up.
    pub figures: Squares,
    /// Those that a rate is a part of.
    pub of: Option<Squares>,
}

fn yes() -> bool {
    true
}

/// Figures of a table by what the rules know them by: every row with every column.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Squares {
    table: String,
    rows: Vec<String>,
    columns: Vec<String>,
}

/// A figure that an indicator is worked out from.
#[derive(Debug, Clone)]
pub struct Square<'a> {
    /// The id of its table.
    pub table: &'a str,
    /// Its row.
    pub row: &'a Row,
    /// Its column.
    pub column: &'a Column,
    /// What stands there.
    amount: Amount,
}

/// What a report says of an indicator.
#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    /// A number; of a rate the share, 1 for all.
    Number(Decimal),
    /// Nothing was filled in, or there is nothing that a rate could be a part of.
    Blank,
    /// Words stand there.
    Words(String),
    /// Its form has no such figures.
    Absent,
}

static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        group: Vec<Group>,
    }
    let text = include_str!("../../../templates/history.toml");
    toml::from_str::<File>(text).expect("templates/history.toml is readable").group
});

/// All groups, in the order of the table.
pub fn groups() -> &'static [Group] {
    &GROUPS
}

impl Indicator {
    /// Whether it is a share of something.
    pub fn is_rate(&self) -> bool {
        self.of.is_some()
    }

    /// Its figures that are no numbers, where the report has their table.
    pub fn unknown<'a>(&'a self, report: &'a Report) -> Vec<Square<'a>> {
        let mut unknown: Vec<Square<'_>> = Vec::new();
        for one in self.of.iter().chain([&self.figures]).flat_map(|of| of.squares(report)) {
            let is_same = |other: &Square<'_>| {
                (&other.row.id, &other.column.id) == (&one.row.id, &one.column.id)
            };
            if !matches!(one.amount, Amount::Number(_)) && !unknown.iter().any(is_same) {
                unknown.push(one);
            }
        }
        unknown
    }

    /// Whether it is a share of 0.
    pub fn is_of_nothing(&self, report: &Report) -> bool {
        let whole = self.of.as_ref().map(|of| of.sum(report));
        matches!(whole, Some(Measure::Number(whole)) if whole.is_zero())
    }

    /// What a report says of it.
    pub fn measure(&self, report: &Report) -> Measure {
        let part = self.figures.sum(report);
        let Some(of) = &self.of else { return part };
        match (part, of.sum(report)) {
            (Measure::Number(part), Measure::Number(whole)) => {
                part.checked_div(whole).map_or(Measure::Blank, Measure::Number)
            }
            // The figures themselves have lines of their own that say what stands there.
            (Measure::Absent, _) | (_, Measure::Absent) => Measure::Absent,
            _ => Measure::Blank,
        }
    }
}

impl Squares {
    /// What a report has of them; nothing where it lacks their table.
    fn squares<'a>(&'a self, report: &'a Report) -> Vec<Square<'a>> {
        let of_table = |(id, table): (&'a String, &'a Table)| {
            let form = table.form.form().table(id).filter(|form| form.role() == self.table)?;
            let square = |(row, column): (&'a Row, &'a Column)| {
                let amount = amount(table.figure(&row.id, &column.id), column.kind);
                Square { table: id, row, column, amount }
            };
            Some(self.of_form(form).map(square).collect())
        };
        report.tables.iter().find_map(of_table).unwrap_or_default()
    }

    /// A blank beside figures counts as nothing; words make the sum unknown.
    fn sum(&self, report: &Report) -> Measure {
        let form = report.edition.form().table_of(&self.table);
        let is_missing = !report.tables.iter().any(|(id, table)| {
            table.form.form().table(id).is_some_and(|form| form.role() == self.table)
        });
        if is_missing && form.is_some_and(|form| self.of_form(form).next().is_some()) {
            return Measure::Blank;
        }
        let mut sum = Measure::Absent;
        for square in self.squares(report) {
            match (square.amount, &sum) {
                (Amount::Number(number), Measure::Number(so_far)) => {
                    sum = so_far.checked_add(number).map_or(Measure::Blank, Measure::Number);
                }
                (Amount::Number(number), _) => sum = Measure::Number(number),
                (Amount::Words(text), _) if !says_not_given(&text) => return Measure::Words(text),
                (Amount::Words(text), Measure::Absent | Measure::Blank) => {
                    sum = Measure::Words(text);
                }
                (_, Measure::Absent) => sum = Measure::Blank,
                _ => {}
            }
        }
        sum
    }

    fn of_form<'f>(&'f self, form: &'f TableForm) -> impl Iterator<Item = (&'f Row, &'f Column)> {
        self.rows.iter().flat_map(|role| form.rows_of(role)).flat_map(move |row| {
            let block = form.block_of(&row.id);
            let column = move |role: &String| Some((row, block?.column_of(role)?));
            self.columns.iter().filter_map(column)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Figure, Forms, Value};
    use crate::sum::samples;

    fn indicator(name: &str) -> &'static Indicator {
        groups().iter().flat_map(|group| &group.indicators).find(|one| one.name == name).unwrap()
    }

    #[test]
    fn every_indicator_is_of_figures_that_some_form_has() {
        let forms: Vec<_> = Forms::shipped().iter().collect();
        for one in groups().iter().flat_map(|group| &group.indicators) {
            for squares in std::iter::once(&one.figures).chain(&one.of) {
                let known = |role: &String, of: fn(&TableForm, &str) -> bool| {
                    let table = |table: &&TableForm| of(table, role);
                    forms.iter().filter_map(|form| form.table_of(&squares.table)).any(|t| table(&t))
                };
                let row = |table: &TableForm, role: &str| table.rows_of(role).next().is_some();
                let column = |table: &TableForm, role: &str| {
                    table.blocks.iter().any(|block| block.column_of(role).is_some())
                };
                assert!(squares.rows.iter().all(|role| known(role, row)), "{}", one.name);
                assert!(squares.columns.iter().all(|role| known(role, column)), "{}", one.name);
            }
            assert_eq!(one.is_rate(), one.unit == "%", "{}", one.name);
        }
    }

    #[test]
    fn other_treatment_is_one_row_of_one_form_and_three_of_the_other() {
        let old = samples::child_on("2019", "甲", &[("requests", "r3-6", "total", "5")]);
        let rows = [("requests", "r3-6-1", "total", "2"), ("requests", "r3-6-3", "total", "3")];
        let new = samples::child_on("2021", "甲", &rows);
        let five = Measure::Number(Decimal::from(5));
        assert_eq!(indicator("其他处理").measure(&old.report), five);
        assert_eq!(indicator("其他处理").measure(&new.report), five);
    }

    #[test]
    fn what_only_one_form_has_is_absent_from_the_other_and_a_blank_is_blank() {
        let report = samples::report("甲", 2020, "2019");
        assert_eq!(indicator("现行有效").measure(&report), Measure::Absent);
        assert_eq!(indicator("本年新收").measure(&report), Measure::Blank);
    }

    #[test]
    fn a_rate_of_nothing_is_blank_and_words_are_no_number() {
        let mut report = samples::report("甲", 2021, "2021");
        let table = report.tables.get_mut("requests").unwrap();
        table.set("r3-1", "total", Figure::whole(0));
        table.set("r3-7", "total", Figure::whole(0));
        assert_eq!(indicator("予以公开率").measure(&report), Measure::Blank);
        let table = report.tables.get_mut("requests").unwrap();
        table.set("r3-1", "total", Figure::whole(3));
        table.set("r3-7", "total", Figure::whole(4));
        assert_eq!(
            indicator("予以公开率").measure(&report),
            Measure::Number("0.75".parse().unwrap())
        );
        let table = report.tables.get_mut("requests").unwrap();
        let words = Figure { value: Value::Kept("见附件".into()), ..Figure::BLANK };
        table.set("r1", "total", words);
        assert_eq!(indicator("本年新收").measure(&report), Measure::Words("见附件".into()));
    }
}
