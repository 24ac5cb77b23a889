//! Prose against tables: a number named in the narrative must be found in the table under
//! one of the readings its words allow. Never more than a warning, because the same words
//! are said of different quantities.

use super::finder::{Finder, Mention};
use super::narrative::{Text, sections};
use super::readings::{Worked, readings};
use super::sentence::Sentence;
use crate::diag::{Finding, Message, Severity, number, say, value};
use crate::rules::Subject;
use crate::rules::body::Body;
use rust_decimal::Decimal;

crate::diag::codes! {
    NB411 = Warning "正文的申请件数与表三不符"
        what "正文里新收、收到、受理、办理、办结、答复、结转的件数，在表三里找不到相符的数。"
        why "同一个数在正文和表格里说法不一，读者不知信哪个。收到可以指本年新收、新收加上年结转，或（七）总计加结转下年度；办结、答复可以指（七）总计或去掉不予处理、其他处理；只要一种相符就不提示。上年、同比、累计、部分渠道、别的机关的数不比较。"
        fix "核对正文和表格，改正错的一处；口径不同的，在正文里写明口径。"
        basis "检查惯例；格式没有规定正文与表格的关系，因此只作警告。";
    NB412 = Warning "正文的办理结果件数与表三不符"
        what "正文里予以公开、部分公开、不予公开、无法提供、不予处理、其他处理的件数，与表三总计栏不符。不予公开等有分项的，按各分项之和。"
        why "实际公开的报告中，有只写了自然人一栏、或只写了第一个分项的。"
        fix "核对正文和表格，改正错的一处；口径不同的，在正文里写明口径。"
        basis "检查惯例；格式没有规定正文与表格的关系，因此只作警告。";
    NB413 = Warning "正文的申请人件数与表三不符"
        what "正文里自然人、法人或其他组织、企业的申请件数，与表三相应的栏不符；按本年新收、新收加上年结转、（七）总计三种理解，只要一种相符就不提示。"
        why "同一个数在正文和表格里说法不一，读者不知信哪个。"
        fix "核对正文和表格，改正错的一处；口径不同的，在正文里写明口径。"
        basis "检查惯例；格式没有规定正文与表格的关系，因此只作警告。";
    NB414 = Warning "正文的复议、诉讼件数与表四不符"
        what "正文里行政复议、行政诉讼的件数及维持、纠正、尚未审结的件数，与表四不符。诉讼按未经复议直接起诉和复议后起诉两项之和。"
        why "同一个数在正文和表格里说法不一，读者不知信哪个。说备案、审理、应诉、撤销、驳回等其他口径的不比较。"
        fix "核对正文和表格，改正错的一处；口径不同的，在正文里写明口径。"
        basis "检查惯例；格式没有规定正文与表格的关系，因此只作警告。";
    NB415 = Warning "正文的规章、规范性文件件数与表二不符"
        what "正文里制发、废止、现行有效的规章或规范性文件件数，与表二第（一）项不符。"
        why "同一个数在正文和表格里说法不一，读者不知信哪个。说清理、备案、审查，或只说政府本身文件的不比较。"
        fix "核对正文和表格，改正错的一处；口径不同的，在正文里写明口径。"
        basis "检查惯例；格式没有规定正文与表格的关系，因此只作警告。";
}

/// Most readings named in one message.
const NAMED: usize = 3;

/// Compares every number of the narrative that speaks of a figure.
pub fn counts(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let body = Body::of(&subject.report.metadata);
    let mut finder = Finder::new(&body, subject.report.metadata.year);
    for section in sections(subject) {
        finder.start(&section);
        for text in &section.texts {
            finder.read(text, |finder, sentence| {
                let mentions = finder.mentions(sentence);
                findings.extend(
                    mentions.iter().filter_map(|mention| compare(subject, text, sentence, mention)),
                );
            });
        }
    }
}

/// A finding if no reading fits.
fn compare(
    subject: &Subject<'_>,
    text: &Text<'_>,
    sentence: &Sentence,
    mention: &Mention,
) -> Option<Finding> {
    let first = *mention.quantities.first()?;
    let said = Decimal::from(mention.value);
    let of = |quantity| readings(subject, quantity, &mention.said, mention.within);
    let mut all: Vec<Vec<Worked>> =
        mention.quantities.iter().map(|quantity| of(quantity)).collect();
    if all.iter().any(Vec::is_empty) {
        return None;
    }
    let fits = |worked: &Worked| {
        if mention.least { worked.value >= said } else { worked.value == said }
    };
    if mention.each {
        all.retain(|readings| !readings.iter().any(fits));
        if all.is_empty() {
            return None;
        }
    } else {
        all = vec![together(all)];
        if all.iter().flatten().any(fits) {
            return None;
        }
    }
    let code = CODES.iter().copied().find(|code| code.id == first.code)?;
    let mut known: Vec<Message> = Vec::new();
    let mut values = Vec::new();
    let shown = |worked: &&Worked| !worked.is_repaired && worked.value >= Decimal::ZERO;
    for worked in all.iter().flatten().filter(shown) {
        if known.len() < NAMED && !values.contains(&worked.value) {
            values.push(worked.value);
            let cells =
                worked.cells.as_ref().map(|cells| format!("（{cells}）")).unwrap_or_default();
            known.push(say!("{} {}{}", &worked.name, number(worked.value.normalize()), cells));
        }
    }
    let message = say!(
        "正文写的是 {}：{}；表中没有相符的数：{}",
        number(mention.value),
        value(sentence.quote(mention.at.0, mention.at.1)),
        Message::join(known, "，")
    );
    let mut finding = Finding::new(code, message, code.fix).at(text.place.cloned());
    if mention.is_unclear {
        finding.severity = Severity::Info;
        finding.help.push("这句话若只说其中一个机关，可以不理会。");
    }
    Some(finding)
}

/// Readings of several names that share one number: their sums, like with like.
fn together(all: Vec<Vec<Worked>>) -> Vec<Worked> {
    let mut lists = all.into_iter();
    let Some(first) = lists.next() else { return Vec::new() };
    lists.fold(first, |sums, list| {
        let joined = |a: &Worked, b: &Worked| Worked {
            name: format!("{}＋{}", b.name, a.name),
            value: a.value + b.value,
            is_repaired: a.is_repaired || b.is_repaired,
            cells: None,
        };
        let same = sums.len() == list.len();
        if same {
            sums.iter().zip(&list).map(|(a, b)| joined(a, b)).collect()
        } else {
            sums.iter().flat_map(|a| list.iter().map(move |b| joined(a, b))).collect()
        }
    })
}
