//! The title: the year and the body it names, and its words.

use super::codes::{NB408, NB409};
use crate::diag::Finding;
use crate::rules::Subject;
use crate::text::label::fold;

/// What every title ends with.
const ENDING: &str = "政府信息公开工作年度报告";

/// The title names this year and this body, in the usual words.
pub fn title(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let metadata = &subject.report.metadata;
    let Some(title) = &metadata.title else { return };
    let place = || subject.origins.field("title").cloned();
    let folded = fold(title);
    let years = years(&folded);
    let help = format!("改为“{}”；或者空着，由程序生成。", subject.report.default_title());
    if let (Some(year), false) = (metadata.year, years.is_empty())
        && !years.contains(&year)
    {
        let message = format!("标题“{title}”里的年份与报告年度 {year} 不符");
        findings.push(Finding::new(&NB408, message, help).at(place()));
        return;
    }
    let head = folded.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    let head = head.rsplit_once("政府信息公开").map_or(head, |(body, _)| body);
    if let Some(agency) = &metadata.agency
        && !head.is_empty()
        && !is_named(head, &fold(agency))
    {
        let message = format!("标题“{title}”里的机关与机关名称“{agency}”不符");
        findings.push(Finding::new(&NB408, message, help).at(place()));
        return;
    }
    let lacks_year = years.is_empty() && metadata.year.is_some();
    if lacks_year || !folded.contains(&fold(ENDING)) {
        let what = if lacks_year { "没有写年度" } else { "用语与通行写法不同" };
        findings.push(
            Finding::new(
                &NB409,
                format!("标题“{title}”{what}，通行写法为“{}”", subject.report.default_title()),
                help,
            )
            .at(place()),
        );
    }
}

/// Whether a title's body is this one, with or without the place above it or 人民政府.
fn is_named(head: &str, agency: &str) -> bool {
    let short = |name: &str| {
        let name = name.replace("人民", "").replace("政府", "");
        name.replace("办公室", "办").replace("办公厅", "办")
    };
    let (head, agency) = (short(head), short(agency));
    agency.contains(&head) || head.contains(&agency) || agency.is_empty()
}

/// Runs of exactly four digits that can be years.
fn years(text: &str) -> Vec<i32> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|run| run.len() == 4)
        .filter_map(|run| run.parse().ok())
        .filter(|year| (1990..=2100).contains(year))
        .collect()
}
