//! A run over workbooks and folders of them, from the plan to the account.
//!
//! ```text
//! options ─▶ plan (walk, names) ─▶ pool ─▶ batch ─▶ job: a workbook to its files
//!                                            │
//!                              manifest ◀────┴────▶ summary
//! ```

use super::findings::FileFindings;
use super::job::Job;
use super::key::OptionsKey;
use super::listener::Listener;
use super::load::is_same_file;
use super::manifest::{Manifest, unread_sentence};
use super::options::Options;
use super::plan::Plan;
use super::summary::{self, FileKind, Status, Summary};
use super::turn::Batch;
use super::{published, stop};
use crate::deliver::own_files::OwnFiles;
use crate::deliver::save::{save, sweep};
use crate::error::Error;
use crate::model::form::field_label;
use crate::pipeline::{Format, Outcome};
use crate::writers::pdf;
use std::collections::BTreeSet;
use std::path::Path;

/// Converts every workbook; one that fails does not stop the others. Gives back what was
/// found in each, in order, where the findings are not told as text.
///
/// # Errors
/// What keeps the run from beginning.
pub fn run(
    options: &Options,
    listener: &dyn Listener,
) -> Result<(Outcome, Vec<FileFindings>), Error> {
    let summary_file = match &options.summary {
        Some(path) => Some((path.as_path(), FileKind::of(path)?)),
        None => None,
    };
    let plan = Plan::of(options)?;
    if plan.items.is_empty() && options.shard.is_none() {
        let folders: Vec<String> =
            options.workbooks.iter().map(|path| format!("“{}”", path.display())).collect();
        return Err(Error::Usage(format!("文件夹{}里没有工作簿", folders.join("、"))));
    }
    refuse_one_name_for_all(options, plan.items.len())?;
    if plan.items.len() > 1 && !options.settings.previous.is_empty() {
        let sentence = "--previous 每次只能用于一份报告，请逐份转换";
        return Err(Error::Usage(sentence.into()));
    }
    if let Some((path, _)) = summary_file {
        refuse_workbook(path, &plan)?;
        if !options.force {
            OwnFiles::default().refuse_foreign(&[path])?;
        }
    }
    let feed = published::folder(options, &plan.items)?;
    let job = Job::new(options, options.at_once().min(plan.items.len().max(1)))?;
    // Few files named one by one need no account and leave nothing but their outputs.
    let is_long = plan.has_folder || options.resume || options.shard.is_some();
    let memory = match &options.output {
        Some(output) if is_long => {
            let key = OptionsKey::of(&options.settings)?;
            let (manifest, unread) = Manifest::open(output, options.shard, options.resume);
            unread.iter().for_each(|error| listener.complain(&unread_sentence(error)));
            Some((manifest, key))
        }
        _ => None,
    };
    let batch = Batch::new(job, memory, options);
    plan.folders().into_iter().chain(options.output.as_deref()).for_each(sweep);
    if is_long {
        stop::listen()?;
        if !options.quiet {
            listener.begin(plan.items.len());
        }
    }
    let (mut is_told, mut found) = (false, Vec::new());
    let rows = batch.run(&plan.items, |turn| {
        if stop::is_asked() && !std::mem::replace(&mut is_told, true) {
            listener.complain(stop::SENTENCE);
        }
        listener.step(&turn.messages, turn.row.status == Status::Clean);
        found.extend(turn.found);
        turn.row
    });
    listener.end();
    pdf::forget();
    if let Some((manifest, _)) = &batch.memory {
        manifest.settle().unwrap_or_else(|error| listener.error(&error));
    }
    let mut outcome =
        rows.iter().map(|row| row.outcome(options.strict)).max().unwrap_or(Outcome::Clean);
    let has_files = rows.iter().any(|row| !row.facts.files.is_empty());
    if let Some(folder) = feed.filter(|_| !stop::is_asked()) {
        if has_files {
            outcome = outcome.max(published::update(&folder, options, batch.forms(), listener));
        } else {
            listener.complain(published::NOTHING_NEW);
        }
    }
    let summary = Summary { rows, passed_over: plan.passed_over, hidden: plan.hidden };
    if is_long || summary_file.is_some() {
        report(&summary, options, outcome, listener);
    }
    if let Some((path, kind)) = summary_file {
        let formats: BTreeSet<Format> = options.settings.formats.iter().copied().collect();
        let formats = Vec::from_iter(formats);
        // The work is done when the account cannot be written, and that must be seen.
        let written = summary::write(&summary, &formats, kind).and_then(|bytes| {
            let file = (path.to_owned(), bytes);
            OwnFiles::default().claim(std::slice::from_ref(&file), None, options.force)?;
            save(path, &file.1)
        });
        if let Err(error) = written {
            listener.error(&error);
            outcome = Outcome::Failed;
        }
    }
    Ok((outcome, found))
}

/// What is one body's alone is not given to several reports at once.
fn refuse_one_name_for_all(options: &Options, reports: usize) -> Result<(), Error> {
    const OWN: [&str; 6] = ["agency", "title", "publisherCode", "indexNumber", "docNumber", "url"];
    let own = options.settings.set_ids()?.into_iter().find(|id| OWN.contains(&id.as_str()));
    match own {
        Some(id) if reports > 1 => Err(Error::Usage(format!(
            "--set {} 只能用于一份报告，这里有 {reports} 份；请逐份转换，或填在各自的文件里",
            field_label(&id)
        ))),
        _ => Ok(()),
    }
}

/// The account may not take the place of a workbook.
fn refuse_workbook(path: &Path, plan: &Plan) -> Result<(), Error> {
    match plan.items.iter().any(|item| is_same_file(path, &item.workbook)) {
        true => {
            Err(Error::Usage(format!("汇总文件“{}”是要转换的工作簿，请换一个名字", path.display())))
        }
        false => Ok(()),
    }
}

/// Tells what became of all.
fn report(summary: &Summary, options: &Options, outcome: Outcome, listener: &dyn Listener) {
    let print = |text: &str| match options.tells_findings {
        true => listener.print(text),
        false => listener.complain(text),
    };
    if summary.rows.is_empty() && !options.quiet {
        print("没有要转换的工作簿\n");
    } else if !options.quiet {
        print(&summary::table(summary, Status::words));
    } else if outcome == Outcome::Failed {
        listener.complain(&summary::table(summary, Status::words));
    }
    if !options.quiet {
        print(&summary::passed_over(summary));
    }
}
