//! Reads a document into a tree.
//!
//! Every document is read with suspicion: no DTD, no entity but the five of XML, no character
//! that XML forbids, and only so much of everything. Names are kept as written where a part
//! is to be written again, else resolved.

use super::tree::{Element, Node, in_namespace};
use quick_xml::errors::{IllFormedError, SyntaxError};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesDecl, BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::{NsReader, XmlVersion};
use std::fmt::Display;

/// How much of a document is taken.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the document.
    pub bytes: usize,
    /// Elements inside each other; trees are walked by recursion.
    pub depth: usize,
    /// Elements altogether.
    pub elements: usize,
    /// Attributes of one element, declarations of namespaces among them. Each is compared
    /// with those before it.
    pub attributes: usize,
}

impl Limits {
    /// For documents that this program made itself.
    pub const NONE: Limits = Limits {
        bytes: usize::MAX,
        depth: usize::MAX,
        elements: usize::MAX,
        attributes: usize::MAX,
    };
}

/// What becomes of names and of what is no data.
#[derive(Debug, Clone, Copy)]
pub enum Names<'n> {
    /// Names stay as written, with the declarations of prefixes among the attributes. All
    /// text is kept; processing instructions are left out.
    Written,
    /// Names are resolved, and unknown prefixes and processing instructions refused. White
    /// space between elements is left out, and so are elements of the namespace `skipped`.
    Resolved {
        /// A namespace that is only checked.
        skipped: Option<&'n str>,
    },
}

/// Why a document is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseError {
    /// More bytes than [`Limits::bytes`].
    Bytes(usize),
    /// It is not UTF-8.
    Encoding,
    /// A character that XML forbids.
    Character(char),
    /// A reference to such a character, as written.
    Reference(String),
    /// An entity that XML does not define.
    Entity(String),
    /// It ends inside of a tag, a comment or the like.
    Cut,
    /// This element is open where that one ends.
    Crossed(String, String),
    /// This element ends and never began.
    NeverOpen(String),
    /// It is not well-formed in another way, in the words of the library.
    Syntax(String),
    /// An attribute is not well-formed, likewise.
    Attribute(String),
    /// An element has more attributes than [`Limits::attributes`].
    Attributes(String, usize),
    /// An attribute stands twice in an element.
    RepeatedAttribute(String),
    /// A prefix without declaration.
    Prefix(String),
    /// A document type definition.
    Grammar,
    /// A processing instruction.
    Instruction,
    /// The XML declaration is wrong or comes late.
    Declaration,
    /// More elements than [`Limits::elements`].
    Elements(usize),
    /// Elements nested deeper than [`Limits::depth`].
    Depth(usize),
    /// A second root element.
    SecondRoot,
    /// Text outside of the root element.
    OutsideText,
    /// It ends inside of this element.
    Unfinished(String),
    /// It holds no element.
    Empty,
}

/// Parses a document.
///
/// # Errors
/// What is wrong with it.
pub fn parse(bytes: &[u8], limits: Limits, names: Names<'_>) -> Result<Element, ParseError> {
    if bytes.len() > limits.bytes {
        return Err(ParseError::Bytes(limits.bytes));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| ParseError::Encoding)?;
    if let Some(c) = text.chars().find(|c| !is_allowed(*c)) {
        return Err(ParseError::Character(c));
    }
    let mut reader = NsReader::from_str(text);
    let mut builder =
        Builder { limits, names, open: Vec::new(), root: None, elements: 0, seen: false };
    loop {
        let event = reader.read_event().map_err(ill_formed)?;
        match event {
            Event::Start(tag) => builder.open(&reader, &tag)?,
            Event::Empty(tag) => {
                builder.open(&reader, &tag)?;
                builder.close();
            }
            Event::End(_) => builder.close(),
            Event::Text(text) => builder.text(&text.xml10_content())?,
            Event::CData(text) => builder.text(&text.xml10_content())?,
            Event::GeneralRef(entity) => {
                let character = entity
                    .resolve_char_ref()
                    .map_err(|_| ParseError::Reference(entity.to_string()))?;
                match (character, resolve_predefined_entity(&entity)) {
                    (Some(c), _) if is_allowed(c) => builder.text(c.encode_utf8(&mut [0; 4]))?,
                    (Some(c), _) => {
                        return Err(ParseError::Character(c));
                    }
                    (None, Some(text)) => builder.text(text)?,
                    (None, None) => return Err(ParseError::Entity(entity.to_string())),
                }
            }
            Event::DocType(_) => return Err(ParseError::Grammar),
            Event::PI(_) if matches!(names, Names::Written) => {}
            Event::PI(_) => return Err(ParseError::Instruction),
            Event::Decl(declaration) => builder.declaration(&declaration)?,
            Event::Comment(_) => builder.seen = true,
            Event::Eof => return builder.finish(),
        }
    }
}

fn ill_formed(error: quick_xml::Error) -> ParseError {
    match error {
        quick_xml::Error::Syntax(SyntaxError::InvalidBangMarkup) => {
            ParseError::Syntax(error.to_string())
        }
        quick_xml::Error::Syntax(_) => ParseError::Cut,
        quick_xml::Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            ParseError::Crossed(expected, found)
        }
        quick_xml::Error::IllFormed(IllFormedError::UnmatchedEndTag(name)) => {
            ParseError::NeverOpen(name)
        }
        quick_xml::Error::InvalidAttr(error) => ParseError::Attribute(error.to_string()),
        other => ParseError::Syntax(other.to_string()),
    }
}

