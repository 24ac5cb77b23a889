//! The text flow: title, headings, paragraphs, tables, signature, in reading order.

use docx_rs::{BreakType, Docx, LineSpacing, LineSpacingType, Paragraph, Run, XMLDocx};

use super::face::Face;
use super::page::Page;
use super::{signature, table, text};
use crate::publication::{Block, Publication};

/// Height of the paragraph Word wants between two tables or after the last, in twips.
const THIN: i32 = 20;

/// Builds the document with docx-rs and renders its parts, on one thread without a pause:
/// docx-rs counts paragraphs per thread, even those of documents never rendered.
pub fn build(publication: &Publication, page: &Page) -> XMLDocx {
    let mut docx = page.document();
    if !publication.title.is_empty() {
        docx = docx.add_paragraph(title(&publication.title));
    }
    let blocks = &publication.blocks;
    for (place, block) in blocks.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| blocks.get(before));
        docx = add(docx, block, before, blocks.get(place + 1), page);
    }
    docx.build()
}

fn add(
    docx: Docx,
    block: &Block,
    before: Option<&Block>,
    after: Option<&Block>,
    page: &Page,
) -> Docx {
    match block {
        Block::Heading { level, text } => {
            let (style, face) = match level {
                1 => ("Heading1", Face::Hei),
                2 => ("Heading2", Face::KaiTi),
                _ => ("Heading3", Face::FangSong),
            };
            docx.add_paragraph(prose(style, face, text, before, after, page))
        }
        Block::Paragraph { text } => {
            docx.add_paragraph(prose("NormalIndent", Face::FangSong, text, before, after, page))
        }
        Block::Table(table) => {
            let docx = docx.add_table(table::build(table, page));
            match after {
                None | Some(Block::Table(_)) => docx.add_paragraph(thin()),
                Some(_) => docx,
            }
        }
        Block::Signature { name, date } => {
            signature::paragraphs(name, date, page).into_iter().fold(docx, Docx::add_paragraph)
        }
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
