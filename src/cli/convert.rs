//! `nianbao convert`: a few workbooks, or whole folders of them.
//!
//! ```text
//! arguments ─▶ plan (walk, names) ─▶ lanes ─▶ batch ─▶ one: a workbook to its files
//!                                               │
//!                                  journal ◀────┴────▶ summary, progress
//! ```

use super::Outcome;
use super::args::{ConvertArgs, Format};
use super::console::Console;
use crate::batch::key::OptionsKey;
use crate::batch::manifest::Journal;
use crate::batch::one::job;
use crate::batch::plan::Plan;
use crate::batch::progress::Progress;
use crate::batch::summary::{Kind, Status, Summary};
use crate::batch::turn::Batch;
use crate::deliver::save::{save, sweep};
use crate::error::Error;
use crate::writers::pdf;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// Converts every workbook; one that fails does not stop the others.
pub fn run(args: &ConvertArgs, console: &Console) -> Result<Outcome, Error> {
    let summary_file = match &args.summary {
        Some(path) => Some((path.as_path(), Kind::of(path)?)),
        None => None,
    };
    let plan = Plan::of(args)?;
    if plan.items.is_empty() && args.shard.is_none() {
        let folders: Vec<String> =
            args.workbooks.iter().map(|path| format!("“{}”", path.display())).collect();
        return Err(Error::Usage(format!("文件夹{}里没有工作簿", folders.join("、"))));
    }
    if let Some((path, _)) = summary_file {
        spare_workbooks(path, &plan)?;
    }
    let feed = crate::batch::published::folder(args, &plan.items)?;
    let at_once = at_once(args).min(plan.items.len().max(1));
    let job = job(args, at_once)?;
    // Few files named one by one need no account and leave nothing but their outputs.
    let is_long = plan.has_folder || args.resume || args.shard.is_some();
    let memory = match &args.output {
        Some(output) if is_long => {
            let options = OptionsKey::of(args)?;
            Some((Journal::open(output, args.shard, args.resume)?, options))
        }
        _ => None,
    };
    let formats = job.formats.clone();
    let batch = Batch {
        job,
        memory,
        output: args.output.as_deref(),
        resume: args.resume,
        leaves_findings: false,
        has_complained: AtomicBool::new(false),
    };
    if is_long {
        crate::batch::stop::listen()?;
        plan.folders().into_iter().chain(args.output.as_deref()).for_each(sweep);
    }
    let progress = Progress::new(plan.items.len(), is_long && !args.quiet);
    let mut is_told = false;
    let rows = batch.run(&plan.items, |turn| {
        if crate::batch::stop::is_asked() && !std::mem::replace(&mut is_told, true) {
            progress.complain(crate::batch::stop::SENTENCE, console);
        }
        progress.step(&turn.pieces, turn.row.status == Status::Clean, console);
    });
    progress.finish();
    pdf::forget();
    if let Some((journal, _)) = &batch.memory {
        journal.settle().unwrap_or_else(|error| console.error(&error));
    }
    let mut outcome =
        rows.iter().map(|row| row.outcome(args.strict)).max().unwrap_or(Outcome::Clean);
    let is_any_made = rows.iter().any(|row| !row.facts.files.is_empty());
    if let Some(folder) = feed.filter(|_| !crate::batch::stop::is_asked()) {
        if is_any_made {
            outcome = outcome.max(crate::batch::published::update(
                &folder,
                args,
                batch.job.forms,
                console,
            ));
        } else {
            console.complain(crate::batch::published::NOTHING_NEW);
        }
    }
    let summary = Summary { rows, passed_over: plan.passed_over, hidden: plan.hidden };
    if is_long || summary_file.is_some() {
        report(&summary, args, outcome, console);
    }
    match summary_file {
        Some((path, kind)) => write_summary(&summary, &formats, path, kind, outcome, console),
        None => Ok(outcome),
    }
}

/// How many workbooks are converted at the same time.
pub fn at_once(args: &ConvertArgs) -> usize {
    match args.jobs {
        Some(jobs) => jobs.into(),
        None => std::thread::available_parallelism().map_or(1, usize::from),
    }
}

/// The account may not take the place of a workbook.
fn spare_workbooks(path: &Path, plan: &Plan) -> Result<(), Error> {
    let Ok(path) = path.canonicalize() else { return Ok(()) };
    let is_path = |other: &Path| other.canonicalize().is_ok_and(|other| other == path);
    match plan.items.iter().any(|item| is_path(&item.workbook)) {
        true => {
            Err(Error::Usage(format!("汇总文件“{}”是要转换的工作簿，请换一个名字", path.display())))
        }
        false => Ok(()),
    }
}

/// Tells what became of all.
fn report(summary: &Summary, args: &ConvertArgs, outcome: Outcome, console: &Console) {
    if summary.rows.is_empty() && !args.quiet {
        console.print("没有要转换的工作簿\n");
    } else if !args.quiet {
        console.print(&crate::batch::summary::table(summary));
    } else if outcome == Outcome::Failed {
        console.complain(&crate::batch::summary::table(summary));
    }
    if !args.quiet {
        console.print(&crate::batch::summary::passed_over(summary));
    }
}

/// The work is done when the account cannot be written, and that must be seen.
fn write_summary(
    summary: &Summary,
    formats: &[Format],
    path: &Path,
    kind: Kind,
    outcome: Outcome,
    console: &Console,
) -> Result<Outcome, Error> {
    let written =
        crate::batch::summary::write(summary, formats, kind).and_then(|bytes| save(path, &bytes));
    Ok(match written {
        Ok(()) => outcome,
        Err(error) => {
            console.error(&error);
            Outcome::Failed
        }
    })
}
