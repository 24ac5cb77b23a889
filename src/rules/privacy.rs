//! NB7xx: personal data that must not be published: citizen numbers, mobile phones, bank
//! cards, in narrative, notes, remarks and free keys. The finding never repeats the number.
//!
//! The contact of the report is meant to be published; long numbers of records, filings and
//! projects are nobody's: a number counts only with a valid check character and shape, and
//! not as part of a longer one.

use super::Subject;
use super::identity::{is_citizen_number, is_citizen_shape, is_luhn};
use crate::diag::{Code, Finding, Severity};
use crate::model::{Address, Place};
use crate::rules::wording::{fold, preamble, sections};

crate::diag::codes! {
    NB701 = Warning "文字里有公民身份号码"
        what "叙述、引言、注或备注里有 18 位公民身份号码：行政区划、出生日期都有效，末位也算得对。末位算不对的，多半是打错了一位，只作提示。"
        why "公开会损害个人隐私。别的长编号偶尔也会相符，格式本身也没有规定，因此是警告不是错误；但请务必核对。提示里不重复号码全文。"
        fix "删去号码；举例说明时隐去当事人的身份信息。"
        basis "《政府信息公开条例》第十五条：涉及个人隐私、公开会对第三方合法权益造成损害的政府信息不得公开；号码结构见 GB 11643—1999。";
    NB702 = Warning "文字里有手机号码"
        what "叙述、注或备注里有 11 位手机号码；引言里的手机号码前没有“电话”“联系”等字。与“联系人电话”相同的、写明是热线或监督电话的，不提示。"
        why "申请人和当事人的手机号码属于个人信息，不应公开。"
        fix "删去号码；确为对外公布的电话，写明是咨询电话或监督电话，或填入“联系人电话”。"
        basis "《政府信息公开条例》第十五条；《个人信息保护法》。";
    NB703 = Warning "文字里有疑似银行卡号"
        what "叙述、注或备注里有 16 至 19 位、以卡组织号段开头、末位算得对的数字；末位算不对而前面写着“卡号”“账号”的，只作提示。"
        why "银行卡号属于敏感个人信息。项目编号等也可能碰巧相符，请核对。"
        fix "删去卡号；若是编号，在前面写明“编号”。"
        basis "《政府信息公开条例》第十五条；《个人信息保护法》；校验方法为 ISO/IEC 7812-1。";
}

/// Words shortly before a phone number that is published on purpose.
const PUBLIC_PHONE: [&str; 8] =
    ["热线", "咨询电话", "监督电话", "举报电话", "投诉电话", "服务电话", "办公电话", "值班电话"];
/// Words shortly before any phone number of the preamble.
const CONTACT: [&str; 5] = ["电话", "联系", "手机", "传真", "咨询"];
/// Words shortly before numbers that are no bank cards.
const RECORD: [&str; 11] = [
    "备案",
    "编号",
    "代码",
    "标识码",
    "索引号",
    "文号",
    "许可证",
    "证书",
    "序号",
    "案号",
    "账号查询",
];
/// Words shortly before a number that make it a bank card's even with a mistyped digit.
const CARD: [&str; 6] = ["卡号", "银行卡", "账号", "账户", "帐号", "帐户"];
/// How far before a number such words count, in characters.
const NEAR: usize = 14;
/// First digits of cards: UnionPay, Visa, Mastercard.
const CARDS: [&str; 7] = ["62", "4", "51", "52", "53", "54", "55"];

/// A run of digits with what stands before it.
struct Run {
    digits: String,
    before: String,
    is_glued: bool,
}

/// What a run of digits is.
type Kind = (&'static Code, &'static str, Severity);

