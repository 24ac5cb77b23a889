//! What whoever publishes is told about files that are not what their names say.

use super::codes::{NB691, NB692, NB693, NB694};
use super::plan::Plan;
use super::{Entry, FILE, Options, Source};
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

    /// What was asked for and had nothing to work on.
    pub fn tell_of_no_use(&mut self, options: &Options, has_gone: bool) {
        if options.withdraw && !has_gone {
            self.findings.push(Finding::new(
                &NB693,
                say!("没有要撤回的报告：{} 里的报告，文件夹里都有", FILE),
                "把要撤回的报告的文件从文件夹里移走，再加 --withdraw 和 --date。",
            ));
        } else if !self.has_used && (options.date.is_some() || options.note.is_some()) {
            self.findings.push(Finding::new(
                &NB693,
                "没有更正，也没有撤回，--date 和 --note 没有用上",
                "报告改动以后再写；要把重新生成的文件作为更正发布，加 --republish。",
            ));
        }
    }

    /// Files that lie beside a report and were made from another one.
    pub fn tell_others(&mut self, sources: &[Source]) {
        for source in sources {
            let name = |ending: &str| format!("“{}.{ending}”", source.stem);
            let names: Vec<String> = source.others.iter().map(|kind| name(kind.ending)).collect();
            if names.is_empty() {
                continue;
            }
            self.findings.push(Finding::new(
                &NB694,
                say!(
                    "{}和{}不是用同一份报告生成的，没有列入 {}",
                    names.join("、"),
                    name("xml"),
                    FILE
                ),
                "重新转换，把 XML 和这几种格式一起生成；不要的旧文件请删去。",
            ));
        }
    }

    /// A code that was put right is a correction that might be another body after all, and so
    /// is another name under the same code.
    pub fn tell_other_code(&mut self, source: &Source, entry: &Entry) {
        let name = |report: &Report| report.metadata.agency.clone().unwrap_or_default();
        let names = (name(&entry.payload.report), name(&source.payload.report));
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
        } else if names.0 != names.1 {
            self.findings.push(Finding::new(
                &NB692,
                say!(
                    "{}的机关名称原来是{}，现在是{}，统一社会信用代码相同，按同一份报告更正",
                    value(format!("{}.xml", source.stem)),
                    value(names.0),
                    value(names.1)
                ),
                "核对代码。是同一机关改名的，不必处理；是另一机关的，请改填它的代码。",
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
