//! NB68x: what portals need that take reports in by machine.

use super::Subject;
use crate::diag::{Code, Finding, Severity, label, say, value};
use crate::model::form::{field_label, fields};

crate::diag::codes! {
    NB680 = Info "门户需要的基本信息没有填"
        what "网站名称、网站域名、网站标识码、栏目名称、索引号、成文日期空着。加 --portal-strict 才检查这一条，并且算错误；NB681 至 NB683 也都算错误。"
        why "政府网站的网页标签和信息公开目录要用到它们；程序不会代为编造，门户数据里就没有这一项。"
        fix "在“基本信息”表里补填；门户不要求的可以不理会。"
        basis "《政府网站发展指引》（国办发〔2017〕47号）附件；《政府信息公开目录系统实施指引（试行）》。";
    NB681 = Warning "网站标识码的写法不对"
        what "网站标识码应为 10 位数字，或 bm 加 8 位数字。"
        why "门户按网站标识码归集数据，写错了就归不到本单位。"
        fix "照网站底部“党政机关”标识所注的号码填写。"
        basis "《政府网站发展指引》（国办发〔2017〕47号）附件。";
    NB682 = Warning "网站域名的写法不对"
        what "网站域名只写主机名，例如 www.example.gov.cn，不带 http:// 和路径。"
        why "报告在门户数据里的永久标识由域名组成。"
        fix "只填写域名。"
        basis "《政府网站发展指引》（国办发〔2017〕47号）附件；RFC 4151。";
    NB683 = Warning "网页地址不是完整的网址"
        what "网页地址应以 http:// 或 https:// 开头，不含空格和汉字。"
        why "门户数据里的链接要能直接打开。"
        fix "从浏览器的地址栏复制完整网址。"
        basis "RFC 3986；RFC 4287 第 4.2.7 条。";
}

/// Keys that the national page tags and the disclosure catalogue ask for, beyond what every
/// report must have. 发布机构 is the body itself where it is blank.
const NEEDED: [&str; 6] =
    ["siteName", "siteDomain", "siteIdCode", "columnName", "indexNumber", "dateProduced"];
/// Codes that `--portal-strict` makes errors.
const STRICT: [&str; 4] = ["NB680", "NB681", "NB682", "NB683"];

/// The keys must be there.
fn needed(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let metadata = &subject.report.metadata;
    for id in NEEDED {
        let is_missing = match id {
            "dateProduced" => metadata.date_produced.is_none(),
            id => metadata.field(id).is_none(),
        };
        // A value that is there but unreadable has its own finding.
        if is_missing && subject.origins.field(id).is_none() {
            let key = field_label(id);
            findings.push(Finding::new(
                &NB680,
                say!("基本信息的{}没有填，门户需要它", label(key)),
                say!("在{}表里填写{}。", label(&fields().sheet), label(key)),
            ));
        }
    }
}

/// What is there must be written as portals read it.
pub fn written(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    type Check = (&'static str, fn(&str) -> bool, &'static Code, &'static str, &'static str);
    let checks: [Check; 3] = [
        (
            "siteIdCode",
            is_site_code,
            &NB681,
            "不是 10 位数字，也不是 bm 加 8 位数字",
            "核对后写成 10 位数字，或 bm 加 8 位数字。",
        ),
        (
            "siteDomain",
            is_domain,
            &NB682,
            "不是单独的域名",
            "只写域名，不带 http:// 和“/”，例如 www.example.gov.cn。",
        ),
        (
            "url",
            is_address,
            &NB683,
            "不是完整的网址",
            "从浏览器的地址栏复制完整网址，以 http:// 或 https:// 开头。",
        ),
    ];
    for (id, is_right, code, wrong, help) in checks {
        let typed = subject.report.metadata.field(id);
        if let Some(typed) = typed.filter(|typed| !is_right(typed)) {
            let message = say!("{}写的是{}，{}", label(field_label(id)), value(typed), wrong);
            findings.push(Finding::new(code, message, help).at(subject.origins.field(id).cloned()));
        }
    }
}

/// `--portal-strict`: what a portal needs must be there and right. For the findings of
/// [`super::check`], before a profile re-grades them.
pub fn strict(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    needed(subject, findings);
    for finding in findings.iter_mut().filter(|finding| STRICT.contains(&finding.code.id)) {
        finding.severity = Severity::Error;
    }
}

fn is_site_code(typed: &str) -> bool {
    let are_digits =
        |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    are_digits(typed, 10) || typed.strip_prefix("bm").is_some_and(|rest| are_digits(rest, 8))
}

fn is_domain(typed: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    typed.contains('.') && typed.split('.').all(is_label)
}

fn is_address(typed: &str) -> bool {
    let host = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.starts_with('/'))
        && typed.chars().all(|c| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Origins, Report};

    fn found(change: impl FnOnce(&mut Report)) -> Vec<Finding> {
        let mut report: Report =
            toml::from_str(include_str!("../../templates/example-2021.toml")).unwrap();
        change(&mut report);
        let origins = Origins::default();
        let subject = Subject::new(&report, &origins, crate::model::Forms::shipped());
        let mut findings = Vec::new();
        written(&subject, &mut findings);
        strict(&subject, &mut findings);
        findings
    }

    #[test]
    fn each_key_that_is_missing_is_named() {
        let findings = found(|_| {});
        let messages: Vec<String> = findings.iter().map(|f| f.message.to_string()).collect();
        let missing = ["网站名称", "网站域名", "栏目名称", "成文日期"];
        assert_eq!(messages, missing.map(|key| format!("基本信息的“{key}”没有填，门户需要它")));
        assert!(findings.iter().all(|finding| finding.severity == Severity::Error));
    }

    #[test]
    fn codes_domains_and_addresses_are_checked_and_strict_makes_errors() {
        let fill = |report: &mut Report, values: [&str; 5]| {
            let ids = ["siteName", "columnName", "siteIdCode", "siteDomain", "url"];
            for (id, value) in ids.into_iter().zip(values) {
                report.metadata.fields.insert(id.into(), value.into());
            }
            report.metadata.date_produced = crate::model::Date::new(2022, 1, 20);
        };
        let right = ["甲", "年报", "bm14000002", "www.example.gov.cn", "https://a.cn/b.html?c=1"];
        assert!(found(|report| fill(report, right)).is_empty());
        let wrong = ["甲", "年报", "61043", "https://a.cn/", "www.a.cn/年报"];
        let findings = found(|report| fill(report, wrong));
        let ids: Vec<&str> = findings.iter().map(|finding| finding.code.id).collect();
        assert_eq!(ids, ["NB681", "NB682", "NB683"]);
        assert!(findings.iter().all(|finding| finding.severity == Severity::Error));
    }
}
