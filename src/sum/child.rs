//! What a folder held: reports to add up, and what was left out, with the reason.

use super::codes::{NB802, NB803, NB804, NB808, NB809};
use crate::diag::{Code, Finding};
use crate::model::{Origins, Report};
use unicode_normalization::UnicodeNormalization;

/// The report of one body.
#[derive(Debug)]
pub struct Child {
    /// Path of its file below the folder.
    pub file: String,
    /// The report.
    pub report: Report,
    /// Where its values stand.
    pub origins: Origins,
    /// How many errors its own check found.
    pub errors: usize,
    /// Whether its workbook lists what it was made of: `nianbao sum` wrote it.
    pub is_sum: bool,
}

impl Child {
    /// The body's name; the file's where it has none.
    pub fn name(&self) -> &str {
        self.report.metadata.agency.as_deref().unwrap_or(&self.file)
    }

    /// Body and file, for messages.
    pub fn full_name(&self) -> String {
        match &self.report.metadata.agency {
            Some(agency) => format!("{agency}（{}）", self.file),
            None => format!("“{}”（没有填机关名称）", self.file),
        }
    }
}

/// A file that was not added, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Path of the file below the folder.
    pub file: String,
    /// Which of the reasons.
    pub why: Why,
    /// The reason in words.
    pub reason: String,
}

/// Why a file was not added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It could not be read.
    Unreadable,
    /// It reports on another year.
    OtherYear,
    /// The same body reported the same figures in another file.
    Copy,
    /// The same body reported other figures in another file.
    Rival,
    /// It is a report of the body that the total is of.
    Total,
}

impl LeftOut {
    /// Whether the sum may be wrong without it.
    pub fn is_grave(&self) -> bool {
        matches!(self.why, Why::Unreadable | Why::Rival)
    }

    /// The same as a finding.
    pub fn finding(&self) -> Finding {
        let code: &'static Code = match self.why {
            Why::Unreadable => &NB804,
            Why::OtherYear => &NB803,
            Why::Copy | Why::Rival => &NB802,
            Why::Total => &NB808,
        };
        Finding::new(code, format!("“{}”没有计入：{}", self.file, self.reason), code.fix)
    }
}

/// Everything that a folder held.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Reports, in the order of their files.
    pub children: Vec<Child>,
    /// Workbooks that could not be read.
    pub left_out: Vec<LeftOut>,
    /// Files that are no workbooks, and workbooks being edited, in words.
    pub passed_over: Vec<String>,
}

impl Gathered {
    /// One finding for all files passed over.
    pub fn passed_over(&self) -> Option<Finding> {
        const MOST: usize = 5;
        let shown = self.passed_over.iter().take(MOST).cloned().collect::<Vec<_>>().join("、");
        let count = self.passed_over.len();
        let more = if count > MOST { format!("等 {count} 个") } else { String::new() };
        let message = format!("文件夹里另有文件没有当作下级报告：{shown}{more}");
        (count > 0).then(|| Finding::new(&NB809, message, NB809.fix))
    }
}

/// A body's name for comparing: widths and spaces do not matter.
pub fn bare(name: &str) -> String {
    name.nfkc().filter(|c| !c.is_whitespace()).collect()
}
