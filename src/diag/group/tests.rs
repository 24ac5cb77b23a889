//! What is one entry and what stays apart.

use super::*;
use crate::diag::samples::{NB101, NB106, NB107, NB201, NB203};
use crate::diag::{Code, cells, label, number, say, sort, value};

fn at(
    code: &'static Code,
    row: u32,
    column: u32,
    message: impl Into<Message>,
    help: impl Into<Message>,
) -> Finding {
    Finding::new(code, message, help).at(Place::cell("表", row, column))
}

/// `（一）予以公开·自然人` and so on, as the form calls what stands in a cell.
fn name(column: u32) -> String {
    let heads = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"];
    format!("（一）予以公开·{}", heads[column as usize - 3])
}

fn dash(row: u32, column: u32, text: &str) -> Finding {
    let message = say!("{}填的是{}，按未提供处理", label(name(column)), value(text));
    at(&NB106, row, column, message, "没有发生的请填 0。")
}

fn grouped(mut findings: Vec<Finding>) -> Vec<String> {
    sort(&mut findings, &["表".to_owned()]);
    let entries = group(&findings);
    assert_eq!(entries.iter().map(|entry| entry.count).sum::<usize>(), findings.len());
    let line =
        |e: &Entry| format!("{} {} {}|{}", references(&e.places), e.count, e.message, e.help);
    entries.iter().map(line).collect()
}

#[test]
fn dashes_in_a_row_become_one_range() {
    let findings = (5..10).map(|column| dash(8, column, "-")).collect();
    assert_eq!(
        grouped(findings),
        ["F9:J9 5 “（一）予以公开·科研机构”等填的是“-”，按未提供处理|没有发生的请填 0。"]
    );
}

#[test]
fn rectangles_and_scattered_cells_are_listed_together() {
    let mut findings: Vec<Finding> =
        (8..11).flat_map(|row| (3..6).map(move |column| dash(row, column, "-"))).collect();
    findings.push(dash(20, 4, "-"));
    findings.push(dash(22, 4, "-"));
    let lines = grouped(findings);
    assert_eq!(lines.len(), 1);
    assert!(lines[0].starts_with("D9:F11、E21、E23 11 "), "{lines:?}");
}

#[test]
fn two_labels_are_both_said() {
    let lines = grouped(vec![dash(8, 3, "-"), dash(8, 9, "-")]);
    assert!(
        lines[0].starts_with("D9、J9 2 “（一）予以公开·自然人”、“（一）予以公开·总计”填的是"),
        "{lines:?}"
    );
}

#[test]
fn different_words_stay_apart() {
    let lines = grouped(vec![dash(8, 3, "-"), dash(8, 4, "无"), dash(8, 5, "-")]);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("D9、F9 2 ") && lines[1].starts_with("E9 1 "), "{lines:?}");
}

#[test]
fn labels_read_loosely_are_one_only_where_the_same_label_stands() {
    let loose = |row, typed: &str| {
        let message = say!("标签{}按{}读取", value(typed), label("行政许可"));
        let help = say!("请确认没有认错，并改为官方写法{}。", label("行政许可"));
        at(&NB106, row, 0, message, help)
    };
    let lines = grouped(vec![loose(3, "行政许司"), loose(9, "行政许司"), loose(12, "行证许可")]);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("A4、A10 2 "), "{lines:?}");
}

#[test]
fn one_differing_number_is_listed_along_a_line() {
    let blank = |row, column, sum| {
        let message = say!("{}没有填，各栏之和是 {}", label(name(column)), number(sum));
        at(&NB106, row, column, message, say!("填上 {}。", number(sum)))
    };
    let lines = grouped(vec![blank(4, 9, 5), blank(5, 9, 7), blank(6, 9, 5)]);
    assert_eq!(lines, ["J5:J7 3 “（一）予以公开·总计”没有填，各栏之和是 5、7、5|填上 5、7、5。"]);
    let formula = |row: u32, column: u32, value: &str| {
        let own = label(format!("=SUM(D{row}:I{row})"));
        let message = say!("公式{}没有计算结果，已按本表数据算出 {} 采用", own, number(value));
        at(&NB106, row, column, message, "保存一次")
    };
    let cells = [(4, 9, "5"), (5, 9, "-7.5"), (6, 9, "0"), (26, 3, "1"), (26, 4, "2")];
    let lines = grouped(cells.map(|(row, column, value)| formula(row, column, value)).to_vec());
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines[0].starts_with(
            "J5:J7 3 公式“=SUM(D4:I4)”等没有计算结果，已按本表数据算出 5、-7.5、0 采用"
        ),
        "{lines:?}"
    );
    assert!(lines[1].starts_with("D27:E27 2 "), "{lines:?}");
}

#[test]
fn sums_that_differ_in_more_than_one_number_are_never_one() {
    let wrong = |row: u32, total: u32, sum: u32| {
        let parts = || cells(format!("D{row}:I{row}"));
        let message = say!(
            "{}行：总计 {}，{} 之和 {}，多 {}",
            label("（一）予以公开"),
            number(total),
            parts(),
            number(sum),
            number(total - sum)
        );
        let own = cells(format!("J{row}"));
        let help = say!("核对 {}；分项无误时，把 {} 改为 {}。", parts(), own, number(sum));
        at(&NB201, row - 1, 9, message, help)
    };
    assert_eq!(grouped(vec![wrong(5, 9, 7), wrong(6, 9, 7), wrong(7, 8, 7)]).len(), 3);
    let stale = |row, stored: u32, now: u32| {
        let (own, now) = (label("=A1"), || number(now));
        let stored = number(stored);
        let message =
            say!("公式{}保存的结果是 {}，按本表数据应为 {}，已采用 {}", own, stored, now(), now());
        at(&NB106, row, 9, message, "")
    };
    let lines = grouped(vec![stale(1, 5, 6), stale(2, 7, 8), stale(3, 5, 6)]);
    assert_eq!(lines.len(), 2, "{lines:?}");
}

#[test]
fn what_spans_several_cells_or_has_no_place_stays_alone() {
    let column = |column: u32, head: &str| {
        let place = Place { sheet: "表".into(), first: (4, column), last: (27, column) };
        Finding::new(&NB203, say!("{}列：多 {}", label(head), number(1)), "核对").at(place)
    };
    assert_eq!(grouped(vec![column(3, "自然人"), column(4, "商业企业")]).len(), 2);
    let missing = |key: &str| Finding::new(&NB107, say!("基本信息的{}没有填", label(key)), "");
    assert_eq!(grouped(vec![missing("报告年度"), missing("机关名称")]).len(), 2);
}

#[test]
fn another_sheet_or_severity_is_another_entry() {
    let mut other = dash(8, 4, "-");
    other.severity = Severity::Warning;
    let elsewhere = dash(8, 5, "-").at(Place::cell("另一张", 8, 5));
    assert_eq!(grouped(vec![dash(8, 3, "-"), other, elsewhere]).len(), 3);
}

#[test]
fn a_value_is_not_taken_for_a_label() {
    let wrong = |column, text: &str| {
        let message = say!("{}填的是{}，不是数字", label(name(column)), value(text));
        at(&NB101, 8, column, message, "改为数字")
    };
    assert_eq!(grouped(vec![wrong(3, "约100"), wrong(4, "约200")]).len(), 2);
    assert_eq!(grouped(vec![wrong(3, "见附件"), wrong(4, "见附件")]).len(), 1);
}
