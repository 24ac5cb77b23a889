//! The folder as a whole, from the shipped example.

use super::figures::{Documents, compare};
use super::*;
use crate::model::Forms;
use crate::reader::{self, OpenOptions};

fn example() -> (Report, Folder) {
    let bytes = include_bytes!("../../../templates/example-2021.xlsx");
    let report = reader::read(bytes, &OpenOptions::default()).unwrap().report;
    let given = Given { archive_number: Some("X001-WS·2022-Y-0001".into()), ..Given::default() };
    let folder =
        folder((&report, Issue::FIRST), "example", "00", &given, &pdf::Fonts::embedded(), true)
            .unwrap();
    (report, folder)
}

fn file<'f>(folder: &'f Folder, name: &str) -> &'f [u8] {
    &folder.files.iter().find(|(own, _)| *own == name).unwrap().1
}

fn documents(folder: &Folder) -> Documents<'_> {
    let (docx, pdf, ofd) = (file(folder, DOCX), file(folder, PDF), Some(file(folder, OFD)));
    Documents { docx, pdf, ofd }
}

#[test]
fn the_documents_agree_cell_by_cell() {
    let (_, folder) = example();
    let agreement = compare(file(&folder, XML), documents(&folder), Forms::shipped()).unwrap();
    assert_eq!(agreement.differences, [""; 0]);
    assert_eq!((agreement.tables, agreement.figures), (3, 200));
}

#[test]
fn one_changed_figure_is_named_with_its_place() {
    let (mut report, folder) = example();
    let (row, column) = report.edition.form().table("requests").unwrap().squares().nth(8).unwrap();
    let (row, column) = (row.id.clone(), column.id.clone());
    let table = report.tables.get_mut("requests").unwrap();
    table.set(&row, &column, crate::model::Figure::whole(424_242));
    let xml = write::write(&report).unwrap();
    let agreement = compare(&xml, documents(&folder), Forms::shipped()).unwrap();
    assert_eq!(agreement.differences.len(), 1, "{:?}", agreement.differences);
    assert!(agreement.differences[0].contains("“424242”"), "{:?}", agreement.differences);
}

#[test]
fn metadata_says_what_is_known_in_the_order_of_the_standard_and_invents_nothing() {
    let (report, folder) = example();
    let text = String::from_utf8(file(&folder, METADATA).to_vec()).unwrap();
    let at =
        |name: &str| text.find(&format!("<{name}>")).unwrap_or_else(|| panic!("{name}: {text}"));
    let order = ["聚合层次", "来源", "档号", "内容描述", "形式特征", "文件数据"].map(at);
    assert!(order.is_sorted(), "{order:?}");
    assert!(text.contains("<档号>X001-WS·2022-Y-0001</档号>"));
    assert!(text.contains(&format!("<题名>{}</题名>", report.title())));
    assert!(!text.contains("全宗号") && !text.contains("保管期限"));
    assert!(text.contains(&crate::formats::digest::sha256(file(&folder, PDF))));
}

#[test]
fn the_folder_is_the_same_twice_and_named_after_the_archive_number() {
    let (_, one) = example();
    let (_, two) = example();
    assert_eq!(one.files, two.files);
    assert_eq!(one.name, "X001-WS·2022-Y-0001");
}
