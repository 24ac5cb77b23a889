//! The body of a Word file: paragraphs with their runs, text boxes and fields.

use super::fields::Fields;
use super::flag::is_on;
use super::numbering::{Link, Numbering};
use super::properties::{Properties, Run};
use super::styles::Styles;
use super::symbol::symbol;
use super::table::{self, Shape, Story};
use crate::error::Error;
use crate::formats::xml::tokens::{Tag, Token, Xml};
use crate::reader::document::budget::Budget;
use crate::reader::document::flow::{Block, Content, Line, Note, NoteKind};
use crate::text::raised::raised;
use std::collections::BTreeMap;

/// What is needed to read a body, and what is noted on the way.
#[derive(Default)]
pub struct Body {
    /// The paragraph styles.
    pub styles: Styles,
    /// The lists.
    pub numbering: Numbering,
    /// Texts of footnotes (`f1`) and endnotes (`e1`).
    pub footnotes: BTreeMap<String, String>,
    /// What was left out.
    pub notes: Vec<Note>,
    /// What is left of paragraphs and text.
    pub budget: Budget,
    /// Paragraphs met so far, those of skipped parts too.
    pub met: u32,
    /// The fields that are open.
    fields: Fields,
}

/// A paragraph as read.
pub struct Paragraph {
    line: Line,
    /// Text boxes that hang on it.
    boxes: Vec<Block>,
    /// Whether its end was deleted, so that the next one goes on with it.
    goes_on: bool,
}

impl Story for Body {
    fn cell(&mut self, xml: &mut Xml<'_>, shape: &mut Shape) -> Result<Vec<Block>, Error> {
        self.budget.cell()?;
        self.contents(xml, shape)
    }

    fn skip(&mut self, xml: &mut Xml<'_>) -> Result<(), Error> {
        self.pass(xml)
    }

    fn tracked(&mut self) {
        self.note(NoteKind::Tracked, "");
    }
}

impl Body {
    /// Reads what stands in the element that was just opened, to its end.
    ///
    /// # Errors
    /// When the part is damaged or holds too much.
    pub fn blocks(&mut self, xml: &mut Xml<'_>) -> Result<Vec<Block>, Error> {
        self.contents(xml, &mut Shape::default())
    }

    fn contents(&mut self, xml: &mut Xml<'_>, shape: &mut Shape) -> Result<Vec<Block>, Error> {
        let outside = xml.depth() - 1;
        let mut blocks = Vec::new();
        let mut begun: Option<Line> = None;
        loop {
            match xml.token()? {
                Token::Open(tag) => match tag.local() {
                    "p" => {
                        let Paragraph { mut line, boxes, goes_on } = self.paragraph(xml)?;
                        if let Some(before) = begun.take() {
                            line.text.insert_str(0, &before.text);
                            line.source = before.source;
                            line.level = before.level.or(line.level);
                        }
                        match goes_on {
                            true => begun = Some(line),
                            false => push(&mut blocks, line),
                        }
                        blocks.extend(boxes);
                    }
                    "tbl" => {
                        let cells = table::read(self, xml)?;
                        blocks.push(Block { within: 0, content: Content::Table(cells) });
                    }
                    "sdt" | "sdtContent" | "customXml" | "smartTag" | "ins" | "moveTo"
                    | "AlternateContent" | "Choice" | "body" => {}
                    "sdtPr" => {
                        if is_placeholder(xml)? {
                            self.leave_out_content(xml)?;
                        }
                    }
                    "tcPr" => shape.read(xml)?,
                    "altChunk" => {
                        self.note(NoteKind::Embedded, "");
                        self.pass(xml)?;
                    }
                    _ => self.pass(xml)?,
                },
                Token::Close(tag) if tag.depth == outside => break,
                Token::End => break,
                _ => {}
            }
        }
        blocks.extend(begun.into_iter().flat_map(|line| {
            let mut last = Vec::new();
            push(&mut last, line);
            last
        }));
        Ok(blocks)
    }

    /// Skips an element, counting the paragraphs in it.
    fn pass(&mut self, xml: &mut Xml<'_>) -> Result<(), Error> {
        let outside = xml.depth() - 1;
        loop {
            match xml.token()? {
                Token::Open(tag) if is_paragraph(&tag) => self.met += 1,
                Token::Close(tag) if tag.depth == outside => return Ok(()),
                Token::End => return Ok(()),
                _ => {}
            }
        }
    }

    /// Skips what was deleted; the beginning of its text.
    fn skip_deleted(&mut self, xml: &mut Xml<'_>) -> Result<String, Error> {
        let outside = xml.depth() - 1;
        let mut text = String::new();
        loop {
            match xml.token()? {
                Token::Open(tag) if is_paragraph(&tag) => self.met += 1,
                Token::Text(piece) if text.trim().is_empty() => text.push_str(&piece),
                Token::Close(tag) if tag.depth == outside => return Ok(text),
                Token::End => return Ok(text),
                _ => {}
            }
        }
    }

