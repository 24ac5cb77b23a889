//! The rules: each looks at a report and says what the form or good practice holds against
//! it. A rule never reads a workbook and never formats a page.

mod across;
mod body;
pub mod children;
pub mod filled;
pub mod history;
mod identity;
mod line;
pub mod portal;
mod privacy;
mod repair;
pub mod totals;
mod wording;

use crate::diag::{Codes, Finding, Message, cells, label, say, sort};
use crate::model::form::{Column, TableForm, field_label};
use crate::model::{Forms, Origins, Place, Report, Table};
use std::cell::OnceCell;
use wording::Narrative;

/// What a rule sees.
pub struct Subject<'r> {
    /// The report.
    pub report: &'r Report,
    /// Where its values stand; empty if it came from elsewhere than a workbook.
    pub origins: &'r Origins,
    /// The editions there are.
    pub forms: Forms,
    /// Its narrative in sentences, cut when the first rule asks for them.
    narrative: OnceCell<Narrative>,
}

/// The codes of all rules, family by family.
pub const CODES: &[&[Codes]] = &[
    &[filled::CODES, totals::CODES],
    across::CODES,
    wording::CODES,
    history::FAMILY,
    identity::CODES,
    &[portal::CODES, privacy::CODES, children::CODES],
];

/// A rule: looks, and pushes what it finds.
type Rule = fn(&Subject<'_>, &mut Vec<Finding>);

/// Every rule, in the order of its codes.
const RULES: &[Rule] = &[
    filled::metadata,
    filled::figures,
    filled::totals_left_blank,
    totals::relations,
    across::edition,
    across::hybrid,
    across::rules_without_power,
    across::in_force,
    across::disclosed_of_all,
    across::change_below_zero,
    across::tables_left_blank,
    across::headlines,
    across::lone_zeros,
    across::blanks,
    wording::present,
    wording::wording,
    wording::overview,
    wording::fields,
    wording::problems,
    wording::fee,
    wording::title,
    wording::years,
    wording::basis,
    wording::unfilled,
    wording::numbering,
    wording::counts,
    wording::percentages,
    wording::period,
    wording::damaged_dates,
    identity::deadline,
    identity::order,
    identity::within_year,
    identity::plausible_year,
    identity::index_number,
    identity::document_number,
    identity::credit_code,
    identity::domain,
    identity::placeholders,
    identity::category,
    portal::written,
    privacy::personal_data,
];

/// Runs every rule; findings come sorted.
pub fn check(report: &Report, origins: &Origins, sheets: &[String], forms: Forms) -> Vec<Finding> {
    let mut findings = Vec::new();
    // With a wrong year, the rest is judged by the right one.
    let corrected = wording::reported_year(&Subject::new(report, origins, forms), &mut findings);
    let subject = Subject::new(corrected.as_ref().unwrap_or(report), origins, forms);
    for rule in RULES {
        rule(&subject, &mut findings);
    }
    wording::order(&subject, sheets, &mut findings);
    sort(&mut findings, sheets);
    findings
}

impl<'r> Subject<'r> {
    /// A report with the places of its values.
    pub fn new(report: &'r Report, origins: &'r Origins, forms: Forms) -> Subject<'r> {
        Subject { report, origins, forms, narrative: OnceCell::new() }
    }

    /// Its narrative, sentence by sentence.
    fn narrative(&self) -> &Narrative {
        self.narrative.get_or_init(|| Narrative::of(self.report))
    }

    /// The table that the rules know by this name, with its form.
    fn table(&self, role: &str) -> Option<(&'static TableForm, &'r Table)> {
        let own =
            |(id, table): (&'r String, &'r Table)| Some((table.form.form().table(id)?, table));
        self.report.tables.iter().filter_map(own).find(|(form, _)| form.role() == role)
    }

    /// The number of the section that the rules know by this name.
    fn section(&self, role: &str) -> Option<u8> {
        self.report.edition.form().section_of(role).map(|section| section.number)
    }

    /// The place of a figure.
    fn place(&self, table: &str, row: &str, column: &str) -> Option<Place> {
        self.origins.figure(table, row, column).cloned()
    }

    /// Whether the report came from elsewhere than a workbook.
    fn is_without_cells(&self) -> bool {
        self.origins.iter().next().is_none()
    }

    /// Whether a figure has a cell: a row that the workbook lacks has a finding of its own.
    fn has_cell(&self, table: &str, row: &str, column: &str) -> bool {
        self.is_without_cells() || self.origins.figure(table, row, column).is_some()
    }

    /// A key of 基本信息 with its cell: `“公开日期”（B19）`.
    fn field(&self, id: &str) -> Message {
        match self.origins.field(id) {
            Some(place) => say!("{}（{}）", label(field_label(id)), cells(place.to_string())),
            None => label(field_label(id)).into(),
        }
    }

    /// Whether a figure cannot be judged yet: it, or a cell it leans on, has to be put right.
    fn waits(&self, form: &TableForm, table: &Table, row: &str, column: &str) -> bool {
        let is_unfit =
            |column: &Column| repair::is_unfit(table.figure(row, &column.id), column.kind);
        self.origins.waits(&form.id, row, column) || form.column(row, column).is_some_and(is_unfit)
    }
}
