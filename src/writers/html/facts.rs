//! The metadata box above the text, with what the disclosure catalogue files the report under.

use super::{is_told, text};
use crate::formats::xml::printer::{Printer, escape_text};
use crate::model::Metadata;
use crate::model::form::field_label;
use crate::payload::write::value;
use crate::publication::Block;
use crate::text::clean::trim;

/// The fields in the order of the pages of the central government.
const FIELDS: [&str; 8] = [
    "indexNumber",
    "subjectCategory",
    "publisher",
    "dateProduced",
    "docNumber",
    "datePublished",
    "validity",
    "disclosureMode",
];
/// Whom to ask; left out where the text says it.
const CONTACT: [&str; 2] = ["phone", "address"];

/// Writes the fields that are filled.
pub fn write(out: &mut Printer, metadata: &Metadata, blocks: &[Block]) {
    let known = FIELDS.iter().filter_map(|id| Some((*id, shown(metadata, id)?)));
    let contact = CONTACT
        .iter()
        .filter_map(|id| Some((*id, shown(metadata, id)?)))
        .filter(|(_, text)| !is_told(blocks, text));
    let facts: Vec<_> = known.chain(contact).collect();
    if facts.is_empty() {
        return;
    }
    out.open("dl", &[]);
    for (id, shown) in facts {
        let value = text::markup(&shown);
        let dir: Vec<_> = value.dir().into_iter().collect();
        out.open("div", &[]);
        out.leaf("dt", &[], field_label(id));
        match time(metadata, id) {
            Some(moment) => {
                let time = format!("<time datetime=\"{moment}\">{}</time>", escape_text(&shown));
                out.inline("dd", &[], &time);
            }
            None => out.inline("dd", &dir, &value.markup),
        }
        out.close("div");
    }
    out.close("dl");
}

fn shown(metadata: &Metadata, id: &str) -> Option<String> {
    let text = match id {
        "publisher" => metadata.publisher().map(str::to_owned),
        // A time that nobody gave is not shown.
        "datePublished" if metadata.time_published.is_none() => {
            metadata.date_published.map(|date| date.to_string())
        }
        id => value(metadata, id),
    };
    text.map(|text| trim(&text).to_owned()).filter(|text| !text.is_empty())
}

/// The moment for machines.
fn time(metadata: &Metadata, id: &str) -> Option<String> {
    match id {
        "dateProduced" | "datePublished" => shown(metadata, id),
        _ => None,
    }
}
