//! Every report that was named, in files and folders.

use crate::batch::inputs::expanded;
use crate::batch::load::{is_same_file, judged};
use crate::batch::saved::saved;
use crate::batch::walk::{Contents, named};
use crate::error::Error;
use crate::pipeline::{Options, Previous};
use crate::sum::Filed;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A report that was read.
#[derive(Debug)]
pub struct Reading {
    /// The report; its name is the path of its file.
    pub of: Previous,
    /// How many errors its own check found.
    pub errors: usize,
    /// When it was saved last, as it says itself.
    pub saved: Option<String>,
}

impl Reading {
    /// What says which of two counts.
    pub fn filed(&self) -> Filed<'_> {
        (self.saved.as_deref(), &self.of.name)
    }
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
    // Whoever names a folder and a file in it means the file once.
    let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
    files.retain(|path| path.canonicalize().map_or(true, |path| seen.insert(path)));
    for path in files {
        let file = path.display().to_string();
        match judged(&path, options) {
            Ok((document, errors)) => {
                let saved = saved(&document.bytes);
                let of = Previous { name: file, ..document.into() };
                readings.reports.push(Reading { of, errors, saved });
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
