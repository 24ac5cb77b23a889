//! The summary of a run: what became of every workbook.

mod file;
mod sheet;
mod table;

pub use file::{FileKind, fill, in_cell, separated, write};
pub use sheet::Cell;
pub use table::{passed_over, table};

use crate::diag::{Severity, accepted};
use crate::pipeline::Outcome;
use crate::pipeline::{Checked, Document};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// What became of a workbook, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It was read, and then something could not be done.
    Failed,
    /// It is no workbook, damaged, locked, or gone.
    Unreadable,
    /// It has errors.
    Errors,
    /// It has warnings and no errors.
    Warnings,
    /// Nothing is wrong.
    Clean,
    /// The run was stopped before its turn.
    Left,
}

impl Status {
    /// All of them, as a table has them.
    pub const ALL: [Status; 6] = [
        Status::Clean,
        Status::Warnings,
        Status::Errors,
        Status::Unreadable,
        Status::Failed,
        Status::Left,
    ];

    /// In words, where nothing was to be made.
    pub fn checked_words(self) -> &'static str {
        match self {
            Status::Clean => "没有错误和警告",
            Status::Warnings => "有警告",
            other => other.words(),
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Status::Clean => "已生成",
            Status::Warnings => "已生成，有警告",
            Status::Errors => "有错误",
            Status::Unreadable => "读不了",
            Status::Failed => "未能完成",
            Status::Left => "中断，没有做",
        }
    }
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// Its path; below the output folder with `/`, where there is one.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256.
    pub sha256: String,
}

/// What is known of a workbook.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// 机关名称.
    pub agency: Option<String>,
    /// 报告年度.
    pub year: Option<i32>,
    /// Edition of the form.
    pub edition: Option<String>,
    /// Number of errors.
    pub errors: usize,
    /// Number of warnings.
    pub warnings: usize,
    /// Number of hints.
    pub infos: usize,
    /// Number of findings that the workbook gives a reason for, counted nowhere else.
    pub accepted: usize,
    /// Number of findings by code.
    pub codes: BTreeMap<String, usize>,
    /// Files written.
    pub files: Vec<Product>,
}

impl Facts {
    /// Those of a workbook that was read, no files yet.
    pub fn of(document: &Document, checked: &Checked) -> Facts {
        let metadata = &document.report.metadata;
        let open = || checked.findings.iter().filter(|finding| finding.accepted.is_none());
        let count = |severity| open().filter(|finding| finding.severity == severity).count();
        let mut codes = BTreeMap::new();
        for finding in open() {
            *codes.entry(finding.code.id.to_owned()).or_default() += 1;
        }
        Facts {
            agency: metadata.agency.clone(),
            year: metadata.year,
            edition: Some(document.report.edition.to_string()),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
            accepted: accepted::count(&checked.findings),
            codes,
            files: Vec::new(),
        }
    }

    /// How a workbook with these findings is to be called.
    pub fn status(&self) -> Status {
        match (self.errors, self.warnings) {
            (0, 0) => Status::Clean,
            (0, _) => Status::Warnings,
            _ => Status::Errors,
        }
    }
}

/// One workbook in the account.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Its path as given, or as found below a folder given.
    pub workbook: String,
    /// What became of it.
    pub status: Status,
    /// Whether its outputs were there already.
    pub unchanged: bool,
    /// What is to be said in one line.
    pub message: String,
    /// The rest.
    #[serde(flatten)]
    pub facts: Facts,
    /// How long it took: the one figure that differs from run to run.
    pub milliseconds: u64,
    /// Whether it may go better later without a change to it.
    #[serde(skip)]
    pub retry: bool,
}

impl Row {
    /// The line of a workbook that was dealt with just now.
    pub fn new(workbook: &Path, status: Status, message: String, facts: Facts) -> Row {
        let workbook = workbook.display().to_string();
        // The name stands before it anyway.
        let message = match message.strip_prefix(&format!("“{workbook}”：")) {
            Some(rest) => rest.to_owned(),
            None => message,
        };
        Row { workbook, status, unchanged: false, message, facts, milliseconds: 0, retry: false }
    }

    /// What it means for the end of the run.
    pub fn outcome(&self, strict: bool) -> Outcome {
        match self.status {
            Status::Failed | Status::Unreadable | Status::Left => Outcome::Failed,
            Status::Errors => Outcome::Findings,
            Status::Warnings if strict => Outcome::Findings,
            Status::Warnings | Status::Clean => Outcome::Clean,
        }
    }
}

/// The whole account.
#[derive(Debug, Default)]
pub struct Summary {
    /// Every workbook, in the order of the run.
    pub rows: Vec<Row>,
    /// Files that are no workbooks.
    pub passed_over: Vec<String>,
    /// Hidden files.
    pub hidden: usize,
}

impl Summary {
    /// How many ended so.
    pub fn count(&self, status: Status) -> usize {
        self.rows.iter().filter(|row| row.status == status).count()
    }
}
