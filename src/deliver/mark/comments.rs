//! The part with the texts of comments.
//!
//! Comments that are ours are written anew: those of our author, and those that begin as
//! ours do, because LibreOffice forgets authors. At a cell where somebody else has
//! commented, our text stands behind theirs, after a line that tells where ours begins.

use super::broken;
use super::comment::{Comment, MARK, runs};
use super::notes::{self, Note};
use crate::error::Error;
use crate::formats::xml::decode;
use crate::formats::xml::markup::{Tag, TagKind, tags};
use crate::formats::xml::patch::Patch;
use crate::model::area::{Position, reference};
use std::collections::{BTreeMap, BTreeSet};

/// The author of our comments.
const AUTHOR: &str = "nianbao";

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
                (0, _, TagKind::Open) => {
                    part.prefix = tag.prefix();
                    part.author_list = Slot::Around(end, "authors", tag.prefix());
                    part.comment_list = Slot::Around(end, "commentList", tag.prefix());
                }
                (0, _, TagKind::Empty) => {
                    return Err(broken("工作簿的批注表是空的，请用 WPS 或 Excel 另存一次后再标注"));
                }
                (1, "authors", TagKind::Close) => part.author_list = Slot::Before(at),
                (1, "authors", TagKind::Empty) => part.author_list = Slot::Inside(tag),
                (1, "commentList", TagKind::Close) => part.comment_list = Slot::Before(at),
                (1, "commentList", TagKind::Empty) => part.comment_list = Slot::Inside(tag),
                (2, "author", TagKind::Open) => start = end,
                (2, "author", TagKind::Close) => part.authors.push(decode(&text[start..at]).into()),
                (2, "author", TagKind::Empty) => part.authors.push(String::new()),
                (2, "comment", TagKind::Open) => part.comments.push(Comment::new(&tag)),
                (2.., ..) => {
                    part.comments.iter_mut().last().into_iter().for_each(|one| one.take(&tag))
                }
                _ => {}
            }
        }
        Ok(part)
    }
}
