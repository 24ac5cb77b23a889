//! One workbook file: converted, and its outputs saved together or not at all.

use super::listener::Messages;
use super::load::{is_same_file, load};
use super::options::Options;
use super::semaphore::Semaphore;
use super::walk::own_endings;
use crate::deliver::feed::fingerprint;
use crate::deliver::own_files::{Claimed, OwnFiles};
use crate::deliver::save::save_all;
use crate::diag::{Finding, Severity, Style, text};
use crate::error::Error;
use crate::model::Forms;
use crate::pipeline::{self, Checked, Converted, Document, Output};
use std::path::{Path, PathBuf};

/// What every workbook of a run is converted with.
pub struct Job {
    options: pipeline::Options,
    slots: Semaphore,
    at_once: usize,
    strict: bool,
    quiet: bool,
    tells_findings: bool,
    style: Style,
    /// What was written by us, and whether what was not may go all the same.
    written: OwnFiles,
    force: bool,
}

/// What became of a workbook that could be read.
pub struct Done {
    /// The document.
    pub document: Document,
    /// What was found in it.
    pub checked: Checked,
    /// The findings counted, in words.
    pub tally: String,
    /// The files that were written; none where errors forbid it.
    pub files: Vec<Claimed>,
}

impl Job {
    /// Reads what the options name, for so many workbooks at the same time.
    ///
    /// # Errors
    /// As [`Settings::load`](super::Settings::load).
    pub fn new(options: &Options, at_once: usize) -> Result<Job, Error> {
        Ok(Job {
            options: options.settings.load(at_once)?,
            slots: Semaphore::new(at_once),
            at_once,
            strict: options.strict,
            quiet: options.quiet,
            tells_findings: options.tells_findings,
            style: options.style,
            written: OwnFiles::default(),
            force: options.force,
        })
    }

    /// The editions of the form that reports may be on.
    pub fn forms(&self) -> Forms {
        self.options.forms
    }

    /// How many workers keep all slots taken while some of them wait for the disk.
    pub fn workers(&self) -> usize {
        Semaphore::workers(self.at_once)
    }

    /// One workbook, all formats or none.
    ///
    /// # Errors
    /// What the pipeline says, and [`Error::Write`] when the outputs cannot be saved.
    pub fn convert(
        &self,
        workbook: &Path,
        stem: &Path,
        messages: &mut Messages,
    ) -> Result<Done, Error> {
        let slot = self.slots.acquire();
        let document = load(workbook, &self.options)?;
        let Converted { document, checked, outputs, warnings } =
            pipeline::convert(document, &self.options)?;
        // The disk takes long to say that a file is safe: meanwhile another may work.
        drop(slot);
        let profile = self.options.profile.as_ref();
        let tally = text::tally(&checked.findings, profile, checked.omitted);
        let name = workbook.display().to_string();
        self.tell(&name, &checked.findings, messages);
        if outputs.is_empty() && checked.has_errors() {
            let advice = match self.options.allow_errors {
                true => "改正后重试",
                false => "改正后重试，或加 --allow-errors 照样生成",
            };
            messages.complain(format!("{name}：{tally}，没有生成文件；{advice}\n"));
            return Ok(Done { document, checked, tally, files: Vec::new() });
        }
        for warning in warnings {
            messages.complain(format!("{warning}\n"));
        }
        let files = named(outputs, workbook, stem, messages);
        // A report that is too long for a feed never gets into one.
        let report = fingerprint(&document.report).ok();
        let claimed = self.claim(&files, report.as_deref())?;
        save_all(&files)?;
        if !self.quiet {
            for Claimed { path, .. } in &claimed {
                let line = format!("已生成 {}\n", path.display());
                // Standard output is for the findings when a program reads them.
                match self.tells_findings {
                    true => messages.print(line),
                    false => messages.complain(line),
                }
            }
            messages.complain(format!("{name}：{tally}\n"));
        }
        Ok(Done { document, checked, tally, files: claimed })
    }

    /// Makes sure that nothing of the user's is lost when these files are written.
    ///
    /// # Errors
    /// As [`OwnFiles::claim`].
    pub fn claim(
        &self,
        files: &[(PathBuf, Vec<u8>)],
        report: Option<&str>,
    ) -> Result<Vec<Claimed>, Error> {
        self.written.claim(files, report, self.force)
    }

    /// Whether a file is there as we wrote it.
    pub fn is_own(&self, path: &Path) -> bool {
        self.written.is_own(path).is_ok_and(|own| own == Some(true))
    }

    /// Says which files of an earlier state of a workbook are still there; nothing for none.
    pub fn stale(&self, stem: &Path) -> Option<String> {
        let paths = own_endings().map(|ending| stem.with_added_extension(ending));
        let old: Vec<String> = paths
            .filter(|path| self.is_own(path))
            .map(|path| format!("“{}”", path.display()))
            .collect();
        let whose = "是以前生成的，没有更新，不是工作簿现在的内容";
        (!old.is_empty()).then(|| format!("{}{whose}\n", old.join("、")))
    }

    fn tell(&self, name: &str, findings: &[Finding], messages: &mut Messages) {
        if !self.tells_findings {
            return;
        }
        let mut shown = findings.to_vec();
        if self.quiet {
            let least = if self.strict { Severity::Warning } else { Severity::Error };
            shown.retain(|one| one.severity <= least && one.accepted.is_none());
        }
        messages.complain(text::render(name, &shown, &self.style));
    }
}

/// The outputs with their paths; one that would take the place of the workbook is left out.
fn named(
    outputs: Vec<Output>,
    workbook: &Path,
    stem: &Path,
    messages: &mut Messages,
) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for Output { ending, bytes } in outputs {
        let mut path = stem.as_os_str().to_owned();
        path.push(".");
        path.push(&ending);
        let path = PathBuf::from(path);
        if is_same_file(&path, workbook) {
            let name = workbook.display();
            messages.complain(format!("{name}：不覆盖源文件，略过 {ending}\n"));
            continue;
        }
        files.push((path, bytes));
    }
    files
}
