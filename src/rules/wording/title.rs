//! The title: the year and the body it names, and its words.

use crate::diag::{Finding, number, say, value};
use crate::rules::Subject;
use crate::text::label::fold;
use crate::text::numeral;

crate::diag::codes! {
    NB408 = Warning "标题与报告年度或机关名称不符"
        what "报告标题里的年份不是报告年度，或者标题里的机关不是机关名称。"
        why "多半是沿用了上年或别处的文件。"
        fix "改正标题；空着时由程序按机关名称和年度生成。"
        basis "标题的通行写法：机关名称、年度、“政府信息公开工作年度报告”；实际公开的 2021 年度报告中有过标题写 2020 年的。";
    NB409 = Info "标题写法与通行写法不同"
        what "标题没有年度，或者不含“政府信息公开工作年度报告”。"
        why "标题照您的写法输出；统一写法便于检索。"
        fix "改为“机关名称＋年度＋年政府信息公开工作年度报告”，或者空着由程序生成。"
        basis "通行写法，格式没有规定标题，因此只作提示。";
}

/// What every title ends with.
const ENDING: &str = "政府信息公开工作年度报告";

/// The title names this year and this body, in the usual words.
pub fn title(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let metadata = &subject.report.metadata;
    let Some(title) = &metadata.title else { return };
    let place = || subject.origins.field("title").cloned();
    let folded = fold(title);
    let years = years(&folded);
    let usual = subject.report.default_title();
    let help = say!("改为{}；或者空着，由程序生成。", value(&usual));
    if let (Some(year), false) = (metadata.year, years.is_empty())
        && !years.contains(&year)
    {
        let message = say!("标题{}里的年份与报告年度 {} 不符", value(title), number(year));
        findings.push(Finding::new(&NB408, message, help).at(place()));
        return;
    }
    let head = folded.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    let head = head.rsplit_once("政府信息公开").map_or(head, |(body, _)| body);
    if let Some(agency) = &metadata.agency
        && !head.is_empty()
        && !is_named(head, &fold(agency))
    {
        let message = say!("标题{}里的机关与机关名称{}不符", value(title), value(agency));
        findings.push(Finding::new(&NB408, message, help).at(place()));
        return;
    }
    let lacks_year = years.is_empty() && metadata.year.is_some();
    if lacks_year || !folded.contains(&fold(ENDING)) {
        let what = if lacks_year { "没有写年度" } else { "用语与通行写法不同" };
        findings.push(
            Finding::new(
                &NB409,
                say!("标题{}{}，通行写法为{}", value(title), what, value(&usual)),
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

/// Runs of exactly four digits that can be years; `二〇二一` is one, too.
fn years(text: &str) -> Vec<i32> {
    let text: String = text.chars().map(|c| numeral::digit(c).unwrap_or(c)).collect();
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|run| run.len() == 4)
        .filter_map(|run| run.parse().ok())
        .filter(|year| (1990..=2100).contains(year))
        .collect()
}
