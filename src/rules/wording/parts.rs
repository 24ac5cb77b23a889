//! What the sections of text must say.

use super::heading::is_without_headings;
use crate::diag::{Code, Finding, cells, say, value};
use crate::model::{Address, Passage, Place};
use crate::rules::Subject;
use crate::text::numeral::numeral;

crate::diag::codes! {
    NB404 = Warning "第一部分没有文字"
        what "“一、总体情况”下没有任何文字。"
        why "总体情况是报告的主要内容。"
        fix "写明本年度政府信息公开工作的总体情况。"
        basis "{notice}所附格式第一部分；《政府信息公开条例》第五十条。";
    NB405 = Info "总体情况没有说全"
        what "2021 年度起，第一部分没有出现主动公开、依申请公开、政府信息管理、平台建设、监督保障中某一方面的字眼。"
        why "2021 年版格式要求从这几个方面报告。程序只看字眼，可能说到了而没有认出。"
        fix "各方面都要写到；没有的也写明没有。"
        basis "{notice}所附格式第一部分；本程序只见过其开头部分，因此只作提示。";
    NB406 = Warning "第五部分空白或过于简单"
        what "“五、存在的主要问题及改进情况”空白，或者不足 10 个字，例如只写“无”。"
        why "只写“无”等于没有报告。"
        fix "写明存在的主要问题和改进情况。"
        basis "{notice}所附格式第五部分；10 个字的界限是检查惯例，不是规定。";
    NB407 = Warning "第六部分没有说明信息处理费"
        what "2021 年度起，“六、其他需要报告的事项”没有提到信息处理费。它与表二第（八）项行政事业性收费是两回事，两个数从不比较。"
        why "收取信息处理费的情况写在第六部分；没有收取的也应写明。"
        fix "写明收取的件数和金额，单位是元；没有收取的，写“本年度未收取信息处理费”。"
        basis "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）；写在第六部分是通行做法，规定原文未见，因此只作警告。";
}

/// Roles of the sections of text.
const OVERVIEW: &str = "overview";
const PROBLEMS: &str = "problems";
const OTHER: &str = "other";
/// Fewer characters than this say nothing about problems and improvement.
const FEWEST: usize = 10;
/// The first report year whose section 六 tells of the processing fee.
const FEE_YEAR: i32 = 2021;
/// Words of the processing fee, also where it is called otherwise.
const FEE: [&str; 4] = ["处理费", "收费", "费用", "收取"];
/// The fields of section 一, each with words that show it is spoken of.
const FIELDS: [(&str, &[&str]); 5] = [
    (
        "主动公开",
        &["主动公开", "主动向社会公开", "公开政府信息", "发布信息", "发布政府信息", "公开信息"],
    ),
    ("依申请公开", &["依申请", "公开申请", "申请公开"]),
    (
        "政府信息管理",
        &["信息管理", "规范性文件", "文件管理", "发布审核", "保密审查", "公开属性", "审查", "三审"],
    ),
    ("政府信息公开平台建设", &["平台", "网站", "新媒体", "公众号", "公报", "专栏"]),
    ("监督保障", &["监督", "保障", "考核", "评议", "培训", "责任"]),
];

/// The overview has text.
pub fn overview(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(number) = subject.section(OVERVIEW).filter(|_| !is_without_headings(subject)) else {
        return;
    };
    if text(subject, number).is_empty() {
        let message = format!("{}没有文字", name(number));
        let help = "写明本年度政府信息公开工作的总体情况。";
        findings.push(empty(subject, number, &NB404, &message, help));
    }
}

/// The overview speaks of all five fields.
pub fn fields(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(number) = subject.section(OVERVIEW) else { return };
    let text = text(subject, number);
    if text.is_empty() || subject.report.metadata.year.is_none_or(|year| year < FEE_YEAR) {
        return;
    }
    let missing: Vec<&str> = FIELDS
        .iter()
        .filter(|(_, words)| !words.iter().any(|word| text.contains(word)))
        .map(|(field, _)| *field)
        .collect();
    if !missing.is_empty() {
        findings.push(
            Finding::new(
                &NB405,
                format!("{}没有说到{}", name(number), missing.join("、")),
                "各方面都要写到；没有的也写明没有。",
            )
            .at(first_place(subject, number)),
        );
    }
}

