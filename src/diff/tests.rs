//! What is told of two reports.

use super::*;
use crate::model::{Figure, Passage, Section};
use crate::sum::samples;

fn report() -> Report {
    samples::child("甲局", &[]).report
}

fn between(old: &Report, new: &Report) -> Diff {
    let origins = Origins::default();
    let place_name = &|place: &Place| place.to_string();
    let side = |name, report| Side { name, report, origins: &origins, place_name };
    Diff::between(side("旧.xlsx", old), side("新.xlsx", new))
}

fn with_text(texts: &[&str]) -> Report {
    let blocks = texts.iter().map(|text| Passage::Paragraph((*text).to_owned())).collect();
    let heading = "总体情况".to_owned();
    let section = Section { number: 1, heading, blocks, table: None, notes: Vec::new() };
    Report { sections: vec![section], ..report() }
}

#[test]
fn the_same_report_has_no_difference() {
    let diff = between(&report(), &report());
    assert!(diff.is_empty());
    assert!(diff.text().contains("内容相同"));
}

#[test]
fn a_figure_is_told_with_its_difference_and_blank_is_not_zero() {
    let (mut old, mut new) = (report(), report());
    let form = &new.edition.form().tables[0];
    let squares: Vec<_> = form.squares().take(2).collect();
    let old_table = old.tables.get_mut(&form.id).unwrap();
    old_table.set(&squares[0].0.id, &squares[0].1.id, Figure::whole(12));
    let new_table = new.tables.get_mut(&form.id).unwrap();
    new_table.set(&squares[0].0.id, &squares[0].1.id, Figure::whole(9));
    new_table.set(&squares[1].0.id, &squares[1].1.id, Figure::whole(0));
    let diff = between(&old, &new);
    let told = |at: usize| (diff.figures[at].old.as_deref(), diff.figures[at].new.as_deref());
    assert_eq!((told(0), told(1), diff.count()), ((Some("12"), Some("9")), (None, Some("0")), 2));
    assert!(diff.text().contains("12 → 9（-3）"), "{}", diff.text());
    assert_eq!(diff.findings().len(), 2);
}

#[test]
fn paragraphs_are_paired_and_their_words_told() {
    let old = with_text(&["全年收到申请12件。", "开展培训两次。", "公开信息310条。"]);
    let new =
        with_text(&["全年收到申请13件。", "公开信息310条。", "新设了公开专区，方便群众查阅。"]);
    let diff = between(&old, &new);
    let told: Vec<(TextKind, Option<usize>, Option<usize>)> =
        diff.text.iter().map(|one| (one.kind, one.old_paragraph, one.new_paragraph)).collect();
    assert_eq!(
        told,
        [
            (TextKind::Changed, Some(1), Some(1)),
            (TextKind::Removed, Some(2), None),
            (TextKind::Added, None, Some(3)),
        ]
    );
    let text = diff.text();
    assert!(text.contains("全年收到申请【12→13】件。"), "{text}");
    assert!(text.contains("删去原第 2 段：【删：开展培训两次。】"), "{text}");
    assert!(text.contains("共 3 处不同：基本信息 0，数字 0，文字 3"), "{text}");
}

#[test]
fn keys_are_told_in_their_order() {
    let (mut old, mut new) = (report(), report());
    old.metadata.year = Some(2023);
    new.metadata.year = Some(2024);
    new.metadata.fields.insert("phone".into(), "0915-1".into());
    let diff = between(&old, &new);
    let told: Vec<&str> = diff.keys.iter().map(|key| key.id.as_str()).collect();
    assert_eq!(told, ["year", "phone"]);
    assert!(diff.text().contains("联系人电话：（空白） → 0915-1"), "{}", diff.text());
}
