//! A government's report beside three departments.

use super::children;
use crate::diag::{Finding, Severity};
use crate::model::{Address, Figure, Origins, Place, Report, Value};
use crate::rules::Subject;
use crate::sum::samples::{child, child_on, exact, gathered, report};
use crate::sum::{Asked, Child, Gathered, LeftOut, Why, add};

fn departments() -> Vec<Child> {
    vec![
        child("甲局", &[("requests", "r1", "natural", "12"), ("requests", "r1", "total", "12")]),
        child("乙局", &[("requests", "r1", "natural", "30"), ("requests", "r1", "total", "30")]),
        child("丙局", &[("proactive", "a20-8-fees", "amountWanYuan", "0.0001")]),
    ]
}

/// What the departments add up to, as the county's own report.
fn total(gathered: &Gathered) -> Report {
    let asked = Asked { agency: Some("某县人民政府".into()), ..Asked::default() };
    add(gathered, &asked).unwrap().report
}

fn compare(total: &Report, gathered: &Gathered) -> Vec<Finding> {
    let mut origins = Origins::default();
    let address = Address::Figure("requests".into(), "r1".into(), "natural".into());
    origins.put(address, Place::cell("三、依申请公开", 4, 3));
    children(&Subject::new(total, &origins, crate::model::Forms::shipped()), gathered)
}

fn messages(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| finding.message.to_string()).collect()
}

#[test]
fn a_total_that_is_the_sum_has_no_findings() {
    let gathered = gathered(departments());
    assert_eq!(compare(&total(&gathered), &gathered), []);
}

#[test]
fn one_changed_cell_is_found_at_its_cell() {
    let gathered = gathered(departments());
    let mut total = total(&gathered);
    total.tables.get_mut("requests").unwrap().set("r1", "natural", Figure::whole(45));
    let findings = compare(&total, &gathered);
    assert_eq!(
        messages(&findings),
        [
            "“一、本年新收政府信息公开申请数量·自然人”：本级 45，下级合计 42（3 家），本级多 3；其中甲局 12、乙局 30"
        ]
    );
    assert_eq!(findings[0].severity, Severity::Info);
    assert_eq!(findings[0].place.as_ref().unwrap().reference(), "D5");
}

#[test]
fn amounts_are_compared_to_the_last_yuan() {
    let mut departments = departments();
    departments.push(child("丁局", &[("proactive", "a20-8-fees", "amountWanYuan", "59237.2449")]));
    let gathered = gathered(departments);
    let mut total = total(&gathered);
    let fees = total.tables.get_mut("proactive").unwrap();
    assert_eq!(fees.figure("a20-8-fees", "amountWanYuan").to_string(), "59237.245");
    fees.set("a20-8-fees", "amountWanYuan", exact("59237.2450"));
    assert_eq!(compare(&total, &gathered), []);
    total.tables.get_mut("proactive").unwrap().set(
        "a20-8-fees",
        "amountWanYuan",
        exact("59237.2449"),
    );
    let findings = compare(&total, &gathered);
    assert_eq!(
        messages(&findings),
        [
            "“行政事业性收费·本年收费金额（单位：万元）”：本级 59237.2449 万元，下级合计 59237.245 万元（4 家），\
         本级少 0.0001 万元；其中丙局 0.0001 万元、丁局 59237.2449 万元"
        ]
    );
}

#[test]
fn a_blank_or_a_dash_in_the_total_is_compared_as_nothing() {
    let gathered = gathered(departments());
    let mut total = total(&gathered);
    let requests = total.tables.get_mut("requests").unwrap();
    requests.set("r1", "natural", Figure { value: Value::Kept("-".into()), ..Figure::BLANK });
    requests.set("r1", "legal", Figure { value: Value::Kept("-".into()), ..Figure::BLANK });
    requests.set("r1", "total", Figure::BLANK);
    let findings = compare(&total, &gathered);
    assert!(
        findings[0].message.to_string().contains("本级 填的是“-”，下级合计 42（3 家），本级少 42")
    );
    assert!(findings[1].message.to_string().contains("本级 空白，下级合计 42"));
    assert_eq!(findings.len(), 2);
}

