//! Prose against tables: a number named in the narrative must be found in the table under
//! one of the readings its words allow. Never more than a warning, because the same words
//! are said of different quantities.

use super::finder::mentions;
use super::mention::{Mention, Shared};
use super::narrative::{Text, sections};
use super::readings::{Worked, readings};
use super::sentence::Sentence;
use super::talk::Talk;
use crate::diag::{Finding, Message, Severity, cells, number, say, value};
use crate::rules::Subject;
use crate::rules::body::Body;
use crate::rules::repair::repaired;
use rust_decimal::Decimal;

crate::diag::codes! {
    NB411 = Warning "正文的申请件数与表三不符"
        what "正文里新收、收到、受理、办理、办结、答复、结转的件数，在表三总计栏里找不到相符的数。认可的理解只有这些：新收——本年新收；句子里写明含上年结转的，新收＋上年结转。收到、接到、接收、受理、登记——本年新收、新收＋上年结转。新收和上年结转（一起说，或者说含上年结转共收到、共办理）——新收＋上年结转。办理、收办，或者只说申请件数——本年新收、新收＋上年结转、（七）总计；说依申请公开政府信息多少件的，还可以是（一）予以公开、（一）予以公开＋（二）部分公开。办结、办复、答复、回复——（七）总计；句子里写明另按其他处理、不予处理办结的，（七）总计去掉其他处理、（七）总计去掉不予处理、（七）总计去掉不予处理和其他处理；写明不含上年结转、新收申请中办结多少，或者其余尚在办理的，（七）总计去掉上年结转。上年结转——上年结转；结转、顺延、转下年度、未办结、正在办理——结转下年度继续办理。跟在申请人件数后面的，是那一栏。受理并办结、收到并答复等两个动词共用一个数的，各自都要相符。"
        why "同一个数在正文和表格里说法不一，读者不知信哪个。上年、同比、历年累计、某几个月、部分渠道、各县区、本级、别的机关的数不比较；信箱、热线、来信来访、工单、建议提案、公文的件数不是申请，也不比较；一句话先说了投诉、收文等别的事，后面只写“办结”多少件的，在重新提到依申请公开以前都当作那件事，不比较。"
        fix "核对正文和表格，改正错的一处；口径不同的，在正文里写明口径。"
        basis "检查惯例；格式没有规定正文与表格的关系，因此只作警告。";
    NB412 = Warning "正文的办理结果件数与表三不符"
        what "正文里办理结果的件数，与表三总计栏不符。认可的理解：予以公开——（一）予以公开；予以公开和（或、含）部分公开，或者予以公开之后写明其中部分公开多少件的——（一）予以公开＋（二）部分公开；部分公开、部分予以公开、予以部分公开、区分处理——（二）部分公开；（三）不予公开各项之和，（四）无法提供各项之和，（五）不予处理各项之和，（六）其他处理；写明其中一个原因的（例如本机关不掌握、属于国家秘密、重复申请），该原因一行；原因的说法认不出的，不比较；跟在申请人件数后面的，是那一栏；因某个原因而无法提供等，该原因一行或各项之和。"
        why "实际公开的报告中，有只写了自然人一栏、或只写了第一个分项的。公文、文件里主动公开、不予公开多少件，说的不是申请，不比较。"
        fix "核对正文和表格，改正错的一处；口径不同的，在正文里写明口径。"
        basis "检查惯例；格式没有规定正文与表格的关系，因此只作警告。";
    NB413 = Warning "正文的申请人件数与表三不符"
        what "正文里自然人、法人或其他组织、企业的申请件数，与表三相应的栏不符。自然人、法人或其他组织、商业企业、科研机构、社会公益组织、法律服务机构、其他各栏，都按本年新收、新收＋上年结转、（七）总计三种理解，只要一种相符就不提示；法人还可以指前四类组织之和，企业、其他组织还可以指法人或其他组织各栏之和；跟在办理结果后面的，是该结果一行。"
        why "同一个数在正文和表格里说法不一，读者不知信哪个。"
        fix "核对正文和表格，改正错的一处；口径不同的，在正文里写明口径。"
        basis "检查惯例；格式没有规定正文与表格的关系，因此只作警告。";
    NB414 = Warning "正文的复议、诉讼件数与表四不符"
        what "正文里行政复议、行政诉讼的件数（总计）及结果维持、结果纠正、其他结果、尚未审结的件数，与表四不符。行政诉讼——行政诉讼两项总计之和；写明直接起诉、复议后起诉的，未经复议直接起诉、复议后起诉各自的总计；行政诉讼的各种结果，可以是两项之和或其中一项。件数前后写明结果的（4 起行政复议结果维持），只与那一种结果比。没有纠错、没有败诉，或者没有某一类的（没有重大诉讼），不是没有复议、诉讼。"
        why "同一个数在正文和表格里说法不一，读者不知信哪个。说备案、审理、应诉、撤销、驳回等其他口径的，说工伤、征地等不是因政府信息公开引起的，以及说本机关作为复议机关审理的，不比较。"
        fix "核对正文和表格，改正错的一处；口径不同的，在正文里写明口径。"
        basis "检查惯例；格式没有规定正文与表格的关系，因此只作警告。";
    NB415 = Warning "正文的规章、规范性文件件数与表二不符"
        what "正文里制发、废止、现行有效的规章或行政规范性文件（规范性文件）件数，与表二第（一）项不符：本年制发件数、本年废止件数、现行有效件数；2019 年版为本年新制作数量、本年新公开数量、对外公开总数量。"
        why "同一个数在正文和表格里说法不一，读者不知信哪个。说清理、备案、审查，或只说政府本身文件的不比较。"
        fix "核对正文和表格，改正错的一处；口径不同的，在正文里写明口径。"
        basis "检查惯例；格式没有规定正文与表格的关系，因此只作警告。";
}

