//! Sums against numbers worked out by hand.

use super::samples::{child, child_on, exact, gathered};
use super::{Asked, Child, Gathered, LeftOut, Sum, Why, add};
use crate::diag::Finding;
use crate::model::{Figure, Forms, Table, Value};

fn figure(sum: &Sum<'_>, table: &str, row: &str, column: &str) -> String {
    sum.report.tables[table].figure(row, column).to_string()
}

fn said(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|one| format!("{} {}", one.code.id, one.message)).collect()
}

#[test]
fn three_bodies_are_added_by_hand() {
    let gathered = gathered(vec![
        child("甲局", &[("requests", "r1", "natural", "12"), ("requests", "r1", "total", "13")]),
        child("乙局", &[("requests", "r1", "natural", "30"), ("requests", "r1", "legal", "2")]),
        child(
            "丙局",
            &[("requests", "r1", "natural", "0"), ("litigation", "cases", "rec-total", "7")],
        ),
    ]);
    let sum = add(&gathered, &Asked::default()).unwrap();
    assert_eq!(sum.taken.len(), 3);
    assert_eq!(sum.report.metadata.year, Some(2024));
    assert_eq!(sum.report.metadata.agency, None);
    assert_eq!(figure(&sum, "requests", "r1", "natural"), "42");
    assert_eq!(figure(&sum, "requests", "r1", "legal"), "2");
    assert_eq!(figure(&sum, "requests", "r1", "total"), "13");
    assert_eq!(figure(&sum, "litigation", "cases", "rec-total"), "7");
    assert!(!sum.is_doubtful());
}

#[test]
fn blank_and_blank_is_blank_but_blank_and_zero_is_zero() {
    let gathered =
        gathered(vec![child("甲局", &[]), child("乙局", &[("requests", "r1", "natural", "0")])]);
    let sum = add(&gathered, &Asked::default()).unwrap();
    assert_eq!(sum.report.tables["requests"].figure("r1", "natural"), &Figure::whole(0));
    assert_eq!(sum.report.tables["requests"].figure("r1", "legal"), &Figure::BLANK);
}

#[test]
fn ten_thousand_yuan_are_added_to_the_last_yuan() {
    let fee = |agency: &str, number: &str| {
        child(agency, &[("proactive", "a20-8-fees", "amountWanYuan", number)])
    };
    let two = gathered(vec![fee("甲局", "59237.2449"), fee("乙局", "0.0001")]);
    let sum = add(&two, &Asked::default()).unwrap();
    assert_eq!(figure(&sum, "proactive", "a20-8-fees", "amountWanYuan"), "59237.245");
    let thousand = (0..1000).map(|n| fee(&format!("第{n}局"), "0.1")).collect();
    let thousand = gathered(thousand);
    let sum = add(&thousand, &Asked::default()).unwrap();
    assert_eq!(figure(&sum, "proactive", "a20-8-fees", "amountWanYuan"), "100");
}

#[test]
fn yuan_among_ten_thousands_are_converted_and_named() {
    let mut one = child("甲局", &[("proactive", "a20-8-fees", "amountWanYuan", "1.5")]);
    let yuan = Figure { unit: Some("元".into()), ..Figure::whole(251_000) };
    let mut two = child("乙局", &[]);
    let table = two.report.tables.get_mut("proactive").unwrap();
    table.set("a20-8-fees", "amountWanYuan", yuan);
    one.report.tables.get_mut("proactive").unwrap().set(
        "a20-5-license",
        "decisions",
        Figure { value: Value::Kept("-".into()), ..Figure::BLANK },
    );
    let both = gathered(vec![one, two]);
    let sum = add(&both, &Asked::default()).unwrap();
    assert_eq!(figure(&sum, "proactive", "a20-8-fees", "amountWanYuan"), "26.6");
    assert_eq!(figure(&sum, "proactive", "a20-5-license", "decisions"), "");
    assert_eq!(
        said(&sum.findings),
        [
            "NB806 甲局（甲局.xlsx）：“行政许可·本年处理决定数量”填的是“-”，没有计入",
            "NB806 乙局（乙局.xlsx）：“行政事业性收费·本年收费金额（单位：万元）”填的是 251000元，按 25.1 万元计入",
        ]
    );
}

