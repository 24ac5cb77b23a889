//! XML parts as a stream of checked tokens.

use super::{attributes, decode, local};
use crate::formats::fault::{Damage, Fault, Oddity};
use crate::formats::limits::MAX_DEPTH;
use crate::formats::meter::Meter;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use std::borrow::Cow;
use std::rc::Rc;

/// A part that is being read.
pub struct Xml<'a> {
    name: String,
    reader: Reader<Meter<'a>>,
    buffer: Vec<u8>,
    depth: u32,
}

/// One thing in a part. Empty elements open and close.
#[derive(Debug)]
pub enum Token<'a> {
    /// An opening tag.
    Open(Tag<'a>),
    /// A closing tag.
    Close(Close<'a>),
    /// Text, decoded. One run of text may come in several pieces.
    Text(Cow<'a, str>),
    /// A comment, an instruction or a declaration: nothing to anybody.
    Other,
    /// The end of the part; every tag was closed and the checksum was right.
    End,
}

/// An opening tag.
#[derive(Debug)]
pub struct Tag<'a>(BytesStart<'a>);

/// A closing tag.
#[derive(Debug)]
pub struct Close<'a> {
    tag: BytesEnd<'a>,
    /// How many elements are open after it.
    pub depth: u32,
}

impl Tag<'_> {
    /// Its name without prefix.
    pub fn local(&self) -> &str {
        local(self.0.name().0)
    }

    /// Its name as written.
    pub fn name(&self) -> &str {
        self.0.name().0
    }

    /// Its attributes as written: name with prefix, value with entities.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        attributes(&self.0, self.name())
    }

    /// The value of an attribute by its name without prefix, decoded.
    pub fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        self.attributes().find(|(key, _)| local(key) == name).map(|(_, value)| decode(value))
    }
}

impl Close<'_> {
    /// Its name without prefix.
    pub fn local(&self) -> &str {
        local(self.tag.name().0)
    }

    /// Its name as written.
    pub fn name(&self) -> &str {
        self.tag.name().0
    }
}

impl<'a> Xml<'a> {
    /// Begins to read a part.
    pub fn new(name: &str, meter: Meter<'a>) -> Xml<'a> {
        let mut reader = Reader::from_reader(meter.in_utf8());
        reader.config_mut().expand_empty_elements = true;
        Xml { name: name.into(), reader, buffer: Vec::new(), depth: 0 }
    }

    /// Begins to read a part that is at hand.
    pub fn of_text(name: &str, text: &'a str) -> Xml<'a> {
        Xml::new(name, Meter::new(text.as_bytes(), text.len() as u64, Rc::default()))
    }

    /// The next token.
    ///
    /// # Errors
    /// When the part is damaged, passes a limit, nests too deep or brings its own grammar.
    pub fn token(&mut self) -> Result<Token<'_>, Fault> {
        self.buffer.clear();
        self.reader.get_mut().begin();
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|cause| match cause {
            quick_xml::Error::Io(cause) => Fault::inflating(&self.name, &cause),
            _ => Fault::Damaged(Damage::Malformed(self.name.clone())),
        })?;
        Ok(match event {
            Event::Start(tag) => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(Fault::Strange(Oddity::Depth(self.name.clone())));
                }
                Token::Open(Tag(tag))
            }
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                Token::Close(Close { tag, depth: self.depth })
            }
            Event::Text(text) => Token::Text(text.xml10_content()),
            Event::CData(data) => Token::Text(data.xml10_content()),
            Event::GeneralRef(entity) => {
                let resolved = match entity.resolve_char_ref() {
                    Ok(Some(c)) => Some(Cow::Owned(c.to_string())),
                    Ok(None) => resolve_predefined_entity(&entity).map(Cow::Borrowed),
                    Err(_) => None,
                };
                Token::Text(
                    resolved.ok_or_else(|| Fault::Strange(Oddity::Entity(self.name.clone())))?,
                )
            }
            Event::DocType(_) => {
                return Err(Fault::Strange(Oddity::Grammar(self.name.clone())));
            }
            Event::Eof if self.depth > 0 => {
                return Err(Fault::Damaged(Damage::Unfinished(self.name.clone())));
            }
            Event::Eof => Token::End,
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => Token::Other,
            Event::Empty(tag) => Token::Open(Tag(tag)),
        })
    }

    /// Skips to the end of the element whose opening tag was just read.
    ///
    /// # Errors
    /// As [`Xml::token`].
    pub fn skip(&mut self) -> Result<(), Fault> {
        let outside = self.depth - 1;
        loop {
            match self.token()? {
                Token::Close(tag) if tag.depth == outside => return Ok(()),
                Token::End => return Ok(()),
                _ => {}
            }
        }
    }

    /// How many elements are open.
    pub fn depth(&self) -> u32 {
        self.depth
    }
}
