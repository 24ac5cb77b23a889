//! A small XML tree: what the last hand reads, puts right and writes again.
//!
//! For parts this program made itself. Those of a template have passed the guard before; of
//! them, comments and processing instructions are not kept.

use std::fmt::Display;

use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::error::Error;

/// How every part begins.
pub const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// An element with its prefix as written; the prefixes of WordprocessingML never vary here.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// Name with prefix, such as `w:pPr`.
    pub name: String,
    /// Attributes in order, values unescaped.
    pub attributes: Vec<(String, String)>,
    /// Content in order.
    pub nodes: Vec<Node>,
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A child element.
    Element(Element),
    /// Text, unescaped.
    Text(String),
}

impl Element {
    /// An element without content.
    pub fn new(name: &str) -> Self {
        Element { name: name.to_owned(), attributes: Vec::new(), nodes: Vec::new() }
    }

    /// The commonest element of WordprocessingML: one value in `w:val`.
    pub fn value(name: &str, value: impl Display) -> Self {
        Element::new(name).with("w:val", value)
    }

    /// The same with an attribute more.
    pub fn with(mut self, key: &str, value: impl Display) -> Self {
        self.attributes.push((key.to_owned(), value.to_string()));
        self
    }

    /// The same with a child more.
    pub fn child(mut self, child: Element) -> Self {
        self.nodes.push(Node::Element(child));
        self
    }

    /// The same with more children.
    pub fn children(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        self.nodes.extend(children.into_iter().map(Node::Element));
        self
    }

    /// The same with text at the end.
    pub fn text(mut self, text: &str) -> Self {
        self.nodes.push(Node::Text(text.to_owned()));
        self
    }

    /// Value of an attribute.
    pub fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// Child elements in order.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Child elements in order, to be changed.
    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut Element> {
        self.nodes.iter_mut().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// First child of that name.
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// Adds a grandchild to the first child of that name, which is made where there is none.
    pub fn add_to(&mut self, name: &str, grandchild: Element) {
        if self.find(name).is_none() {
            self.nodes.insert(0, Node::Element(Element::new(name)));
        }
        if let Some(child) = self.elements_mut().find(|element| element.name == name) {
            child.nodes.push(Node::Element(grandchild));
        }
    }

    /// Reads a whole document.
    pub fn parse(xml: &[u8]) -> Result<Self, Error> {
        let text = str::from_utf8(xml).map_err(bad)?;
        let mut reader = Reader::from_str(text);
        let mut open = vec![Element::new("")];
        loop {
            match reader.read_event().map_err(bad)? {
                Event::Start(start) => open.push(element(&start)?),
                Event::Empty(start) => append(&mut open, Node::Element(element(&start)?))?,
                Event::End(_) => {
                    let closed = open.pop().ok_or_else(|| bad("多余的结束标记"))?;
                    append(&mut open, Node::Element(closed))?;
                }
                Event::Text(text) => append(&mut open, Node::Text(text.xml10_content().into()))?,
                Event::CData(text) => {
                    append(&mut open, Node::Text(text.xml10_content().into()))?;
                }
                // Since quick-xml 0.40 `A&amp;B` arrives as three events.
                Event::GeneralRef(name) => {
                    let source = format!("&{};", name.xml10_content());
                    append(&mut open, Node::Text(unescape(&source).map_err(bad)?.into()))?;
                }
                Event::Eof => break,
                _ => {}
            }
        }
        let root = open.pop().and_then(|root| root.nodes.into_iter().find_map(Node::element));
        root.ok_or_else(|| bad("没有根元素"))
    }

    /// Writes a whole document.
    pub fn to_xml(&self) -> Vec<u8> {
        let mut out = DECLARATION.to_owned();
        self.write(&mut out);
        out.into_bytes()
    }

    /// Writes the element.
    pub fn write(&self, out: &mut String) {
        self.write_start(out);
        if self.nodes.is_empty() {
            // The start tag becomes one of an element without content.
            out.insert(out.len() - 1, '/');
            return;
        }
        self.write_nodes(out);
        self.write_end(out);
    }

    /// Writes the start tag.
    pub fn write_start(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (key, value) in &self.attributes {
            out.push(' ');
            out.push_str(key);
            out.push_str("=\"");
            escape(value, true, out);
            out.push('"');
        }
        out.push('>');
    }

    /// Writes what stands between the tags.
    pub fn write_nodes(&self, out: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Element(element) => element.write(out),
                Node::Text(text) => escape(text, false, out),
            }
        }
    }

    /// Writes the end tag.
    pub fn write_end(&self, out: &mut String) {
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }
}

/// Writes text so that it is read back as it is; in attributes also line breaks and tabs,
/// which would be read as blanks.
fn escape(text: &str, in_attribute: bool, out: &mut String) {
    let mut rest = text;
    let is_special = |byte: u8| match byte {
        b'<' | b'>' | b'&' | b'\'' | b'"' | b'\r' => true,
        b'\n' | b'\t' => in_attribute,
        _ => false,
    };
    while let Some(place) = rest.bytes().position(is_special) {
        out.push_str(&rest[..place]);
        out.push_str(match rest.as_bytes()[place] {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' => "&amp;",
            b'\'' => "&apos;",
            b'"' => "&quot;",
            b'\r' => "&#13;",
            b'\n' => "&#10;",
            _ => "&#9;",
        });
        rest = &rest[place + 1..];
    }
    out.push_str(rest);
}

impl Node {
    fn element(self) -> Option<Element> {
        match self {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        }
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, Error> {
    let mut element = Element::new(start.name().as_ref());
    for attribute in start.attributes() {
        let attribute = attribute.map_err(bad)?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(bad)?;
        element.attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Ok(element)
}

fn append(open: &mut [Element], node: Node) -> Result<(), Error> {
    let parent = open.last_mut().ok_or_else(|| bad("多余的结束标记"))?;
    // Neighbouring pieces of text are one text again.
    match (parent.nodes.last_mut(), node) {
        (Some(Node::Text(before)), Node::Text(more)) => before.push_str(&more),
        (_, node) => parent.nodes.push(node),
    }
    Ok(())
}

fn bad(cause: impl Display) -> Error {
    Error::writer("DOCX", cause)
}

#[cfg(test)]
mod tests {
    use super::Element;

    #[test]
    fn what_is_written_is_read_back() {
        let odd = "a<b>&amp;\"'\t\n\r]]>\u{56FE}";
        let element = Element::new("w:t")
            .with("w:val", odd)
            .child(Element::new("w:tab"))
            .text(odd)
            .child(Element::value("w:x", ""));
        let written = element.to_xml();
        assert_eq!(Element::parse(&written).unwrap(), element);
        assert!(String::from_utf8(written).unwrap().ends_with(r#"<w:x w:val=""/></w:t>"#));
    }
}
