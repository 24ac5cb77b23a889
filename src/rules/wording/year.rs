//! Years in the text: a sentence left over from last year's report, a period that is not
//! the year, and dates that lost characters.

use super::dates::{Spoken, damaged, dates};
use super::narrative::{preamble, sections};
use super::number::Kind;
use super::scope::{Scope, scope};
use super::sentence::Sentence;
use crate::diag::{Finding, Message, number, say, value};
use crate::model::{Passage, Place};
use crate::rules::Subject;
use crate::rules::body::Body;

crate::diag::codes! {
    NB410 = Warning "正文里的年份与报告年度不符"
        what "一句话以别的年份开头、“截至”别的年底、或公布别的年度的报告，而句子里没有比较、沿革、结转、回顾那年报告所提问题等解释；第五部分以外，写下一年度而不是打算的也算。"
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
        fix "改为实际的日期，年、月、日写全，例如 2024年1月1日。"
        basis "GB/T 9704—2012 第 7.3.5.4 条：成文日期用阿拉伯数字将年、月、日标全。";
}

/// Words that explain another year wherever they stand in the sentence: comparisons, what is
/// carried over.
const COMPARED: [&str; 16] = [
    "今年",
    "同比",
    "相比",
    "环比",
    "较上",
    "较去",
    "较前",
    "较2",
    "较同",
    "比上",
    "比去",
    "比2",
    "上年",
    "去年",
    "上一年",
    "结转",
];
/// Words that explain a later year: plans.
const PLANNED: [&str; 8] = ["计划", "将", "下一步", "预计", "力争", "展望", "拟", "明年"];
/// Words that show 将 to tell what was done with something: `现将情况报告如下`.
const DONE: [&str; 6] = ["现将", "纳入", "列入", "作为", "公布如下", "报告如下"];
/// Words that explain an earlier year in its clause: history, documents of that year.
const DATED: [&str; 25] = [
    "公布的",
    "发布的",
    "制定的",
    "以来",
    "起",
    "修订",
    "施行",
    "实施",
    "印发",
    "出台",
    "成立",
    "启用",
    "上线",
    "以前",
    "前",
    "决算",
    "预算",
    "年报",
    "年度报告",
    "工作报告",
    "要点",
    "总结",
    "至",
    "开始",
    "版",
];
/// Words that look back at what a report of another year said.
const REVIEWED: [&str; 7] = ["报告中", "报告里", "提出", "指出", "反映", "所列", "整改"];
/// Most characters of a subject before its year: `我局2023年共收到…`.
const SUBJECT: usize = 14;
/// The role of the section that may speak of the next year.
pub const PROBLEMS: &str = "problems";
/// Words of a sentence that states the period.
const PERIOD: [&str; 7] =
    ["统计期限", "统计时限", "统计时间", "统计范围", "统计周期", "统计数据", "所列数据"];