#[test]
fn purchases_keep_their_unit_or_meet_in_yuan() {
    let buyer = |agency: &str, number: &str, unit: Option<&str>| {
        let mut child = child_on("2019", agency, &[]);
        let figure = Figure { unit: unit.map(str::to_owned), ..exact(number) };
        let table = child.report.tables.get_mut("proactive").unwrap();
        table.set("a20-9-procurement", "amount", figure);
        child
    };
    let of = |children: Vec<Child>| {
        let gathered = gathered(children);
        let sum = add(&gathered, &Asked::default()).unwrap();
        (figure(&sum, "proactive", "a20-9-procurement", "amount"), sum.findings)
    };
    let wan = || buyer("甲局", "160.5964", Some("万元"));
    assert_eq!(of(vec![wan(), buyer("乙局", "0.0036", Some("万元"))]).0, "160.6万元");
    assert_eq!(of(vec![wan(), buyer("乙局", "251000", Some("元"))]).0, "1856964元");
    assert_eq!(of(vec![wan(), buyer("乙局", "0", None)]).0, "160.5964万元");
    let (amount, findings) = of(vec![wan(), buyer("乙局", "8040", None)]);
    assert_eq!(amount, "160.5964万元");
    assert_eq!(
        said(&findings),
        ["NB806 乙局（乙局.xlsx）：“政府集中采购·采购总金额”填的是 8040，没有单位，没有计入"]
    );
}

#[test]
fn of_two_editions_the_usual_one_is_taken_and_the_rest_is_named() {
    let gathered = gathered(vec![
        child("甲局", &[("requests", "r1", "total", "5"), ("requests", "r3-6-3", "total", "2")]),
        child("乙局", &[("requests", "r1", "total", "6")]),
        child_on(
            "2019",
            "丙局",
            &[("requests", "r1", "total", "9"), ("requests", "r3-6", "total", "3")],
        ),
    ]);
    let sum = add(&gathered, &Asked::default()).unwrap();
    assert_eq!(sum.report.edition.name(), "2021");
    assert_eq!(figure(&sum, "requests", "r1", "total"), "20");
    assert_eq!(figure(&sum, "requests", "r3-6-3", "total"), "2");
    assert_eq!(
        said(&sum.findings),
        [
            "NB805 丙局（丙局.xlsx）：“收到和处理政府信息公开申请情况表”用的是 2019 年版，“（六）其他处理·总计”3在总表里没有对应的项目，没有计入"
        ]
    );
}

#[test]
fn a_form_that_all_use_is_kept_whatever_the_year_says() {
    let of = |agency| {
        let mut child = child(agency, &[("proactive", "a20-1-rules", "made", "1")]);
        let mut table = Table::blank(Forms::shipped().find("2019").unwrap());
        table.set("r3-6", "total", Figure::whole(4));
        child.report.tables.insert("requests".into(), table);
        child
    };
    let hybrids = gathered(vec![of("甲局"), of("乙局")]);
    let sum = add(&hybrids, &Asked::default()).unwrap();
    assert_eq!(sum.report.tables["proactive"].form.name(), "2021");
    assert_eq!(sum.report.tables["requests"].form.name(), "2019");
    assert_eq!(figure(&sum, "requests", "r3-6", "total"), "8");
    let asked = Asked { edition: Some(Forms::shipped().find("2021").unwrap()), ..Asked::default() };
    let sum = add(&hybrids, &asked).unwrap();
    assert_eq!(sum.report.tables["requests"].form.name(), "2021");
    assert_eq!(sum.findings.len(), 2);
}

