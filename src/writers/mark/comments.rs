//! The part with the texts of comments.
//!
//! Comments that are ours are written anew: those of our author, and those that begin as
//! ours do, because LibreOffice forgets authors. At a cell where somebody else has
//! commented, our text stands behind theirs, after a line that tells where ours begins.

use super::area::{Position, position};
use super::markup::{Kind, Tag, decode, encode, tags};
use super::notes::{self, Note};
use super::patch::Patch;
use crate::error::Error;
use crate::model::origin::reference;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The author of our comments.
const AUTHOR: &str = "nianbao";

/// The line before our text in a comment of somebody else.
const MARK: &str = "【nianbao 核对结果】";

/// What happened to the comments of a sheet.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The part as it is now.
    pub text: String,
    /// Cells that had a comment of ours.
    pub dropped: BTreeSet<Position>,
    /// Cells where our text stands in a comment of somebody else: that whole comment.
    pub shared: BTreeMap<Position, String>,
}

/// A comment as written.
#[derive(Debug, Default)]
struct Comment {
    span: Range<usize>,
    at: Option<Position>,
    author: Option<usize>,
    /// Its `text` element, and the place before the closing tag; none for an empty one.
    body: Range<usize>,
    end: Option<usize>,
    /// Runs: their place, and that of their text.
    runs: Vec<Range<usize>>,
    texts: Vec<Range<usize>>,
    /// A text that is in no run.
    bare: Option<Range<usize>>,
}

/// Whether a part may have anything of ours.
pub fn may_have_ours(text: &str) -> bool {
    text.contains(AUTHOR) || text.contains(notes::CODE)
}

/// A part without comments.
pub fn blank(namespace: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{namespace}\"><authors></authors><commentList></commentList></comments>"
    )
}

/// Puts notes in the place of our old ones.
pub fn write(old: &str, notes: &BTreeMap<Position, Note>) -> Result<Outcome, Error> {
    let part = Part::read(old)?;
    let prefix = part.prefix;
    let mut patch = Patch::new(old);
    let mut outcome = Outcome::default();
    let own = part.authors.iter().position(|author| author.trim() == AUTHOR);
    for comment in &part.comments {
        let Some(at) = comment.at else { continue };
        let is_ours = own.is_some() && comment.author == own;
        if is_ours || notes::is_saying(&comment.text(old, usize::MAX)) {
            patch.remove(comment.span.clone());
            outcome.dropped.insert(at);
            continue;
        }
        let note = notes.get(&at).filter(|_| !outcome.shared.contains_key(&at));
        let theirs = comment.share(note, prefix, &mut patch);
        if let Some(note) = note {
            outcome.shared.insert(at, format!("{theirs}\n{MARK}\n{}", note.text()));
        }
    }
    let number = own.unwrap_or(part.authors.len());
    let mut new = String::new();
    for (at, note) in notes.iter().filter(|(at, _)| !outcome.shared.contains_key(at)) {
        let (name, runs) = (reference(*at), runs(note, "", prefix));
        new.push_str(&format!(
            "<{prefix}comment ref=\"{name}\" authorId=\"{number}\"><{prefix}text>{runs}</{prefix}text></{prefix}comment>"
        ));
    }
    if !new.is_empty() {
        if own.is_none() {
            let author = format!("<{prefix}author>{AUTHOR}</{prefix}author>");
            part.author_list.append(&author, &mut patch);
        }
        part.comment_list.append(&new, &mut patch);
    }
    outcome.text = patch.apply();
    Ok(outcome)
}

/// The part as read.
struct Part<'a> {
    prefix: &'a str,
    authors: Vec<String>,
    comments: Vec<Comment>,
    author_list: Slot<'a>,
    comment_list: Slot<'a>,
}

/// Where more elements of a list go.
enum Slot<'a> {
    /// Before its closing tag.
    Before(usize),
    /// Into a list without content.
    Inside(Tag<'a>),
    /// The list is missing.
    Around(usize, &'static str, &'a str),
}

