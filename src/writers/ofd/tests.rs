//! What the writer promises, on the shipped example.

use super::*;
use crate::model::{Passage, Report};
use crate::publication::{Block, compose};
use crate::writers::pdf::{self, Fonts};
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use zip::ZipArchive;

fn example() -> Report {
    toml::from_str(include_str!("../../../templates/example-2021.toml")).unwrap()
}

fn written(report: &Report, options: &Options) -> Result<Vec<u8>, Error> {
    let (publication, fonts) = (compose(report, Some("00")), Fonts::embedded());
    let pages = pdf::Options::default();
    write(&pdf::lay_out(&publication, &fonts, &pages)?, &publication, options)
}

fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let part = |place| {
        let mut entry = package.by_index(place).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.name().to_owned(), bytes)
    };
    (0..ZipArchive::new(Cursor::new(bytes)).unwrap().len()).map(part).collect()
}

fn text(bytes: &[u8], name: &str) -> String {
    let found = parts(bytes).into_iter().find(|(own, _)| own == name);
    String::from_utf8(found.unwrap_or_else(|| panic!("no {name}")).1).unwrap()
}

/// The values of an attribute or the texts of an element, by what stands before them.
fn values<'t>(text: &'t str, before: &str, end: char) -> Vec<&'t str> {
    text.split(before).skip(1).map(|rest| rest.split(end).next().unwrap()).collect()
}

#[test]
fn the_same_report_gives_the_same_bytes_and_is_an_ofd_a() {
    let once = || written(&example(), &Options::default()).unwrap();
    let bytes = once();
    assert_eq!(bytes, once());
    assert!(text(&bytes, "OFD.xml").contains("DocType=\"OFD-A\""));
    let plain = Options { standard: Standard::Ofd, ..Options::default() };
    assert!(text(&written(&example(), &plain).unwrap(), "OFD.xml").contains("DocType=\"OFD\""));
}

#[test]
fn every_number_stands_for_one_thing() {
    let bytes = written(&example(), &Options::default()).unwrap();
    let mut all = Vec::new();
    for (name, part) in parts(&bytes) {
        if name.ends_with(".xml") {
            let part = String::from_utf8(part).unwrap();
            let found = values(&part, " ID=\"", '"');
            all.extend(found.into_iter().map(|id| id.parse::<u32>().unwrap()));
        }
    }
    let different: BTreeSet<u32> = all.iter().copied().collect();
    assert_eq!(different.len(), all.len());
    let most = text(&bytes, "Doc_0/Document.xml");
    let most: u32 = values(&most, "<ofd:MaxUnitID>", '<')[0].parse().unwrap();
    assert!(different.last().is_some_and(|last| *last <= most));
}

#[test]
fn an_embedded_font_knows_its_characters_and_has_the_tables_of_ofd_a() {
    let bytes = written(&example(), &Options::default()).unwrap();
    let mut fonts = 0;
    for (name, part) in parts(&bytes).into_iter().filter(|(name, _)| name.contains("/font_")) {
        let face = ttf_parser::Face::parse(&part, 0).unwrap();
        for table in [b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name", b"OS/2", b"post"] {
            let tag = ttf_parser::Tag::from_bytes(table);
            assert!(face.raw_face().table(tag).is_some(), "{name}: {tag}");
        }
        fonts += 1;
    }
    assert!(fonts >= 4, "{fonts}");
}

#[test]
fn characters_beyond_the_basic_plane_stand_alone_and_are_counted_in_units() {
    let bytes = written(&example(), &Options::default()).unwrap();
    let mut rare = 0;
    for (_, part) in parts(&bytes).iter().filter(|(name, _)| name.contains("/Pages/")) {
        let part = std::str::from_utf8(part).unwrap();
        for object in values(part, "<ofd:TextObject", '\0')
            .iter()
            .flat_map(|rest| rest.split("</ofd:TextObject>").next())
        {
            let count = |name: &str| values(object, name, '"')[0].parse::<usize>().unwrap();
            let (codes, glyphs) = (count("CodeCount=\""), count("GlyphCount=\""));
            let code = object.split("<ofd:TextCode").nth(1).unwrap();
            let code = code.split('>').nth(1).unwrap().split('<').next().unwrap();
            let code = code.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            assert_eq!(code.encode_utf16().count(), codes, "{code}");
            if code.chars().any(|c| c.len_utf16() > 1) {
                assert_eq!((code.chars().count(), glyphs), (1, 1), "{code}");
                rare += 1;
            } else if code.chars().count() > 1 {
                assert_eq!(codes, glyphs, "{code}");
            }
        }
    }
    assert!(rare > 0, "the example has such a character");
}

#[test]
fn every_figure_is_tagged_with_its_row_and_column() {
    let report = example();
    let tags = text(&written(&report, &Options::default()).unwrap(), "Doc_0/Tags/Report.xml");
    let squares: usize =
        report.edition.form().tables.iter().map(|table| table.squares().count()).sum();
    assert_eq!(tags.matches("<nb:cell ").count(), squares);
    assert_eq!(tags.matches("<nb:section ").count(), report.sections.len());
    for tag in ["nb:title", "nb:signature", "nb:date"] {
        assert_eq!(tags.matches(&format!("<{tag}>")).count(), 1, "{tag}");
    }
}

