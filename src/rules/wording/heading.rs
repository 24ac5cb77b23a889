//! The headings of the sections: all there, in their order, in the official words.

use crate::diag::{Finding, Message, Part, cells, say, value};
use crate::model::{Address, Place};
use crate::rules::Subject;
use crate::text::label::fold;
use crate::text::numeral::numeral;

crate::diag::codes! {
    NB401 = Warning "缺少部分标题"
        what "六个部分的标题没有找全。"
        why "报告由六个部分组成，读者和系统都按标题找内容；没有标题，该部分的文字可能被并入上一部分。"
        fix "在该部分内容之上单独一格写上标题，例如“五、存在的主要问题及改进情况”。"
        basis "{notice}所附格式的六个部分；2019、2020 年度为{notice-2019}。";
    NB402 = Warning "各部分次序不对"
        what "六个部分的标题没有按一至六的次序排列。"
        why "格式规定了次序；次序颠倒多半是复制时放错了位置。"
        fix "按第一至第六部分的次序排列；输出时一律按官方次序。"
        basis "{notice}所附格式的六个部分。";
    NB403 = Info "标题用语与格式不同"
        what "部分的标题与格式的写法不同，例如把“改进情况”写成“整改措施”。按《条例》用语写的长标题不提示。"
        why "内容照常读取，标题照您的写法输出；统一用语便于汇总和检索。"
        fix "改为格式的写法。"
        basis "{notice}所附格式的标题；实际公开的报告中写法多样，因此只作提示。";
}

/// Longer wordings, after the Regulation, that are as good as the official ones.
const ACCEPTED: [&str; 6] = [
    "行政机关主动公开政府信息情况",
    "行政机关收到和处理政府信息公开申请情况",
    "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    "政府信息公开工作被申请行政复议、提起行政诉讼情况",
    "政府信息公开行政复议和行政诉讼情况",
    "政府信息公开工作存在的主要问题及改进情况",
];

/// All are there. Of a report that came from elsewhere than a workbook nobody knows.
pub fn present(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if subject.is_without_cells() {
        return;
    }
    let missing: Vec<u8> = subject.report.sections.iter().map(|section| section.number).collect();
    let missing: Vec<u8> =
        missing.into_iter().filter(|number| place(subject, *number).is_none()).collect();
    if is_without_headings(subject) {
        let help = say!(
            "在各部分的内容之上单独一格写上标题，例如{}；各部分的文字现在无法分开，写上标题后再核对。",
            missing
                .first()
                .map(|number| value(numbered(*number, &official(subject, *number))))
                .unwrap_or_else(|| value(""))
        );
        findings.push(Finding::new(&NB401, "整份报告没有任何一个部分的标题", help));
        return;
    }
    let mut elsewhere: Vec<Part> = Vec::new();
    for number in missing {
        let heading = value(numbered(number, &official(subject, number)));
        match subject.origins.due(&Address::Heading(number)) {
            Some(place) => {
                let cell = cells(place.reference());
                // The cell where it belongs may hold the text of the section.
                let is_taken = subject.origins.get(&Address::Passage(number, 0)) == Some(place);
                let help = match is_taken {
                    true => say!("在 {} 上面插入一行，写上{}。", cell, heading.clone()),
                    false => say!("在 {} 写上{}。", cell, heading.clone()),
                };
                let message = say!("没有标题{}", heading);
                findings.push(Finding::new(&NB401, message, help).at(place.clone()));
            }
            None => elsewhere.push(heading),
        }
    }
    if !elsewhere.is_empty() {
        findings.push(Finding::new(
            &NB401,
            say!("找不到标题{}", Message::join(elsewhere, "、")),
            "在这几部分的内容上面各插入一行，单独一格写上标题；没有这一部分的，从空白工作簿（nianbao template）补上。",
        ));
    }
}

/// Whether a workbook has no heading of any section: then nobody can tell which text is whose.
pub fn is_without_headings(subject: &Subject<'_>) -> bool {
    !subject.is_without_cells()
        && subject.report.sections.iter().all(|section| place(subject, section.number).is_none())
        && subject.report.sections.iter().all(|section| section.blocks.is_empty())
}

/// They come in their order; `sheets` are the names of the sheets in theirs.
pub fn order(subject: &Subject<'_>, sheets: &[String], findings: &mut Vec<Finding>) {
    let sections = &subject.report.sections;
    let last = numeral(sections.last().map_or(0, |section| section.number));
    let mut found: Vec<(usize, Place, u8)> = sections
        .iter()
        .filter_map(|section| {
            let number = section.number;
            let place = place(subject, number)?.clone();
            let sheet = sheets.iter().position(|sheet| *sheet == place.sheet)?;
            Some((sheet, place, number))
        })
        .collect();
    found.sort_by_key(|(sheet, place, _)| (*sheet, place.first));
    for pair in found.windows(2) {
        let [(.., before), (_, place, number)] = pair else { continue };
        if number < before {
            let name = |number: u8| value(numbered(number, &heading(subject, number)));
            findings.push(
                Finding::new(
                    &NB402,
                    say!("{}排在{}之后", name(*number), name(*before)),
                    say!("按第一至第{}部分的次序排列：移动工作表，在同一张表里的移动行；输出时按官方次序。", &last),
                )
                .at(place.clone()),
            );
        }
    }
}

/// They are worded as the form words them.
pub fn wording(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for section in &subject.report.sections {
        let official = official(subject, section.number);
        let same = |wording: &str| fold(wording) == fold(&section.heading);
        if section.heading.is_empty()
            || same(&official)
            || ACCEPTED.iter().any(|accepted| same(accepted))
        {
            continue;
        }
        let official = numbered(section.number, &official);
        findings.push(
            Finding::new(
                &NB403,
                say!("标题写的是{}，格式为{}", value(&section.heading), value(&official)),
                say!("改为{}。", value(&official)),
            )
            .at(place(subject, section.number).cloned()),
        );
    }
}

fn place<'s>(subject: &Subject<'s>, number: u8) -> Option<&'s Place> {
    subject.origins.get(&Address::Heading(number))
}

fn heading(subject: &Subject<'_>, number: u8) -> String {
    subject.report.section(number).map(|section| section.heading.clone()).unwrap_or_default()
}

fn official(subject: &Subject<'_>, number: u8) -> String {
    let section = subject.report.edition.form().section(number);
    section.map(|section| section.heading.clone()).unwrap_or_default()
}

fn numbered(number: u8, heading: &str) -> String {
    format!("{}、{heading}", numeral(number))
}
