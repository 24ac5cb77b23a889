//! Markup as text, for everything in angle brackets that we write: payload, feed, page.
//!
//! quick-xml would write what XML forbids without a word, and it breaks lines between the
//! runs of a paragraph; a string and forty lines give bytes that are the same for ever.

use crate::text::clean::{clean, is_clean};
use std::borrow::Cow;

/// Attributes in the order they are to stand.
pub type Attributes<'a> = &'a [(&'a str, &'a str)];

/// A document being written, two blanks a level.
#[derive(Debug, Default)]
pub struct Out {
    text: String,
    depth: usize,
    is_html: bool,
}

impl Out {
    /// A document with its XML declaration.
    pub fn document() -> Out {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
        Out { text, ..Out::default() }
    }

    /// A piece of HTML, or all of it: elements without content have no slash.
    pub fn html() -> Out {
        Out { is_html: true, ..Out::default() }
    }

    /// A piece of a document.
    pub fn fragment() -> Out {
        Out::default()
    }

    /// A start tag on a line of its own.
    pub fn open(&mut self, name: &str, attributes: Attributes<'_>) {
        self.start(name, attributes, ">\n");
        self.depth += 1;
    }

    /// The end tag of [`Out::open`].
    pub fn close(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.indent();
        self.end(name);
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.start(name, attributes, if self.is_html { ">\n" } else { "/>\n" });
    }

    /// An element with text, on one line.
    pub fn leaf(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.inline(name, attributes, &escape_text(text));
    }

    /// An element with markup that is ready, on one line.
    pub fn inline(&mut self, name: &str, attributes: Attributes<'_>, markup: &str) {
        self.start(name, attributes, ">");
        self.text.push_str(markup);
        self.end(name);
    }

    /// An element with text if there is any.
    pub fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.leaf(name, &[], text);
        }
    }

    /// Markup as it is, a line; for what is no element.
    pub fn raw(&mut self, line: &str) {
        self.indent();
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// The bytes, with a line end at the end.
    pub fn finish(self) -> Vec<u8> {
        self.text.into_bytes()
    }

    /// The text, with a line end at the end.
    pub fn into_text(self) -> String {
        self.text
    }

    fn start(&mut self, name: &str, attributes: Attributes<'_>, end: &str) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes {
            self.text.push(' ');
            self.text.push_str(key);
            self.text.push_str("=\"");
            self.text.push_str(&escape_attribute(value));
            self.text.push('"');
        }
        self.text.push_str(end);
    }

    fn end(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
    }
}

/// Text between tags. `>` too, so that no `]]>` can arise.
pub fn escape_text(text: &str) -> String {
    escape(text, false)
}

/// Text between double quotes. Line ends and tabs would be read back as blanks otherwise.
pub fn escape_attribute(text: &str) -> String {
    escape(text, true)
}

fn escape(text: &str, in_attribute: bool) -> String {
    let text = legal(text);
    let mut rest = &*text;
    let mut escaped = String::with_capacity(text.len());
    let is_special = |byte: u8| match byte {
        b'&' | b'<' | b'>' => true,
        b'"' | b'\n' | b'\t' => in_attribute,
        _ => false,
    };
    while let Some(place) = rest.bytes().position(is_special) {
        escaped.push_str(&rest[..place]);
        escaped.push_str(match rest.as_bytes()[place] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\n' => "&#10;",
            _ => "&#9;",
        });
        rest = &rest[place + 1..];
    }
    escaped.push_str(rest);
    escaped
}

/// Text has passed the door of the reader already; what came another way passes it here.
fn legal(text: &str) -> Cow<'_, str> {
    if is_clean(text) { Cow::Borrowed(text) } else { Cow::Owned(clean(text).text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_ends_or_opens_markup_survives() {
        assert_eq!(escape_text("甲&乙<丙]]>\"丁\"\u{B}\u{1}"), "甲&amp;乙&lt;丙]]&gt;\"丁\"\n");
        assert_eq!(escape_attribute("a\"b\nc\td'"), "a&quot;b&#10;c&#9;d'");
        assert_eq!(escape_text("\u{E000}𠮷\u{FFFF}"), "\u{E000}𠮷");
    }

    #[test]
    fn elements_stand_on_their_own_lines() {
        let mut out = Out::fragment();
        out.open("a", &[("k", "v")]);
        out.leaf("b", &[], "x");
        out.empty("c", &[]);
        out.close("a");
        assert_eq!(out.into_text(), "<a k=\"v\">\n  <b>x</b>\n  <c/>\n</a>\n");
    }
}
