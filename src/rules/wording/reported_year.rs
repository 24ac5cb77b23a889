//! The year the text reports on, where it is not the one stated: the root of many findings,
//! told once and first.

use super::narrative::{preamble, sections};
use super::sentence::Sentence;
use super::year::{PROBLEMS, only_year};
use crate::diag::{Finding, number, say, value};
use crate::model::{Passage, Report};
use crate::rules::Subject;
use crate::rules::body::Body;
use std::collections::BTreeMap;

crate::diag::codes! {
    NB419 = Error "报告年度与正文不符"
        what "正文（第五部分除外）没有一句说的是报告年度，说的都是同一个别的年度（至少两句）；而且那个年度晚于报告年度，或者公开日期（没有的，制作日期）正在那个年度的下一年。早于报告年度、又与日期不合的，当作沿用了旧文字，逐句提示（NB410）。"
        why "适用哪一版格式、公开期限、统计期限都由报告年度决定；年度错了，别的提示都会跟着错，因此先说这一条，其余按正文的年度核对。"
        fix "改正报告年度；若是沿用了别的年度的文字，改正正文。"
        basis "报告所列数据为报告年度 1 月 1 日至 12 月 31 日。";
}

/// Fewest sentences that speak of a year before the text as a whole does.
const FEWEST: usize = 2;

/// Says that the year is wrong, and gives the report as it is with the right one.
pub fn reported_year(subject: &Subject<'_>, findings: &mut Vec<Finding>) -> Option<Report> {
    let metadata = &subject.report.metadata;
    let stated = metadata.year?;
    let spoken = spoken(subject, stated);
    if spoken.contains_key(&stated) || spoken.len() != 1 {
        return None;
    }
    let (year, quotes) = spoken.into_iter().next()?;
    let published = metadata.date_published.or(metadata.date_produced);
    let is_published_after = published.is_some_and(|date| date.year == year + 1);
    // Text of an earlier year in a report published in time is left over: told sentence by
    // sentence.
    if quotes.len() < FEWEST || !(year > stated || is_published_after) {
        return None;
    }
    let help = if is_published_after {
        say!("把报告年度改为 {}；若是沿用了别的年度的文字，改正正文。", number(year))
    } else {
        let help = "报告的若是 {} 年度，把报告年度改为 {}，并核对公开日期；若是 {} 年度，改正正文里的年份。";
        crate::diag::Message::filled(help, [year, year, stated].map(|year| number(year).into()))
    };
    let message = say!(
        "报告年度填的是 {}，正文说的都是 {} 年：{}等 {} 处",
        number(stated),
        number(year),
        value(&quotes[0]),
        number(quotes.len())
    );
    findings.push(Finding::new(&NB419, message, help).at(subject.origins.field("year").cloned()));
    let mut report = subject.report.clone();
    report.metadata.year = Some(year);
    Some(report)
}

/// The years that sentences outside of section 五 report on, each with these sentences.
fn spoken(subject: &Subject<'_>, stated: i32) -> BTreeMap<i32, Vec<String>> {
    let body = Body::of(&subject.report.metadata);
    let mut spoken: BTreeMap<i32, Vec<String>> = BTreeMap::new();
    let mut look = |sentence: &Sentence| {
        if let Some((clause, at, year)) = only_year(sentence, stated, &body) {
            spoken.entry(year).or_default().push(sentence.quote(clause, Some(at)));
        }
    };
    preamble(subject).2.iter().for_each(&mut look);
    for section in sections(subject).iter().filter(|section| section.role != Some(PROBLEMS)) {
        for text in &section.texts {
            if let Passage::Paragraph(_) = text.passage {
                text.sentences.iter().for_each(&mut look);
            }
        }
    }
    spoken
}
