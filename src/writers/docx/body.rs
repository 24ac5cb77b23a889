//! The text flow: title, headings, paragraphs, tables, signature, in reading order.
//!
//! docx-rs writes each paragraph, table and cell for itself, and each is put right before the
//! next is begun: the whole never stands in memory as a tree.

use docx_rs::{BreakType, BuildXML, LineSpacing, LineSpacingType, Paragraph, Run};

use super::face::Face;
use super::page::Page;
use super::template::{self, Template};
use super::{order, signature, table, text};
use crate::error::Error;
use crate::formats::xml::tree::Element;
use crate::publication::{Block, Publication};

/// Height of the paragraph Word wants between two tables or after the last, in twips.
const THIN: i32 = 20;

/// The text in the making.
struct Flow<'a> {
    page: &'a Page,
    template: Option<&'a Template>,
    text: String,
}

/// Everything in the body but its section.
pub fn write(
    publication: &Publication,
    page: &Page,
    template: Option<&Template>,
) -> Result<String, Error> {
    let mut flow = Flow { page, template, text: String::new() };
    if !publication.title.is_empty() {
        flow.paragraph(&title(&publication.title))?;
    }
    let blocks = &publication.blocks;
    for (place, block) in blocks.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| blocks.get(before));
        flow.block(block, before, blocks.get(place + 1))?;
    }
    Ok(flow.text)
}

impl Flow<'_> {
    fn block(
        &mut self,
        block: &Block,
        before: Option<&Block>,
        after: Option<&Block>,
    ) -> Result<(), Error> {
        match block {
            Block::Heading { level, text, .. } => {
                let (style, face) = match level {
                    1 => ("Heading1", Face::Hei),
                    2 => ("Heading2", Face::KaiTi),
                    _ => ("Heading3", Face::FangSong),
                };
                self.paragraph(&prose(style, face, text, before, after, self.page))
            }
            Block::Paragraph { text, .. } => {
                let face = Face::FangSong;
                self.paragraph(&prose("NormalIndent", face, text, before, after, self.page))
            }
            Block::Table(table) => {
                table::write(table, self.page, self.template, &mut self.text)?;
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

    fn paragraph(&mut self, paragraph: &Paragraph) -> Result<(), Error> {
        let mut element = Element::parse(&paragraph.build())?;
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

fn prose(
    style: &str,
    face: Face,
    words: &str,
    before: Option<&Block>,
    after: Option<&Block>,
    page: &Page,
) -> Paragraph {
    let mut paragraph = Paragraph::new().style(style);
    let mut space = LineSpacing::new();
    if matches!(before, Some(Block::Table(_))) {
        // Half a line keeps the text off the lower rule of the table.
        space = space.before((page.line / 2) as u32);
    }
    if matches!(after, Some(Block::Table(_))) {
        space = space.after((page.line / 6) as u32);
    }
    if space != LineSpacing::new() {
        paragraph = paragraph.line_spacing(space);
    }
    // A signature must not stand alone on a page.
    paragraph = paragraph.keep_next(matches!(after, Some(Block::Signature { .. })));
    text::write(paragraph, words, face, None)
}

fn thin() -> Paragraph {
    let line = LineSpacing::new().line(THIN).line_rule(LineSpacingType::Exact);
    Paragraph::new().style("TableText").line_spacing(line)
}
