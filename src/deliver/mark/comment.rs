//! One comment as written: whose it is, what it says, and what of that is ours.

use super::notes::Note;
use crate::formats::xml::decode;
use crate::formats::xml::markup::{Tag, TagKind};
use crate::formats::xml::patch::Patch;
use crate::formats::xml::printer::encode;
use crate::model::area::{Position, position};
use std::ops::Range;

/// The line before our text in a comment of somebody else.
pub const MARK: &str = "【nianbao 核对结果】";

/// A comment as written.
#[derive(Debug, Default)]
pub struct Comment {
    /// Its place.
    pub span: Range<usize>,
    /// Its cell.
    pub at: Option<Position>,
    /// Number of its author.
    pub author: Option<usize>,
    /// Its `text` element, and the place before the closing tag; none for an empty one.
    body: Range<usize>,
    end: Option<usize>,
    /// Runs: their place, and that of their text.
    runs: Vec<Range<usize>>,
    texts: Vec<Range<usize>>,
    /// A text that is in no run.
    bare: Option<Range<usize>>,
    in_run: bool,
}

impl Comment {
    /// The comment that a tag opens.
    pub fn new(tag: &Tag<'_>) -> Comment {
        Comment {
            span: tag.span.clone(),
            at: tag.value("ref").and_then(|name| position(&name.text())),
            author: tag.value("authorId").and_then(|author| author.number()),
            ..Comment::default()
        }
    }

    /// Takes in a tag of the comment.
    pub fn take(&mut self, tag: &Tag<'_>) {
        let (at, end) = (tag.span.start, tag.span.end);
        match (tag.depth, tag.local(), tag.kind) {
            (2, "comment", TagKind::Close) => self.span.end = end,
            (3, "text", TagKind::Open) => self.body = end..end,
            (3, "text", TagKind::Empty) => self.body = at..end,
            (3, "text", TagKind::Close) => {
                self.body.end = at;
                self.end.get_or_insert(at);
            }
            (4, "r", TagKind::Open) => {
                self.runs.push(at..end);
                self.in_run = true;
            }
            (4, "r", TagKind::Close) => {
                self.in_run = false;
                self.runs.iter_mut().last().into_iter().for_each(|run| run.end = end)
            }
            (4, "t", TagKind::Open) => {
                self.bare = Some(at..end);
                self.texts.push(end..end);
            }
            (4, "t", TagKind::Close) => {
                self.bare.iter_mut().for_each(|bare| bare.end = end);
                self.texts.iter_mut().last().into_iter().for_each(|text| text.end = at);
            }
            (5, "t", TagKind::Open) if self.in_run => self.texts.push(end..end),
            (5, "t", TagKind::Close) if self.in_run => {
                self.texts.iter_mut().last().into_iter().for_each(|text| text.end = at);
            }
            // Readings of characters stand behind all runs.
            (4, "rPh" | "phoneticPr", TagKind::Open | TagKind::Empty) => {
                self.end.get_or_insert(at);
            }
            _ => {}
        }
    }

    /// Takes our old text out of a comment of somebody else, puts the new one in, and gives
    /// their own text.
    pub fn share(&self, note: Option<&Note>, prefix: &str, patch: &mut Patch<'_>) -> String {
        let text = patch.text();
        let ours = self.ours(text);
        if let Some((span, cut)) = &ours {
            match self.runs.iter().find(|run| run.contains(&span.start)) {
                // A run of ours alone.
                Some(run) if *cut == span.start => patch.remove(run.clone()),
                _ => patch.remove(*cut..span.end),
            }
            for run in self.runs.iter().filter(|run| run.start > span.start) {
                patch.remove(run.clone());
            }
        }
        let theirs = self.text(text, ours.map_or(usize::MAX, |(_, cut)| cut));
        if let Some(note) = note {
            let new_line = if theirs.is_empty() || theirs.ends_with('\n') { "" } else { "\n" };
            let runs = runs(note, &format!("{new_line}{MARK}\n"), prefix);
            match self.end {
                Some(end) => {
                    if let Some(bare) = &self.bare {
                        patch.insert(bare.start, format!("<{prefix}r>"));
                        patch.insert(bare.end, format!("</{prefix}r>"));
                    }
                    patch.insert(end, runs);
                }
                None => {
                    let whole = format!("<{prefix}text>{runs}</{prefix}text>");
                    patch.replace(self.body.clone(), &whole);
                }
            }
        }
        theirs
    }

    /// The text our old one begins in, and where theirs ends in it. LibreOffice breaks our
    /// line into runs, so it is looked for in all of them together.
    fn ours(&self, part: &str) -> Option<(Range<usize>, usize)> {
        let whole: String = self.texts.iter().map(|span| &part[span.clone()]).collect();
        let mark = whole.find(MARK)?;
        let theirs = trimmed(&whole[..mark]).len();
        let mut start = 0;
        for span in &self.texts {
            if mark < start + span.len() {
                return Some((span.clone(), span.start + theirs.saturating_sub(start)));
            }
            start += span.len();
        }
        None
    }

    /// Its text as far as this place in the part.
    pub fn text(&self, part: &str, end: usize) -> String {
        let before = self.texts.iter().filter(|span| span.start <= end);
        before.map(|span| decode(&part[span.start..span.end.min(end)]).into_owned()).collect()
    }
}

/// A text as written without the blank lines at its end, however they are written.
fn trimmed(text: &str) -> &str {
    const BREAKS: [&str; 4] = ["&#10;", "&#xA;", "&#xa;", "&#13;"];
    let mut rest = text.trim_end();
    while let Some(shorter) = BREAKS.iter().find_map(|written| rest.strip_suffix(written)) {
        rest = shorter.trim_end();
    }
    rest
}

/// A note as runs of text: what it is in bold, the rest plain.
pub fn runs(note: &Note, before: &str, prefix: &str) -> String {
    let run = |bold: bool, text: &str| {
        let bold = if bold { format!("<{prefix}b/>") } else { String::new() };
        let text = encode(text);
        format!(
            "<{prefix}r><{prefix}rPr>{bold}<{prefix}sz val=\"10\"/><{prefix}color indexed=\"81\"/><{prefix}rFont val=\"宋体\"/><{prefix}family val=\"3\"/><{prefix}charset val=\"134\"/></{prefix}rPr><{prefix}t xml:space=\"preserve\">{text}</{prefix}t></{prefix}r>"
        )
    };
    let mut runs = String::new();
    let mut before = before.to_owned();
    for saying in note.sayings() {
        runs.push_str(&run(true, &format!("{before}{}\n", saying.head)));
        runs.push_str(&run(false, &saying.body));
        before = "\n\n".to_owned();
    }
    runs
}