/// Years named in the text are the report's own, or explained.
pub fn years(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(year) = subject.report.metadata.year else { return };
    let body = Body::of(&subject.report.metadata);
    each_sentence(subject, |sentence, place, role| {
        if role == Some(PROBLEMS) && is_old_plan(sentence, year) {
            let message = say!(
                "报告的是 {} 年，第五部分写的打算也是 {} 年的：{}",
                number(year),
                number(year),
                value(sentence.quote(0, Some(0)))
            );
            let help = say!("若是沿用上年的打算，请改为 {} 年的。", number(year + 1));
            findings.push(Finding::new(&NB410, message, help).at(place.cloned()));
        }
        let Some((clause, at, named)) = stale(sentence, year, &body) else { return };
        if named == year + 1 && role == Some(PROBLEMS) {
            return;
        }
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

/// `2023年，我市将着力提升…` in the report on 2023: the plan of the report before.
fn is_old_plan(sentence: &Sentence, year: i32) -> bool {
    const PLANS: [&str; 10] = [
        "将着力",
        "将继续",
        "将进一步",
        "将不断",
        "将重点",
        "将持续",
        "将深入",
        "将围绕",
        "将聚焦",
        "将从",
    ];
    let first = sentence.clauses.first().and_then(|clause| clause.numbers.first());
    let is_own = first.is_some_and(|first| first.start == 0 && first.kind == Kind::Year(year));
    is_own && PLANS.iter().any(|plan| sentence.folded().contains(plan))
}

/// The period of the data is the whole report year.
pub fn period(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(year) = subject.report.metadata.year else { return };
    each_sentence(subject, |sentence, place, _| {
        let text: Vec<char> =
            sentence.clauses.iter().flat_map(|clause| clause.text.clone()).collect();
        let plain: String = text.iter().collect();
        if damaged(&text).is_some() {
            return;
        }
        let named = dates(&text);
        let [first, .., last] = &named[..] else { return };
        // `自2022年1月1日起至2022年12月31日止，共收到…` states a period, too.
        let is_year = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
            && named.iter().all(|date| date.year != Some(year));
        if !is_year && !PERIOD.iter().any(|word| plain.contains(word)) {
            return;
        }
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
    each_sentence(subject, |sentence, place, _| {
        let text: Vec<char> =
            sentence.clauses.iter().flat_map(|clause| clause.text.clone()).collect();
        if let Some(date) = damaged(&text) {
            findings.push(
                Finding::new(
                    &NB418,
                    say!("日期{}残缺或不存在", value(date)),
                    "改为实际的日期，年、月、日写全，例如 2024年1月1日。",
                )
                .at(place.cloned()),
            );
        }
    });
}

/// Every sentence of the preamble and of all sections, with the role of its section.
fn each_sentence(
    subject: &Subject<'_>,
    mut look: impl FnMut(&Sentence, Option<&Place>, Option<&str>),
) {
    let (_, place, sentences) = preamble(subject);
    sentences.iter().for_each(|sentence| look(sentence, place, None));
    for section in &sections(subject) {
        for text in &section.texts {
            if let Passage::Paragraph(_) = text.passage {
                text.sentences.iter().for_each(|one| look(one, text.place, section.role));
            }
        }
    }
}

/// A year in a sentence: clause, number, which.
type Named = (usize, usize, i32);

/// The years that a sentence names, remarks aside.
fn named(sentence: &Sentence) -> Vec<Named> {
    let clauses = sentence.clauses.iter().enumerate().filter(|(_, clause)| !clause.is_aside);
    clauses
        .flat_map(|(clause, text)| {
            text.numbers.iter().enumerate().filter_map(move |(number, found)| match found.kind {
                Kind::Year(year) => Some((clause, number, year)),
                _ => None,
            })
        })
        .collect()
}

/// A year that the sentence reports on though it is not the report's.
fn stale(sentence: &Sentence, year: i32, body: &Body) -> Option<Named> {
    let years = named(sentence);
    if years.iter().any(|(.., named)| *named == year) {
        return None;
    }
    years.into_iter().find(|found| {
        is_reported(sentence, *found, year, body) || is_end_or_title(sentence, *found)
    })
}

/// The one year that a sentence names and reports on.
pub fn only_year(sentence: &Sentence, stated: i32, body: &Body) -> Option<Named> {
    let years = named(sentence);
    let first = *years.first()?;
    let is_period = || PERIOD.iter().any(|word| sentence.folded().contains(word));
    let is_told = is_reported(sentence, first, stated, body)
        || is_end_or_title(sentence, first)
        || is_period();
    (is_told && years.iter().all(|(.., year)| *year == first.2)).then_some(first)
}

/// Whether the sentence or one of its clauses starts with a year and nothing explains it.
fn is_reported(
    sentence: &Sentence,
    (clause, number, named): Named,
    year: i32,
    body: &Body,
) -> bool {
    let text = &sentence.clauses[clause];
    let before = text.head(number);
    let after = text.between(text.numbers[number].end, text.text.len());
    let has = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    let whole = sentence.folded();
    let is_subject = before.chars().count() <= SUBJECT
        && (matches!(scope(&before, body), Some(Scope::Own | Scope::Unclear))
            || body.begins_with(&before));
    let is_explained = has(&whole, &COMPARED)
        || (named > year && has(&whole, &PLANNED) && !has(&whole, &DONE))
        || has(&after, &DATED)
        || (named == year + 1 && has(&whole, &["年度报告", "年报"]))
        // `2023年度报告中提出的问题已经整改到位`: 年度 belongs to the year.
        || ((after.starts_with("报告") || after.starts_with("存在")) && has(&after, &REVIEWED));
    let is_bare = before.is_empty() || ["在", "于"].contains(&&*before);
    named >= 1990 && (is_bare || is_subject) && !is_explained
}

/// Whether a year is the end of the period, or that of the report itself.
fn is_end_or_title(sentence: &Sentence, (clause, number, _): Named) -> bool {
    let text = &sentence.clauses[clause];
    let before = text.head(number);
    let after = text.between(text.numbers[number].end, text.text.len());
    let whole = sentence.folded();
    let ends_year = (before.ends_with("截至") || before.ends_with("截止"))
        && ["12月31日", "底", "末", "12月底"].iter().any(|end| after.starts_with(end));
    let has = |words: &[&str]| words.iter().any(|word| whole.contains(word));
    let is_title = after.starts_with("政府信息公开")
        && ["年度报告", "年报", "情况报告", "报告如下"].iter().any(|word| after.contains(word));
    // What was published in the year reported on is the report of the year before.
    let was_published = has(&["按要求", "按时", "及时", "如期", "完成", "月"]);
    let names_report =
        has(&["现公布", "现将", "现发布", "如下"]) || (has(&["公布", "编制"]) && !was_published);
    ends_year || (is_title && names_report)
}
