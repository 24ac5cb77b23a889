//! Markup as text, for everything in angle brackets that we write.
//!
//! quick-xml would write what XML forbids without a word, and it breaks lines between the
//! runs of a paragraph; a string and forty lines give bytes that are the same for ever.

use crate::text::clean::{clean, is_clean};
use std::borrow::Cow;

/// How every part of an office document begins.
pub const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// What is escaped between tags. `>` too, so that no `]]>` can arise.
const TEXT: &str = "&<>";
/// What is escaped between double quotes. Line ends and tabs would be read back as blanks
/// otherwise.
const ATTRIBUTE: &str = "&<>\"\n\t";
/// The same in parts of office documents. A carriage return would be read back as a line end.
pub const PART_TEXT: &str = "&<>'\"\r";
/// The same between double quotes.
pub const PART_ATTRIBUTE: &str = "&<>'\"\r\n\t";

/// Attributes in the order they are to stand.
pub type Attributes<'a> = &'a [(&'a str, &'a str)];

/// A document being written, two blanks a level.
#[derive(Debug, Default)]
pub struct Printer {
    text: String,
    depth: usize,
    is_html: bool,
    /// What is escaped in texts besides [`TEXT`].
    quotes: bool,
}

impl Printer {
    /// A document with its XML declaration.
    pub fn document() -> Printer {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
        Printer { text, ..Printer::default() }
    }

    /// The same with the quotes in texts escaped, as quick-xml does.
    pub fn document_with_quotes() -> Printer {
        Printer { quotes: true, ..Printer::document() }
    }

    /// A piece of HTML, or all of it: elements without content have no slash.
    pub fn html() -> Printer {
        Printer { is_html: true, ..Printer::default() }
    }

    /// A piece of a document.
    pub fn fragment() -> Printer {
        Printer::default()
    }

    /// A start tag on a line of its own.
    pub fn open(&mut self, name: &str, attributes: Attributes<'_>) {
        self.start(name, attributes, ">\n");
        self.depth += 1;
    }

    /// The end tag of [`Printer::open`].
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
        let special = if self.quotes { PART_TEXT } else { TEXT };
        self.inline(name, attributes, &escape(&legal(text), special));
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
        let attributes = attributes.iter().map(|(key, value)| (*key, legal(value)));
        start_tag(name, attributes, ATTRIBUTE, &mut self.text);
        // Instead of the bracket of an element with content.
        self.text.pop();
        self.text.push_str(end);
    }

    fn end(&mut self, name: &str) {
        end_tag(name, &mut self.text);
        self.text.push('\n');
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
    }
}

/// Writes a start tag.
pub fn start_tag<'a, V: AsRef<str>>(
    name: &str,
    attributes: impl IntoIterator<Item = (&'a str, V)>,
    special: &str,
    out: &mut String,
) {
    out.push('<');
    out.push_str(name);
    for (key, value) in attributes {
        out.push(' ');
        out.push_str(key);
        out.push_str("=\"");
        escape_into(value.as_ref(), special, out);
        out.push('"');
    }
    out.push('>');
}

/// Writes an end tag.
pub fn end_tag(name: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Text between tags.
pub fn escape_text(text: &str) -> String {
    escape(&legal(text), TEXT)
}

/// Text between double quotes.
pub fn escape_attribute(text: &str) -> String {
    escape(&legal(text), ATTRIBUTE)
}

/// Text put into a part that somebody else wrote, in either place, without the characters
/// that XML forbids: quick-xml would write them all the same.
pub fn encode(text: &str) -> String {
    let is_legal = |c: &char| matches!(c, '\t' | '\n' | '\u{20}'..='\u{FFFD}' | '\u{10000}'..);
    escape(&text.chars().filter(is_legal).collect::<String>(), "&<>\"")
}

/// The text with the special characters as references.
pub fn escape(text: &str, special: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(text, special, &mut out);
    out
}

/// Writes a text with the special characters as references.
pub fn escape_into(text: &str, special: &str, out: &mut String) {
    let mut rest = text;
    let is_special = |byte: u8| byte < b'?' && special.as_bytes().contains(&byte);
    while let Some(place) = rest.bytes().position(is_special) {
        out.push_str(&rest[..place]);
        out.push_str(match rest.as_bytes()[place] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
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
    fn forbidden_characters_never_get_in() {
        assert_eq!(encode("甲\u{0}\u{B}\u{FFFE}<&>\"\r\n𠮷"), "甲&lt;&amp;&gt;&quot;\n𠮷");
    }

    #[test]
    fn elements_stand_on_their_own_lines() {
        let mut out = Printer::fragment();
        out.open("a", &[("k", "v")]);
        out.leaf("b", &[], "x");
        out.empty("c", &[]);
        out.close("a");
        assert_eq!(out.into_text(), "<a k=\"v\">\n  <b>x</b>\n  <c/>\n</a>\n");
    }
}