#[test]
fn every_paragraph_is_tagged_also_the_last_of_a_page() {
    let report = example();
    let tags = text(&written(&report, &Options::default()).unwrap(), "Doc_0/Tags/Report.xml");
    let blocks = compose(&report, None).blocks;
    let paragraphs = blocks.iter().filter(|block| matches!(block, Block::Paragraph { .. })).count();
    let found = tags.matches("<nb:p>").count() + tags.matches("<nb:note>").count();
    assert_eq!(found, paragraphs);
}

#[test]
fn what_draws_nothing_in_one_cell_takes_no_tag_from_any() {
    let mut report = example();
    let table = report.tables.get_mut("proactive").unwrap();
    let row = table.rows.values_mut().next().unwrap();
    row.values_mut().next().unwrap().remark = Some("其\u{AD}中修订1件".into());
    let tags = text(&written(&report, &Options::default()).unwrap(), "Doc_0/Tags/Report.xml");
    let squares: usize =
        report.edition.form().tables.iter().map(|table| table.squares().count()).sum();
    assert_eq!(tags.matches("<nb:cell ").count(), squares);
}

#[test]
fn a_description_is_given_once() {
    let mut report = example();
    report.metadata.fields.insert("keywords".into(), "信息公开；年度报告".into());
    let entry = text(&written(&report, &Options::default()).unwrap(), "OFD.xml");
    let names = values(&entry, "<ofd:CustomData Name=\"", '"');
    let once: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(names.len(), once.len(), "{names:?}");
    assert!(names.contains(&"主题词"));
}

#[test]
fn no_text_begins_with_a_blank_and_heads_that_come_again_stand_apart() {
    let mut report = example();
    // The face changes before the blank.
    report.sections[0].blocks.push(Passage::Paragraph("甲\u{20BB7} 1 件。".repeat(400)));
    let bytes = written(&report, &Options::default()).unwrap();
    let pages: String = parts(&bytes)
        .into_iter()
        .filter(|(name, _)| name.ends_with("Content.xml"))
        .map(|(_, part)| String::from_utf8(part).unwrap())
        .collect();
    let texts = pages.split("</ofd:TextCode>").filter_map(|part| part.rsplit_once('>'));
    for (_, text) in texts {
        let is_cut = text.starts_with(char::is_whitespace) && !text.trim().is_empty();
        assert!(!is_cut, "“{text}”");
        assert!(!text.contains("自然人总计"), "{text}");
    }
}

#[test]
fn a_workbook_goes_inside_a_plain_ofd_only() {
    let workbook = Attachment::workbook("年报.xlsx", b"PK".to_vec());
    let xml = Attachment::xml("年报.xml", b"<r/>".to_vec());
    let with = |standard, attachments: &[&Attachment]| {
        let attachments = attachments.iter().map(|file| (*file).clone()).collect();
        written(&example(), &Options { standard, attachments })
    };
    let error = with(Standard::OfdA, &[&workbook]).unwrap_err().to_string();
    assert!(error.contains("不能附带工作簿"), "{error}");
    let names =
        |bytes: Vec<u8>| parts(&bytes).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert!(names(with(Standard::OfdA, &[&xml]).unwrap()).contains(&"Doc_0/Attachs/1.xml".into()));
    let both = names(with(Standard::Ofd, &[&workbook, &xml]).unwrap());
    assert!(
        both.contains(&"Doc_0/Attachs/1.xlsx".into())
            && both.contains(&"Doc_0/Attachs/2.xml".into())
    );
}

#[test]
fn a_template_of_ones_own_is_drawn_or_refused_by_name() {
    let with = |text: &str| {
        let main = format!("#set document(title: [T])\n{text}");
        let template = pdf::Template::new(pdf::Look::Report, main, std::sync::Arc::new(Nothing));
        let (publication, fonts) = (compose(&example(), None), Fonts::embedded());
        let options = pdf::Options { template, ..pdf::Options::default() };
        write(&pdf::lay_out(&publication, &fonts, &options)?, &publication, &Options::default())
    };
    let turned =
        with("#set text(font: \"NB WenKai\")\n#rotate(90deg)[转]#scale(x: 50%)[缩]").unwrap();
    let page = text(&turned, "Doc_0/Pages/Page_0/Content.xml");
    assert_eq!(page.matches(" CTM=").count(), 2, "{page}");
    assert!(!text(&turned, "Doc_0/Tags/Report.xml").contains("nb:title"));
    let coloured = with("#rect(fill: red, stroke: (dash: \"dashed\"))").unwrap();
    let page = text(&coloured, "Doc_0/Pages/Page_0/Content.xml");
    assert!(
        page.contains("DashPattern") && page.contains("<ofd:FillColor Value=\"255 65 54\"/>"),
        "{page}"
    );
    for (text, what) in [
        ("#rect(fill: gradient.linear(red, blue))", "渐变色"),
        ("#box(clip: true, width: 1cm, height: 1cm)[#rect()]", "裁剪"),
    ] {
        let error = with(text).unwrap_err().to_string();
        assert!(error.contains(what), "{error}");
    }
}

/// A folder without further files.
#[derive(Debug)]
struct Nothing;

impl pdf::TemplateFiles for Nothing {
    fn file(&self, _: &str) -> std::io::Result<Vec<u8>> {
        Err(std::io::ErrorKind::NotFound.into())
    }
}
