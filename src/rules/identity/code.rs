//! 统一社会信用代码.

use super::checksum::{credit_check, is_credit_alphabet};
use crate::diag::{Finding, Message, number, say, value};
use crate::rules::Subject;

crate::diag::codes! {
    NB609 = Warning "统一社会信用代码不对"
        what "代码不是 18 位，含有不用的字母，或者末位与前 17 位对不上。"
        why "代码进入门户数据，错一位就指向别的单位或谁也不是。"
        fix "对照登记证书重新录入；单元格用文本格式。"
        basis "GB 32100—2015。";
    NB610 = Info "统一社会信用代码不以 11 开头"
        what "代码有效，但不以 11 开头。"
        why "机关的代码以 11 开头（机构编制部门登记的机关）；12 是事业单位，91 是企业。具有管理公共事务职能的组织也编报告，因此只作提示。"
        fix "核对是否填成了所属单位的代码。"
        basis "GB 32100—2015 的登记管理部门代码和机构类别代码。";
}

/// 统一社会信用代码: length, alphabet, check character, and what government bodies start with.
pub fn credit_code(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(code) = subject.report.metadata.field("publisherCode").map(str::trim) else { return };
    let place = subject.origins.field("publisherCode").cloned();
    // A code stored as a number ends in zeros; the reader has said so.
    if code.is_empty()
        || (code.chars().all(|c| c.is_ascii_digit()) && code.len() > 15 && code.ends_with("000"))
    {
        return;
    }
    let length = code.chars().count();
    let wrong: Option<Message> = if length != 18 {
        Some(say!("有 {} 位，应为 18 位", number(length)))
    } else if !is_credit_alphabet(code) {
        Some("含有代码里不用的字符（只用数字和除 I、O、S、V、Z 以外的大写字母）".into())
    } else if credit_check(code) != code.chars().last() {
        Some(format!("录错了：按前 17 位算，末位应是 {}", credit_check(code).unwrap_or('?')).into())
    } else {
        None
    };
    match wrong {
        Some(wrong) => findings.push(
            Finding::new(
                &NB609,
                say!("统一社会信用代码{}{}", value(code), wrong),
                "对照登记证书重新录入，单元格用文本格式。",
            )
            .at(place),
        ),
        None if !code.starts_with("11") => findings.push(
            Finding::new(
                &NB610,
                say!("统一社会信用代码{}不以 11 开头，机关的代码通常以 11 开头", value(code)),
                "核对是否填成了所属事业单位或企业的代码。",
            )
            .at(place),
        ),
        None => {}
    }
}
