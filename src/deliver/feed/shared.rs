//! Reports that are the same, each once in memory: a folder and its feed hold the same thousand.

use crate::model::Report;
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
        let report = match alike.iter().find(|known| ***known == report) {
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
