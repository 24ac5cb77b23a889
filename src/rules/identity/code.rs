//! 统一社会信用代码.

use super::checksum::{credit_check, is_credit_alphabet};
use super::codes::{NB609, NB610};
use crate::diag::Finding;
use crate::rules::Subject;

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
    let wrong = if length != 18 {
        Some(format!("有 {length} 位，应为 18 位"))
    } else if !is_credit_alphabet(code) {
        Some("含有代码里不用的字符（只用数字和除 I、O、S、V、Z 以外的大写字母）".to_owned())
    } else if credit_check(code) != code.chars().last() {
        Some(format!("校验位不对，按前 17 位应为 {}", credit_check(code).unwrap_or('?')))
    } else {
        None
    };
    match wrong {
        Some(wrong) => findings.push(
            Finding::new(
                &NB609,
                format!("统一社会信用代码“{code}”{wrong}"),
                "对照登记证书重新录入，单元格用文本格式。",
            )
            .at(place),
        ),
        None if !code.starts_with("11") => findings.push(
            Finding::new(
                &NB610,
                format!("统一社会信用代码“{code}”不以 11 开头，机关的代码通常以 11 开头"),
                "核对是否填成了所属事业单位或企业的代码。",
            )
            .at(place),
        ),
        None => {}
    }
}
