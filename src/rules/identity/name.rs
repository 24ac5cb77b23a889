//! Names: placeholders that programs and habits leave behind, and the domain of the site.

use crate::diag::{Finding, Message, Severity, label, say, value};
use crate::model::Place;
use crate::model::form::{field_label, fields};
use crate::rules::Subject;
use crate::text::placeholder::{Placeholder, blanked, placeholder};

crate::diag::codes! {
    NB611 = Info "网站域名不是政府网站域名"
        what "网站域名不以 .gov.cn 或 .政务 结尾。域名写法不对的另有 NB682。"
        why "政府网站使用 .gov.cn 或 .政务 域名；用别的域名，多半是填了承建单位或已停用的网站。"
        fix "核对刊登报告的网站；确实使用其他域名的，可以不理会。"
        basis "《国务院办公厅关于加强政府网站域名管理的通知》（2018 年，见于转述）；乡镇等可能用上级网站，因此只作提示。";
    NB612 = Warning "填的是占位内容"
        what "机关名称、发布机构、网站名称、栏目名称填了“其他”“无”“测试”或一串代码，或者任何一项填了 None、null 之类，或者留着“XX县”“××局”“某某”“20__年”之类没有填的地方（“某某”只作提示）。主题分类填“其他”是正常的。"
        why "多半是系统默认值或取数失败留下的，会原样进入门户数据。"
        fix "填写真实内容；没有的可以空着。"
        basis "政府信息公开目录要求发布机构用规范全称；实际公开的报告中有发布机构为“其他”的。";
    NB613 = Warning "机关类别不认识"
        what "机关类别不是下拉列表里的一项。"
        why "公开期限、规章制定权都按机关类别核对；不认识的，只能按机关名称判断。"
        fix "从下拉列表里选择；都不合适的选“其他”。"
        basis "本程序的工作簿约定（填报说明）。";
}

/// What programs print where a value is missing: never a value.
const MISSING: [&str; 7] = ["none", "null", "undefined", "nan", "n/a", "#n/a", "xxx"];
/// What is no name, though it may be a class or a number.
const NO_NAME: [&str; 10] = ["其他", "其它", "无", "暂无", "空", "测试", "示例", "test", "-", "/"];
/// Keys whose shape other codes check.
const CHECKED: [&str; 4] = ["indexNumber", "siteIdCode", "siteDomain", "url"];
/// The keys that hold names.
const NAMES: [&str; 4] = ["agency", "publisher", "siteName", "columnName"];

/// Placeholders instead of values.
pub fn placeholders(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let metadata = &subject.report.metadata;
    let agency = metadata.agency.iter().map(|agency| ("agency", agency.as_str()));
    let title = metadata.title.iter().map(|title| ("title", title.as_str()));
    let others = metadata.fields.iter().map(|(id, value)| (id.as_str(), value.as_str()));
    let all = agency.chain(title).chain(others);
    let mut is_told = false;
    // The preamble is read with the narrative.
    for (id, typed) in all.filter(|(id, _)| *id != "preamble") {
        let is_checked = CHECKED.contains(&id);
        let blanked = || Some(Placeholder { text: blanked(typed)?, may_be_meant: false });
        let left = placeholder(typed).filter(|_| !is_checked).or_else(blanked);
        if let Some(left) = left {
            let key = field_label(id);
            let message =
                say!("{}填的是{}，里面的{}没有填", label(key), value(typed), value(left.text));
            let help = say!("把{}填写完整。", label(key));
            let mut finding = Finding::new(&NB612, message, help).at(place(subject, id));
            // A hidden name is hidden everywhere: once is enough.
            if left.may_be_meant && std::mem::replace(&mut is_told, true) {
                continue;
            }
            if left.may_be_meant {
                finding.severity = Severity::Info;
            }
            findings.push(finding);
            continue;
        }
        if is_checked {
            continue;
        }
        let plain = typed.trim().to_lowercase();
        let is_name = NAMES.contains(&id);
        // A code where the name of the body belongs, as one portal prints it.
        let is_code =
            is_name && plain.len() == 18 && plain.bytes().all(|b| b.is_ascii_alphanumeric());
        if MISSING.contains(&plain.as_str())
            || (is_name && (NO_NAME.contains(&plain.as_str()) || is_code))
        {
            let key = field_label(id);
            findings.push(
                Finding::new(
                    &NB612,
                    say!("{}填的是{}，不是真实内容", label(key), value(typed)),
                    if id == "publisher" {
                        "填机关的规范全称；空着时用机关名称。".to_owned()
                    } else {
                        format!("填写真实的{key}；没有的可以空着。")
                    },
                )
                .at(place(subject, id)),
            );
        }
    }
}

/// 机关类别: one of the list.
pub fn category(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    const ID: &str = "category";
    let Some(typed) = subject.report.metadata.field(ID).map(str::trim) else { return };
    let field = fields().fields.iter().find(|field| field.id == ID);
    let Some(field) = field.filter(|field| !field.choices.iter().any(|one| one == typed)) else {
        return;
    };
    // `县政府部门` can only mean 政府部门.
    let mut near = field.choices.iter().filter(|one| typed.contains(one.as_str()));
    let known = Message::join(field.choices.iter().map(value), "");
    let message = say!("{}填的是{}，可以填的有{}", label(&field.label), value(typed), known);
    let help = match (near.next(), near.next()) {
        (Some(meant), None) => say!("改为{}。", value(meant)),
        _ => "从下拉列表里选择；都不合适的选“其他”。".into(),
    };
    findings.push(Finding::new(&NB613, message, help).at(place(subject, ID)));
}

/// 网站域名: that of a government site. What is no domain at all, NB682 tells.
pub fn domain(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(domain) = subject.report.metadata.field("siteDomain").map(str::trim) else { return };
    if !domain.contains('.') || domain.contains('/') || is_governmental(domain) {
        return;
    }
    let message = say!("网站域名{}不以 .gov.cn 或 .政务 结尾", value(domain));
    findings.push(Finding::new(&NB611, message, NB611.fix).at(place(subject, "siteDomain")));
}

fn is_governmental(domain: &str) -> bool {
    let lower = domain.to_ascii_lowercase();
    lower.ends_with(".gov.cn") || lower == "gov.cn" || lower.ends_with(".政务")
}

fn place(subject: &Subject<'_>, id: &str) -> Option<Place> {
    subject.origins.field(id).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_of_governments_are_known_by_their_ending() {
        for domain in ["www.shuyang.gov.cn", "www.gov.cn", "shuyang.政务", "SLJ.BD.GOV.CN"] {
            assert!(is_governmental(domain), "{domain}");
        }
        for domain in ["www.shuyang.com", "www.shuyanggov.cn", "gov.cn.example.com"] {
            assert!(!is_governmental(domain), "{domain}");
        }
    }
}
