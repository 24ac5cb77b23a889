//! What a page says, and what it never loses.

use super::*;
use crate::payload::write;
use crate::publication::compose;

fn example() -> Report {
    let text = include_str!("../../../templates/example-2021.toml");
    toml::from_str(text).expect("the example is a report")
}

fn page_of(report: &Report) -> String {
    String::from_utf8(page(report, &compose(report, None))).expect("a page is UTF-8")
}

fn fragment_of(report: &Report) -> String {
    String::from_utf8(fragment(report, &compose(report, None))).expect("a page is UTF-8")
}

#[test]
fn the_page_tags_say_what_the_xml_says() {
    let mut report = example();
    for (id, text) in [("siteName", "某县&门户"), ("siteDomain", "www.example.gov.cn")] {
        report.metadata.fields.insert(id.into(), text.into());
    }
    let payload = String::from_utf8(write::write(&report).expect("short")).expect("UTF-8");
    let tags = page_tags(&report);
    assert!(tags.len() >= 6, "{tags:?}");
    let page = page_of(&report);
    for (name, content) in tags {
        let content = crate::formats::xml::printer::escape_attribute(&content);
        assert!(payload.contains(&format!(">{content}</r:{name}>")), "{name}");
        assert!(page.contains(&format!("<meta name=\"{name}\" content=\"{content}\">")), "{name}");
    }
}

#[test]
fn what_the_workbook_leaves_blank_has_no_tag() {
    let mut report = example();
    report.metadata.fields.clear();
    report.metadata.date_published = None;
    let names: Vec<_> = page_tags(&report).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["ArticleTitle", "ContentSource"]);
}

#[test]
fn a_figure_names_its_heads_and_every_head_is_there_once() {
    let page = page_of(&example());
    let heads = "headers=\"ndbg2021-requests-0-3 ndbg2021-requests-2-4 ";
    assert!(!page.contains(heads), "a head of another column");
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|s| s.split('"').next()).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(ids.len(), once.len());
    let named = page.split(" headers=\"").skip(1).filter_map(|s| s.split('"').next());
    let mut count = 0;
    for id in named.flat_map(|ids| ids.split(' ')) {
        assert!(once.binary_search(&id).is_ok(), "{id}");
        count += 1;
    }
    assert!(count > 400, "{count}");
}

#[test]
fn a_blank_figure_stays_blank_and_a_nought_is_a_nought() {
    let mut report = example();
    let table = report.tables.get_mut("litigation").expect("the example has it");
    table.rows.clear();
    let blank = page_of(&report);
    let cells = blank.split("litigation-caption\"").nth(2).expect("the table is there");
    let cells = cells.split("</table>").next().expect("it ends");
    assert_eq!(cells.matches("></td>").count(), 15);
}

#[test]
fn the_piece_for_editors_carries_its_looks_and_no_frame() {
    let piece = fragment_of(&example());
    assert!(piece.starts_with("<p style=\""), "{piece:.80}");
    assert_eq!(piece.matches("<table border=\"1\"").count(), 3);
    for part in ["<div", ">\n", "<html", "<head", "<meta", "<style", "<script", "<h1", " class="] {
        assert!(!piece.contains(part), "{part}");
    }
    let cells = piece.matches("<td").count() + piece.matches("<th ").count();
    assert_eq!(piece.matches("border:1px solid").count(), cells);
}

#[test]
fn markup_in_a_text_is_text() {
    let mut report = example();
    report.metadata.title = Some("甲\"><script>乙</script>".into());
    let page = page_of(&report);
    assert!(!page.contains("<script"));
    assert!(page.contains("content=\"甲&quot;&gt;&lt;script&gt;乙&lt;/script&gt;\""));
}

#[test]
fn a_contact_that_the_text_does_not_give_stands_above_it() {
    let mut report = example();
    for (id, text) in [("phone", "029-00000000"), ("address", "某街1号")] {
        report.metadata.fields.insert(id.into(), text.into());
    }
    assert!(!page_of(&report).contains("<dd>029-00000000</dd>"), "the preamble gives it");
    report.metadata.fields.insert("preamble".into(), "现将有关情况报告如下。".into());
    assert!(page_of(&report).contains("<dd>029-00000000</dd>"));
}

#[test]
fn the_same_report_gives_the_same_page() {
    assert_eq!(page_of(&example()), page_of(&example()));
    assert_eq!(fragment_of(&example()), fragment_of(&example()));
}

#[test]
fn no_level_of_headings_is_left_out() {
    let report = example();
    let mut publication = compose(&report, None);
    let second = publication.blocks.iter_mut().find_map(|block| match block {
        Block::Heading { level, .. } if *level == 2 => Some(level),
        _ => None,
    });
    *second.expect("the example has sub-headings") = 3;
    let page = String::from_utf8(super::page(&report, &publication)).expect("UTF-8");
    let levels: Vec<u8> = page
        .match_indices("<h")
        .filter_map(|(at, _)| page.as_bytes().get(at + 2).copied())
        .filter(u8::is_ascii_digit)
        .collect();
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
}