impl Slot<'_> {
    fn append(&self, what: &str, patch: &mut Patch<'_>) {
        match self {
            Slot::Before(at) => patch.insert(*at, what),
            Slot::Inside(tag) => tag.fill(what, patch),
            Slot::Around(at, name, prefix) => {
                patch.insert(*at, format!("<{prefix}{name}>{what}</{prefix}{name}>"));
            }
        }
    }
}

impl<'a> Part<'a> {
    fn read(text: &'a str) -> Result<Part<'a>, Error> {
        let mut part = Part {
            prefix: "",
            authors: Vec::new(),
            comments: Vec::new(),
            author_list: Slot::Around(0, "authors", ""),
            comment_list: Slot::Around(0, "commentList", ""),
        };
        let mut start = 0;
        for tag in tags(text) {
            let tag = tag?;
            let (at, end) = (tag.span.start, tag.span.end);
            match (tag.depth, tag.local(), tag.kind) {
                (0, _, Kind::Open) => {
                    part.prefix = tag.prefix();
                    part.author_list = Slot::Around(end, "authors", tag.prefix());
                    part.comment_list = Slot::Around(end, "commentList", tag.prefix());
                }
                (1, "authors", Kind::Close) => part.author_list = Slot::Before(at),
                (1, "authors", Kind::Empty) => part.author_list = Slot::Inside(tag),
                (1, "commentList", Kind::Close) => part.comment_list = Slot::Before(at),
                (1, "commentList", Kind::Empty) => part.comment_list = Slot::Inside(tag),
                (2, "author", Kind::Open) => start = end,
                (2, "author", Kind::Close) => part.authors.push(decode(&text[start..at]).into()),
                (2, "author", Kind::Empty) => part.authors.push(String::new()),
                (2, "comment", Kind::Open) => part.comments.push(Comment {
                    span: at..end,
                    at: tag.value("ref").and_then(|name| position(&name.text())),
                    author: tag.value("authorId").and_then(|author| author.number()),
                    ..Comment::default()
                }),
                (2.., ..) => {
                    part.comments.iter_mut().last().into_iter().for_each(|one| one.take(&tag))
                }
                _ => {}
            }
        }
        Ok(part)
    }
}

impl Comment {
    /// Takes in a tag of the comment.
    fn take(&mut self, tag: &Tag<'_>) {
        let (at, end) = (tag.span.start, tag.span.end);
        match (tag.depth, tag.local(), tag.kind) {
            (2, "comment", Kind::Close) => self.span.end = end,
            (3, "text", Kind::Open) => self.body = end..end,
            (3, "text", Kind::Empty) => self.body = at..end,
            (3, "text", Kind::Close) => {
                self.body.end = at;
                self.end.get_or_insert(at);
            }
            (4, "r", Kind::Open) => self.runs.push(at..end),
            (4, "r", Kind::Close) => {
                self.runs.iter_mut().last().into_iter().for_each(|run| run.end = end)
            }
            (4, "t", Kind::Open) => {
                self.bare = Some(at..end);
                self.texts.push(end..end);
            }
            (4, "t", Kind::Close) => {
                self.bare.iter_mut().for_each(|bare| bare.end = end);
                self.texts.iter_mut().last().into_iter().for_each(|text| text.end = at);
            }
            (5, "t", Kind::Open) => self.texts.push(end..end),
            (5, "t", Kind::Close) => {
                self.texts.iter_mut().last().into_iter().for_each(|text| text.end = at);
            }
            // Readings of characters stand behind all runs.
            (4, "rPh" | "phoneticPr", Kind::Open | Kind::Empty) => {
                self.end.get_or_insert(at);
            }
            _ => {}
        }
    }

    /// Takes our old text out of a comment of somebody else, puts the new one in, and gives
    /// their own text.
    fn share(&self, note: Option<&Note>, prefix: &str, patch: &mut Patch<'_>) -> String {
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
    fn text(&self, part: &str, end: usize) -> String {
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
fn runs(note: &Note, before: &str, prefix: &str) -> String {
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