/// Most readings named in one message.
const NAMED: usize = 3;

/// Compares every number of the narrative that speaks of a figure. Where the tables themselves
/// say which figure is wrong and what belongs there, that is what is compared.
pub fn counts(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    match repaired(subject) {
        Some(report) => {
            compared(&Subject::new(&report, subject.origins, subject.forms), findings);
        }
        None => compared(subject, findings),
    }
}

/// The same with the figures as they are.
pub fn compared(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let body = Body::of(&subject.report.metadata);
    let mut talk = Talk::new(&body, subject.report.metadata.year);
    for section in sections(subject) {
        talk.start(&section);
        for text in &section.texts {
            talk.read(text, |talk, sentence| {
                let mentions = mentions(talk, sentence);
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
    let mut all: Vec<Vec<Worked>> =
        mention.quantities.iter().map(|quantity| readings(subject, quantity, mention)).collect();
    if all.iter().any(Vec::is_empty) {
        return None;
    }
    all = match mention.shared {
        Shared::Sum => vec![together(all)],
        Shared::Any => vec![all.concat()],
        Shared::Each => all,
    };
    all.retain(|readings| !readings.iter().any(|worked| worked.value == said));
    if all.is_empty() {
        return None;
    }
    let code = CODES.iter().copied().find(|code| code.id == first.code)?;
    let quote = value(sentence.quote(mention.at.0, mention.at.1));
    let mut known: Vec<Message> = Vec::new();
    let mut values = Vec::new();
    let shown = |worked: &&Worked| !worked.is_hidden && worked.value >= Decimal::ZERO;
    for worked in all.iter().flatten().filter(shown) {
        if known.len() < NAMED && !values.contains(&worked.value) {
            values.push(worked.value);
            let mut shown = say!("{} {}", &worked.name, number(worked.value.normalize()));
            if let Some(place) = &worked.cells {
                shown.push(say!("（{}）", cells(place)));
            }
            known.push(shown);
        }
    }
    let message = say!(
        "正文写的是 {}：{}；表中没有相符的数：{}",
        number(mention.value),
        quote,
        Message::join(known, "，")
    );
    let help = match &values[..] {
        [one] => either(mention.value, *one, all.iter().flatten().find(|w| w.value == *one)),
        _ => code.fix.into(),
    };
    let mut finding = Finding::new(code, message, help).at(text.place.cloned());
    if mention.is_unclear {
        finding.severity = Severity::Info;
        finding.help.push("这句话若只说其中一个机关，可以不理会。");
    }
    Some(finding)
}

/// What to write, whichever of the two is wrong; a formula is not typed over.
fn either(said: i64, shown: Decimal, worked: Option<&Worked>) -> Message {
    let mut help = say!("正文写错的，把 {} 改为 {}", number(said), number(shown.normalize()));
    if let Some((worked, cell)) = worked.and_then(|w| Some((w, w.cells.as_ref()?))) {
        help.push(match &worked.parts {
            Some(parts) => say!(
                "；表格写错的，{} 是公式，不要直接改，核对它所加的 {}",
                cells(cell),
                cells(parts)
            ),
            None => say!("；表格写错的，改正 {}", cells(cell)),
        });
    }
    help.push("；口径不同的，在正文里写明口径。");
    help
}

/// Readings of several names that share one number: their sums, like with like.
fn together(all: Vec<Vec<Worked>>) -> Vec<Worked> {
    let mut lists = all.into_iter();
    let Some(first) = lists.next() else { return Vec::new() };
    lists.fold(first, |sums, list| {
        let joined = |a: &Worked, b: &Worked| Worked {
            name: format!("{}＋{}", b.name, a.name),
            value: a.value + b.value,
            is_hidden: a.is_hidden || b.is_hidden,
            cells: None,
            parts: None,
        };
        let same = sums.len() == list.len();
        if same {
            sums.iter().zip(&list).map(|(a, b)| joined(a, b)).collect()
        } else {
            sums.iter().flat_map(|a| list.iter().map(move |b| joined(a, b))).collect()
        }
    })
}
