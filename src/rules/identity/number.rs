//! 索引号 and 文号. There is no national pattern of index numbers: only what is plainly
//! broken is told, and codes inside them whose check character does not come out.

use super::checksum::{credit_check, is_credit_alphabet, is_organisation};
use crate::diag::{Finding, say, value};
use crate::rules::Subject;

crate::diag::codes! {
    NB605 = Warning "索引号残缺"
        what "索引号以“/”开头或结尾，或者含有 None、null 等字样。"
        why "多半是门户网站没有取到机构代码或顺序号。实际公开的报告中有“/2022-00187”“/2021-None”。"
        fix "到门户网站核对完整的索引号；没有的可以空着。"
        basis "索引号没有全国统一的编法，这里只查明显残缺的。";
    NB606 = Info "索引号里的机构代码末位对不上"
        what "索引号前段像组织机构代码或统一社会信用代码，但末位与前面各位对不上。"
        why "可能录错了一位。前段也可能不是机构代码，因此只作提示。"
        fix "核对是否录错；索引号前段不是机构代码的，可以不理会。"
        basis "GB 11714—1997；GB 32100—2015。";
    NB607 = Info "文号的括号不是六角括号"
        what "文号里的年份用了 []、()、［］、（）、【】。"
        why "公文文号的年份用六角括号〔〕。有的地方过去规定用 []，因此只作提示。"
        fix "改为〔〕。"
        basis "GB/T 9704—2012 第 7.2.5 条（按一般了解写明，未附原文）。";
    NB608 = Info "文号写法不规范"
        what "文号不是“机关代字〔四位年份〕序号号”的写法，例如序号前加“第”或加 0、末尾没有“号”。"
        why "写法不规范的文号不便检索。年度报告多数没有文号，空着是正常的。"
        fix "写成例如“镇政发〔2024〕7号”；没有文号的空着。"
        basis "GB/T 9704—2012 第 7.2.5 条（按一般了解写明，未附原文）。";
}

/// What programs print where a value is missing.
const MISSING: [&str; 4] = ["none", "null", "undefined", "nan"];
/// Brackets around the year that are not 〔〕.
const BRACKETS: [char; 10] = ['[', ']', '(', ')', '［', '］', '（', '）', '【', '】'];

/// 索引号.
pub fn index_number(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(number) = subject.report.metadata.field("indexNumber").map(str::trim) else { return };
    let place = subject.origins.field("indexNumber").cloned();
    let broken = if number.starts_with(['/', '-']) {
        Some("缺少前段（机构代码）")
    } else if number.ends_with(['/', '-']) {
        Some("缺少后段（年份和顺序号）")
    } else if number
        .split(['/', '-', '_'])
        .any(|part| MISSING.contains(&part.to_ascii_lowercase().as_str()))
    {
        Some("含有程序没有取到值时留下的字样")
    } else {
        None
    };
    if let Some(broken) = broken {
        findings.push(
            Finding::new(
                &NB605,
                say!("索引号{}{}", value(number), broken),
                "到门户网站核对完整的索引号；没有的可以空着。",
            )
            .at(place),
        );
        return;
    }
    if let Some(code) = bad_code(number) {
        findings.push(
            Finding::new(
                &NB606,
                say!(
                    "索引号{}里的机构代码 {} 可能录错了一位：末位与前面各位对不上",
                    value(number),
                    code
                ),
                "核对是否录错；索引号前段不是机构代码的，可以不理会。",
            )
            .at(place),
        );
    }
}

/// The code of a body in an index number, if it is one and its check character is wrong.
fn bad_code(number: &str) -> Option<&str> {
    let code = number.split('/').next().filter(|code| *code != number)?;
    let is_digit = |c: char| c.is_ascii_digit();
    match code.chars().count() {
        10 if code.as_bytes().get(8) == Some(&b'-') => {
            (!is_organisation(&code.replace('-', ""))).then_some(code)
        }
        // Nine digits that end in zeros are a division code with zeros behind it.
        9 if code.chars().all(|c| is_digit(c) || c.is_ascii_uppercase())
            && !code.ends_with("0000") =>
        {
            (!is_organisation(code)).then_some(code)
        }
        18 if is_credit_alphabet(code) => {
            (credit_check(code) != code.chars().last()).then_some(code)
        }
        _ => None,
    }
}

/// 文号. Most annual reports have none; `无文号` is none.
pub fn document_number(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(number) = subject.report.metadata.field("docNumber").map(str::trim) else { return };
    let place = || subject.origins.field("docNumber").cloned();
    if number.is_empty() || matches!(number, "无" | "无文号" | "-" | "—" | "/") {
        return;
    }
    if number.contains(BRACKETS) {
        let better: String = number
            .chars()
            .map(|c| match c {
                '[' | '(' | '［' | '（' | '【' => '〔',
                ']' | ')' | '］' | '）' | '】' => '〕',
                c => c,
            })
            .collect();
        findings.push(
            Finding::new(
                &NB607,
                say!("文号{}的年份没有用六角括号〔〕", value(number)),
                say!("改为{}。", value(better)),
            )
            .at(place()),
        );
        return;
    }
    if let Some(wrong) = misshapen(number) {
        findings.push(
            Finding::new(
                &NB608,
                say!("文号{}{}", value(number), wrong),
                "写成“镇政发〔2024〕7号”这样：机关代字、年份、顺序号，最后是“号”字。",
            )
            .at(place()),
        );
    }
}

/// What is odd about a document number.
fn misshapen(number: &str) -> Option<&'static str> {
    let Some((issuer, rest)) = number.split_once('〔') else {
        return Some("没有用〔〕括起的年份");
    };
    let Some((year, serial)) = rest.split_once('〕') else { return Some("的括号不成对") };
    let is_digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    if issuer.is_empty() {
        return Some("没有机关代字");
    }
    if !(is_digits(year) && year.len() == 4) {
        return Some("的年份不是四位数字");
    }
    if serial.starts_with('第') {
        return Some("的顺序号前多了“第”字");
    }
    let Some(serial) = serial.strip_suffix('号') else { return Some("末尾没有“号”字") };
    if serial.starts_with('0') {
        return Some("的顺序号前多了 0");
    }
    (!is_digits(serial)).then_some("的顺序号不是数字")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn index_numbers_in_use_are_left_alone() {
        for number in [
            "014314799/2024-00002",
            "014416330/2018-04736",
            "11341702486344515H/202110-00013",
            "6107280000/2024-001005",
            "035210000/2025-00016",
            "XM02100-0101-2019-00001",
            "kysrmzf/2026-00017",
            "12620600MB0523338C/2025-04735",
        ] {
            assert_eq!(bad_code(number), None, "{number}");
        }
        assert_eq!(bad_code("014314798/2024-00002"), Some("014314798"));
        assert_eq!(bad_code("11341702486344515J/202110-00013"), Some("11341702486344515J"));
    }

    #[test]
    fn document_numbers_are_judged_by_their_shape() {
        for number in ["国办公开办函〔2021〕30号", "镇政发〔2024〕7号", "厦湖府〔2019〕1号"]
        {
            assert_eq!(misshapen(number), None, "{number}");
        }
        for number in [
            "镇政发2024年7号",
            "镇政发〔24〕7号",
            "镇政发〔2024〕第7号",
            "镇政发〔2024〕07号",
            "〔2024〕7号",
        ] {
            assert!(misshapen(number).is_some(), "{number}");
        }
    }
}
