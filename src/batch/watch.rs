//! `nianbao watch`: converts what arrives in a folder when it has fully arrived.
//!
//! The folder is looked at every few seconds; that works on network drives, where systems
//! tell nobody of changes. Nothing in it is moved or written. The manifest in the output
//! folder remembers what is done, so that a restart does not do it again. Nobody is at the
//! screen: what was found in a workbook is written beside its outputs.

use super::job::Job;
use super::key::OptionsKey;
use super::listener::Listener;
use super::manifest::{Manifest, unread_sentence};
use super::options::Options;
use super::plan::{Item, Plan};
use super::stability::{Arrivals, Verdict};
use super::summary::{Row, Status};
use super::turn::{Batch, Turn};
use super::{published, stop};
use crate::deliver::save::sweep;
use crate::diag::text::printable;
use crate::error::Error;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;
use time::{OffsetDateTime, UtcOffset};

/// After so many workbooks the manifest is put in order.
const SETTLE_AFTER: usize = 500;

/// Watches until somebody asks to stop, and looks again after so many seconds.
///
/// # Errors
/// [`Error::Usage`] for what is no folder and options that make no sense here, and whatever
/// the options bring.
pub fn run(options: &Options, interval: u64, listener: &dyn Listener) -> Result<(), Error> {
    if options.resume || options.shard.is_some() || options.summary.is_some() {
        return Err(Error::Usage("--resume、--shard、--summary 只用于 convert".into()));
    }
    if let Some(path) = options.workbooks.iter().find(|path| !path.is_dir()) {
        return Err(Error::Usage(format!("“{}”不是文件夹，守候的应是文件夹", path.display())));
    }
    let place = |path: &Path| path.canonicalize().ok();
    let output = options.output.as_deref().and_then(place);
    if let Some(folder) =
        options.workbooks.iter().find(|path| output.is_some() && place(path) == output)
    {
        return Err(Error::Usage(format!(
            "“{}”是守候的文件夹，里面的东西一概不动；请用 -o 另写一个输出文件夹（可以在它里面）",
            folder.display()
        )));
    }
    let plan = Plan::of(options)?;
    published::folder(options, &plan.items)?;
    let Some(output) = options.output.as_deref() else {
        return Err(Error::Usage("请用 -o 写明结果放在哪个文件夹".into()));
    };
    let job = Job::new(options, options.at_once())?;
    let (manifest, unread) = Manifest::open(output, None, true);
    unread.iter().for_each(|error| listener.complain(&unread_sentence(error)));
    let memory = Some((manifest, OptionsKey::of(&options.settings)?));
    let batch = Batch::new(job, memory, options).unattended();
    stop::listen()?;
    plan.folders().into_iter().chain([output]).for_each(sweep);
    let watch = Watch { options, interval, batch, listener };
    watch.log(&format!("开始守候，每 {interval} 秒看一次；按 Ctrl-C 结束"));
    watch.go_on();
    if let Some((manifest, _)) = &watch.batch.memory {
        manifest.settle().unwrap_or_else(|error| listener.error(&error));
    }
    watch.log("结束守候");
    Ok(())
}

/// A watch that goes on.
struct Watch<'a> {
    options: &'a Options,
    /// Seconds.
    interval: u64,
    batch: Batch,
    listener: &'a dyn Listener,
}

impl Watch<'_> {
    fn go_on(&self) {
        let mut arrivals = Arrivals::default();
        let mut troubles = BTreeSet::new();
        let mut unsettled = 0;
        // A watch that was killed may have left reports that the feed does not have yet.
        let mut is_first = true;
        while !stop::is_asked() {
            let (items, now) = self.look();
            self.tell_news(&troubles, &now);
            troubles = now;
            let ready = arrivals.look(items);
            if !ready.is_empty() {
                let rows = self.batch.run(&ready, |turn| self.tell(turn));
                for (item, row) in ready.iter().zip(&rows) {
                    arrivals.settle(&item.workbook, verdict(row));
                }
                unsettled += rows.len();
                let has_news =
                    |row: &Row| (is_first || !row.unchanged) && !row.facts.files.is_empty();
                if rows.iter().any(has_news) {
                    self.publish(&ready);
                    is_first = false;
                }
            }
            if unsettled >= SETTLE_AFTER
                && let Some((manifest, _)) = &self.batch.memory
            {
                manifest.settle().unwrap_or_else(|error| self.listener.error(&error));
                unsettled = 0;
            }
            self.pause();
        }
    }

    /// What is there now, and what keeps some of it from being converted.
    fn look(&self) -> (Vec<Item>, BTreeSet<String>) {
        let gone = self.options.workbooks.iter().filter(|folder| !folder.is_dir());
        let mut troubles: BTreeSet<String> =
            gone.map(|folder| format!("找不到文件夹“{}”，继续等待", folder.display())).collect();
        if !troubles.is_empty() {
            return (Vec::new(), troubles);
        }
        match Plan::of(self.options) {
            Ok(plan) => {
                // An office that sent something else would wait for its report for ever.
                troubles.extend(plan.passed_over.iter().map(|file| format!("没有处理  {file}")));
                let (free, hindered): (Vec<_>, Vec<_>) =
                    plan.items.into_iter().partition(|item| item.hindrance.is_none());
                troubles.extend(hindered.into_iter().map(|item| {
                    let sentence = item.hindrance.unwrap_or_default();
                    format!("{}  {}：{sentence}", Status::Failed.words(), item.workbook.display())
                }));
                (free, troubles)
            }
            Err(error) => {
                troubles.insert(error.to_string());
                (Vec::new(), troubles)
            }
        }
    }

    /// Keeps the feed, if that is asked for.
    fn publish(&self, items: &[Item]) {
        match published::folder(self.options, items) {
            Ok(Some(folder)) => {
                published::update(&folder, self.options, self.batch.forms(), self.listener);
            }
            Ok(None) => {}
            Err(error) => self.listener.error(&error),
        }
    }

    /// Says what troubles are new, once.
    fn tell_news(&self, before: &BTreeSet<String>, now: &BTreeSet<String>) {
        for trouble in now.difference(before) {
            self.log(&printable(trouble));
        }
    }

    /// One line a workbook.
    fn tell(&self, turn: Turn) -> Row {
        let row = turn.row;
        if row.unchanged || self.options.quiet && row.status == Status::Clean {
            return row;
        }
        let (workbook, message) = (printable(&row.workbook), printable(&row.message));
        self.log(&format!("{}  {workbook}：{message}", row.status.words()));
        row
    }

    /// A line with the time in Beijing, which is that of the whole country.
    fn log(&self, line: &str) {
        let offset = UtcOffset::from_hms(8, 0, 0).expect("eight hours are less than a day");
        let now = OffsetDateTime::now_utc().to_offset(offset);
        let (date, time) = (now.date(), now.time());
        let (hour, minute, second) = time.as_hms();
        self.listener.print(&format!("{date} {hour:02}:{minute:02}:{second:02}  {line}\n"));
    }

    /// Waits for the next look, or for the end.
    fn pause(&self) {
        const STEP: Duration = Duration::from_millis(50);
        let mut left = Duration::from_secs(self.interval);
        while !left.is_zero() && !stop::is_asked() {
            std::thread::sleep(STEP.min(left));
            left = left.saturating_sub(STEP);
        }
    }
}

fn verdict(row: &Row) -> Verdict {
    match row.status {
        Status::Left => Verdict::Untouched,
        _ if row.retry => Verdict::Again,
        _ => Verdict::Done,
    }
}