impl Element {
    /// Reads a part of a package that this program made itself.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(xml: &[u8]) -> Result<Element, ParseError> {
        parse(xml, Limits::NONE, Names::Written)
    }
}

/// What XML 1.0 allows (clause 2.2).
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

fn namespace(resolved: &ResolveResult<'_>) -> Result<String, ParseError> {
    match resolved {
        ResolveResult::Bound(namespace) => Ok(namespace.0.to_owned()),
        ResolveResult::Unbound => Ok(String::new()),
        ResolveResult::Unknown(prefix) => Err(ParseError::Prefix(prefix.clone())),
    }
}

/// The tree as far as it has grown.
struct Builder<'n> {
    limits: Limits,
    names: Names<'n>,
    /// Open elements, the root first.
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
    /// Whether anything stood before, so that a declaration comes too late.
    seen: bool,
}

impl Builder<'_> {
    /// The element that a tag opens.
    fn element(
        &self,
        reader: &NsReader<&[u8]>,
        tag: &BytesStart<'_>,
    ) -> Result<Element, ParseError> {
        let bad = |error: &dyn Display| ParseError::Attribute(error.to_string());
        let is_resolved = matches!(self.names, Names::Resolved { .. });
        let mut element = Element::new(tag.name().into_inner());
        if is_resolved {
            let (resolved, name) = reader.resolver().resolve_element(tag.name());
            element.namespace = namespace(&resolved)?;
            element.name = name.into_inner().to_owned();
        }
        for (index, attribute) in tag.attributes().enumerate() {
            if index >= self.limits.attributes {
                return Err(ParseError::Attributes(element.name, self.limits.attributes));
            }
            let attribute = attribute.map_err(|error| bad(&error))?;
            if is_resolved && attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let value =
                attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| bad(&error))?;
            if let Some(c) = value.chars().find(|c| !is_allowed(*c)) {
                return Err(ParseError::Character(c));
            }
            let mut key = attribute.key.into_inner().to_owned();
            if is_resolved {
                let (resolved, name) = reader.resolver().resolve_attribute(attribute.key);
                key = match namespace(&resolved)?.as_str() {
                    "" => name.into_inner().to_owned(),
                    of => in_namespace(of, name.into_inner()),
                };
                if element.attribute(&key).is_some() {
                    return Err(ParseError::RepeatedAttribute(name.into_inner().to_owned()));
                }
            }
            element.attributes.push((key, value.into_owned()));
        }
        Ok(element)
    }

    fn declaration(&mut self, declaration: &BytesDecl<'_>) -> Result<(), ParseError> {
        let encoding = declaration.encoding().transpose().map_err(|_| ParseError::Declaration)?;
        let is_utf8 = encoding.is_none_or(|name| name.eq_ignore_ascii_case("UTF-8"));
        let version = declaration.version().map_err(|_| ParseError::Declaration)?;
        if std::mem::replace(&mut self.seen, true) || !is_utf8 || &*version != "1.0" {
            return Err(ParseError::Declaration);
        }
        Ok(())
    }

    fn open(&mut self, reader: &NsReader<&[u8]>, tag: &BytesStart<'_>) -> Result<(), ParseError> {
        let element = self.element(reader, tag)?;
        self.seen = true;
        self.elements += 1;
        if self.elements > self.limits.elements {
            return Err(ParseError::Elements(self.limits.elements));
        }
        if self.open.len() >= self.limits.depth {
            return Err(ParseError::Depth(self.limits.depth));
        }
        if self.open.is_empty() && self.root.is_some() {
            return Err(ParseError::SecondRoot);
        }
        if let Some(parent) = self.open.last_mut() {
            drop_layout(self.names, parent);
        }
        self.open.push(element);
        Ok(())
    }

    fn close(&mut self) {
        let Some(mut element) = self.open.pop() else { return };
        if element.elements().next().is_some() {
            drop_layout(self.names, &mut element);
        }
        let namespace = Some(element.namespace.as_str());
        match self.open.last_mut() {
            Some(_) if matches!(self.names, Names::Resolved { skipped } if skipped.is_some() && skipped == namespace) =>
                {}
            Some(parent) => parent.nodes.push(Node::Element(element)),
            None => self.root = Some(element),
        }
    }

    fn text(&mut self, text: &str) -> Result<(), ParseError> {
        match self.open.last_mut() {
            Some(element) => match element.nodes.last_mut() {
                // Neighbouring pieces of text are one text again.
                Some(Node::Text(before)) => before.push_str(text),
                _ => element.nodes.push(Node::Text(text.to_owned())),
            },
            None if text.trim_ascii().is_empty() => {}
            None => return Err(ParseError::OutsideText),
        }
        self.seen = true;
        Ok(())
    }

    fn finish(self) -> Result<Element, ParseError> {
        match (self.open.last(), self.root) {
            (Some(open), _) => Err(ParseError::Unfinished(open.name.clone())),
            (None, Some(root)) => Ok(root),
            (None, None) => Err(ParseError::Empty),
        }
    }
}

/// Takes out white space that stands between elements, where the document is data.
fn drop_layout(names: Names<'_>, parent: &mut Element) {
    let is_blank = |node: &Node| matches!(node, Node::Text(text) if text.trim_ascii().is_empty());
    if matches!(names, Names::Resolved { .. }) && parent.nodes.last().is_some_and(is_blank) {
        parent.nodes.pop();
    }
}
