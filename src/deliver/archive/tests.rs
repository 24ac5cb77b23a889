//! The folder as a whole, from the shipped example.

use super::figures::{Documents, compare};
use super::verify::{Line, verify};
use super::*;
use crate::model::Forms;
use crate::reader::{self, OpenOptions};
use crate::writers::pdf::{Embedded, FontSource, Fonts};
use std::collections::BTreeMap;
use std::sync::Arc;

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

/// The faces of an office that has no FangSong of ours.
struct Others;

impl FontSource for Others {
    fn bytes(&self, file: &str) -> Option<&[u8]> {
        Embedded.bytes(file).filter(|_| !file.starts_with("FandolFang"))
    }
}

fn others() -> Fonts {
    Fonts::from_source(Arc::new(Others), Vec::new())
}

/// A folder on these faces after something was done to its files, sealed, and what is said of
/// it by somebody with other faces.
fn looked_at(made: &Fonts, known: &Fonts, change: impl FnOnce(&mut Folder)) -> Vec<Line> {
    let bytes = include_bytes!("../../../templates/example-2021.xlsx");
    let report = reader::read(bytes, &OpenOptions::default()).unwrap().report;
    let given = Given::default();
    let mut folder =
        super::folder((&report, Issue::FIRST), "example", "00", &given, made, true).unwrap();
    change(&mut folder);
    let files = folder.files.iter().filter(|(name, _)| *name != sums::NAME);
    let files: BTreeMap<String, Option<Vec<u8>>> =
        files.map(|(name, bytes)| ((*name).to_owned(), Some(bytes.clone()))).collect();
    let sum = |(name, bytes): (&String, &Option<Vec<u8>>)| {
        (name.clone(), crate::formats::digest::sha256(bytes.as_deref().unwrap_or_default()))
    };
    let listed: Vec<(String, String)> = files.iter().map(sum).collect();
    verify(&listed, &files, Forms::shipped(), known)
}

fn is_same(line: &Line) -> bool {
    matches!(line, Line::Same(_))
}

fn unchecked(lines: &[Line]) -> Vec<String> {
    let is_other = |line: &&Line| !is_same(line);
    lines.iter().filter(is_other).map(ToString::to_string).collect()
}

#[test]
fn a_folder_on_other_fonts_agrees_and_it_is_said_that_its_looks_were_not_compared() {
    let told = unchecked(&looked_at(&others(), &Fonts::embedded(), |_| {}));
    let [told] = &told[..] else { panic!("{told:?}") };
    assert!(told.starts_with("未核对") && told.contains("--font-dir"), "{told}");
    let told = looked_at(&others(), &others(), |_| {});
    assert!(told.iter().all(is_same), "{told:?}");
}

#[test]
fn a_folder_of_another_version_agrees_and_it_is_said_that_its_looks_were_not_compared() {
    let told = unchecked(&looked_at(&Fonts::embedded(), &Fonts::embedded(), |folder| {
        let (_, about) = folder.files.iter_mut().find(|(name, _)| *name == METADATA).unwrap();
        let own = concat!("nianbao ", env!("CARGO_PKG_VERSION"));
        *about =
            String::from_utf8(about.clone()).unwrap().replace(own, "nianbao 9.9.9").into_bytes();
    }));
    let [told] = &told[..] else { panic!("{told:?}") };
    assert!(told.starts_with("未核对") && told.contains("另一版本"), "{told}");
}

#[test]
fn a_label_taken_out_of_pages_on_other_fonts_is_noticed() {
    const LABEL: &str = "行政强制";
    let told = unchecked(&looked_at(&others(), &Fonts::embedded(), |folder| {
        let (_, ofd) = folder.files.iter_mut().find(|(name, _)| *name == OFD).unwrap();
        let mut edit = crate::formats::opc::Edit::open(ofd).unwrap();
        let names = (0..9).map(|number| format!("Doc_0/Pages/Page_{number}/Content.xml"));
        let mut pages = names.filter_map(|name| Some((edit.text(&name).ok()??, name)));
        let (page, name) = pages.find(|(page, _)| page.contains(LABEL)).unwrap();
        let label = page.find(LABEL).unwrap();
        let start = page[..label].rfind("<ofd:TextObject").unwrap();
        let end = label + page[label..].find("</ofd:TextObject>").unwrap() + 17;
        drop(pages);
        edit.write(&name, page[..start].to_owned() + &page[end..]);
        *ofd = edit.finish().unwrap();
    }));
    assert!(
        told.iter().any(|line| line.starts_with("不符") && line.contains("report.ofd")),
        "{told:?}"
    );
}
