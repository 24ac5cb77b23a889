//! One run over many workbooks: each is skipped if nothing has changed, else converted, recorded
//! in the manifest and reported. Neither an error nor a panic of one stops the others.

use super::findings::{self, FileFindings};
use super::job::{Done, Job};
use super::key::OptionsKey;
use super::listener::{Message, Messages};
use super::load::read_file;
use super::manifest::{Manifest, Record};
use super::names::slashed;
use super::options::Options;
use super::plan::Item;
use super::summary::{Facts, Product, Row, Status};
use super::{pool, process, stop};
use crate::deliver::own_files::Claimed;
use crate::deliver::save::save;
use crate::error::Error;
use crate::model::Forms;
use std::any::Any;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// How the workbooks of a run are dealt with.
pub struct Batch {
    /// How each is converted.
    job: Job,
    /// Where it is remembered, and with which options; not for a few files.
    pub memory: Option<(Manifest, OptionsKey)>,
    /// The output folder, if there is one.
    output: Option<PathBuf>,
    /// Whether what is current is skipped.
    resume: bool,
    /// Whether the findings of a workbook are also written beside its outputs, for nobody is
    /// at the screen; what has not changed is skipped then even if it had errors.
    leaves_findings: bool,
    /// Whether the findings of each workbook are handed out with its turn.
    keeps_findings: bool,
    /// Whether it was said that the manifest cannot be written.
    has_complained: AtomicBool,
}

/// A workbook that had its turn.
pub struct Turn {
    /// Its line in the account.
    pub row: Row,
    /// What is to be said.
    pub messages: Vec<Message>,
    /// What was found in it, if that is kept.
    pub found: Option<FileFindings>,
}

impl Batch {
    /// Workbooks converted by this job.
    pub fn new(job: Job, memory: Option<(Manifest, OptionsKey)>, options: &Options) -> Batch {
        Batch {
            job,
            memory,
            output: options.output.clone(),
            resume: options.resume,
            leaves_findings: false,
            keeps_findings: !options.tells_findings,
            has_complained: AtomicBool::new(false),
        }
    }

    /// The same with nobody at the screen.
    pub fn unattended(self) -> Batch {
        Batch { resume: true, leaves_findings: true, ..self }
    }

    /// The editions of the form that reports may be on.
    pub fn forms(&self) -> Forms {
        self.job.forms()
    }

    /// Deals with all, as many at the same time as the job has slots, and hands out each in
    /// order. Those that a stop leaves undone are in the account too.
    pub fn run(&self, items: &[Item], mut each: impl FnMut(Turn) -> Row) -> Vec<Row> {
        let mut rows = Vec::with_capacity(items.len());
        pool::run(
            items,
            self.job.workers(),
            stop::asked(),
            |item| self.turn(item),
            |index, result| {
                let turn = result.unwrap_or_else(|panic| broken(&items[index], panic.as_ref()));
                rows.push(each(turn));
            },
        );
        rows.extend(items[rows.len()..].iter().map(|item| {
            let message = "中断时还没有轮到".to_owned();
            row(item, Status::Left, message, Facts::default())
        }));
        rows
    }

    /// One workbook from beginning to end.
    fn turn(&self, item: &Item) -> Turn {
        let start = Instant::now();
        let mut messages = Messages::default();
        let (mut row, found) = match self.unchanged(item) {
            Some(row) => (row, None),
            None => self.fresh(item, &mut messages),
        };
        row.milliseconds = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        Turn { row, messages: messages.into_vec(), found }
    }

    /// The workbook as it stands in the manifest, if nothing has changed.
    fn unchanged(&self, item: &Item) -> Option<Row> {
        let (manifest, options) = self.memory.as_ref().filter(|_| self.resume)?;
        if item.hindrance.is_some() {
            return None;
        }
        let bytes = read_file(&item.workbook).ok()?;
        let record = manifest.current(&item.name, &options.with(&item.workbook, &bytes))?;
        let is_enough = record.converted || self.leaves_findings;
        is_enough.then(|| {
            let facts = self.shown(record.facts.clone());
            let message = match (facts.errors, facts.warnings) {
                (0, 0) => "没有变化".to_owned(),
                (errors, warnings) => format!("没有变化（{errors} 个错误、{warnings} 个警告）"),
            };
            Row { unchanged: true, ..row(item, record.status, message, facts) }
        })
    }

