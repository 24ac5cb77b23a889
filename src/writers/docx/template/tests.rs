//! How styles are found. What comes of it is judged from outside on whole documents.

use std::collections::BTreeSet;

use super::Template;
use super::roles::{Mapping, mapping, resolve};
use super::styles::effective;
use crate::formats::xml::tree::Element;

/// A styles part with these styles: id, name, the style it is based on, its properties.
fn styles(list: &[(&str, &str, &str, &str)]) -> Element {
    let styles: String = list
        .iter()
        .map(|(id, name, base, look)| {
            let is_default = if *id == "a" { r#" w:default="1""# } else { "" };
            format!(
                r#"<w:style w:type="paragraph" w:styleId="{id}"{is_default}><w:name w:val="{name}"/><w:basedOn w:val="{base}"/>{look}</w:style>"#
            )
        })
        .collect();
    Element::parse(format!("<w:styles>{styles}</w:styles>").as_bytes()).unwrap()
}

fn role(styles: &Element, used: &[&str], mapping: &Mapping, ours: &str) -> Option<String> {
    let used: BTreeSet<String> = used.iter().map(|id| (*id).to_owned()).collect();
    resolve(styles, &used, mapping).unwrap().0.get(ours).cloned()
}

#[test]
fn styles_are_found_by_built_in_and_by_chinese_names() {
    let english = styles(&[("a", "Normal", "", ""), ("1", "heading 1", "a", "")]);
    let chinese =
        styles(&[("a", "正文", "", ""), ("x", "标题 1", "a", ""), ("y", "一级标题", "a", "")]);
    assert_eq!(role(&english, &[], &Mapping::new(), "Heading1").as_deref(), Some("1"));
    assert_eq!(role(&chinese, &[], &Mapping::new(), "Heading1").as_deref(), Some("y"));
    assert_eq!(role(&english, &[], &Mapping::new(), "Title"), None);
}

#[test]
fn a_built_in_style_nobody_uses_is_not_the_body_text() {
    let found = styles(&[("a", "Normal", "", ""), ("b", "Body Text", "a", "")]);
    assert_eq!(role(&found, &[], &Mapping::new(), "NormalIndent"), None);
    assert_eq!(role(&found, &["b"], &Mapping::new(), "NormalIndent").as_deref(), Some("b"));
}

#[test]
fn normal_is_the_body_text_where_it_is_indented() {
    let indent = r#"<w:pPr><w:ind w:firstLineChars="200"/></w:pPr>"#;
    let found = styles(&[("a", "Normal", "", indent)]);
    assert_eq!(role(&found, &[], &Mapping::new(), "NormalIndent").as_deref(), Some("a"));
}

#[test]
fn the_mapping_file_goes_before_names_and_is_held_to_the_template() {
    let found =
        styles(&[("a", "Normal", "", ""), ("1", "heading 1", "a", ""), ("z", "章", "a", "")]);
    let said = mapping("\u{feff}\"标题1\" = \"章\"".as_bytes()).unwrap();
    assert_eq!(role(&found, &[], &said, "Heading1").as_deref(), Some("z"));
    let absent = mapping("\"正文\" = \"节\"".as_bytes()).unwrap();
    let told = resolve(&found, &BTreeSet::new(), &absent).unwrap_err();
    assert_eq!(told, "模板里没有样式“节”，有的是：Normal、heading 1、章");
    assert!(mapping("\"封面\" = \"章\"".as_bytes()).unwrap_err().starts_with("不认识“封面”"));
    assert!(mapping("标题 章".as_bytes()).unwrap_err().starts_with("第 1 行"));
}

#[test]
fn styles_based_on_each_other_in_a_ring_end() {
    let ring = styles(&[("a", "甲", "b", ""), ("b", "乙", "a", "")]);
    assert_eq!(effective(&ring, "a", "w:rPr", "w:sz", "w:val"), None);
}

#[test]
fn what_is_no_document_is_refused_in_a_sentence() {
    let told = |bytes: &[u8]| Template::with(bytes, &Mapping::new()).unwrap_err();
    assert!(told(b"text").starts_with("这不是 Word 文档"));
    assert!(told(b"PK\x03\x04").starts_with("文件已损坏"));
    assert!(told(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1]).starts_with("这是旧格式的文档"));
}

/// A template with this section and no style of its own.
fn template(section: &str) -> Template {
    Template {
        styles: styles(&[("a", "Normal", "", "")]),
        settings: Element::new("w:settings"),
        section: Element::parse(section.as_bytes()).unwrap(),
        fonts: Vec::new(),
        carried: Vec::new(),
        roles: Default::default(),
        table: None,
    }
}

#[test]
fn a_first_page_that_differs_has_a_number_too() {
    let ours = r#"<w:sectPr><w:footerReference w:type="default" r:id="f1"/><w:footerReference w:type="even" r:id="f2"/><w:pgSz w:w="1"/></w:sectPr>"#;
    let kinds = |section: &str| {
        let mut made = Element::parse(ours.as_bytes()).unwrap();
        super::section(&template(section), &mut made);
        let footers = made.elements().filter(|child| child.name == "w:footerReference");
        let kind = |one: &Element| one.attribute("w:type").unwrap().to_owned();
        footers.map(kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds("<w:sectPr><w:titlePg/></w:sectPr>"), ["default", "even", "first"]);
    assert_eq!(kinds(r#"<w:sectPr><w:titlePg w:val="0"/></w:sectPr>"#), ["default", "even"]);
    assert_eq!(kinds("<w:sectPr/>"), ["default", "even"]);
}

#[test]
fn the_text_of_tables_stands_off_the_grid() {
    let mut cell = Element::parse(
        br#"<w:p><w:pPr><w:pStyle w:val="TableFigure"/></w:pPr><w:r><w:t>1</w:t></w:r></w:p>"#,
    )
    .unwrap();
    super::paragraph(&template("<w:sectPr/>"), &mut cell, Some(10.5));
    let look = cell.find("w:pPr").unwrap();
    assert_eq!(look.find("w:snapToGrid").unwrap().attribute("w:val"), Some("0"));
}