#[test]
fn a_body_is_counted_once() {
    let mut first = child("甲局", &[("requests", "r1", "total", "5")]);
    first.saved = Some("2025-01-20 16:40".into());
    let mut copy = child("甲 局", &[("requests", "r1", "total", "5")]);
    let mut rival = child("甲局", &[("requests", "r1", "total", "6")]);
    copy.file = "甲局 - 副本.xlsx".into();
    rival.file = "甲局2.xlsx".into();
    let mut three = gathered(vec![first, copy, rival]);
    let sum = add(&three, &Asked::default()).unwrap();
    assert_eq!(figure(&sum, "requests", "r1", "total"), "5");
    let why: Vec<Why> = sum.left_out.iter().map(|one| one.why).collect();
    assert_eq!(why, [Why::Copy, Why::Rival]);
    assert!(sum.is_doubtful());
    assert_eq!(
        sum.left_out[1].finding().message.to_string(),
        "“甲局2.xlsx”没有计入：“甲局”另有一份报告（甲局.xlsx），数据不同，计入的是那一份（另一份里没有保存时间），请确定以哪一份为准"
    );
    // What was saved later counts.
    three.children[2].saved = Some("2025-01-21 08:00".into());
    let sum = add(&three, &Asked::default()).unwrap();
    assert_eq!(figure(&sum, "requests", "r1", "total"), "6");
}

#[test]
fn another_year_and_the_total_itself_are_left_out() {
    let mut old = child("乙局", &[("requests", "r1", "total", "9")]);
    old.report.metadata.year = Some(2023);
    let own = child("某县人民政府", &[("requests", "r1", "total", "9")]);
    let mut unnamed = child("丙局", &[("requests", "r1", "total", "1")]);
    unnamed.report.metadata.year = None;
    let all = gathered(vec![child("甲局", &[("requests", "r1", "total", "5")]), old, own, unnamed]);
    let asked = Asked { agency: Some("某县人民政府".into()), ..Asked::default() };
    let sum = add(&all, &asked).unwrap();
    assert_eq!(figure(&sum, "requests", "r1", "total"), "6");
    let why: Vec<Why> = sum.left_out.iter().map(|one| one.why).collect();
    assert_eq!(why, [Why::OtherYear, Why::Total]);
    assert_eq!(said(&sum.findings), ["NB803 丙局（丙局.xlsx）：没有填报告年度，按 2024 年度计入"]);
}

#[test]
fn an_earlier_total_without_a_name_is_left_out() {
    let mut total = child("", &[("requests", "r1", "total", "5")]);
    (total.is_sum, total.report.metadata.agency) = (true, None);
    let all = gathered(vec![child("甲局", &[("requests", "r1", "total", "5")]), total]);
    let sum = add(&all, &Asked::default()).unwrap();
    assert_eq!(figure(&sum, "requests", "r1", "total"), "5");
    assert_eq!(sum.left_out[0].reason, "它是汇总生成的工作簿，没有填机关名称");
}

#[test]
fn years_of_equal_number_must_be_told_apart_by_the_user() {
    let mut old = child("乙局", &[]);
    old.report.metadata.year = Some(2023);
    let both = gathered(vec![child("甲局", &[]), old]);
    let error = add(&both, &Asked::default()).unwrap_err().to_string();
    assert_eq!(error, "文件夹里 2023、2024 年度的报告一样多，请用 --year 写明汇总哪一年度");
    assert_eq!(add(&both, &Asked { year: Some(2023), ..Asked::default() }).unwrap().taken.len(), 1);
}

#[test]
fn errors_of_a_child_and_blank_totals_are_named() {
    let mut wrong = child("甲局", &[("requests", "r1", "natural", "5")]);
    wrong.errors = 2;
    let one = gathered(vec![wrong]);
    let sum = add(&one, &Asked::default()).unwrap();
    assert!(sum.is_doubtful());
    assert_eq!(
        said(&sum.findings),
        [
            "NB807 甲局（甲局.xlsx）：有 2 个错误，数据照原样计入",
            "NB806 甲局（甲局.xlsx）：“一、本年新收政府信息公开申请数量·总计”空白，分项之和是 5，没有代为补算",
        ]
    );
}

#[test]
fn a_folder_without_reports_is_said_in_words() {
    let error = add(&Gathered::default(), &Asked::default()).unwrap_err().to_string();
    assert_eq!(error, "文件夹里没有工作簿，没有可以汇总的报告");
    let left_out =
        LeftOut { file: "a.xls".into(), why: Why::Unreadable, reason: "文件损坏".into() };
    let broken = Gathered { left_out: vec![left_out], ..Gathered::default() };
    let error = add(&broken, &Asked::default()).unwrap_err().to_string();
    assert_eq!(error, "没有可以汇总的报告：“a.xls”文件损坏");
}
