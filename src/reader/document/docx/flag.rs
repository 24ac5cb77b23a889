//! Attributes that nearly every element of a Word file has.

use crate::formats::xml::tokens::Tag;

/// `w:val`; empty where there is none.
pub fn value(tag: &Tag<'_>) -> String {
    tag.attribute("val").unwrap_or_default().into_owned()
}

/// Whether a switch such as `<w:vanish/>` is on: it is unless it says otherwise.
pub fn is_on(tag: &Tag<'_>) -> bool {
    !tag.attribute("val").is_some_and(|value| matches!(&*value, "0" | "false" | "off" | "none"))
}
