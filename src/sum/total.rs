//! The report of a total: every figure the sum over the reports that have it.

use super::amount::{Amount, in_column_unit};
use super::child::{Child, Gathered, LeftOut};
use super::remark::remarks;
use super::selection::select;
use super::tally::{Tally, tallies};
use super::turn::usual_years;
use crate::diag::Finding;
use crate::error::Error;
use crate::model::form::{FigureKind, Form, TableForm};
use crate::model::{Edition, Figure, Forms, Metadata, Report, Section, Table};
use std::collections::BTreeMap;

/// What the caller wants of a total; whatever is left open follows from the reports.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The year; else that of most reports.
    pub year: Option<i32>,
    /// Whose total it is; else nobody's name is filled in.
    pub agency: Option<String>,
    /// The edition of all tables; else, table by table, that of most reports.
    pub edition: Option<Edition>,
    /// The editions that reports may be on.
    pub forms: Forms,
}

/// A total with all that it was made of.
#[derive(Debug)]
pub struct Sum<'c> {
    /// The total: figures alone, the narrative blank.
    pub report: Report,
    /// The reports added, in the order of their files.
    pub taken: Vec<&'c Child>,
    /// Table by table, every square with what each report has there.
    pub tables: Vec<(&'static TableForm, Vec<Tally>)>,
    /// Files that were not added.
    pub left_out: Vec<LeftOut>,
    /// What could not be added as it stands.
    pub findings: Vec<Finding>,
}

/// Adds up everything that a folder held.
///
/// # Errors
/// [`Error::Usage`] when no report is left to add, or when the year cannot be told.
pub fn add<'c>(gathered: &'c Gathered, asked: &Asked) -> Result<Sum<'c>, Error> {
    let children = &gathered.children;
    let most = usual_years(children.iter().filter_map(|child| child.report.metadata.year));
    let year = match (asked.year, &most[..]) {
        (Some(year), _) => Some(year),
        (None, []) => None,
        (None, [year]) => Some(*year),
        (None, years) => return Err(several(years)),
    };
    let selection = select(children, year, asked.agency.as_deref());
    let taken = selection.taken;
    let left_out = [&gathered.left_out[..], &selection.left_out[..]].concat();
    if taken.is_empty() {
        return Err(nothing(&left_out));
    }
    let official = asked.forms.for_year(year);
    let whole = asked.edition.unwrap_or_else(|| {
        let used = taken.iter().map(|child| child.report.edition);
        usual(asked.forms, used, official).edition()
    });
    let mut tables = Vec::new();
    for table in &whole.form().tables {
        let used =
            || taken.iter().filter_map(|child| Some(child.report.tables.get(&table.id)?.form));
        let own = match asked.edition {
            Some(edition) => edition.form(),
            None => usual(asked.forms, used(), whole.form()),
        };
        let Some(own) = own.table(&table.id).map(|table| (own, table)) else { continue };
        tables.push((own.0, own.1, tallies(own.1, &taken)));
    }
    let report = report(whole, year, asked, &tables, &taken);
    let tables: Vec<_> = tables.into_iter().map(|(_, table, tallies)| (table, tallies)).collect();
    let forms: Vec<&TableForm> = tables.iter().map(|(table, _)| *table).collect();
    let own = |child: &&Child| -> Vec<Finding> {
        remarks(child, &forms, year).iter().map(|remark| remark.finding(child)).collect()
    };
    let mut findings: Vec<Finding> = taken.iter().flat_map(own).collect();
    findings.extend(gathered.passed_over());
    Ok(Sum { report, taken, tables, left_out, findings })
}

impl Sum<'_> {
    /// Whether something is wrong with what was added, or something is missing.
    pub fn is_doubtful(&self) -> bool {
        self.taken.iter().any(|child| child.errors > 0)
            || self.left_out.iter().any(LeftOut::is_grave)
    }
}

fn report(
    edition: Edition,
    year: Option<i32>,
    asked: &Asked,
    tables: &[(&'static Form, &'static TableForm, Vec<Tally>)],
    taken: &[&Child],
) -> Report {
    let blank = |section: &crate::model::form::SectionForm| Section {
        number: section.number,
        heading: section.heading.clone(),
        blocks: Vec::new(),
        table: section.table.clone(),
        notes: Vec::new(),
    };
    let mut filled = BTreeMap::new();
    for (own, form, tallies) in tables {
        let mut table = Table::blank(own.edition());
        for tally in tallies {
            table.set(&tally.row.id, &tally.column.id, sum_of(tally, &form.id, taken));
        }
        filled.insert(form.id.clone(), table);
    }
    Report {
        edition,
        metadata: Metadata { year, agency: asked.agency.clone(), ..Metadata::default() },
        sections: edition.form().sections.iter().map(blank).collect(),
        tables: filled,
    }
}

fn sum_of(tally: &Tally, table: &str, taken: &[&Child]) -> Figure {
    match tally.sum() {
        Some(sum) => in_column_unit(sum, tally.column.kind, unit_of(tally, table, taken)),
        None => Figure::BLANK,
    }
}

/// The unit of a sum of amounts whose unit stands in the cell: theirs if it is one, else 元.
pub fn unit_of(tally: &Tally, table: &str, taken: &[&Child]) -> &'static str {
    let mut units = tally.shares.iter().filter_map(|share| {
        let typed = taken.get(share.child)?.report.tables.get(table)?;
        let figure = typed.figure(&tally.row.id, &tally.column.id);
        let counts = matches!(&share.amount, Amount::Number(number) if !number.is_zero());
        figure.unit.as_deref().filter(|_| counts && tally.column.kind == FigureKind::Money)
    });
    let first = units.next();
    if first == Some("万元") && units.all(|unit| unit == "万元") { "万元" } else { "元" }
}

/// The form that most reports use; of equals the official one, then the newest.
fn usual(
    forms: Forms,
    used: impl Iterator<Item = Edition>,
    official: &'static Form,
) -> &'static Form {
    let used: Vec<Edition> = used.collect();
    let rank = |form: &&'static Form| {
        let votes = used.iter().filter(|edition| **edition == form.edition()).count();
        (votes, form.name == official.name, form.first_year)
    };
    forms.iter().max_by_key(rank).unwrap_or(official)
}

fn several(years: &[i32]) -> Error {
    let years: Vec<String> = years.iter().map(i32::to_string).collect();
    let years = years.join("、");
    Error::Usage(format!("文件夹里 {years} 年度的报告一样多，请用 --year 写明汇总哪一年度"))
}

fn nothing(left_out: &[LeftOut]) -> Error {
    let reasons: Vec<String> =
        left_out.iter().map(|one| format!("“{}”{}", one.file, one.reason)).collect();
    match reasons.is_empty() {
        true => Error::Usage("文件夹里没有工作簿，没有可以汇总的报告".into()),
        false => Error::Usage(format!("没有可以汇总的报告：{}", reasons.join("；"))),
    }
}
