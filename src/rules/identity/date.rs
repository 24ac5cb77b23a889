//! 报告年度, 成文日期, 公开日期: plausible, in order, in time.

use super::codes::{NB601, NB602, NB603, NB604};
use crate::diag::{Finding, Severity};
use crate::model::Date;
use crate::rules::Subject;
use crate::rules::body::{Body, Level};
use crate::text::numeral::numeral;

/// A year that no report of any edition has.
const LAST_YEAR: i32 = 2099;

/// Published by the end of January or of March of the next year.
pub fn deadline(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let metadata = &subject.report.metadata;
    let (Some(year), Some(published)) = (metadata.year, metadata.date_published) else { return };
    let body = Body::of(metadata);
    let Some(level) = body.level else { return };
    let (month, day, whose) = match level {
        Level::Ministry | Level::Department => (1, 31, "政府部门"),
        Level::Province | Level::City | Level::County | Level::Government => {
            (3, 31, "县级以上政府")
        }
        Level::Town => (3, 31, "乡镇街道没有统一期限，一般"),
    };
    // A general office may publish the report of its government.
    let (month, day, whose) =
        if level == Level::Department && body.is_general_office && !body.is_stated {
            (3, 31, "县级以上政府")
        } else {
            (month, day, whose)
        };
    let Some(last) = Date::new(year + 1, month, day) else { return };
    if published <= last {
        return;
    }
    let mut finding = Finding::new(
        &NB601,
        format!("公开日期 {published} 晚于 {last}（{whose}应在次年 {month} 月 {day} 日前公开）"),
        "核对公开日期和机关类别；确实逾期的如实填写。",
    )
    .at(subject.origins.field("datePublished").cloned());
    if level == Level::Town || !body.is_stated {
        finding.severity = Severity::Info;
    }
    findings.push(finding);
}

/// Not published before it was written.
pub fn order(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let metadata = &subject.report.metadata;
    let (Some(written), Some(published)) = (metadata.date_produced, metadata.date_published) else {
        return;
    };
    if published < written {
        findings.push(
            Finding::new(
                &NB602,
                format!("公开日期 {published} 早于成文日期 {written}"),
                "核对两个日期。",
            )
            .at(subject.origins.field("datePublished").cloned()),
        );
    }
}

/// Not written or published before the year was over.
pub fn within_year(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let metadata = &subject.report.metadata;
    let Some(year) = metadata.year else { return };
    let dates = [
        ("公开日期", "datePublished", metadata.date_published),
        ("成文日期", "dateProduced", metadata.date_produced),
    ];
    for (name, id, date) in dates {
        let Some(date) = date.filter(|date| date.year <= year) else { continue };
        findings.push(
            Finding::new(
                &NB603,
                format!("{name} {date} 在报告年度 {year} 结束之前"),
                "报告的数据到 12 月 31 日为止，核对报告年度和日期。",
            )
            .at(subject.origins.field(id).cloned()),
        );
    }
}

/// A year that reports on these forms can have.
pub fn plausible_year(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(year) = subject.report.metadata.year else { return };
    let forms = subject.forms.iter();
    let Some(first) = forms.clone().map(|form| form.first_year).min() else { return };
    if !(first..=LAST_YEAR).contains(&year) {
        let count = match forms.count() {
            2 => "两".to_owned(),
            count => numeral(u8::try_from(count).unwrap_or(u8::MAX)),
        };
        findings.push(
            Finding::new(
                &NB604,
                format!("报告年度是 {year}，{count}版格式只用于 {first} 年度以后"),
                "核对报告年度。",
            )
            .at(subject.origins.field("year").cloned()),
        );
    }
}
