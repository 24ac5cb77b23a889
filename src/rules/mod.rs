//! The rules: each looks at a report and says what the form or good practice holds against
//! it. A rule never reads a workbook and never formats a page.

mod across;
pub mod children;
mod filled;
pub mod history;
pub mod portal;
mod totals;

use crate::diag::{Finding, sort};
use crate::model::{Origins, Place, Report};

/// What a rule sees.
pub struct Subject<'r> {
    /// The report.
    pub report: &'r Report,
    /// Where its values stand; empty if it came from elsewhere than a workbook.
    pub origins: &'r Origins,
}

/// A rule: looks, and pushes what it finds.
type Rule = fn(&Subject<'_>, &mut Vec<Finding>);

/// Every rule, in the order of its codes.
const RULES: &[Rule] = &[filled::metadata, filled::figures, filled::totals_left_blank, totals::relations, across::edition, portal::written];

/// Runs every rule; findings come sorted.
pub fn check(report: &Report, origins: &Origins, sheets: &[String]) -> Vec<Finding> {
    let subject = Subject { report, origins };
    let mut findings = Vec::new();
    for rule in RULES {
        rule(&subject, &mut findings);
    }
    sort(&mut findings, sheets);
    findings
}

impl Subject<'_> {
    /// The place of a figure.
    fn place(&self, table: &str, row: &str, column: &str) -> Option<Place> {
        self.origins.figure(table, row, column).cloned()
    }
}