/// The section on problems says what is wrong and what will be done.
pub fn problems(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(number) = subject.section(PROBLEMS).filter(|_| !is_without_headings(subject)) else {
        return;
    };
    let text = text(subject, number);
    let length = text.chars().filter(|c| c.is_alphanumeric()).count();
    if length == 0 {
        let help = "写明存在的主要问题和改进情况。";
        findings.push(empty(subject, number, &NB406, &format!("{}没有文字", name(number)), help));
    } else if length < FEWEST {
        findings.push(
            Finding::new(
                &NB406,
                say!("{}只写了{}", name(number), value(text)),
                "写明存在的主要问题和改进情况，不要只写“无”。",
            )
            .at(first_place(subject, number)),
        );
    }
}

/// The last section tells of the processing fee. It is not the amount of 第（八）项 in section 二,
/// and the two are never compared.
pub fn fee(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if subject.report.metadata.year.is_none_or(|year| year < FEE_YEAR) {
        return;
    }
    let Some(number) = subject.section(OTHER).filter(|_| !is_without_headings(subject)) else {
        return;
    };
    let text = text(subject, number);
    if FEE.iter().any(|word| text.contains(word)) {
        return;
    }
    let help = "写明收取信息处理费的件数和金额（元）；没有收取的，写“本年度未收取信息处理费。”";
    findings.push(if text.is_empty() {
        let message = format!("{}没有文字，也没有说明信息处理费", name(number));
        empty(subject, number, &NB407, &message, help)
    } else {
        let message = format!("{}没有说明信息处理费", name(number));
        let place = first_place(subject, number);
        let help = match &place {
            Some(place) => say!("在 {} 的文字后面{}", cells(place.reference()), help),
            None => help.into(),
        };
        Finding::new(&NB407, message, help).at(place)
    });
}

/// `第一部分`.
fn name(number: u8) -> String {
    format!("第{}部分", numeral(number))
}

/// The paragraphs of a section, without its sub-headings.
fn text(subject: &Subject<'_>, number: u8) -> String {
    let blocks =
        subject.report.section(number).map(|section| &section.blocks[..]).unwrap_or_default();
    let notes =
        subject.report.section(number).map(|section| &section.notes[..]).unwrap_or_default();
    blocks.iter().map(Passage::text).chain(notes.iter().map(String::as_str)).collect()
}

/// The finding of an empty section, at the cell where its text belongs: below its heading,
/// unless something stands there.
fn empty(
    subject: &Subject<'_>,
    number: u8,
    code: &'static Code,
    message: &str,
    help: &str,
) -> Finding {
    let heading = subject.origins.get(&Address::Heading(number));
    let below = heading.map(|heading| {
        let (row, column) = (heading.last.0 + 1, heading.first.1);
        Place::cell(&heading.sheet, row, column)
    });
    let is_free = |place: &Place| !subject.origins.iter().any(|(_, other)| other.meets(place));
    match below.filter(is_free) {
        Some(place) => {
            let help = say!("从 {} 起往下，一段一格，{}", cells(place.reference()), help);
            Finding::new(code, message, help).at(place)
        }
        None if heading.is_some() => {
            Finding::new(code, message, say!("在标题下面插入一行，{}", help)).at(heading.cloned())
        }
        None => Finding::new(code, message, help),
    }
}

/// Where a section's text starts.
fn first_place(subject: &Subject<'_>, number: u8) -> Option<Place> {
    let first = subject.origins.get(&Address::Passage(number, 0));
    first.or_else(|| subject.origins.get(&Address::Heading(number))).cloned()
}