    /// Skips the content of a control that still shows what to fill in.
    fn leave_out_content(&mut self, xml: &mut Xml<'_>) -> Result<(), Error> {
        let outside = xml.depth() - 1;
        loop {
            match xml.token()? {
                Token::Open(tag) if tag.local() == "sdtContent" => return self.pass(xml),
                Token::Open(_) => self.pass(xml)?,
                Token::Close(tag) if tag.depth == outside => return Ok(()),
                Token::End => return Ok(()),
                _ => {}
            }
        }
    }

    /// Notes something about the paragraph at hand.
    fn note(&mut self, kind: NoteKind, text: &str) {
        /// The hundredth tells nothing new.
        const MOST: usize = 100;
        let source = self.met.saturating_sub(1);
        let count = self.notes.iter().filter(|note| note.kind == kind).count();
        let is_said = self
            .notes
            .last()
            .is_some_and(|note| note.kind == kind && note.source == source && note.text == text);
        if count < MOST && !is_said {
            self.notes.push(Note { kind, source, text: text.to_owned() });
        }
    }

    /// Says that a field has no end, so that its text may be missing.
    pub fn close_fields(&mut self) {
        if std::mem::take(&mut self.fields).is_cut() {
            self.note(NoteKind::Unfinished, "");
        }
    }

    fn paragraph(&mut self, xml: &mut Xml<'_>) -> Result<Paragraph, Error> {
        let outside = xml.depth() - 1;
        let source = self.met;
        self.met += 1;
        self.budget.paragraph()?;
        let mut own = Properties::default();
        let (mut text, mut boxes) = (String::new(), Vec::new());
        let (mut hidden, mut struck) = (String::new(), String::new());
        let (mut run, mut is_text, mut is_instruction) = (Run::default(), false, false);
        let mut tracked = false;
        loop {
            let piece: String = match xml.token()? {
                Token::Open(tag) => match tag.local() {
                    "pPr" => {
                        own = Properties::read(xml)?;
                        run = Run::of_style(&own.style, &self.styles);
                        continue;
                    }
                    "r" => {
                        run = Run::of_style(&own.style, &self.styles);
                        continue;
                    }
                    "rPr" => {
                        run.read(xml, &self.styles)?;
                        continue;
                    }
                    "del" | "moveFrom" => {
                        tracked |= !self.skip_deleted(xml)?.trim().is_empty();
                        continue;
                    }
                    "ins" | "moveTo" => {
                        tracked = true;
                        continue;
                    }
                    "t" => {
                        is_text = true;
                        continue;
                    }
                    "instrText" => {
                        is_instruction = true;
                        continue;
                    }
                    "fldChar" => {
                        let kind = tag.attribute("fldCharType").unwrap_or_default();
                        self.fields.mark(&kind);
                        continue;
                    }
                    "tab" | "ptab" => "\t".into(),
                    "br" => match tag.attribute("type").as_deref() {
                        Some("page" | "column") if text.is_empty() => continue,
                        _ => "\n".into(),
                    },
                    "cr" => "\n".into(),
                    "noBreakHyphen" => "-".into(),
                    "sym" => symbol(
                        &tag.attribute("font").unwrap_or_default(),
                        &tag.attribute("char").unwrap_or_default(),
                    ),
                    "footnoteReference" | "endnoteReference" => {
                        let id = tag.attribute("id").unwrap_or_default();
                        let key = format!("{}{id}", &tag.local()[..1]);
                        let said = self.footnotes.get(&key).cloned().unwrap_or_default();
                        self.note(NoteKind::Footnote, &said);
                        continue;
                    }
                    "sdtPr" => {
                        if is_placeholder(xml)? {
                            self.leave_out_content(xml)?;
                        }
                        continue;
                    }
                    "txbxContent" => {
                        let fields = std::mem::take(&mut self.fields);
                        boxes.extend(self.blocks(xml)?);
                        self.fields = fields;
                        continue;
                    }
                    "object" => {
                        self.note(NoteKind::Embedded, "");
                        self.pass(xml)?;
                        continue;
                    }
                    "imagedata" => {
                        self.note(NoteKind::Picture, "");
                        continue;
                    }
                    // Text boxes are drawings, too, and are read.
                    "graphicData" => {
                        let what = tag.attribute("uri").unwrap_or_default();
                        let kind = match what.rsplit('/').next() {
                            Some("picture") => NoteKind::Picture,
                            Some("chart" | "diagram") => NoteKind::Chart,
                            _ => continue,
                        };
                        self.note(kind, "");
                        self.pass(xml)?;
                        continue;
                    }
                    // Second versions of the same, pronunciation, comments, old properties.
                    "Fallback"
                    | "rt"
                    | "pPrChange"
                    | "rPrChange"
                    | "sdtEndPr"
                    | "smartTagPr"
                    | "customXmlPr"
                    | "fldData"
                    | "ffData"
                    | "delText"
                    | "delInstrText"
                    | "nvPicPr"
                    | "docPr"
                    | "bookmarkStart"
                    | "bookmarkEnd"
                    | "commentRangeStart"
                    | "commentRangeEnd"
                    | "commentReference"
                    | "annotationRef"
                    | "softHyphen"
                    | "lastRenderedPageBreak"
                    | "proofErr"
                    | "positionH"
                    | "positionV" => {
                        self.pass(xml)?;
                        continue;
                    }
                    "p" if is_paragraph(&tag) => {
                        self.met += 1;
                        continue;
                    }
                    _ => continue,
                },
                Token::Text(piece) if is_text => piece.into_owned(),
                Token::Text(piece) if is_instruction => {
                    self.fields.instruct(&piece);
                    continue;
                }
                Token::Close(tag) if tag.depth == outside => break,
                Token::Close(tag) => {
                    match tag.local() {
                        "t" => is_text = false,
                        "instrText" => is_instruction = false,
                        _ => {}
                    }
                    continue;
                }
                Token::End => break,
                _ => continue,
            };
            self.budget.text(piece.len())?;
            if !self.fields.are_shown() {
                continue;
            }
            match run {
                Run { is_hidden: true, .. } => hidden.push_str(&piece),
                Run { is_struck: true, .. } => struck.push_str(&piece),
                Run { is_raised: true, .. } => text.push_str(&raised(&piece)),
                _ => text.push_str(&piece),
            }
        }
        if tracked || own.is_mark_deleted || own.is_mark_inserted {
            self.note_at(source, NoteKind::Tracked, "");
        }
        for (kind, left) in [(NoteKind::Hidden, &hidden), (NoteKind::Struck, &struck)] {
            if !left.trim().is_empty() {
                self.note_at(source, kind, left.trim());
            }
        }
        let level = own.outline.or_else(|| self.styles.level(&own.style));
        let number = self.number(&own);
        if self.styles.is_contents(&own.style) {
            text.clear();
        }
        let is_blank = text.trim().is_empty();
        if !is_blank && !number.is_empty() {
            self.budget.text(number.len())?;
            text.insert_str(0, &number);
        }
        let goes_on = own.is_mark_deleted || (own.is_section_end && is_cut_off(&text));
        let line = Line { level, text, source };
        Ok(Paragraph { line, boxes, goes_on })
    }

