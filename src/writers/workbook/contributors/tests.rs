//! The workbook of a total, seen through another reader and through our own.

use crate::reader::{self, OpenOptions};
use crate::sum::samples::{child, child_on, gathered};
use crate::sum::{Asked, Gathered, LeftOut, Why, add};
use crate::writers::workbook::consolidated;
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

const SHEET: &str = "数据来源";

fn departments() -> Gathered {
    let mut departments = gathered(vec![
        child("甲局", &[("requests", "r1", "natural", "12"), ("requests", "r1", "total", "12")]),
        child("乙局", &[("proactive", "a20-8-fees", "amountWanYuan", "59237.2449")]),
        child("丙局", &[("proactive", "a20-8-fees", "amountWanYuan", "0.0001")]),
        child_on("2019", "丁局", &[("requests", "r3-6", "total", "3")]),
    ]);
    let reason = "文件有打开密码".to_owned();
    departments.left_out.push(LeftOut { file: "戊局.xls".into(), why: Why::Unreadable, reason });
    departments
}

fn workbook(departments: &Gathered) -> Vec<u8> {
    consolidated(&add(departments, &Asked::default()).unwrap()).unwrap()
}

fn text(book: &mut Xlsx<Cursor<Vec<u8>>>, row: u32, column: u32) -> String {
    let range = book.worksheet_range(SHEET).unwrap();
    range.get_value((row, column)).cloned().unwrap_or(Data::Empty).to_string()
}

#[test]
fn the_total_reads_back_as_it_was_and_its_sources_raise_nothing() {
    let departments = departments();
    let sum = add(&departments, &Asked::default()).unwrap();
    let bytes = consolidated(&sum).unwrap();
    let read = reader::read(&bytes, &OpenOptions::default()).unwrap();
    assert_eq!(read.findings, []);
    assert_eq!(read.report, sum.report);
    assert!(read.sheets.contains(&SHEET.to_owned()));
    assert!(read.origins.iter().all(|(_, place)| place.sheet != SHEET));
}

#[test]
fn every_figure_has_a_column_that_names_it_and_every_report_a_row() {
    let departments = departments();
    let mut book = Xlsx::new(Cursor::new(workbook(&departments))).unwrap();
    let form = crate::model::Forms::shipped().find("2021").unwrap();
    let ids: Vec<String> = form
        .tables
        .iter()
        .flat_map(|table| {
            table.squares().map(|(row, column)| format!("{}/{}/{}", table.id, row.id, column.id))
        })
        .collect();
    assert_eq!(ids.len(), 10 + 175 + 15);
    for (column, id) in (6..).zip(&ids) {
        assert!(text(&mut book, 2, column).ends_with(id.as_str()), "{id}");
    }
    let natural = 6 + 10;
    assert_eq!(
        text(&mut book, 2, natural),
        "三、依申请公开 ▸ D5\n一、本年新收政府信息公开申请数量·申请人情况·自然人\nrequests/r1/natural"
    );
    assert_eq!(text(&mut book, 0, 0), "数据来源：2024 年度汇总 4 家");
    let first: Vec<String> = (0..5).map(|column| text(&mut book, 3, column)).collect();
    assert_eq!(first, ["1", "甲局.xlsx", "甲局", "2024", "2021"]);
    assert_eq!(text(&mut book, 3, natural), "12");
    assert_eq!(text(&mut book, 6, 4), "2019");
    assert!(text(&mut book, 6, 5).contains("“（六）其他处理·总计”3"));
    assert_eq!(text(&mut book, 9, 0), "没有计入");
    assert_eq!(text(&mut book, 9, 1), "戊局.xls");
}

#[test]
fn sums_are_formulas_with_the_exact_result() {
    let departments = departments();
    let mut book = Xlsx::new(Cursor::new(workbook(&departments))).unwrap();
    let fees = 6 + 9;
    assert_eq!(text(&mut book, 7, 1), "合计");
    assert_eq!(text(&mut book, 7, fees), "59237.245");
    assert_eq!(text(&mut book, 7, fees + 2), "", "what nobody filled in has no sum");
    let formulas = book.worksheet_formula(SHEET).unwrap();
    assert_eq!(formulas.get_value((7, fees)).unwrap(), "SUM(P4:P7)");
}

#[test]
fn the_same_reports_give_the_same_bytes() {
    assert!(workbook(&departments()) == workbook(&departments()));
}
