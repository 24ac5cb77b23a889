//! The tags of a part, with the place of each tag and each value in its text, so that a
//! part can be changed without being written anew.

use super::patch::Patch;
use super::{attributes, decode, local};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::borrow::Cow;
use std::ops::Range;

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagKind {
    /// `<a>`
    Open,
    /// `<a/>`
    Empty,
    /// `</a>`
    Close,
}

/// A tag as written.
#[derive(Debug, Clone)]
pub struct Tag<'a> {
    /// What it does.
    pub kind: TagKind,
    /// Its place in the text, brackets included.
    pub span: Range<usize>,
    /// How many elements are around it; the same for both tags of an element.
    pub depth: usize,
    /// Name with prefix.
    name: &'a str,
    /// Name and attributes.
    content: &'a str,
}

/// A value as written, without its quotes.
#[derive(Debug, Clone)]
pub struct Value<'a> {
    /// Its place in the text.
    pub span: Range<usize>,
    raw: &'a str,
}

impl<'a> Value<'a> {
    /// The value with its entities resolved.
    pub fn text(&self) -> Cow<'a, str> {
        decode(self.raw)
    }

    /// The value as a number.
    pub fn number<T: std::str::FromStr>(&self) -> Option<T> {
        self.raw.trim().parse().ok()
    }

    /// The value as a truth.
    pub fn is_true(&self) -> bool {
        matches!(self.raw.trim(), "1" | "true" | "on" | "t")
    }
}

impl<'a> Tag<'a> {
    /// Name without prefix.
    pub fn local(&self) -> &'a str {
        local(self.name)
    }

    /// Prefix with its colon; empty for none.
    pub fn prefix(&self) -> &'a str {
        &self.name[..self.name.len() - self.local().len()]
    }

    /// Whether it opens an element of this name, with content or without.
    pub fn opens(&self, local: &str) -> bool {
        self.kind != TagKind::Close && self.local() == local
    }

    /// The value of an attribute by its name as written.
    pub fn value(&self, key: &str) -> Option<Value<'a>> {
        self.attributes().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// The value of an attribute that has this name behind any prefix: `r:id`.
    pub fn prefixed(&self, local: &str) -> Option<Value<'a>> {
        let is_it = |name: &str| name.rsplit_once(':').is_some_and(|(_, after)| after == local);
        self.attributes().find(|(name, _)| is_it(name)).map(|(_, value)| value)
    }

    /// Its attributes as written: name with prefix, value.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, Value<'a>)> + use<'a> {
        let (content, start) = (self.content, self.span.start + 1);
        attributes(content, self.name).map(move |(key, raw)| {
            let from = start + offset(content, raw);
            (key, Value { span: from..from + raw.len(), raw })
        })
    }

    /// Sets an attribute: in its place if it is there, else right behind the name.
    pub fn set(&self, key: &str, value: &str, patch: &mut Patch) {
        match self.value(key) {
            Some(old) => patch.replace(old.span, value),
            None => {
                patch.insert(self.span.start + 1 + self.name.len(), format!(" {key}=\"{value}\""));
            }
        }
    }

    /// Gives an empty element content.
    pub fn fill(&self, content: &str, patch: &mut Patch) {
        let slash = self.span.end - 2;
        patch.replace(slash..self.span.end, &format!(">{content}</{}>", self.name));
    }
}

/// Why the tags of a part end before the part does.
#[derive(Debug)]
pub struct Malformed(pub quick_xml::Error);

/// All tags of a part in order.
pub struct Tags<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    depth: usize,
}

/// The tags of a well-formed part.
pub fn tags(text: &str) -> Tags<'_> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().trim_markup_names_in_closing_tags = true;
    Tags { text, reader, depth: 0 }
}

/// The tags of a part that may leave elements open, as Excel leaves `<br>` in VML. Depths
/// mean nothing there.
pub fn loose_tags(text: &str) -> Tags<'_> {
    let mut tags = tags(text);
    let config = tags.reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    tags
}

impl<'a> Iterator for Tags<'a> {
    type Item = Result<Tag<'a>, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(cause) => return Some(Err(Malformed(cause))),
            };
            // Events borrow from the text, so their place in it can be told.
            let (kind, start, name) = match &event {
                Event::Start(tag) => {
                    (TagKind::Open, offset(self.text, tag) - 1, tag.name().0.len())
                }
                Event::Empty(tag) => {
                    (TagKind::Empty, offset(self.text, tag) - 1, tag.name().0.len())
                }
                Event::End(tag) => (TagKind::Close, offset(self.text, tag) - 2, tag.name().0.len()),
                Event::Eof => return None,
                _ => continue,
            };
            // Name and attributes lie between these brackets.
            let (before, content, after) = match &event {
                Event::Start(tag) => (1, tag.len(), 1),
                Event::Empty(tag) => (1, tag.len(), 2),
                // White space behind the name of a closing tag is no part of the event.
                _ => (2, name + self.text[start + 2 + name..].find('>').unwrap_or(0), 1),
            };
            if kind == TagKind::Close {
                self.depth = self.depth.saturating_sub(1);
            }
            let depth = self.depth;
            if kind == TagKind::Open {
                self.depth += 1;
            }
            let span = start..start + before + content + after;
            let content = &self.text[start + before..span.end - after];
            return Some(Ok(Tag { kind, span, depth, name: &content[..name], content }));
        }
    }
}

/// Where a piece of a text begins in it.
fn offset(text: &str, piece: &str) -> usize {
    (piece.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_and_value_is_found_where_it_stands() {
        let text = "\u{FEFF}<?xml version='1.0'?><x:a k='甲&amp;乙'><b r:id = \"R>1\" /><!-- <c/> --></x:a >";
        let tags: Vec<Tag> = tags(text).map(Result::unwrap).collect();
        let written: Vec<&str> = tags.iter().map(|tag| &text[tag.span.clone()]).collect();
        assert_eq!(written, ["<x:a k='甲&amp;乙'>", "<b r:id = \"R>1\" />", "</x:a >"]);
        assert_eq!(tags.iter().map(|tag| tag.depth).collect::<Vec<_>>(), [0, 1, 0]);
        assert_eq!((tags[0].prefix(), tags[0].local()), ("x:", "a"));
        let value = tags[0].value("k").unwrap();
        assert_eq!((&text[value.span.clone()], &*value.text()), ("甲&amp;乙", "甲&乙"));
        assert_eq!(tags[1].prefixed("id").unwrap().text(), "R>1");
        assert!(tags[1].value("id").is_none());
    }

    #[test]
    fn tags_change_without_touching_the_rest() {
        let text = "<a><c r=\"A1\"/><c  s='3'>1</c><e/></a>";
        let tags: Vec<Tag> = tags(text).map(Result::unwrap).collect();
        let mut patch = Patch::new(text);
        tags[1].set("s", "7", &mut patch);
        tags[2].set("s", "7", &mut patch);
        tags[4].fill("<f/>", &mut patch);
        assert_eq!(patch.apply(), "<a><c s=\"7\" r=\"A1\"/><c  s='7'>1</c><e><f/></e></a>");
    }

    #[test]
    fn loose_tags_survive_what_excel_leaves_open() {
        let text = "<xml><v:textbox><div>a<br>b</div></v:textbox></xml>";
        assert!(tags(text).any(|tag| tag.is_err()));
        assert_eq!(loose_tags(text).map(Result::unwrap).count(), 7);
    }
}
