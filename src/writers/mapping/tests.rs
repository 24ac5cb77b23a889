//! The shipped mapping, a province's format with every figure, and files that are wrong.

use super::*;
use crate::model::{Figure, Forms, Value};

fn parse(text: &str, named: &str) -> Result<Mapping, String> {
    super::parse::parse(text, named, Forms::shipped())
}

const CATALOGUE: &str = include_str!("../../../templates/mappings/catalogue.toml");

fn report() -> Report {
    toml::from_str(include_str!("../../../templates/example-2021.toml")).unwrap()
}

fn written(mapping: &str, report: &Report) -> String {
    String::from_utf8(parse(mapping, "某省").unwrap().write(report)).unwrap()
}

#[test]
fn the_catalogue_record_has_its_elements_in_order() {
    let mut report = report();
    report.metadata.fields.insert("keywords".into(), "公开 <年报>、R&D".into());
    report.metadata.fields.insert("publisher".into(), "淳化县人民政府办公室".into());
    let mapping = parse(CATALOGUE, "").unwrap();
    assert!(mapping.check(&report).is_empty());
    let text = String::from_utf8(mapping.write(&report)).unwrap();
    let expected = [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
        "<Record xmlns=\"urn:x-nianbao:catalogue-record:1\" xml:lang=\"zh-CN\">",
        "<Identifier>/2022-00187</Identifier>",
        "<Title>淳化县人民政府2021年政府信息公开工作年度报告</Title>",
        "<Date>2022-02-08</Date>",
        "<Publisher>淳化县人民政府办公室</Publisher>",
        "<Subject>其他</Subject>",
        "<Genre>报告</Genre>",
    ];
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    assert_eq!(lines[..expected.len()], expected, "{text}");
    assert!(text.contains("<Keyword>公开</Keyword>\n  <Keyword>&lt;年报&gt;</Keyword>\n  <Keyword>R&amp;D</Keyword>"), "{text}");
    assert!(
        text.contains("新收政府信息公开申请 7 件") && !text.contains("<DocumentNumber"),
        "{text}"
    );
}

#[test]
fn what_a_format_requires_and_a_report_lacks_is_an_error_of_the_report() {
    let mut report = report();
    report.metadata.fields.remove("indexNumber");
    let mapping = parse(CATALOGUE, "").unwrap();
    let findings = mapping.check(&report);
    let [finding] = &findings[..] else { panic!("{findings:?}") };
    assert_eq!(finding.code.id, "NB684");
    assert_eq!(finding.message.to_string(), "“catalogue”格式要求的“Identifier”空着");
    assert_eq!(finding.help.to_string(), "在“基本信息”表里填写“索引号”。");
}

/// The example of `docs/mappings.md`, as it stands there.
fn documented() -> &'static str {
    let text = include_str!("../../../docs/mappings.md");
    text.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap()
}

#[test]
fn a_provinces_format_has_every_figure_under_its_own_names() {
    let mut report = report();
    report.metadata.fields.insert("disclosureMode".into(), "依申请公开".into());
    let table = report.tables.get_mut("requests").unwrap();
    table.set("r1", "legal", Figure { value: Value::Kept("-".into()), ..Figure::BLANK });
    let text = written(documented(), &report);
    for line in [
        "<年报 xmlns=\"http://www.example.gov.cn/ndbg\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" 版本=\"1\" 年度=\"2021\">",
        "<发布日期>2022年2月8日</发布日期>",
        "<公开方式>2</公开方式>",
        "<新收申请>7</新收申请>",
        "<行 代码=\"r1\" 名称=\"一、本年新收政府信息公开申请数量\">",
        "<格 列=\"natural\">6</格>",
        "<格 列=\"legal\" xsi:nil=\"true\"/>",
    ] {
        assert!(text.lines().any(|found| found.trim() == line), "{line}\n{text}");
    }
    assert_eq!(text.matches("<格 ").count(), 22 * 7 + 3 * 7, "{text}");
    report.metadata.fields.insert("disclosureMode".into(), "其他方式".into());
    let codes = documented().replace("default = \"1\"\n", "");
    let findings = parse(&codes, "").unwrap().check(&report);
    assert!(
        findings[0].message.to_string().contains("填的是“其他方式”，映射里没有它的对应"),
        "{findings:?}"
    );
}

