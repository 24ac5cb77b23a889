//! The text flow: title, headings, paragraphs, tables, signature, in reading order.
//!
//! docx-rs writes each paragraph, table and cell for itself, and each is put right before the
//! next is begun: the whole never stands in memory as a tree.

use docx_rs::{BreakType, BuildXML, LineSpacing, LineSpacingType, Paragraph, Run};

use super::face::Face;
use super::fit::LINE_PER_SIZE;
use super::page::{Page, twips_of_pt};
use super::place::Place;
use super::style::TABLE_PT;
use super::template::{self, Template};
use super::{order, signature, table, text};
use crate::error::Error;
use crate::formats::xml::tree::Element;
use crate::publication::{Block, Publication};

/// Height of the paragraph Word wants between two tables or after the last, in twips.
const THIN: i32 = 20;

/// Blank lines above and below the title, which its style has.
const BLANK_LINES_OF_TITLE: usize = 3;

/// Space between a table and the text below it, and between text and a table, in lines.
const ABOVE_TEXT: f64 = 0.25;
const ABOVE_TABLE: f64 = 1.0 / 6.0;
/// Space between a table and the first note on it, in lines.
const ABOVE_NOTES: f64 = 1.0 / 6.0;

/// The text in the making.
struct Flow<'a> {
    page: &'a Page,
    template: Option<&'a Template>,
    place: Place,
    /// Level of the last heading: none is left out on the way down.
    depth: u8,
    /// Whether the last block was a note on a table.
    is_in_notes: bool,
    text: String,
}

/// Everything in the body but its section.
pub fn write(
    publication: &Publication,
    page: &Page,
    template: Option<&Template>,
) -> Result<String, Error> {
    let (place, text) = (Place::new(page), String::new());
    let mut flow = Flow { page, template, place, depth: 0, is_in_notes: false, text };
    if !publication.title.is_empty() {
        flow.paragraph(&title(&publication.title))?;
        flow.place.lines(publication.title.len() + BLANK_LINES_OF_TITLE);
    }
    let blocks = &publication.blocks;
    for (place, block) in blocks.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| blocks.get(before));
        let below_table = flow.is_in_notes || matches!(before, Some(Block::Table(_)));
        flow.block(block, below_table, blocks.get(place + 1))?;
        flow.is_in_notes = below_table && matches!(block, Block::Paragraph { .. });
    }
    Ok(flow.text)
}

impl Flow<'_> {
    fn block(
        &mut self,
        block: &Block,
        below_table: bool,
        after: Option<&Block>,
    ) -> Result<(), Error> {
        match block {
            Block::Heading { level, text, .. } => {
                self.depth = (*level).min(self.depth + 1);
                let (style, face) = match self.depth {
                    0 | 1 => ("Heading1", Face::Hei),
                    2 => ("Heading2", Face::KaiTi),
                    _ => ("Heading3", Face::FangSong),
                };
                self.prose(style, face, text, below_table, after)
            }
            Block::Paragraph { text, .. } if below_table => self.note(text, after),
            Block::Paragraph { text, .. } => {
                self.prose("NormalIndent", Face::FangSong, text, below_table, after)
            }
            Block::Table(table) => {
                table::write(table, self.page, &mut self.place, self.template, &mut self.text)?;
                match after {
                    None | Some(Block::Table(_)) => self.paragraph(&thin()),
                    Some(_) => Ok(()),
                }
            }
            Block::Signature { name, date } => {
                let paragraphs = signature::paragraphs(name, date, self.page);
                paragraphs.iter().try_for_each(|paragraph| self.paragraph(paragraph))
            }
        }
    }

    /// A heading or a paragraph of text.
    fn prose(
        &mut self,
        style: &str,
        face: Face,
        words: &str,
        below_table: bool,
        after: Option<&Block>,
    ) -> Result<(), Error> {
        let mut paragraph = Paragraph::new().style(style);
        let mut space = LineSpacing::new();
        let line = self.place.line;
        if below_table {
            // Off the lower rule of the table, and on the lines of the page again.
            let used = self.place.used;
            let above = ((used / line + ABOVE_TEXT).ceil() * line - used).round();
            space = space.before(above as u32);
            self.place.space(above);
        }
        let (lines, closer) = self.place.count(words);
        match style.starts_with("Heading") {
            true => self.place.heading(lines),
            false => self.place.lines(lines),
        }
        if matches!(after, Some(Block::Table(_))) {
            let below = (line * ABOVE_TABLE).round();
            space = space.after(below as u32);
            self.place.space(below);
        }
        if space != LineSpacing::new() {
            paragraph = paragraph.line_spacing(space);
        }
        // A signature must not stand alone on a page.
        paragraph = paragraph.keep_next(matches!(after, Some(Block::Signature { .. })));
        let mut element = Element::parse(&text::write(paragraph, words, face, None).build())?;
        if closer > 0 && self.template.is_none() {
            let spacing = Element::value("w:spacing", self.page.tightening - closer);
            for run in element.elements_mut().filter(|child| child.name == "w:r") {
                run.add_to("w:rPr", spacing.clone());
            }
        }
        self.element(element)
    }

    /// A note on the table above, close to it and in about its size.
    fn note(&mut self, words: &str, after: Option<&Block>) -> Result<(), Error> {
        let above = if self.is_in_notes { 0.0 } else { (self.place.line * ABOVE_NOTES).round() };
        let (lines, _) = self.place.count(words);
        let size = TABLE_PT / self.page.body_pt;
        let lines = (lines as f64 * size).ceil();
        self.place.space(above + lines * f64::from(twips_of_pt(TABLE_PT * LINE_PER_SIZE)));
        let paragraph = Paragraph::new()
            .style("TableText")
            .line_spacing(LineSpacing::new().before(above as u32))
            .keep_next(matches!(after, Some(Block::Signature { .. })));
        self.paragraph(&text::write(paragraph, words, Face::FangSong, None))
    }

    fn paragraph(&mut self, paragraph: &Paragraph) -> Result<(), Error> {
        self.element(Element::parse(&paragraph.build())?)
    }

    fn element(&mut self, mut element: Element) -> Result<(), Error> {
        if let Some(template) = self.template {
            template::paragraph(template, &mut element, None);
        }
        order::tidy(&mut element);
        element.write(&mut self.text);
        Ok(())
    }
}

/// The title is one paragraph: one entry of the outline and of a screen reader.
fn title(lines: &[String]) -> Paragraph {
    let mut paragraph = Paragraph::new().style("Title");
    for (place, line) in lines.iter().enumerate() {
        if place > 0 {
            paragraph = paragraph.add_run(Run::new().add_break(BreakType::TextWrapping));
        }
        paragraph = text::write(paragraph, line, Face::XiaoBiaoSong, None);
    }
    paragraph
}

fn thin() -> Paragraph {
    let line = LineSpacing::new().line(THIN).line_rule(LineSpacingType::Exact);
    Paragraph::new().style("TableText").line_spacing(line)
}
