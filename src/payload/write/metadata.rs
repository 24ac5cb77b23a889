//! `r:metadata`: 基本信息 under the official names.

use crate::formats::xml::printer::Printer;
use crate::model::{Metadata, Report};
use crate::payload::names::{ITEM, NAMES, of_field};
use crate::text::clean::trim;

/// Time of day that `r:PubDate` shows where the workbook gives none.
const NO_TIME: &str = "00:00";

/// Writes `r:metadata`.
pub fn write(out: &mut Printer, report: &Report) {
    let metadata = &report.metadata;
    out.open("r:metadata", &[]);
    for name in NAMES {
        let tag = format!("r:{}", name.element);
        match name.field {
            "title" => {
                let composed: &[_] =
                    if metadata.title.is_none() { &[("composed", "true")] } else { &[] };
                out.leaf(&tag, composed, trim(&report.title()));
            }
            "datePublished" => published(out, &tag, metadata),
            "preamble" => preamble(out, &tag, metadata),
            field => out.optional(&tag, value(metadata, field).as_deref().map(trim)),
        }
    }
    for (id, text) in metadata.fields.iter().filter(|(id, _)| of_field(id).is_none()) {
        item(out, ("field", id), text);
    }
    for (key, text) in &metadata.unknown {
        item(out, ("name", trim(key)), text);
    }
    out.close("r:metadata");
}

/// A field as one text; nothing where the workbook has none. Day and time of publication are
/// one field.
pub fn value(metadata: &Metadata, field: &str) -> Option<String> {
    match field {
        "title" => metadata.title.clone(),
        "agency" => metadata.agency.clone(),
        "dateProduced" => metadata.date_produced.map(|date| date.to_string()),
        "datePublished" => metadata.date_published.map(|date| {
            format!("{date} {}", metadata.time_published.as_deref().unwrap_or(NO_TIME))
        }),
        field => metadata.field(field).map(str::to_owned),
    }
}

fn published(out: &mut Printer, tag: &str, metadata: &Metadata) {
    let Some(text) = value(metadata, "datePublished") else { return };
    let precision: &[_] =
        if metadata.time_published.is_none() { &[("precision", "day")] } else { &[] };
    out.leaf(tag, precision, &text);
}

/// The workbook's own preamble, a paragraph a line. The default one follows from the rest.
fn preamble(out: &mut Printer, tag: &str, metadata: &Metadata) {
    let lines = || {
        let text = metadata.field("preamble").unwrap_or_default();
        text.split('\n').map(trim).filter(|line| !line.is_empty())
    };
    if lines().next().is_none() {
        return;
    }
    out.open(tag, &[]);
    for line in lines() {
        out.leaf("r:p", &[], line);
    }
    out.close(tag);
}

fn item(out: &mut Printer, (kind, name): (&str, &str), text: &str) {
    let text = trim(text);
    if !text.is_empty() && !name.is_empty() {
        out.leaf(&format!("r:{ITEM}"), &[(kind, name)], text);
    }
}
