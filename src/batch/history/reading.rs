//! Every report that was named, in files and folders.

use crate::batch::inputs::expanded;
use crate::batch::load::{is_same_file, load};
use crate::batch::walk::{Contents, named};
use crate::diag::{Finding, Severity};
use crate::error::Error;
use crate::pipeline::{Options, Previous, judge};
use std::path::{Path, PathBuf};

/// A report that was read.
#[derive(Debug)]
pub struct Reading {
    /// The report; its name is the path of its file.
    pub of: Previous,
    /// How many errors its own check found.
    pub errors: usize,
}

/// Everything that was found.
#[derive(Debug, Default)]
pub struct Readings {
    /// Reports, in the order of the command line, in folders in the order of their paths.
    pub reports: Vec<Reading>,
    /// Files without a report that can be read, with the reason.
    pub left_out: Vec<(String, String)>,
    /// Files of folders that are no reports, in words.
    pub passed_over: Vec<String>,
}

/// Reads what was typed, except these files.
///
/// # Errors
/// [`Error::Usage`] when a pattern stands for nothing; [`Error::Read`] when a file is not there
/// or a folder cannot be listed.
pub fn read(typed: &[PathBuf], except: &[&Path], options: &Options) -> Result<Readings, Error> {
    let resolved: Vec<PathBuf> =
        except.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let mut readings = Readings::default();
    let mut files = Vec::new();
    for path in expanded(typed)? {
        if !path.is_dir() {
            // A pattern stands for the output of the last run too.
            if !except.iter().any(|other| is_same_file(&path, other)) {
                files.push(path);
            }
            continue;
        }
        let mut found = Contents::walk(&path, &resolved);
        found.take_payloads(&path);
        if let Some((_, error)) = found.closed.into_iter().next() {
            return Err(error);
        }
        files.extend(found.workbooks.iter().map(|below| path.join(below)));
        let name = |below: &PathBuf| path.join(below).display().to_string();
        readings
            .passed_over
            .extend(found.others.iter().map(|(below, why)| named(&name(below), why)));
    }
    for path in files {
        let file = path.display().to_string();
        match load(&path, options) {
            Ok(document) => {
                let is_error = |one: &&Finding| one.severity == Severity::Error;
                let errors = judge(&document).iter().filter(is_error).count();
                let of = Previous { name: file, ..document.into() };
                readings.reports.push(Reading { of, errors });
            }
            Err(error @ (Error::Read { .. } | Error::Usage(_))) => return Err(error),
            Err(error) => {
                let reason = error.to_string();
                let own = format!("“{file}”：");
                let reason = reason.strip_prefix(&own).unwrap_or(&reason).to_owned();
                readings.left_out.push((file, reason));
            }
        }
    }
    Ok(readings)
}
