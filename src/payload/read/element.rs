//! One element of our XML: its attributes and text, and the refusal of what else it holds.

use crate::formats::xml::tree::{Element, split_namespace};
use crate::payload::write::XSI;
use crate::text::clean::{clean, trim};

/// Namespace of `xml:lang`.
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Characters of a document that a sentence repeats.
const MOST_SHOWN: usize = 40;

/// An attribute that must be there.
pub fn attribute<'e>(element: &'e Element, name: &str) -> Result<&'e str, String> {
    element.attribute(name).ok_or_else(|| format!("{} 缺少属性 {name}", element.name))
}

/// Refuses attributes but these, `xml:lang`, and what belongs to schema instances.
pub fn only_attributes(element: &Element, known: &[&str]) -> Result<(), String> {
    let names = element.attributes.iter().map(|(key, _)| split_namespace(key));
    let strange = names.into_iter().find(|(namespace, name)| match *namespace {
        "" => !known.contains(name),
        XML => *name != "lang",
        XSI => !matches!(*name, "nil" | "schemaLocation"),
        _ => true,
    });
    match strange {
        Some((_, name)) => Err(format!("{} 有不认识的属性 {}", element.name, excerpt(name))),
        None => Ok(()),
    }
}

/// The text of an element that holds nothing else, fit for a report.
pub fn text(element: &Element) -> Result<String, String> {
    match element.elements().next() {
        Some(child) => Err(unknown(child)),
        None => Ok(trim(&clean(&element.text()).text).to_owned()),
    }
}

/// The text of an element that must have some, and no attribute.
pub fn words(element: &Element) -> Result<String, String> {
    only_attributes(element, &[])?;
    match text(element)? {
        text if text.is_empty() => Err(format!("{} 是空的", element.name)),
        text => Ok(text),
    }
}

/// Refuses text beside elements.
pub fn no_text(element: &Element) -> Result<(), String> {
    match element.text().trim_ascii() {
        "" => Ok(()),
        _ => Err(format!("{} 里有不该有的文字", element.name)),
    }
}

/// The sentence on an element that does not belong.
pub fn unknown(element: &Element) -> String {
    format!("有不认识或位置不对的元素 {}", excerpt(&element.name))
}

/// Enough of a text to recognise it by, for messages.
pub fn excerpt(text: &str) -> String {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
