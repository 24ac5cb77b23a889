//! Years: left over, wrong altogether, planned; and the notice a report rests on.

use super::{Case, county, department, reported_year};
use crate::diag::Finding;
use crate::model::{Date, Forms, Origins};
use crate::rules::Subject;

/// What is said of the year stated, 2024, and the year then judged by.
fn judged(paragraphs: &[&str], published: &str) -> (Vec<Finding>, Option<i32>) {
    let mut report = department("").report(paragraphs);
    report.metadata.date_published = Date::parse(published);
    let origins = Origins::default();
    let subject = Subject::new(&report, &origins, Forms::shipped());
    let mut findings = Vec::new();
    let corrected = reported_year(&subject, &mut findings);
    (findings, corrected.and_then(|report| report.metadata.year))
}

#[test]
fn a_text_that_speaks_of_another_year_throughout_is_told_once() {
    let next: &[&str] = &["2025年，本局认真贯彻《条例》。", "2025年度未收取信息处理费。"];
    let subject_first: &[&str] = &[
        "我局2025年主动公开信息310条。",
        "2025年收到申请3件，较2024年增加1件。",
        "截至2025年底，共公开信息500条。",
    ];
    let done: &[&str] = &[
        "2025年，本局认真贯彻《条例》，现将全年情况报告如下。",
        "2025年，本局将政务公开纳入年度考核。",
    ];
    let period: &[&str] =
        &["所列数据的统计期限自2025年1月1日起至2025年12月31日止。", "2025年，全局认真公开。"];
    for paragraphs in [next, subject_first, done, period] {
        for published in ["2026-01-20", "2025-01-20"] {
            let (findings, year) = judged(paragraphs, published);
            assert_eq!((findings.len(), year), (1, Some(2025)), "{paragraphs:?} {published}");
            assert_eq!(findings[0].code.id, "NB419");
        }
    }
    // The text is last year's, and the dates say which year was meant.
    let last: &[&str] = &["2023年，本局认真贯彻《条例》。", "2023年度未收取信息处理费。"];
    assert_eq!(judged(last, "2025-01-20").1, None);
    assert_eq!(judged(last, "2024-01-20").1, Some(2023));
}

#[test]
fn a_text_that_speaks_of_its_own_year_is_not() {
    let own: &[&str] =
        &["2024年，本局认真公开。", "2025年，本局将继续公开。", "2025年1月公布年报。"];
    let plans: &[&str] = &["本局认真公开。", "2025年，将加强培训。", "2025年，计划改版网站。"];
    let history: &[&str] = &["2019年修订的《条例》施行以来，持续公开。", "2019年印发了指南。"];
    for paragraphs in [own, plans, history] {
        assert_eq!(judged(paragraphs, "2025-01-20"), (vec![], None), "{paragraphs:?}");
    }
}

#[test]
fn another_year_needs_a_reason() {
    let finds = |paragraphs: &[&str]| {
        let codes = ["NB410"];
        let paragraphs: Vec<(&str, &[&str])> =
            paragraphs.iter().map(|text| (*text, &codes[..])).collect();
        county().finds(&paragraphs);
    };
    finds(&[
        "2023年，我县将政务公开纳入绩效考核。",
        "2023年，我县坚持做到应公开尽公开。",
        "我县2023年共主动公开政府信息1200条。",
        "2023年全县主动公开政府信息1200条。",
        "2025年，我县主动公开政府信息1200条。",
        "2025年度全县未收取信息处理费。",
        "2023年，公开质量较高。",
    ]);
    county().passes(&[
        "2025年，我县将加强培训。",
        "下一步，2025年计划改版网站。",
        "2023年印发的指南继续有效。",
        "2023年度部门决算按时公开。",
        "较2023年增长5.0%。",
        "2024年1月，公开了2023年年报。",
        "2023年结转的申请已全部答复。",
    ]);
}

#[test]
fn the_notice_is_that_of_the_year() {
    let case = |year| Case { agency: "濂溪县统计局", year, figures: String::new() };
    let old = "根据《条例》和国办公开办函〔2019〕60号文件要求编制。";
    let new = "根据国办公开办函〔2021〕30号文件要求编制。";
    case(2022).finds(&[(old, &["NB420"]), ("依据国办公开办函[2019]60号编制。", &["NB420"])]);
    case(2020).finds(&[(new, &["NB420"])]);
    case(2022).passes(&[new, "苏政办发〔2019〕60号。", "国办公开办函〔2019〕60号已经废止。"]);
    case(2020).passes(&[old]);
}