#[test]
fn children_on_another_form_count_where_the_form_agrees() {
    let mut departments = departments();
    let own = [("requests", "r1", "natural", "8"), ("requests", "r3-6", "natural", "3")];
    departments.push(child_on("2019", "丁局", &own));
    let gathered = gathered(departments);
    let mut total = total(&gathered);
    let requests = total.tables.get_mut("requests").unwrap();
    assert_eq!(requests.figure("r1", "natural"), &Figure::whole(50));
    requests.set("r3-6-3", "natural", Figure::whole(3));
    let findings = compare(&total, &gathered);
    let texts = messages(&findings);
    assert!(
        texts[0]
            .starts_with("丁局（丁局.xlsx）：“收到和处理政府信息公开申请情况表”用的是 2019 年版")
    );
    assert_eq!(
        *texts.last().unwrap(),
        "“3.其他·自然人”：本级 3，下级合计 0（3 家），本级多 3；丁局的表里没有这一项，没有计入"
    );
    assert_eq!(findings.iter().filter(|finding| finding.code.id == "NB801").count(), 1);
}

#[test]
fn a_blank_total_below_explains_the_difference() {
    let mut departments = departments();
    departments.push(child("丁局", &[("requests", "r1", "natural", "5")]));
    let gathered = gathered(departments);
    let mut total = total(&gathered);
    total.tables.get_mut("requests").unwrap().set("r1", "total", Figure::whole(47));
    let findings = compare(&total, &gathered);
    let text = findings.last().unwrap().message.to_string();
    assert!(text.ends_with("其中甲局 12、乙局 30；丁局的总计空白，分项之和是 5"), "{text}");
}

#[test]
fn whatever_was_left_out_is_named() {
    let mut departments = departments();
    for own in departments.iter_mut().filter(|one| one.name() == "甲局") {
        own.saved = Some("2025-01-20 16:40".into());
    }
    let mut twin = child("甲局", &[("requests", "r1", "natural", "13")]);
    twin.file = "甲局2.xlsx".into();
    let mut old = child("戊局", &[]);
    old.report.metadata.year = Some(2023);
    departments.extend([twin, old, child("某县人民政府", &[])]);
    let broken =
        LeftOut {
            file: "丁局.xls".into(), why: Why::Unreadable, reason: "有打开密码".into()
        };
    let passed_over = vec!["己局.docx".into()];
    let gathered = Gathered {
        children: departments,
        left_out: vec![broken],
        passed_over,
        ..Gathered::default()
    };
    let total = total(&gathered);
    let findings = compare(&total, &gathered);
    let codes: Vec<&str> = findings.iter().map(|finding| finding.code.id).collect();
    assert_eq!(codes, ["NB804", "NB802", "NB803", "NB808", "NB809"]);
    assert_eq!(findings[4].message.to_string(), "文件夹里另有文件没有当作下级报告：己局.docx");
}

#[test]
fn who_of_the_roster_is_missing_and_who_is_not_on_it_is_named() {
    let mut gathered = gathered(departments());
    let names = ["甲局", "乙局", "己局"];
    gathered.expected = names.map(str::to_owned).to_vec();
    for one in &mut gathered.children {
        one.unit = names.iter().position(|name| *name == one.name());
    }
    let total = total(&gathered);
    let findings = compare(&total, &gathered);
    let of = |code: &str| {
        let found = findings.iter().find(|finding| finding.code.id == code);
        found.map(|finding| finding.message.to_string()).unwrap_or_default()
    };
    assert_eq!(of("NB811"), "名单上有 1 家没有计入下级合计：“己局”");
    assert!(of("NB812").starts_with("已经计入的有 "), "{findings:?}");
    gathered.expected.clear();
    assert!(compare(&total, &gathered).iter().all(|f| !["NB811", "NB812"].contains(&f.code.id)));
}

#[test]
fn a_folder_without_reports_compares_nothing() {
    let total = report("某县人民政府", 2024, "2021");
    let findings = compare(&total, &Gathered::default());
    assert_eq!(findings[0].code.id, "NB810");
    assert_eq!(findings.len(), 1);
}
