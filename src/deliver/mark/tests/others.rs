//! Comments and drawings of somebody else are kept.

use super::sample::{Sample, error, text};
use super::{FIRST, comments, mark, marked};

const CELLS: &str = r#"<sheetData><row r="1"><c r="A1"/><c r="B1"/><c r="C1"/></row></sheetData><legacyDrawing xmlns:q="http://schemas.openxmlformats.org/officeDocument/2006/relationships" q:id="rId1"/>"#;

const THEIRS: &str = r#"<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>张三</author></authors><commentList><comment ref="A1" authorId="0"><text><t>甲 &amp; 乙</t></text></comment><comment ref="B1" authorId="0"><text><r><t>丙</t></r><phoneticPr fontId="0"/></text></comment></commentList></comments>"#;

/// As Excel writes it: `<br>` is never closed.
const DRAWING: &str = r#"<xml xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
 <o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="3"/></o:shapelayout>
 <v:shape id="_x0000_s3073" style='x'><v:textbox><div>按钮<br>二</div></v:textbox>
  <x:ClientData ObjectType="Button"><x:Row>0</x:Row><x:Column>2</x:Column></x:ClientData></v:shape>
 <v:shape id="_x0000_s3074"><x:ClientData ObjectType="Note"><x:Anchor>
   1, 15, 0, 2, 3, 15, 4, 4</x:Anchor><x:Row>0</x:Row><x:Column>0</x:Column></x:ClientData></v:shape>
 <v:shape id="_x0000_s3075"><x:ClientData ObjectType="Note"><x:Anchor>
   1, 15, 0, 2, 1, 15, 0, 4</x:Anchor><x:Row>0</x:Row><x:Column>1</x:Column></x:ClientData></v:shape></xml>"#;

const COMMENTS: &str = "xl/comments9.xml";
const SHAPES: &str = "xl/drawings/d.vml";

fn sample() -> Sample {
    Sample::sheet(CELLS)
        .related(&[
            ("rId1", "vmlDrawing", "../drawings/d.vml"),
            ("rId2", "comments", "/xl/comments9.xml"),
        ])
        .with(COMMENTS, THEIRS)
        .with(SHAPES, DRAWING)
}

#[test]
fn their_comments_stay_and_ours_stands_behind_theirs() {
    let copy = marked(&sample(), &[error(0, 1), error(0, 2)]);
    let said = comments(&copy, COMMENTS);
    let cells: Vec<&str> = said.iter().map(|(cell, _)| cell.as_str()).collect();
    assert_eq!(cells, ["A1", "B1", "C1"]);
    let part = text(&copy, COMMENTS);
    assert!(
        part.contains(
            r#"<comment ref="A1" authorId="0"><text><t>甲 &amp; 乙</t></text></comment>"#
        )
    );
    assert!(part.contains("<author>张三</author><author>nianbao</author>"));
    assert!(said[1].1.starts_with("丙\n【nianbao 核对结果】\n错误 "), "{}", said[1].1);
    assert!(part.contains("</r><phoneticPr fontId=\"0\"/></text>"));
    // Nothing about the parts had to be said again.
    assert!(!text(&copy, "xl/worksheets/_rels/sheet1.xml.rels").contains("rId3"));
    assert!(text(&copy, FIRST).contains("q:id=\"rId1\"/>"));
}

#[test]
fn their_drawing_stays_and_their_box_grows() {
    let copy = marked(&sample(), &[error(0, 1), error(0, 2)]);
    let drawing = text(&copy, SHAPES);
    let (before, rest) = DRAWING.split_at(DRAWING.rfind("1, 15, 0, 2, 1").unwrap());
    assert!(drawing.starts_with(before.trim_end()), "{drawing}");
    assert!(!drawing.contains("1, 15, 0, 2, 1, 15, 0, 4"));
    assert!(rest.ends_with("</xml>") && drawing.ends_with("</xml>"));
    assert!(drawing.contains("id=\"_x0000_s3076\""));
    assert_eq!(drawing.matches("<x:Row>").count(), 4);
}

#[test]
fn their_text_comes_back_when_nothing_is_left_to_say() {
    let findings = [error(0, 0), error(0, 1), error(0, 2)];
    let once = marked(&sample(), &findings);
    assert!(mark(&once, &findings).unwrap() == once);
    let none = mark(&once, &[]).unwrap();
    let said = comments(&none, COMMENTS);
    let said: Vec<(&str, &str)> =
        said.iter().map(|(at, words)| (at.as_str(), words.as_str())).collect();
    assert_eq!(said, [("A1", "甲 &amp; 乙"), ("B1", "丙")]);
    assert_eq!(text(&none, SHAPES).matches("<x:Row>").count(), 3);
}

#[test]
fn ours_are_known_after_libreoffice_forgot_who_wrote_them() {
    let saved = THEIRS
        .replace("张三", " ")
        .replace("<t>甲 &amp; 乙</t>", "<r><t>错误 </t></r><r><t>NB201&#10;多 2</t></r>")
        .replace(
            "<t>丙</t>",
            "<t>丙&#10;【</t></r><r><t>nianbao </t></r><r><t>核对结果】&#10;错误</t>",
        );
    let copy = marked(
        &sample().changed(|name, text| if name == COMMENTS { saved.clone() } else { text }),
        &[],
    );
    assert_eq!(comments(&copy, COMMENTS), [("B1".to_owned(), "丙".to_owned())]);
    assert!(!text(&copy, SHAPES).contains("_x0000_s3074"));
}

#[test]
fn a_drawing_that_is_named_but_missing_is_made() {
    let mut sample = sample();
    sample.0.retain(|(name, _)| name != SHAPES && name != COMMENTS);
    let copy = marked(&sample, &[error(0, 0)]);
    assert_eq!(comments(&copy, COMMENTS).len(), 1);
    assert!(text(&copy, SHAPES).contains("<x:Column>0</x:Column>"));
    let types = text(&copy, "[Content_Types].xml");
    assert!(
        types.contains("PartName=\"/xl/comments9.xml\"") && types.contains("Extension=\"vml\"")
    );
}

#[test]
fn lists_without_content_are_filled() {
    let empty = r#"<x:comments xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:authors/><x:commentList/></x:comments>"#;
    let sample = sample().changed(|name, text| if name == COMMENTS { empty.into() } else { text });
    let part = text(&marked(&sample, &[error(0, 0)]), COMMENTS);
    assert!(part.contains(
        "<x:authors><x:author>nianbao</x:author></x:authors><x:commentList><x:comment ref=\"A1\""
    ));
}
