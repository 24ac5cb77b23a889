//! XML: a printer, a tree, a checked token stream, and edits that leave the rest untouched.

pub mod markup;
pub mod parse;
pub mod patch;
pub mod printer;
pub mod tokens;
pub mod tree;

use quick_xml::escape::unescape;
use quick_xml::events::attributes::Attributes;
use std::borrow::Cow;

/// The part of a name after its prefix.
pub fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// A text with its entities resolved; unknown ones stay as written.
pub fn decode(raw: &str) -> Cow<'_, str> {
    unescape(raw).unwrap_or(Cow::Borrowed(raw))
}

/// The attributes behind the name of a tag: name with prefix, value with entities.
fn attributes<'t>(tag: &'t str, name: &str) -> impl Iterator<Item = (&'t str, &'t str)> + use<'t> {
    // The check for repeated names takes quadratic time; the first one wins instead.
    let mut attributes = Attributes::new(tag, name.len());
    attributes.with_checks(false);
    attributes.flatten().map(|attribute| match attribute.value {
        Cow::Borrowed(value) => (attribute.key.0, value),
        Cow::Owned(_) => (attribute.key.0, ""),
    })
}
