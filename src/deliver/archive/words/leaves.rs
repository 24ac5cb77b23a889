//! Every text and every attribute of an XML document, in order.

use super::Item;
use crate::deliver::archive::Given;
use crate::deliver::archive::figures::LIMITS;
use crate::formats::xml::parse::{Names, parse};
use crate::formats::xml::tree::Element;
use crate::payload::read::explain::explain;

/// Reads a document.
pub fn of(bytes: &[u8]) -> Result<Vec<Item>, String> {
    let root = parse(bytes, LIMITS, Names::Written).map_err(|error| explain(&error))?;
    let mut found = Vec::new();
    add(&root, "", &mut found);
    Ok(found)
}

fn add(part: &Element, above: &str, found: &mut Vec<Item>) {
    let name = part.name.strip_prefix("r:").unwrap_or(&part.name);
    // Which of many rows or cells it is.
    let which = ["no", "id", "col"].iter().find_map(|key| part.attribute(key));
    let which = which.map(|which| format!(" {which}")).unwrap_or_default();
    let here = format!("{above}{name}{which}");
    let attributes = part.attributes.iter();
    found.extend(attributes.map(|(key, value)| (format!("{here} {key}"), value.clone())));
    let text = part.text();
    let is_leaf = part.elements().next().is_none();
    if is_leaf || !text.trim().is_empty() {
        found.push((here.clone(), text.into_owned()));
    }
    for child in part.elements() {
        // The way from the root would be longer than what is said of the place.
        let above = if which.is_empty() { String::new() } else { format!("{here} ") };
        add(child, &above, found);
    }
}

/// What only the archive room knew, as `metadata.xml` has it.
pub fn given(described: &[Item]) -> Given {
    let of = |name: &str| {
        let found = described.iter().find(|(place, _)| place == name);
        found.map(|(_, text)| text.clone())
    };
    Given { archive_number: of("档号"), fonds: of("全宗号"), retention: of("保管期限") }
}
