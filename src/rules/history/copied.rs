//! Paragraphs taken over from last year's report with nothing changed but years and numbers.

use crate::diag::{Finding, Message, cells, number, say};
use crate::model::{Address, Passage, Place};
use crate::rules::Subject;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

crate::diag::codes! {
    NB508 = Warning "沿用了上年报告的文字"
        what "第一、第五部分的段落，除年份和数字外与上年报告相同；不足 15 个字的不算。"
        why "通知要求报告不得照搬照抄往年内容；沿用的文字里也容易留下上年的数。"
        fix "按本年的实际情况改写；确实没有变化的，可以不理会。"
        basis "{notice}（要求见于转述）；属检查惯例，因此只作警告。";
}

/// Roles of the sections that are to be written anew.
const SECTIONS: [&str; 2] = ["overview", "problems"];
/// Fewer characters than this are a phrase that every report has.
const FEWEST: usize = 15;

/// One finding for each section that repeats last year's paragraphs.
pub fn copied(
    this: &Subject<'_>,
    last: &Subject<'_>,
    last_name: &str,
    findings: &mut Vec<Finding>,
) {
    let before: BTreeMap<String, Option<Place>> =
        SECTIONS.iter().flat_map(|role| paragraphs(last, role)).rev().collect();
    for role in SECTIONS {
        let own = paragraphs(this, role);
        let length = |text: &str| text.chars().count();
        let all: usize = own.iter().map(|(text, _)| length(text)).sum();
        let same: Vec<_> = own.iter().filter(|(text, _)| before.contains_key(text)).collect();
        let Some((_, first)) = same.first() else { continue };
        let share: usize = same.iter().map(|(text, _)| length(text)).sum();
        let percent = Decimal::from(share * 100) / Decimal::from(all);
        let pairs = same.iter().map(|(text, place)| {
            let shown = |place: Option<&Place>| place.map(|place| cells(place.reference()));
            match (shown(place.as_ref()), shown(before.get(text).and_then(Option::as_ref))) {
                (Some(own), Some(last)) => say!("{}（上年 {}）", own, last),
                _ => quoted(text),
            }
        });
        let message = say!(
            "{} 段文字除年份和数字外与上年报告（{}）相同，占这一部分的 {}%：{}",
            number(same.len()),
            last_name,
            number(percent.round()),
            Message::join(pairs, "、")
        );
        findings.push(Finding::new(&NB508, message, NB508.fix).at(first.clone()));
    }
}

/// The beginning of a text, where there is no cell to name.
fn quoted(text: &str) -> Message {
    let start: String = text.chars().take(FEWEST).collect();
    crate::diag::value(format!("{start}…")).into()
}

/// The paragraphs of a section without years, numbers and punctuation, each with its cell.
fn paragraphs(subject: &Subject<'_>, role: &str) -> Vec<(String, Option<Place>)> {
    let Some(number) = subject.section(role) else { return Vec::new() };
    let blocks = subject.report.section(number).map_or(&[][..], |section| &section.blocks);
    let paragraphs = blocks.iter().enumerate().filter_map(|(index, passage)| {
        let Passage::Paragraph(text) = passage else { return None };
        let place = subject.origins.get(&Address::Passage(number, index)).cloned();
        let kept = |c: &char| c.is_alphabetic() && !c.is_ascii_digit();
        let text: String = text.chars().filter(kept).collect();
        (text.chars().count() >= FEWEST).then_some((text, place))
    });
    paragraphs.collect()
}
