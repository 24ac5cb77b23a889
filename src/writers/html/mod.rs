//! The report as a web page, or as a piece of one for the editor of a content system.
//!
//! The page has its looks from one style sheet in its head; the piece has them on every
//! element, because an editor throws away everything else. No script, nothing from outside.

pub mod blocks;
mod dress;
mod facts;
mod text;

use crate::formats::xml::printer::Printer;
use crate::model::{Metadata, Report};
use crate::payload::names::NAMES;
use crate::payload::write::value;
use crate::publication::measures::Measures;
use crate::publication::{Block, Publication};
use crate::text::clean::trim;
use dress::{Piece, Sheet};
use text::markup;

/// The looks of the page but for what [`sheet_measures`] says.
const SHEET: &str = include_str!("../../../templates/page.css");

/// The whole page as a portal publishes it.
pub fn page(report: &Report, publication: &Publication) -> Vec<u8> {
    let mut out = Printer::html();
    out.raw("<!DOCTYPE html>");
    out.open("html", &[("lang", "zh-CN")]);
    head(&mut out, report, &publication.measures);
    out.open("body", &[]);
    out.open("main", &[]);
    out.open("article", &[("class", "ndbg")]);
    out.open("header", &[]);
    out.inline("h1", &[], &title(&publication.title));
    facts::write(&mut out, &report.metadata, &publication.blocks);
    out.close("header");
    blocks::write(&mut out, publication, &Sheet::new(&prefix(&report.metadata)));
    out.close("article");
    out.close("main");
    out.close("body");
    out.close("html");
    out.finish()
}

/// Everything below the title, to be pasted into an editor that has a field for the title and
/// writes the page tags itself. No element stands around the others: editors throw away what
/// they do not know with all that is in it.
pub fn fragment(report: &Report, publication: &Publication) -> Vec<u8> {
    let dress = Piece::new(&prefix(&report.metadata), &publication.measures);
    let mut out = Printer::html();
    blocks::write(&mut out, publication, &dress);
    // Editors make empty paragraphs of the line ends between elements.
    let text = out.into_text().replace(">\n", ">");
    text.into_bytes()
}

/// The page tags of 《政府网站发展指引》 that are known: name and content, as in `r:metadata`.
pub fn page_tags(report: &Report) -> Vec<(&'static str, String)> {
    let known = NAMES.iter().filter(|name| name.is_page_tag()).filter_map(|name| {
        let content = match name.field {
            "title" => Some(report.title()),
            field => value(&report.metadata, field),
        };
        Some((name.element, trim(&content?).to_owned()))
    });
    known.filter(|(_, content)| !content.is_empty()).collect()
}

fn head(out: &mut Printer, report: &Report, measures: &Measures) {
    out.open("head", &[]);
    out.empty("meta", &[("charset", "utf-8")]);
    out.leaf("title", &[], trim(&report.title()));
    let width = "width=device-width, initial-scale=1";
    out.empty("meta", &[("name", "viewport"), ("content", width)]);
    // Phones make links of figures that they take for telephone numbers.
    out.empty("meta", &[("name", "format-detection"), ("content", "telephone=no")]);
    for (name, content) in page_tags(report) {
        out.empty("meta", &[("name", name), ("content", &content)]);
    }
    out.open("style", &[]);
    for line in sheet_measures(measures).lines().chain(SHEET.lines()) {
        out.raw(line);
    }
    out.close("style");
    out.close("head");
}

/// The page on paper, in the numbers of every other writer.
fn sheet_measures(measures: &Measures) -> String {
    let pitch = measures.text_height_mm() / f64::from(measures.lines);
    format!(
        "@page {{ size: {}mm {}mm; margin: {}mm {}mm {}mm {}mm; }}\n\
         :root {{ --title: {}pt; --body: {}pt; --pitch: {:.3}mm; }}\n",
        measures.paper_width_mm,
        measures.paper_height_mm,
        measures.margin_top_mm,
        measures.paper_width_mm - measures.margin_left_mm - measures.text_width_mm(),
        measures.margin_bottom_mm,
        measures.margin_left_mm,
        measures.title_pt,
        measures.body_pt,
        pitch,
    )
}

/// The title on one line that breaks where the meaning allows, if it must.
fn title(lines: &[String]) -> String {
    match lines {
        [line] => markup(trim(line)).markup,
        lines => lines.iter().map(|line| format!("<span>{}</span>", markup(line).markup)).collect(),
    }
}

/// Before every id, so that the reports of several years can share a page.
fn prefix(metadata: &Metadata) -> String {
    metadata.year.map_or("ndbg-".to_owned(), |year| format!("ndbg{year}-"))
}

/// Whether a text stands in a paragraph of the report.
fn is_told(blocks: &[Block], text: &str) -> bool {
    let told =
        |block: &Block| matches!(block, Block::Paragraph { text: own, .. } if own.contains(text));
    blocks.iter().any(told)
}

#[cfg(test)]
mod tests;