#[test]
fn sections_tables_and_amounts_can_be_had_and_blanks_are_left_out() {
    let mapping = r#"
[root]
name = "a"
[[root.element]]
name = "s"
each = "sections"
attributes = { n = { from = ".ordinal" }, "xml:lang" = "zh" }
[[root.element.element]]
name = "p"
each = ".paragraphs"
text = "{{{.text}}}"
[[root.element]]
name = "t"
each = "tables"
attributes = { id = { from = ".id" }, f = "{.form} 年版" }
[[root.element]]
name = "fee"
from = "proactive.a20-8-fees.amountWanYuan"
attributes = { unit = { from = "proactive.a20-8-fees.amountWanYuan.unit" } }
[[root.element]]
name = "none"
from = "proactive.a20-9-procurement.amount"
[[root.element]]
name = "empty"
blank = "empty"
from = "docNumber"
[[root.element]]
name = "mark"
"#;
    let mut report = report();
    report.sections[4].blocks = vec![crate::model::Passage::Paragraph("甲]]>乙".into())];
    let text = written(mapping, &report);
    assert!(text.contains("<s n=\"五\" xml:lang=\"zh\">\n    <p>{甲]]&gt;乙}</p>"), "{text}");
    assert!(text.contains("<t id=\"litigation\" f=\"2021 年版\"/>"), "{text}");
    assert!(
        text.contains("<fee unit=\"万元\">587.4072</fee>\n  <empty/>\n  <mark/>\n</a>"),
        "{text}"
    );
}

#[test]
fn a_wrong_mapping_is_told_with_its_line() {
    let base = "name = \"a\"\n[root]\nname = \"r\"\n[[root.element]]\nname = \"e\"\n";
    for (line, expected) in [
        ("from = \"indexNumer\"", "第 6 行：报告里没有“indexNumer”，是不是 indexNumber"),
        (
            "from = \"requests.r9.total\"",
            "第 6 行：报告里没有“requests.r9.total”，是不是 requests.r",
        ),
        ("from = \".id\"", "第 6 行：“.id”只能用在写了 each 的元素里"),
        ("form = \"year\"", "第 6 行：不认识“form”"),
        ("from = 3", "第 6 行：from 应是文字，要用引号"),
        ("from = \"year", "第 6 行：TOML 的写法有误"),
        ("text = \"{year\"", "第 6 行：“{year”里花括号不成对"),
        ("text = \"a\"\nfrom = \"year\"", "第 6 行：from 和 text 只能写一个"),
        ("from = \"year\"\ndate = \"YYYY\"", "第 7 行：date 只能用于"),
        ("each = \"rows\"", "第 6 行：each 不能写“rows”"),
        (
            "each = \"requests.rows\"\nfrom = \".value\"",
            "第 7 行：没有“.value”，这里可以写 .id、.label、.table",
        ),
        ("blank = \"null\"", "第 6 行：blank 不能写“null”"),
        ("required = true", "第 6 行：写了 required，却没有"),
        ("required = \"yes\"", "第 6 行：required 应为 true 或 false"),
        ("default = \"a\"", "第 6 行：写了 default，却没有 from"),
        ("attributes = { \"a b\" = \"\" }", "第 6 行：“a b”不能作 XML 的名称"),
        ("attributes = { xmlns = \"urn:a\" }", "第 6 行：命名空间写在 [namespaces] 里"),
        ("attributes = { \"x:a\" = \"1\" }", "第 6 行：前缀“x”没有写在 [namespaces] 里"),
        ("[[root.element]]\nname = \"1a\"", "第 7 行：“1a”不能作 XML 的名称"),
        ("[[root.element]]\nfrom = \"year\"", "第 6 行：这个元素没有 name"),
        ("[namespaces]\nxmlx = \"urn:a\"", "第 7 行：“xmlx”不能作前缀"),
    ] {
        let error = parse(&format!("{base}{line}\n"), "").unwrap_err();
        assert!(error.starts_with(expected), "{line}: {error}");
    }
    assert_eq!(parse("", "a").unwrap_err(), "第 1 行：没有 [root]：根元素");
    assert!(parse("[root]\nname = \"r\"", "a/b").unwrap_err().contains("文件名"));
}
