//! The runs of a paragraph of a Word file, and where a sentence begins and ends in them, so
//! that a comment covers the sentence and not the whole paragraph.

use crate::formats::xml::decode;
use crate::formats::xml::markup::{Tag, TagKind};
use std::ops::Range;

/// The runs of one paragraph, as places in its part.
#[derive(Debug, Default)]
pub struct Runs {
    texts: Vec<Text>,
    /// The run that is open.
    run: Option<Run>,
    /// Where the first text of that run is among the texts.
    first: usize,
}

#[derive(Debug, Clone)]
struct Run {
    tag: Range<usize>,
    depth: usize,
    /// Its properties, tags included.
    properties: Range<usize>,
    /// Where the next piece of content begins.
    content: usize,
}

/// `<w:t>…</w:t>` in a run.
#[derive(Debug)]
struct Text {
    run: Run,
    tag: Range<usize>,
    /// What stands in it, as written.
    inner: Range<usize>,
    /// Whether nothing but properties stands before it in its run.
    is_first: bool,
    /// Where its run ends; none when more stands behind it.
    run_end: Option<usize>,
}

/// A place to put something, and what must stand around it there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cut {
    /// Where, in the part.
    pub at: usize,
    /// What ends the run before.
    pub before: String,
    /// What begins the run behind.
    pub behind: String,
}

impl Runs {
    /// Takes the next tag of the paragraph into account.
    pub fn take(&mut self, tag: &Tag<'_>) {
        if let ("r", TagKind::Open, None) = (tag.local(), tag.kind, &self.run) {
            let end = tag.span.end;
            self.first = self.texts.len();
            self.run = Some(Run {
                tag: tag.span.clone(),
                depth: tag.depth,
                properties: end..end,
                content: end,
            });
            return;
        }
        let Some(run) = &mut self.run else { return };
        if tag.local() == "r" && tag.kind == TagKind::Close && tag.depth == run.depth {
            if let Some(last) = self.texts[self.first..].last_mut()
                && run.content == tag.span.start
            {
                last.run_end = Some(tag.span.end);
            }
            self.run = None;
            return;
        }
        if tag.depth != run.depth + 1 {
            return;
        }
        match (tag.local(), tag.kind) {
            ("rPr", TagKind::Open) => run.properties = tag.span.clone(),
            ("rPr", _) => {
                run.properties.end = tag.span.end;
                run.content = tag.span.end;
            }
            ("t", TagKind::Open) => self.texts.push(Text {
                run: run.clone(),
                tag: tag.span.clone(),
                inner: tag.span.end..tag.span.end,
                is_first: run.content == tag.span.start,
                run_end: None,
            }),
            ("t", TagKind::Close) => {
                run.content = tag.span.end;
                if let Some(text) = self.texts.last_mut() {
                    text.inner.end = tag.span.start;
                }
            }
            _ => {}
        }
    }

    /// Where a sentence begins and ends; white space does not count. None where the paragraph
    /// does not have it in so many words, or a cut would lose a space.
    pub fn find(&self, part: &str, sentence: &str) -> Option<(Cut, Cut)> {
        let (mut letters, mut places) = (String::new(), Vec::new());
        for (index, text) in self.texts.iter().enumerate() {
            let inner = part.get(text.inner.clone())?;
            let mut at = 0;
            while let Some(first) = inner[at..].chars().next() {
                let entity = inner[at..].find(';').filter(|_| first == '&');
                let size = entity.map_or(first.len_utf8(), |end| end + 1);
                let letter = decode(&inner[at..at + size]);
                if !letter.trim().is_empty() {
                    let span = text.inner.start + at..text.inner.start + at + size;
                    places.resize(letters.len() + letter.len(), (index, span));
                    letters.push_str(&letter);
                }
                at += size;
            }
        }
        let wanted: String = sentence.split_whitespace().collect();
        let begin = letters.find(&wanted).filter(|_| !wanted.is_empty())?;
        let (first, last) = (&places[begin], &places[begin + wanted.len() - 1]);
        let (start, end) = (&self.texts[first.0], &self.texts[last.0]);
        Some((start.cut(part, first.1.start)?, end.cut(part, last.1.end)?))
    }
}

impl Text {
    fn cut(&self, part: &str, at: usize) -> Option<Cut> {
        let around = |at| Cut { at, before: String::new(), behind: String::new() };
        if at == self.inner.start && self.is_first {
            return Some(around(self.run.tag.start));
        }
        if let Some(end) = self.run_end.filter(|_| at == self.inner.end) {
            return Some(around(end));
        }
        let tag = &part[self.tag.clone()];
        let is_space = part[self.inner.start..at].ends_with(char::is_whitespace)
            || part[at..self.inner.end].starts_with(char::is_whitespace);
        if is_space && !tag.contains("preserve") {
            return None;
        }
        let run = &part[self.run.tag.clone()];
        let name = |tag: &str| {
            let name = tag.trim_start_matches('<').trim_end_matches('>');
            name.split(char::is_whitespace).next().unwrap_or_default().to_owned()
        };
        Some(Cut {
            at,
            before: format!("</{}></{}>", name(tag), name(run)),
            behind: format!("{run}{}{tag}", &part[self.run.properties.clone()]),
        })
    }
}
