//! A tree of an XML document, to be looked at, changed and written again.

use super::printer::{DECLARATION, PART_ATTRIBUTE, PART_TEXT, end_tag, escape_into, start_tag};
use std::borrow::Cow;
use std::fmt::Display;

/// An element.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// Its namespace; empty for none, and where names are kept as written.
    pub namespace: String,
    /// Its name: as written, or without prefix where names are resolved.
    pub name: String,
    /// Attributes in order: names as those of elements, values with entities resolved.
    pub attributes: Vec<(String, String)>,
    /// Content in order.
    pub nodes: Vec<Node>,
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A child element.
    Element(Element),
    /// Text with entities resolved; never two of them side by side.
    Text(String),
}

/// The name of an attribute of a namespace where names are resolved: `{namespace}name`.
pub fn in_namespace(namespace: &str, name: &str) -> String {
    format!("{{{namespace}}}{name}")
}

/// Namespace and name of an attribute where names are resolved.
pub fn split_namespace(key: &str) -> (&str, &str) {
    key.strip_prefix('{').and_then(|rest| rest.split_once('}')).unwrap_or(("", key))
}

impl Element {
    /// An element without content.
    pub fn new(name: &str) -> Self {
        let (namespace, name) = (String::new(), name.to_owned());
        Element { namespace, name, attributes: Vec::new(), nodes: Vec::new() }
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
    pub fn with_text(mut self, text: &str) -> Self {
        self.nodes.push(Node::Text(text.to_owned()));
        self
    }

    /// Value of an attribute; one of a namespace by [`in_namespace`].
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

    /// Keeps the child elements that pass, and all text.
    pub fn retain(&mut self, mut passes: impl FnMut(&Element) -> bool) {
        self.nodes.retain(|node| match node {
            Node::Element(child) => passes(child),
            Node::Text(_) => true,
        });
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

    /// Whether it is this element.
    pub fn is(&self, namespace: &str, name: &str) -> bool {
        self.namespace == namespace && self.name == name
    }

    /// The child elements of this name, in order.
    pub fn find_all<'e>(
        &'e self,
        namespace: &str,
        name: &str,
    ) -> impl Iterator<Item = &'e Element> {
        self.elements().filter(move |child| child.is(namespace, name))
    }

    /// The text directly in it, put together.
    pub fn text(&self) -> Cow<'_, str> {
        let mut texts = self.nodes.iter().filter_map(|node| match node {
            Node::Element(_) => None,
            Node::Text(text) => Some(text.as_str()),
        });
        match (texts.next(), texts.next()) {
            (None, _) => Cow::Borrowed(""),
            (Some(text), None) => Cow::Borrowed(text),
            (Some(a), Some(b)) => Cow::Owned([a, b].into_iter().chain(texts).collect()),
        }
    }

    /// Writes a part of a package.
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
        let attributes = self.attributes.iter().map(|(key, value)| (key.as_str(), value));
        start_tag(&self.name, attributes, PART_ATTRIBUTE, out);
    }

    /// Writes what stands between the tags.
    pub fn write_nodes(&self, out: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Element(element) => element.write(out),
                Node::Text(text) => escape_into(text, PART_TEXT, out),
            }
        }
    }

    /// Writes the end tag.
    pub fn write_end(&self, out: &mut String) {
        end_tag(&self.name, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::xml::parse::{Limits, Names, parse};

    #[test]
    fn what_is_written_is_read_back() {
        let odd = "a<b>&amp;\"'\t\n\r]]>\u{56FE}";
        let element = Element::new("w:t")
            .with("w:val", odd)
            .child(Element::new("w:tab"))
            .with_text(odd)
            .child(Element::value("w:x", ""));
        let written = element.to_xml();
        assert_eq!(Element::parse(&written).unwrap(), element);
        assert!(String::from_utf8(written).unwrap().ends_with(r#"<w:x w:val=""/></w:t>"#));
    }

    #[test]
    fn resolved_trees_have_namespaces_and_no_layout() {
        let xml = b"<a:r xmlns:a='urn:a' a:k='1' k='2'>\n <a:s> x&amp; </a:s>\n <b xmlns='urn:b'/>\n</a:r>";
        let names = Names::Resolved { skipped: Some("urn:b") };
        let root = parse(xml, Limits::NONE, names).unwrap();
        assert!(root.is("urn:a", "r") && root.nodes.len() == 1);
        assert_eq!(root.attribute(&in_namespace("urn:a", "k")), Some("1"));
        assert_eq!(root.attribute("k"), Some("2"));
        assert_eq!(root.find_all("urn:a", "s").next().unwrap().text(), " x& ");
        let written = parse(xml, Limits::NONE, Names::Written).unwrap();
        assert_eq!((written.name.as_str(), written.nodes.len()), ("a:r", 5));
    }
}
