//! The styles part. Every look of the document has its style here under the name by which
//! Word and WPS know it, so that a clerk can change it in one place; the body adds only
//! what is worked out for one paragraph.
//!
//! Written without docx-rs, whose styles know neither `w:default`, `w:lang`, `w:kinsoku`,
//! `w:autoSpaceDE` nor `w:firstLineChars`.

use super::face::Face;
use super::fit::LINE_PER_SIZE;
use super::page::{Page, half_points, twips_of_pt};
use crate::formats::xml::tree::Element;

/// Size of table styles; every table says its own.
pub const TABLE_PT: f64 = 10.5;

/// The styles part.
pub fn styles(page: &Page) -> Element {
    // `w:val` speaks of Latin letters and digits only. Named Chinese there, as the rest is,
    // LibreOffice tears numbers at the end of a line: 202|1, 100|%.
    let language = Element::new("w:lang")
        .with("w:val", "en-US")
        .with("w:eastAsia", "zh-CN")
        .with("w:bidi", "ar-SA");
    let defaults = Element::new("w:docDefaults")
        .child(
            Element::new("w:rPrDefault")
                .child(letters(Face::FangSong, page.body_pt).child(language)),
        )
        .child(Element::new("w:pPrDefault"));
    Element::new("w:styles")
        .child(defaults)
        .children(text_styles(page))
        .children(table_styles())
        .children([default_characters(), default_table(), default_list()])
}

fn text_styles(page: &Page) -> Vec<Element> {
    let heading = |level: u8, face| {
        let id = format!("Heading{level}");
        style(&id, &format!("heading {level}"), "Normal", "NormalIndent", 9)
            .child(
                look([flag("w:keepNext"), flag("w:keepLines"), indent(page)])
                    .child(Element::value("w:outlineLvl", level.saturating_sub(1))),
            )
            .child(letters(face, page.body_pt))
    };
    vec![
        normal(page),
        style("NormalIndent", "Normal Indent", "Normal", "NormalIndent", 0)
            .child(look([indent(page)])),
        style("Title", "Title", "Normal", "NormalIndent", 10)
            .child(
                look([flag("w:keepNext"), flag("w:keepLines"), align("center")])
                    .child(
                        // Two blank lines above, one below, on the line grid.
                        exactly(page.line)
                            .with("w:before", 2 * page.line)
                            .with("w:after", page.line),
                    )
                    .children(close_to_digits()),
            )
            .child(letters(Face::XiaoBiaoSong, page.title_pt).child(pitch(0))),
        heading(1, Face::Hei),
        heading(2, Face::KaiTi),
        heading(3, Face::FangSong),
        style("Signature", "Signature", "Normal", "Date", 99).child(
            look([flag("w:keepNext"), flag("w:keepLines"), align("right")])
                .children(close_to_digits()),
        ),
        style("Date", "Date", "Normal", "NormalIndent", 99)
            .child(look([flag("w:keepLines"), align("left")]).children(close_to_digits())),
        style("Footer", "footer", "Normal", "Footer", 99)
            .child(
                look([exactly(twips_of_pt(page.page_number_pt)), align("left")])
                    .children(close_to_digits()),
            )
            .child(letters(Face::Song, page.page_number_pt).child(pitch(0))),
    ]
}

/// 正文: what every other style starts from. Its size is the unit of the character grid.
///
/// The grid of the section is what Word shows in its page setup; the text stands on exact
/// lines and a tightened pitch instead and does not snap to it. The two agree, but only
/// Word and WPS follow a grid closer than the type: LibreOffice gives every character two
/// squares of it, ONLYOFFICE none.
fn normal(page: &Page) -> Element {
    named("paragraph", "Normal", "Normal")
        .with("w:default", "1")
        .child(flag("w:qFormat"))
        .child(look([
            flag("w:widowControl"),
            flag("w:kinsoku"),
            // Chinese documents hang no punctuation into the margin.
            off("w:overflowPunct"),
            off("w:adjustRightInd"),
            off("w:snapToGrid"),
            exactly(page.line),
            align("both"),
        ]))
        .child(letters(Face::FangSong, page.body_pt).child(pitch(page.tightening)))
}