    /// The workbook anew.
    fn fresh(&self, item: &Item, messages: &mut Messages) -> (Row, Option<FileFindings>) {
        if let Some(sentence) = &item.hindrance {
            let message = format!("“{}”：{sentence}", item.workbook.display());
            messages.error(&Error::Usage(message));
            let row = row(item, Status::Failed, sentence.clone(), Facts::default());
            let error = || FileFindings::failed(&item.workbook, sentence.clone());
            return (row, self.keeps_findings.then(error));
        }
        let result = self.job.convert(&item.workbook, &item.stem, messages);
        if result.as_ref().map_or(true, |done| done.files.is_empty())
            && let Some(stale) = self.job.stale(&item.stem)
        {
            messages.complain(stale);
        }
        let left = self.leave_findings(item, &result);
        let mut row = match &result {
            Ok(done) => {
                let facts = Facts::of(&done.document, &done.checked);
                row(item, facts.status(), done.tally.clone(), facts)
            }
            Err(error) => {
                messages.error(error);
                let retry =
                    matches!(error, Error::Read { .. } | Error::Write { .. } | Error::Held { .. });
                let row = row(item, status_of(error), error.to_string(), Facts::default());
                Row { retry, ..row }
            }
        };
        let mut files = result.as_ref().map(|done| done.files.clone()).unwrap_or_default();
        match left {
            Ok(left) => files.extend(left),
            Err(error) => {
                messages.error(&error);
                let message = error.to_string();
                row = Row { status: Status::Failed, message, retry: true, ..row };
            }
        }
        row.facts.files = files.into_iter().map(|file| self.product(file)).collect();
        if !row.retry && !row.facts.files.is_empty() {
            self.remember(item, &result, &row, messages);
        }
        row.facts = self.shown(row.facts);
        let found = self.keeps_findings.then(|| FileFindings::of(&item.workbook, result));
        (row, found)
    }

    /// Writes the findings of a workbook, or removes those of an earlier state of it.
    fn leave_findings(
        &self,
        item: &Item,
        result: &Result<Done, Error>,
    ) -> Result<Vec<Claimed>, Error> {
        if !self.leaves_findings {
            return Ok(Vec::new());
        }
        let path = item.stem.with_added_extension(findings::ENDING);
        match findings::text(&item.workbook, result) {
            Some(text) => {
                let file = (path, text.into_bytes());
                let claimed = self.job.claim(std::slice::from_ref(&file), None)?;
                save(&file.0, &file.1)?;
                Ok(claimed)
            }
            // One that somebody has written in is theirs.
            None if !self.job.is_own(&path) => Ok(Vec::new()),
            None => match std::fs::remove_file(&path) {
                Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                    Err(Error::Write { path, source })
                }
                _ => Ok(Vec::new()),
            },
        }
    }

    /// A file as it stands in the manifest.
    fn product(&self, file: Claimed) -> Product {
        let Claimed { path, size, sha256 } = file;
        let below = self.output.as_ref().and_then(|output| path.strip_prefix(output).ok());
        Product { path: slashed(below.unwrap_or(&path)), size, sha256 }
    }

    /// The same facts with the paths of files as the user sees them.
    fn shown(&self, mut facts: Facts) -> Facts {
        if let Some(output) = &self.output {
            for file in &mut facts.files {
                file.path = output.join(&file.path).display().to_string();
            }
        }
        facts
    }

    /// Enters a workbook in the manifest.
    fn remember(
        &self,
        item: &Item,
        result: &Result<Done, Error>,
        row: &Row,
        messages: &mut Messages,
    ) {
        let Some((manifest, options)) = &self.memory else { return };
        let key = match result {
            Ok(done) => options.with(&item.workbook, &done.document.bytes),
            Err(_) => match read_file(&item.workbook) {
                Ok(bytes) => options.with(&item.workbook, &bytes),
                Err(_) => return,
            },
        };
        let converted = result.as_ref().is_ok_and(|done| !done.files.is_empty());
        let (name, status, facts) = (item.name.clone(), row.status, row.facts.clone());
        let record = Record { name, key, status, converted, facts };
        if let Err(error) = manifest.add(&record)
            && !self.has_complained.swap(true, Ordering::Relaxed)
        {
            messages.complain(format!("{error}；下次用 --resume 会重做一部分\n"));
        }
    }
}

fn status_of(error: &Error) -> Status {
    match error {
        Error::Read { .. } | Error::NotAWorkbook(_) | Error::NotTheForm(_) => Status::Unreadable,
        _ => Status::Failed,
    }
}

fn row(item: &Item, status: Status, message: String, facts: Facts) -> Row {
    Row::new(&item.workbook, status, message, facts)
}

/// A workbook on which the program broke down.
fn broken(item: &Item, panic: &(dyn Any + Send)) -> Turn {
    let error = Error::Internal { path: item.workbook.clone(), reason: process::reason(panic) };
    let mut messages = Messages::default();
    messages.error(&error);
    let row = row(item, Status::Failed, error.to_string(), Facts::default());
    let found = Some(FileFindings::failed(&item.workbook, error.to_string()));
    Turn { row, messages: messages.into_vec(), found }
}
