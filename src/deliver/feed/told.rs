//! What whoever publishes is told about files that are not what their names say.

use super::codes::{NB691, NB692};
use super::plan::Plan;
use super::{Entry, Source};
use crate::diag::{Finding, say, value};
use crate::model::Report;
use std::sync::Arc;

impl Plan {
    /// The name of a file says nothing about the body; who thinks so is told.
    pub fn tell_other_body(&mut self, source: &Source, known: &[Arc<Entry>]) {
        let has_file = |entry: &&Arc<Entry>| {
            let one = self.state.reports.get(&entry.id);
            let file = one.and_then(|one| one.file.as_ref());
            let year = |report: &Report| report.metadata.year;
            file == Some(&source.stem)
                && year(&entry.payload.report) == year(&source.payload.report)
        };
        let Some(entry) = known.iter().find(has_file) else { return };
        let name = |report: &Report| value(report.metadata.agency.as_deref().unwrap_or_default());
        self.findings.push(Finding::new(
            &NB692,
            say!(
                "{}原来是{}的报告，现在是{}的，按新报告发布",
                value(format!("{}.xml", source.stem)),
                name(&entry.payload.report),
                name(&source.payload.report)
            ),
            "核对机关名称。是同一机关改名的，先在改名前的工作簿里填统一社会信用代码，发布后再改名。",
        ));
    }

    /// A code that was put right is a correction that might be another body after all.
    pub fn tell_other_code(&mut self, source: &Source, entry: &Entry) {
        let code = |report: &Report| report.metadata.field("publisherCode").map(str::to_owned);
        let (Some(old), Some(new)) = (code(&entry.payload.report), code(&source.payload.report))
        else {
            return;
        };
        if old != new {
            self.findings.push(Finding::new(
                &NB692,
                say!(
                    "{}的统一社会信用代码原来是{}，现在是{}，按同一份报告更正",
                    value(format!("{}.xml", source.stem)),
                    value(old),
                    value(new)
                ),
                "核对代码。是另一机关的，请换一个文件名，并把原来机关的报告放回文件夹。",
            ));
        }
    }

    /// A report that is not listed, with the reason.
    pub fn leave_out(&mut self, name: &str, why: &str) {
        self.findings.push(Finding::new(
            &NB691,
            say!("{}没有计入：{}", value(name), why.to_owned()),
            "改正工作簿，重新转换。",
        ));
    }
}
