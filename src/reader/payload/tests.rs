//! Our own XML read back, and what is refused.

use super::read;
use crate::model::{Figure, Metadata, Report, Value};
use crate::sum::samples::{child, child_on, exact};
use crate::writers::xml;

fn kept(text: &str) -> Figure {
    Figure { value: Value::Kept(text.into()), ..Figure::BLANK }
}

/// Reports with every kind of figure.
fn samples() -> [Report; 2] {
    let mut new = child("某局 <甲&乙>", &[("requests", "r1", "natural", "12")]).report;
    let table = new.tables.get_mut("proactive").unwrap();
    table.set("a20-8-fees", "amountWanYuan", exact("59237.2440"));
    table.set("a20-1-rules", "made", kept("-"));
    table.set(
        "a20-1-rules",
        "inForce",
        Figure { remark: Some("（其中修订16件）".into()), ..Figure::whole(22) },
    );
    new.metadata.fields.insert("publisherCode".into(), "113325000026455663".into());
    let mut old = child_on("2019", "某局", &[("requests", "r3-6", "total", "3")]).report;
    let table = old.tables.get_mut("proactive").unwrap();
    table.set("a20-5-license", "change", Figure::whole(-8));
    let amount = Figure { unit: Some("万元".into()), ..exact("160.5964") };
    table.set("a20-9-procurement", "amount", amount);
    [new, old]
}

#[test]
fn every_figure_comes_back() {
    for report in samples() {
        let back = read(&xml::write(&report).unwrap()).unwrap();
        assert_eq!(back.edition, report.edition);
        assert_eq!(back.metadata, report.metadata);
        // Only tables of a section are written.
        let report = Report { sections: back.sections.clone(), ..report };
        let back = read(&xml::write(&report).unwrap()).unwrap();
        assert_eq!(back.tables, report.tables);
    }
}

#[test]
fn a_report_without_year_has_none() {
    let [report, _] = samples();
    let report = Report { metadata: Metadata::default(), ..report };
    assert_eq!(read(&xml::write(&report).unwrap()).unwrap().metadata.year, None);
}

#[test]
fn whatever_is_not_our_xml_is_refused() {
    let [report, _] = samples();
    let sections = read(&xml::write(&report).unwrap()).unwrap().sections;
    let report = Report { sections, ..report };
    let good = String::from_utf8(xml::write(&report).unwrap()).unwrap();
    assert!(read(good.as_bytes()).is_ok());
    assert!(read(format!("\u{FEFF}{good}").as_bytes()).is_ok());
    let cases = [
        (good.replace("xxgk-report:1", "xxgk-report:2"), "根元素不是本程序的年度报告"),
        (good.replace("?>", "?><!DOCTYPE r [<!ENTITY a \"b\">]>"), "有文档类型定义（DTD）"),
        (good.replace(">12<", ">&a;<"), "有不认识的实体"),
        (good.replace(">12<", ">十二<"), "“十二”不是数字"),
        (good.replace("id=\"r1\"", "id=\"r9\""), "表 requests 没有 r9/natural"),
        (good.replace("form=\"2021\"", "form=\"2031\""), "没有 2031 年版的表"),
        (good.replace("GBGKBH-2021-30", "其他"), "没有写明是哪一版格式"),
        (good.replace("</r:report>", ""), "内容不完整"),
        ("工作簿".into(), "没有写明是哪一版格式"),
    ];
    for (text, reason) in cases {
        let error = read(text.as_bytes()).unwrap_err().to_string();
        assert!(
            error.starts_with("这个 XML 不能用作年度报告：") && error.contains(reason),
            "{error}"
        );
    }
    assert!(read(&[0xFF, 0xFE, 0x00]).unwrap_err().to_string().contains("UTF-8"));
}
