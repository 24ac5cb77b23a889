//! What was received: every file of a folder, whose it is and what was found in it.

use super::roster::Roster;
use crate::batch::load::read_file;
use crate::batch::names::slashed;
use crate::batch::saved::saved;
use crate::batch::summary::Facts;
use crate::batch::walk::{Contents, named};
use crate::diag::Finding;
use crate::error::Error;
use crate::formats::digest::sha256;
use crate::model::Report;
use crate::pipeline::{Document, Options, check, read};
use crate::sum::Filed;
use rust_decimal::Decimal;
use std::path::{Path, PathBuf};

/// The totals that a county asks for: what the rules know the rows by.
pub const TOTALS: [&str; 3] = ["received", "handled", "carried-over"];

/// A file of the folder.
#[derive(Debug)]
pub struct Received {
    /// Its path below the folder, with `/`.
    pub file: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// Which body of the roster it is of.
    pub unit: Option<usize>,
    /// The report in it, or why there is none.
    pub report: Result<Report, String>,
    /// When it was saved last, as the file itself says; nothing where it does not.
    pub saved: Option<String>,
    /// What was found, counted.
    pub facts: Facts,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Received {
    /// The report year.
    pub fn year(&self) -> Option<i32> {
        self.report.as_ref().ok().and_then(|report| report.metadata.year)
    }

    /// Whose it says it is.
    pub fn agency(&self) -> Option<&str> {
        self.report.as_ref().ok()?.metadata.agency.as_deref()
    }

    /// What says which of two counts.
    pub fn filed(&self) -> Filed<'_> {
        (self.saved.as_deref(), &self.file)
    }

    /// The totals of requests: `TOTALS`, each blank where it is.
    pub fn totals(&self) -> [Option<Decimal>; TOTALS.len()] {
        TOTALS.map(|role| {
            let report = self.report.as_ref().ok()?;
            let form = report.edition.form().table_of("requests")?;
            let table = report.tables.get(&form.id)?;
            let own = table.form.form().table(&form.id)?;
            let row = own.rows_of(role).next()?;
            let column = own.block_of(&row.id)?.column_of("total")?;
            table.figure(&row.id, &column.id).number()
        })
    }
}

/// Reads and checks every file of a folder, except these; the others by name.
///
/// # Errors
/// [`Error::Read`] when the folder cannot be listed.
pub fn receive(
    folder: &Path,
    except: &[&Path],
    roster: &Roster,
    options: &Options,
) -> Result<(Vec<Received>, Vec<String>), Error> {
    if !folder.is_dir() {
        let name = folder.display();
        return Err(Error::Usage(format!("“{name}”不是文件夹，请给出放着各单位报告的文件夹")));
    }
    let except: Vec<PathBuf> = except.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let mut found = Contents::walk(folder, &except);
    found.take_payloads(folder);
    if let Some((_, error)) = found.closed.into_iter().next() {
        return Err(error);
    }
    let all = found.workbooks.iter().map(|below| one(folder, below, roster, options));
    // A copy of the roster in the folder is nobody's report.
    let mut received: Vec<Received> = all.filter(|one| one.sha256 != roster.sha256).collect();
    let mut others = Vec::new();
    for (path, why) in &found.others {
        let file = slashed(path);
        match roster.find_in(&file).filter(|_| why.is_empty()) {
            Some(unit) => received.push(unread(folder, file, unit)),
            None => others.push(named(&file, why)),
        }
    }
    Ok((received, others))
}

fn one(folder: &Path, below: &Path, roster: &Roster, options: &Options) -> Received {
    let file = slashed(below);
    let bytes = read_file(&folder.join(below));
    let (sha256, saved) =
        bytes.as_ref().map(|bytes| (sha256(bytes), saved(bytes))).unwrap_or_default();
    let read = bytes.and_then(|bytes| read(&file, bytes, options)).and_then(|document| {
        let checked = check(&document, options)?;
        Ok((Facts::of(&document, &checked), checked.findings, document))
    });
    match read {
        Ok((facts, findings, Document { report, .. })) => {
            let unit = roster.find_of(&report.metadata, &file);
            Received { file, sha256, unit, report: Ok(report), saved, facts, findings }
        }
        Err(error) => {
            let (unit, facts) = (roster.find_in(&file), Facts::default());
            let report = Err(error.to_string());
            Received { file, sha256, unit, report, saved, facts, findings: Vec::new() }
        }
    }
}

/// A file that bears the name of a body and is none that can be read: a PDF, an old Word file.
fn unread(folder: &Path, file: String, unit: usize) -> Received {
    let sha256 = sha256(&read_file(&folder.join(&file)).unwrap_or_default());
    let reason = "不是年度报告的工作簿或 Word 文档（.docx）";
    let (unit, report) = (Some(unit), Err(reason.to_owned()));
    let (facts, findings) = (Facts::default(), Vec::new());
    Received { file, sha256, unit, report, saved: None, facts, findings }
}