    fn note_at(&mut self, source: u32, kind: NoteKind, text: &str) {
        let met = std::mem::replace(&mut self.met, source + 1);
        self.note(kind, text);
        self.met = met;
    }

    /// The number before a paragraph.
    fn number(&mut self, own: &Properties) -> String {
        let by_style = self.styles.number(&own.style);
        let link = Link {
            list: own.link.list.clone().or(by_style.list),
            level: own.link.level.or(by_style.level),
        };
        self.numbering.next(&link, Some(&own.style))
    }
}

/// Whether a control, whose properties were just opened, still shows what to fill in.
fn is_placeholder(xml: &mut Xml<'_>) -> Result<bool, Error> {
    let outside = xml.depth() - 1;
    let mut is_placeholder = false;
    loop {
        match xml.token()? {
            Token::Open(tag) if tag.local() == "showingPlcHdr" => is_placeholder = is_on(&tag),
            Token::Close(tag) if tag.depth == outside => return Ok(is_placeholder),
            Token::End => return Ok(is_placeholder),
            _ => {}
        }
    }
}

/// Whether a tag is a paragraph of the text and not of a drawing. The marked copy counts the
/// same ones.
fn is_paragraph(tag: &Tag<'_>) -> bool {
    tag.local() == "p" && !matches!(tag.name(), "a:p" | "dgm:p" | "m:p")
}

/// Whether a paragraph that ends a section of pages is a sentence cut in two, as LibreOffice
/// cuts it at the end of a page.
fn is_cut_off(text: &str) -> bool {
    const LONG: usize = 30;
    let text = text.trim_end();
    text.chars().count() > LONG
        && text.contains(['，', '。', '；'])
        && !text.ends_with(['。', '！', '？', '；', '：', '…', '”', '）', ':', '.'])
}

/// Puts a line among the blocks unless it is blank.
fn push(blocks: &mut Vec<Block>, line: Line) {
    if !line.text.trim().is_empty() {
        blocks.push(Block { within: 0, content: Content::Line(line) });
    }
}
