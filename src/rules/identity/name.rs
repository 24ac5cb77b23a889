//! Names: placeholders that programs and habits leave behind, and the domain of the site.

use super::codes::{NB611, NB612};
use crate::diag::Finding;
use crate::model::Place;
use crate::model::form::field_label;
use crate::rules::Subject;

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
    for (id, value) in all.filter(|(id, _)| !CHECKED.contains(id)) {
        let plain = value.trim().to_lowercase();
        let is_name = NAMES.contains(&id);
        // A code where the name of the body belongs, as one portal prints it.
        let is_code =
            is_name && plain.len() == 18 && plain.bytes().all(|b| b.is_ascii_alphanumeric());
        if MISSING.contains(&plain.as_str())
            || (is_name && (NO_NAME.contains(&plain.as_str()) || is_code))
        {
            let label = field_label(id);
            findings.push(
                Finding::new(
                    &NB612,
                    format!("“{label}”填的是“{value}”，不是真实内容"),
                    if id == "publisher" {
                        "填机关的规范全称；空着时用机关名称。".to_owned()
                    } else {
                        format!("填写真实的{label}；没有的可以空着。")
                    },
                )
                .at(place(subject, id)),
            );
        }
    }
}

/// 网站域名: that of a government site. What is no domain at all, NB682 tells.
pub fn domain(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(domain) = subject.report.metadata.field("siteDomain").map(str::trim) else { return };
    if !domain.contains('.') || domain.contains('/') || is_governmental(domain) {
        return;
    }
    let message = format!("网站域名“{domain}”不以 .gov.cn 或 .政务 结尾");
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
