//! The headings of the sections: all there, in their order, in the official words.

use super::codes::{NB401, NB402, NB403};
use crate::diag::Finding;
use crate::model::{Address, Place};
use crate::rules::Subject;
use crate::text::label::fold;
use crate::text::numeral::numeral;

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
    let missing: Vec<String> = subject
        .report
        .sections
        .iter()
        .filter(|section| place(subject, section.number).is_none())
        .map(|section| numbered(section.number, &official(subject, section.number)))
        .collect();
    if !missing.is_empty() {
        findings.push(Finding::new(
            &NB401,
            format!("找不到标题“{}”", missing.join("”“")),
            "在该部分内容之上单独一格写上标题。",
        ));
    }
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
            let name = |number: u8| numbered(number, &heading(subject, number));
            findings.push(
                Finding::new(
                    &NB402,
                    format!("“{}”排在“{}”之后", name(*number), name(*before)),
                    format!("按第一至第{last}部分的次序排列；输出时按官方次序。"),
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
        findings.push(
            Finding::new(
                &NB403,
                format!(
                    "标题写的是“{}”，格式为“{}”",
                    section.heading,
                    numbered(section.number, &official)
                ),
                format!("改为“{}”。", numbered(section.number, &official)),
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
