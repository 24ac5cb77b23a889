//! Years in the text: a sentence left over from last year's report, a period that is not
//! the year, and dates that lost characters.

use super::dates::{Spoken, damaged, dates};
use super::narrative::{preamble, sections};
use super::number::Kind;
use super::sentence::Sentence;
use crate::diag::{Finding, Message, number, say, value};
use crate::model::{Passage, Place};
use crate::rules::Subject;

crate::diag::codes! {
    NB410 = Warning "正文里的年份与报告年度不符"
        what "一句话以别的年份开头、“截至”别的年底、或公布别的年度的报告，而句子里没有比较、沿革、结转、计划等解释。"
        why "多半是沿用了上年的文字，那句话里的数往往也是上年的。"
        fix "改正年份，并核对这句话里的数；确实说往年的，写明是比较或沿革。"
        basis "报告所列数据为报告年度 1 月 1 日至 12 月 31 日；属检查惯例，因此只作警告。";
    NB417 = Warning "统计期限不是报告年度全年"
        what "说明统计期限的句子，起止不是报告年度的 1 月 1 日至 12 月 31 日。"
        why "多半是沿用了上年的文字。"
        fix "改为报告年度的 1 月 1 日至 12 月 31 日。"
        basis "几乎所有年度报告都写明这一期限；《政府信息公开条例》第五十条所列各项按年度统计。";
    NB418 = Warning "日期残缺或不存在"
        what "文字里有缺字、多字的日期，例如“201911日”“202020年12月31日”，或日历上没有的日期。"
        why "复制或转换时容易丢掉“年”“月”。"
        fix "补全年、月、日。"
        basis "GB/T 9704—2012 第 7.3.5.4 条：成文日期用阿拉伯数字将年、月、日标全。";
}

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
        let Some((clause, at, named)) = stale(sentence, year) else { return };
        let quote = sentence.quote(clause, Some(at));
        findings.push(
            Finding::new(
                &NB410,
                say!(
                    "报告年度是 {}，正文写的是 {} 年：{}",
                    number(year),
                    number(named),
                    value(quote)
                ),
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
                    say!(
                        "统计期限写的是 {} 至 {}，不是 {} 年全年",
                        spoken(first),
                        spoken(last),
                        number(year)
                    ),
                    format!("改为 {year}年1月1日至{year}年12月31日。"),
                )
                .at(place.cloned()),
            );
        }
    });
}

/// A date as a sentence names it.
fn spoken(date: &Spoken) -> Message {
    let year = date.year.map(|year| say!("{}年", number(year))).unwrap_or_default();
    say!("{}{}月{}日", year, number(date.month), number(date.day))
}

/// Dates that cannot be read.
pub fn damaged_dates(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    each_sentence(subject, |sentence, place| {
        let text: Vec<char> =
            sentence.clauses.iter().flat_map(|clause| clause.text.clone()).collect();
        if let Some(date) = damaged(&text) {
            findings.push(
                Finding::new(&NB418, say!("日期{}残缺或不存在", value(date)), "补全年、月、日。")
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
