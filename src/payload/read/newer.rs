//! Additions of newer minor versions: left out before reading, as the schema tells readers.

use super::element::XML;
use crate::formats::xml::tree::{Element, Node, split_namespace};
use crate::payload::names::{ITEM, NAMES};
use crate::payload::write::{NAMESPACE, SCHEMA_VERSION, XSI};

/// Elements that this version knows, beside those of `r:metadata`.
const ELEMENTS: [&str; 13] = [
    "report", "metadata", "section", "heading", "p", "sub", "table", "row", "cell", "note",
    "files", "file", ITEM,
];
/// Attributes that it knows.
const ATTRIBUTES: [&str; 20] = [
    "schemaVersion",
    "format",
    "year",
    "revision",
    "status",
    "no",
    "level",
    "id",
    "form",
    "unit",
    "label",
    "col",
    "remark",
    "href",
    "mediaType",
    "role",
    "length",
    "sha256",
    "composed",
    "precision",
];
/// Those of items.
const OF_ITEMS: [&str; 2] = ["field", "name"];

/// Whether a version is newer than ours and has the same major number.
pub fn is_newer(version: &str) -> bool {
    let parts = |version: &str| -> Option<(u32, u32)> {
        let (major, minor) = version.split_once('.')?;
        let is_plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !is_plain(major) || !is_plain(minor) {
            return None;
        }
        Some((major.parse().ok()?, minor.parse().ok()?))
    };
    let (Some(own), Some(other)) = (parts(SCHEMA_VERSION), parts(version)) else { return false };
    own.0 == other.0 && own.1 < other.1
}

/// Takes out the elements and attributes that this version does not know.
pub fn prune(part: &mut Element) {
    part.attributes.retain(|(key, _)| match split_namespace(key) {
        ("", name) => ATTRIBUTES.contains(&name) || OF_ITEMS.contains(&name),
        (XML, "lang") | (XSI, "nil" | "schemaLocation") => true,
        _ => false,
    });
    part.nodes.retain(|node| match node {
        Node::Text(_) => true,
        Node::Element(child) => {
            let name = child.name.as_str();
            let is_named = NAMES.iter().any(|known| known.element == name);
            child.namespace == NAMESPACE && (ELEMENTS.contains(&name) || is_named)
        }
    });
    part.elements_mut().for_each(prune);
}
