//! Years in the text: a sentence left over from last year's report, a period that is not
//! the year, and dates that lost characters.

use super::codes::{NB410, NB417, NB418};
use super::dates::{Spoken, damaged, dates};
use super::narrative::{preamble, sections};
use super::number::Kind;
use super::sentence::Sentence;
use crate::diag::Finding;
use crate::model::{Passage, Place};
use crate::rules::Subject;

/// Words that explain another year: history, plans, comparisons, what is carried over.
const EXPLAINED: [&str; 34] = [
    "以来",
    "自",
    "起",
    "修订",
    "施行",
    "实施",
    "印发",
    "出台",
    "成立",
    "启用",
    "上线",
    "上年",
    "上一年",
    "去年",
    "同比",
    "相比",
    "比",
    "较",
    "结转",
    "转",
    "计划",
    "将",
    "至",
    "到",
    "下一步",
    "以前",
    "前",
    "决算",
    "预算",
    "年报",
    "年度报告",
    "工作报告",
    "要点",
    "总结",
];
/// Words of a sentence that states the period.
const PERIOD: [&str; 7] =
    ["统计期限", "统计时限", "统计时间", "统计范围", "统计周期", "统计数据", "所列数据"];

/// Years named in the text are the report's own, or explained.
pub fn years(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(year) = subject.report.metadata.year else { return };
    each_sentence(subject, |sentence, place| {
        let Some((clause, number, named)) = stale(sentence, year) else { return };
        let quote = sentence.quote(clause, Some(number));
        findings.push(
            Finding::new(
                &NB410,
                format!("报告年度是 {year}，正文写的是 {named} 年：“{quote}”"),
                "若是沿用上年的文字，请改正年份并核对这句话里的数。",
            )
            .at(place.cloned()),
        );
    });
}

/// The period of the data is the whole report year.
pub fn period(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(year) = subject.report.metadata.year else { return };
    each_sentence(subject, |sentence, place| {
        let text: Vec<char> =
            sentence.clauses.iter().flat_map(|clause| clause.text.clone()).collect();
        let plain: String = text.iter().collect();
        if !PERIOD.iter().any(|word| plain.contains(word)) || damaged(&text).is_some() {
            return;
        }
        let named = dates(&text);
        let [first, .., last] = &named[..] else { return };
        let is_whole = first == &(Spoken { year: Some(year), month: 1, day: 1 })
            && (last.month, last.day) == (12, 31)
            && last.year.is_none_or(|named| named == year);
        if !is_whole {
            findings.push(
                Finding::new(
                    &NB417,
                    format!("统计期限写的是 {first} 至 {last}，不是 {year} 年全年"),
                    format!("改为 {year}年1月1日至{year}年12月31日。"),
                )
                .at(place.cloned()),
            );
        }
    });
}

/// Dates that cannot be read.
pub fn damaged_dates(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    each_sentence(subject, |sentence, place| {
        let text: Vec<char> =
            sentence.clauses.iter().flat_map(|clause| clause.text.clone()).collect();
        if let Some(date) = damaged(&text) {
            findings.push(
                Finding::new(&NB418, format!("日期“{date}”残缺或不存在"), "补全年、月、日。")
                    .at(place.cloned()),
            );
        }
    });
}

/// Every sentence of the preamble and of all sections.
fn each_sentence(subject: &Subject<'_>, mut look: impl FnMut(&Sentence, Option<&Place>)) {
    let (_, place, sentences) = preamble(subject);
    sentences.iter().for_each(|sentence| look(sentence, place));
    for text in sections(subject).iter().flat_map(|section| &section.texts) {
        if let Passage::Paragraph(_) = text.passage {
            text.sentences.iter().for_each(|sentence| look(sentence, text.place));
        }
    }
}

/// A year that the sentence reports on though it is not the report's.
fn stale(sentence: &Sentence, year: i32) -> Option<(usize, usize, i32)> {
    let years: Vec<(usize, usize, i32)> = sentence
        .clauses
        .iter()
        .enumerate()
        .flat_map(|(clause, text)| {
            text.numbers.iter().enumerate().filter_map(move |(number, found)| match found.kind {
                Kind::Year(year) => Some((clause, number, year)),
                _ => None,
            })
        })
        .collect();
    if years.iter().any(|(.., named)| *named == year) {
        return None;
    }
    let whole: String = sentence.clauses.iter().map(|clause| clause.plain() + ",").collect();
    years.into_iter().find(|(clause, number, named)| {
        // Plans of the next year are what section 五 is for.
        if *named == year + 1 || *named < 1990 {
            return false;
        }
        let text = &sentence.clauses[*clause];
        let before = text.head(*number);
        let after: String = text.text[text.numbers[*number].end..].iter().collect();
        let opens =
            *clause == 0 && before.is_empty() && !EXPLAINED.iter().any(|word| whole.contains(word));
        let ends_year = (before.ends_with("截至") || before.ends_with("截止"))
            && ["12月31日", "底", "末", "12月底"].iter().any(|end| after.starts_with(end));
        let names_report = after.starts_with("政府信息公开")
            && (after.contains("年度报告") || after.contains("年报"))
            && ["现公布", "现将", "公布", "编制"].iter().any(|word| whole.contains(word));
        opens || ends_year || names_report
    })
}