/// Looks through every text that will be published.
pub fn personal_data(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let metadata = &subject.report.metadata;
    let own = phone_digits(metadata.field("phone").unwrap_or_default());
    let (preamble, place, _) = preamble(subject);
    look(preamble, place, &own, true, findings);
    for section in sections(subject) {
        for text in &section.texts {
            look(text.passage.text(), text.place, &own, false, findings);
        }
    }
    for section in &subject.report.sections {
        for note in &section.notes {
            let place = section
                .table
                .as_ref()
                .and_then(|id| subject.origins.get(&Address::Table(id.clone())));
            look(note, place, &own, false, findings);
        }
    }
    for (id, table) in &subject.report.tables {
        for (row, columns) in &table.rows {
            for (column, figure) in columns {
                if let Some(remark) = &figure.remark {
                    look(remark, subject.origins.figure(id, row, column), &own, false, findings);
                }
            }
        }
    }
    for (key, value) in &metadata.unknown {
        look(&format!("{key}：{value}"), None, &own, true, findings);
    }
}

/// Findings of one text.
fn look(
    text: &str,
    place: Option<&Place>,
    own: &str,
    is_contact: bool,
    findings: &mut Vec<Finding>,
) {
    let characters: Vec<char> = text.chars().map(fold).collect();
    let mut at = 0;
    while at < characters.len() {
        if !characters[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        // With blanks and hyphens between groups first, then group by group.
        let (whole, whole_end) = run(&characters, at, &[' ', '-']);
        let (group, group_end) = run(&characters, at, &[]);
        let found = kind(&whole, own, is_contact).map(|kind| (kind, whole, whole_end));
        let found =
            found.or_else(|| kind(&group, own, is_contact).map(|kind| (kind, group, group_end)));
        match found {
            Some(((code, what, severity), run, end)) => {
                let message = format!("文字里有{what}（{}）", masked(&run.digits));
                let mut finding = Finding::new(code, message, code.fix).at(place.cloned());
                finding.severity = severity;
                findings.push(finding);
                at = end;
            }
            None => at = group_end,
        }
    }
}

/// What a run is, if it must not be published.
fn kind(run: &Run, own: &str, is_contact: bool) -> Option<Kind> {
    let near = |words: &[&str]| words.iter().any(|word| run.before.contains(word));
    if run.is_glued {
        None
    } else if is_citizen_number(&run.digits) {
        Some((&NB701, "公民身份号码", NB701.severity))
    } else if is_citizen_shape(&run.digits) && !near(&RECORD) {
        Some((&NB701, "像公民身份号码的数字，末位算不对", Severity::Info))
    } else if is_mobile(&run.digits) {
        let published = near(&PUBLIC_PHONE) || (is_contact && near(&CONTACT));
        let is_own = phone_digits(&run.digits) == own;
        (!published && !is_own).then_some((&NB702, "手机号码", NB702.severity))
    } else if !is_card_shape(&run.digits) || near(&RECORD) {
        None
    } else if is_luhn(&run.digits) {
        Some((&NB703, "疑似银行卡号", NB703.severity))
    } else {
        near(&CARD).then_some((&NB703, "像银行卡号的数字，末位算不对", Severity::Info))
    }
}

/// The run of digits that starts here, and where it ends.
fn run(characters: &[char], start: usize, between: &[char]) -> (Run, usize) {
    let mut digits = String::new();
    let mut at = start;
    while let Some(c) = characters.get(at) {
        let next_is_digit = characters.get(at + 1).is_some_and(char::is_ascii_digit);
        match c {
            c if c.is_ascii_digit() => digits.push(*c),
            c if between.contains(c) && next_is_digit => {}
            'X' | 'x' if digits.len() == 17 => digits.push('X'),
            _ => break,
        }
        at += 1;
    }
    let before = start.checked_sub(1).and_then(|index| characters.get(index));
    let glued_before = before.is_some_and(|c| c.is_ascii_alphanumeric() || "-_/.〔*".contains(*c));
    let glued_behind = characters.get(at).is_some_and(|c| c.is_ascii_alphanumeric() || *c == '*');
    let said = characters[start.saturating_sub(NEAR)..start].iter().collect();
    (Run { digits, before: said, is_glued: glued_before || glued_behind }, at)
}

/// Eleven digits of a mobile phone, with or without the code of the country.
fn is_mobile(digits: &str) -> bool {
    let digits = phone_digits(digits);
    digits.len() == 11
        && digits.starts_with('1')
        && matches!(digits.as_bytes().get(1), Some(b'3'..=b'9'))
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The digits of a phone number without the code of the country.
fn phone_digits(text: &str) -> String {
    let digits: String = text.chars().map(fold).filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("86") {
        Some(rest) if rest.len() == 11 => rest.to_owned(),
        _ => digits,
    }
}

fn is_card_shape(digits: &str) -> bool {
    (16..=19).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && CARDS.iter().any(|start| digits.starts_with(start))
}

/// A number with its middle hidden: findings are read by many.
fn masked(digits: &str) -> String {
    let characters: Vec<char> = digits.chars().collect();
    let (first, last) = (characters.len().min(3), characters.len().saturating_sub(2));
    characters
        .iter()
        .enumerate()
        .map(|(i, c)| if (first..last).contains(&i) { '*' } else { *c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, own: &str, is_contact: bool) -> Vec<&'static str> {
        let mut findings = Vec::new();
        look(text, None, own, is_contact, &mut findings);
        findings.into_iter().map(|finding| finding.code.id).collect()
    }

    #[test]
    fn personal_numbers_are_found_however_they_are_typed() {
        assert_eq!(found("申请人张某（身份证号11010519491231002X）申请公开", "", false), ["NB701"]);
        assert_eq!(found("身份证１１０１０５１９４９１２３１００２ｘ", "", false), ["NB701"]);
        for text in ["联系人13812345678，", "电话138-1234-5678", "手机+86 138 1234 5678"] {
            assert_eq!(found(text, "", false), ["NB702"], "{text}");
        }
        assert_eq!(found("13812345678 13912345678", "", false), ["NB702", "NB702"]);
        assert_eq!(found("退费账户6222021234567890128", "", false), ["NB703"]);
        assert_eq!(found("退费账户6222 0212 3456 7890 128", "", false), ["NB703"]);
    }

    #[test]
    fn a_mistyped_last_digit_makes_a_hint() {
        for (text, code) in [
            ("申请人（身份证号110105194912310021）申请公开", "NB701"),
            ("退费至卡号6222021234567890127", "NB703"),
            ("收款账号：6222 0212 3456 7890 129", "NB703"),
        ] {
            let mut findings = Vec::new();
            look(text, None, "", false, &mut findings);
            let said: Vec<_> = findings.iter().map(|one| (one.code.id, one.severity)).collect();
            assert_eq!(said, [(code, Severity::Info)], "{text}");
        }
        assert!(found("项目编号110105194912310021", "", false).is_empty());
        assert!(found("合同6222021234567890127", "", false).is_empty());
    }

    #[test]
    fn contacts_and_records_do_not_alarm() {
        for text in [
            "陕公网安备61043002000110号，网站标识码6104300003",
            "统一社会信用代码113708260043292687",
            "联系电话029-32772511，邮编713200",
            "项目代码2018-321322-48-01-123456",
            "ICP备案号17020693",
            "全年访问7854070人次，12345热线",
            "网址http://www.a.gov.cn/art/2025/1/22/art_45469_13812345678.html",
        ] {
            assert!(found(text, "", false).is_empty(), "{text}: {:?}", found(text, "", false));
        }
        assert!(found("请与办公室联系（电话：13812345678）", "", true).is_empty());
        assert!(found("请拨打13812345678", "13812345678", false).is_empty());
        assert!(found("监督电话：13812345678", "", false).is_empty());
        assert_eq!(found("由王某13812345678申请", "", true), ["NB702"]);
    }

    #[test]
    fn a_finding_never_repeats_the_number() {
        assert_eq!(masked("11010519491231002X"), "110*************2X");
    }
}