fn table_styles() -> Vec<Element> {
    let text = style("TableText", "表格文字", "Normal", "TableText", 20)
        .child(
            look([
                exactly(twips_of_pt(TABLE_PT * LINE_PER_SIZE)),
                align("left"),
                off("w:snapToGrid"),
            ])
            .children(close_to_digits()),
        )
        .child(letters(Face::FangSong, TABLE_PT).child(pitch(0)));
    let centred = |id, name| style(id, name, "TableText", id, 20).child(look([align("center")]));
    vec![text, centred("TableHead", "表头"), centred("TableFigure", "表格数字")]
}

fn default_characters() -> Element {
    named("character", "DefaultParagraphFont", "Default Paragraph Font")
        .with("w:default", "1")
        .children([Element::value("w:uiPriority", 1), flag("w:semiHidden")])
        .child(flag("w:unhideWhenUsed"))
}

fn default_table() -> Element {
    let side = |name| Element::new(name).with("w:w", 0).with("w:type", "dxa");
    let margins = ["w:top", "w:left", "w:bottom", "w:right"].map(side);
    let look = Element::new("w:tblPr")
        .child(Element::new("w:tblInd").with("w:w", 0).with("w:type", "dxa"))
        .child(Element::new("w:tblCellMar").children(margins));
    named("table", "TableNormal", "Normal Table")
        .with("w:default", "1")
        .children([Element::value("w:uiPriority", 99), flag("w:semiHidden")])
        .child(flag("w:unhideWhenUsed"))
        .child(look)
}

fn default_list() -> Element {
    named("numbering", "NoList", "No List")
        .with("w:default", "1")
        .children([Element::value("w:uiPriority", 99), flag("w:semiHidden")])
        .child(flag("w:unhideWhenUsed"))
}

fn named(kind: &str, id: &str, name: &str) -> Element {
    Element::new("w:style")
        .with("w:type", kind)
        .with("w:styleId", id)
        .child(Element::value("w:name", name))
}

/// A paragraph style. Word takes names it does not know for the user's own styles, which
/// `w:customStyle` has to say.
fn style(id: &str, name: &str, based_on: &str, next: &str, priority: u8) -> Element {
    let mut style = named("paragraph", id, name);
    if !name.is_ascii() {
        style = style.with("w:customStyle", "1");
    }
    style
        .child(Element::value("w:basedOn", based_on))
        .child(Element::value("w:next", next))
        .child(Element::value("w:uiPriority", priority))
        .child(flag("w:qFormat"))
}

fn look<const N: usize>(properties: [Element; N]) -> Element {
    Element::new("w:pPr").children(properties)
}

fn letters(face: Face, pt: f64) -> Element {
    let mut fonts = Element::new("w:rFonts");
    for slot in ["w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"] {
        fonts = fonts.with(slot, face.name());
    }
    Element::new("w:rPr").children([
        fonts,
        Element::value("w:sz", half_points(pt)),
        Element::value("w:szCs", half_points(pt)),
    ])
}

/// Titles, tables and page numbers get no space between Han and digits, nor does the
/// signature, whose indents are worked out without it.
fn close_to_digits() -> [Element; 2] {
    ["w:autoSpaceDE", "w:autoSpaceDN"].map(off)
}

/// What every character is wider than its type, in twips.
fn pitch(wider: i32) -> Element {
    Element::value("w:spacing", wider)
}

/// First line in by two characters; the twips are for readers that ignore characters.
fn indent(page: &Page) -> Element {
    Element::new("w:ind")
        .with("w:firstLineChars", (page.indent * 100.0).round())
        .with("w:firstLine", page.wide(page.indent))
}

fn exactly(twips: i32) -> Element {
    Element::new("w:spacing").with("w:line", twips).with("w:lineRule", "exact")
}

fn align(side: &str) -> Element {
    Element::value("w:jc", side)
}

fn flag(name: &str) -> Element {
    Element::new(name)
}

fn off(name: &str) -> Element {
    Element::value(name, 0)
}
