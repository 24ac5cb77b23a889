//! XML parts as a stream of checked tokens.

use crate::error::Error;
use crate::formats::opc::meter::{Meter, Stop};
use crate::reader::guard::limits::MAX_DEPTH;
use crate::reader::guard::{damaged, strange};
use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesEnd, BytesStart, Event};
use std::borrow::Cow;
use std::io;

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
        // The check for repeated names takes quadratic time; the first one wins instead.
        let mut attributes = self.0.attributes();
        attributes.with_checks(false);
        attributes.flatten().map(|attribute| {
            let value = match attribute.value {
                Cow::Borrowed(value) => value,
                Cow::Owned(_) => "",
            };
            (attribute.key.0, value)
        })
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

/// The part of a name after its prefix.
pub fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// An attribute's value with its entities resolved; unknown ones stay as written.
pub fn decode(value: &str) -> Cow<'_, str> {
    unescape(value).unwrap_or(Cow::Borrowed(value))
}

impl<'a> Xml<'a> {
    /// Begins to read a part.
    pub fn new(name: &str, meter: Meter<'a>) -> Xml<'a> {
        let mut reader = Reader::from_reader(meter);
        reader.config_mut().expand_empty_elements = true;
        Xml { name: name.into(), reader, buffer: Vec::new(), depth: 0 }
    }

    /// The next token.
    ///
    /// # Errors
    /// When the part is damaged, passes a limit, nests too deep or brings its own grammar.
    pub fn token(&mut self) -> Result<Token<'_>, Error> {
        self.buffer.clear();
        self.reader.get_mut().begin();
        let event = self
            .reader
            .read_event_into(&mut self.buffer)
            .map_err(|cause| explain(&self.name, &cause))?;
        Ok(match event {
            Event::Start(tag) => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(strange(format_args!("“{}”的层次太深", self.name)));
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
                    resolved
                        .ok_or_else(|| strange(format_args!("“{}”里有不认识的实体", self.name)))?,
                )
            }
            Event::DocType(_) => {
                return Err(strange(format_args!("“{}”里有文档类型定义（DTD）", self.name)));
            }
            Event::Eof if self.depth > 0 => {
                return Err(damaged(format_args!("“{}”不完整", self.name)));
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
    pub fn skip(&mut self) -> Result<(), Error> {
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

/// Why a part could not be read, for people.
fn explain(part: &str, cause: &quick_xml::Error) -> Error {
    match cause {
        quick_xml::Error::Io(cause) => explain_io(part, cause),
        _ => damaged(format_args!("“{part}”的内容有误")),
    }
}

/// Why inflating a part stopped, for people.
pub fn explain_io(part: &str, cause: &io::Error) -> Error {
    match cause.get_ref().and_then(|inner| inner.downcast_ref::<Stop>()) {
        Some(stop) => strange(format_args!("“{part}”{stop}")),
        None => damaged(format_args!("“{part}”解压出错或校验不符")),
    }
}
