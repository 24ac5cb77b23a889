//! The settings part: ours, and of the template's what decides how its pages look.

use super::Template;
use crate::error::Error;
use crate::formats::xml::tree::{Element, Node};

/// Taken from the template, in place of ours or, where it has none, without.
const THEIRS: [&str; 8] = [
    "w:mirrorMargins",
    "w:bordersDoNotSurroundHeader",
    "w:bordersDoNotSurroundFooter",
    "w:gutterAtTop",
    "w:defaultTabStop",
    "w:characterSpacingControl",
    "w:compat",
    "w:clrSchemeMapping",
];

/// Every setting of the two, in the order of the schema.
const ORDER: [&str; 15] = [
    "w:zoom",
    "w:mirrorMargins",
    "w:bordersDoNotSurroundHeader",
    "w:bordersDoNotSurroundFooter",
    "w:gutterAtTop",
    "w:defaultTabStop",
    "w:evenAndOddHeaders",
    "w:characterSpacingControl",
    "w:noLineBreaksAfter",
    "w:noLineBreaksBefore",
    "w:compat",
    "w:themeFontLang",
    "w:clrSchemeMapping",
    "w:decimalSymbol",
    "w:listSeparator",
];

/// The settings part of the report.
pub fn settings(template: &Template, ours: &str) -> Result<Vec<u8>, Error> {
    let mut merged = Element::parse(ours.as_bytes())?;
    // Only what stands in the lists: the white space of ours goes.
    merged.nodes.retain(|node| matches!(node, Node::Element(_)));
    let taken = |name: &str| {
        THEIRS.contains(&name) || (name == "w:evenAndOddHeaders" && template.has_footers())
    };
    for name in ORDER.into_iter().filter(|name| taken(name)) {
        // Without compatibility switches Word takes a document for one of 2007: keep ours.
        let keeps = matches!(name, "w:compat" | "w:defaultTabStop" | "w:characterSpacingControl");
        let theirs = template.settings.find(name).cloned();
        if theirs.is_none() && keeps {
            continue;
        }
        merged.retain(|old| old.name != name);
        merged.nodes.extend(theirs.map(Node::Element));
    }
    merged.nodes.sort_by_key(|node| match node {
        Node::Element(child) => ORDER.iter().position(|name| *name == child.name),
        Node::Text(_) => None,
    });
    Ok(merged.to_xml())
}
