//! A workbook file with everything that is found in it.

use crate::cli::child::ChildProcess;
use crate::diag::Profile;
use crate::diag::{Finding, Severity, sort};
use crate::error::Error;
use crate::model::{Forms, Origins, Report};
use crate::reader::guard::limits::MAX_FILE;
use crate::reader::{self, OpenOptions};
use crate::rules::portal::strict;
use crate::rules::{self, Subject};
use std::io::Read;
use std::path::{Path, PathBuf};

/// A workbook as read and checked.
pub struct Loaded {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The report in it.
    pub report: Report,
    /// Where its values stand.
    pub origins: Origins,
    /// Names of its sheets, in order.
    pub sheets: Vec<String>,
    /// Findings of the reader and of the rules, sorted.
    pub findings: Vec<Finding>,
    /// The editions that it was read with.
    pub forms: Forms,
}

impl Loaded {
    /// `--portal-strict`: what a portal needs is an error where it is missing or wrong.
    pub fn apply_portal(&mut self) {
        let subject = Subject::new(&self.report, &self.origins, self.forms);
        strict(&subject, &mut self.findings);
        sort(&mut self.findings, &self.sheets);
    }

    /// Whether an error was found.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Reads and checks one file.
///
/// # Errors
/// [`Error::Read`] when the file cannot be read; whatever [`reader::read`] says.
pub fn load(path: &Path, forms: Forms) -> Result<Loaded, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    if path.is_dir() {
        return Err(failed(std::io::ErrorKind::IsADirectory.into()));
    }
    let bytes = read_file(path).map_err(failed)?;
    let child = ChildProcess::of_this_program();
    let options = OpenOptions { isolate: child.as_ref().map(|child| child as _), forms };
    let read = reader::read(&bytes, &options).map_err(|error| name_file(path, error))?;
    let mut findings = rules::check(&read.report, &read.origins, &read.sheets, forms);
    findings.extend(read.findings);
    sort(&mut findings, &read.sheets);
    let (report, origins, sheets) = (read.report, read.origins, read.sheets);
    Ok(Loaded { bytes, report, origins, sheets, findings, forms })
}

/// Puts the file's name before a sentence about its content.
fn name_file(path: &Path, error: Error) -> Error {
    let named = |text: String| format!("“{}”：{text}", path.display());
    match error {
        Error::NotAWorkbook(text) => Error::NotAWorkbook(named(text)),
        Error::NotTheForm(text) => Error::NotTheForm(named(text)),
        other => other,
    }
}

/// Reads a profile.
///
/// # Errors
/// [`Error::Read`] when the file cannot be read; [`Error::Usage`] when it says something
/// that no profile can say.
pub fn load_profile(path: &Path) -> Result<Profile, Error> {
    let bytes =
        std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let named = path.file_stem().unwrap_or_default().to_string_lossy();
    Profile::parse(&bytes, &named, super::codes())
        .map_err(|what| Error::Usage(format!("规则集“{}”不能用：{what}", path.display())))
}

/// The editions that come with the program and those of these files.
///
/// # Errors
/// [`Error::Read`] when a file cannot be read; [`Error::Usage`] when it is no form.
pub fn load_forms(paths: &[PathBuf]) -> Result<Forms, Error> {
    let read = |path: &PathBuf| match std::fs::read(path) {
        Ok(bytes) => Ok((path.display().to_string(), bytes)),
        Err(source) => Err(Error::Read { path: path.to_owned(), source }),
    };
    Forms::with(&paths.iter().map(read).collect::<Result<Vec<_>, _>>()?)
}

/// Reads a file for the reader: all of it, but no more than it takes to see that it is too big.
///
/// # Errors
/// As the system says.
pub fn read_file(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(MAX_FILE as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
