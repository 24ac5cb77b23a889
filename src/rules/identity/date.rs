//! 报告年度, 成文日期, 公开日期: plausible, in order, in time.

use crate::diag::{Finding, Severity, number, say};
use crate::model::Date;
use crate::rules::Subject;
use crate::rules::body::{Body, Level};
use crate::text::numeral::numeral;

crate::diag::codes! {
    NB601 = Warning "公开日期晚于期限"
        what "政府部门的报告在次年 1 月 31 日之后公开，或者县级以上政府的报告在次年 3 月 31 日之后公开。乡镇街道、管委会，以及机关类别没有填而按名称判断的，只作提示。"
        why "逾期公开要承担责任；也可能是公开日期或机关类别填错了。各地自定的期限往往更早，不查。"
        fix "核对公开日期和机关类别；确实逾期的如实填写。"
        basis "《政府信息公开条例》第四十九条（期限按一般了解写明，未附原文；{notice-2019}说期限提前了两个月）；因此只作警告。";
    NB602 = Warning "公开日期早于成文日期"
        what "公开日期在成文日期之前。"
        why "报告不能在写成之前公开，两个日期必有一个不对。"
        fix "核对两个日期。"
        basis "两个日期的含义。";
    NB603 = Warning "日期在报告年度结束之前"
        what "公开日期或成文日期在报告年度的 12 月 31 日或更早。"
        why "报告的数据到 12 月 31 日为止，那时还写不成；多半是报告年度或日期填错了。"
        fix "核对报告年度和日期。"
        basis "统计期限为报告年度 1 月 1 日至 12 月 31 日；《政府信息公开条例》第四十九条（次年公开）。";
    NB604 = Warning "报告年度不合常理"
        what "报告年度早于 2019 年或晚于 2099 年。"
        why "两版格式只用于 2019 年度以后，更早的年度用的是别的格式。"
        fix "核对报告年度。"
        basis "{notice-2019}、{notice}的适用年度。";
}

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
        Level::Zone => (3, 31, "管委会没有统一期限，一般"),
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
        say!(
            "核对{}和{}；确实逾期的如实填写。",
            subject.field("datePublished"),
            subject.field("category")
        ),
    )
    .at(subject.origins.field("datePublished").cloned());
    if level == Level::Town || body.is_zone || !body.is_stated {
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
                say!(
                    "核对{}和{}，改正填错的一个。",
                    subject.field("dateProduced"),
                    subject.field("datePublished")
                ),
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
                say!("{} {} 在报告年度 {} 结束之前", name, date.to_string(), number(year)),
                say!(
                    "报告的数据到 12 月 31 日为止，核对{}和{}。",
                    subject.field("year"),
                    subject.field(id)
                ),
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
                say!(
                    "报告年度是 {}，{}版格式只用于 {} 年度以后",
                    number(year),
                    count,
                    number(first)
                ),
                say!("核对{}。", subject.field("year")),
            )
            .at(subject.origins.field("year").cloned()),
        );
    }
}
