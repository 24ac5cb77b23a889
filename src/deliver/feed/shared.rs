//! Reports that are the same, each once in memory: a folder and its feed hold the same thousand.

use crate::model::{Figure, Report, Value};
use crate::payload::read::Payload;
use crate::payload::write::{Issue, PublishedFile};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A report, which issue of it this is, and its published files.
#[derive(Debug, Clone, PartialEq)]
pub struct Issued {
    /// The report.
    pub report: Arc<Report>,
    /// Revision and status.
    pub issue: Issue,
    /// The published files.
    pub files: Vec<PublishedFile>,
}

/// The reports that were read so far, by body and year.
#[derive(Debug, Default)]
pub struct Reports(Mutex<BTreeMap<Key, Vec<Arc<Report>>>>);

type Key = (Option<i32>, Option<String>);

impl Reports {
    /// What was read, with the report that was read before where it is the same.
    pub fn share(&self, payload: Payload) -> Issued {
        let Payload { report, issue, files } = payload;
        let key = (report.metadata.year, report.metadata.agency.clone());
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let alike = all.entry(key).or_default();
        let report = match alike.iter().find(|known| is_same(known, &report)) {
            Some(known) => Arc::clone(known),
            None => {
                let report = Arc::new(report);
                alike.push(Arc::clone(&report));
                report
            }
        };
        Issued { report, issue, files }
    }
}

/// Whether two reports print the same: 20.3 and 20.30 are equal and look otherwise.
fn is_same(one: &Report, other: &Report) -> bool {
    let figures = |report: &Report| {
        let rows = report.tables.values().flat_map(|table| table.rows.values());
        rows.flat_map(|row| row.values()).map(places).collect::<Vec<_>>()
    };
    one == other && figures(one) == figures(other)
}

/// Digits behind the point, as typed.
fn places(figure: &Figure) -> Option<u32> {
    match figure.value {
        Value::Exact(number) => Some(number.scale()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr;

    #[test]
    fn only_reports_that_look_alike_are_shared() {
        let mut report: Report =
            toml::from_str(include_str!("../../../templates/example-2021.toml")).unwrap();
        let form = report.edition.form();
        let (table, (row, column)) =
            form.tables.iter().find_map(|table| Some((table, table.squares().next()?))).unwrap();
        let mut with = |number: &str| {
            let value = Value::Exact(rust_decimal::Decimal::from_str(number).unwrap());
            let figure = Figure { value, ..Figure::BLANK };
            report.tables.get_mut(&table.id).unwrap().set(&row.id, &column.id, figure);
            Payload { report: report.clone(), issue: Issue::FIRST, files: Vec::new() }
        };
        let reports = Reports::default();
        let [one, two, three] = ["20.30", "20.30", "20.3"].map(|it| reports.share(with(it)).report);
        assert!(Arc::ptr_eq(&one, &two) && !Arc::ptr_eq(&one, &three));
    }
}
