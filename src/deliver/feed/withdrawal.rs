//! Reports that are no longer in the folder: kept, or withdrawn where that is wanted.

use super::codes::NB689;
use super::plan::Plan;
use super::{Entry, FILE, Options, Tombstone};
use crate::diag::{Finding, say, value};
use crate::error::Error;
use std::sync::Arc;

impl Plan {
    /// Withdrawing is for good: only what is surely gone, and several only where that is wanted.
    pub fn may_withdraw(gone: &[&Entry], options: &Options) -> Result<(), Error> {
        if !options.withdraw || gone.is_empty() {
            return Ok(());
        }
        // Where it is not known which file was whose, the one that cannot be read may be it.
        let is_doubtful = gone.iter().any(|entry| options.state.file(&entry.id).is_none());
        if let Some((name, _)) = options.unread.first().filter(|_| is_doubtful) {
            let sentence =
                format!("“{name}”读不懂，不知道是不是要撤回的报告；请先改正或移走它，再撤回");
            return Err(Error::Usage(sentence));
        }
        if gone.len() > 1 && !options.yes {
            let titles: Vec<String> =
                gone.iter().map(|entry| format!("“{}”", entry.payload.report.title())).collect();
            return Err(Error::Usage(format!(
                "要撤回的有 {} 份：{}；确实都要撤回的，请加 --yes，否则请先把不撤回的放回文件夹",
                titles.len(),
                titles.join("、")
            )));
        }
        Ok(())
    }

    /// A report that is no longer in the folder.
    pub fn gone(&mut self, entry: Arc<Entry>, options: &Options) -> Result<(), Error> {
        let title = entry.payload.report.title();
        if !options.withdraw {
            self.findings.push(Finding::new(
                &NB689,
                say!("{}在 {} 里有，文件夹里已经没有，仍然保留", value(&title), FILE),
                "要撤回，请加 --withdraw 和 --date；不撤回的，请把它的文件放回文件夹。",
            ));
            self.tally.unchanged += 1;
            self.feed.entries.push(entry);
            return Ok(());
        }
        let Some(date) = options.date else {
            return Err(Error::Usage(format!("撤回“{title}”须用 --date 写明撤回日期")));
        };
        let Some(when) = date.after(entry.updated) else {
            return Err(Error::Usage(format!(
                "--date 早于“{title}”最近一次发布的时间 {}，请核对",
                entry.updated
            )));
        };
        self.tally.withdrawn += 1;
        self.has_used = true;
        self.feed.tombstones.push(Tombstone {
            id: entry.id.clone(),
            when,
            revision: entry.payload.issue.revision,
            by: entry.payload.report.metadata.agency.as_ref().unwrap_or(&self.feed.author).clone(),
            comment: options.note.clone().unwrap_or(format!("撤回：{title}")),
        });
        Ok(())
    }
}
