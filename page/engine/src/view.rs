//! A document as the page shows it: what was found, and where.

use crate::draft::Draft;
use crate::sheets::sheets;
use nianbao::diag::Finding;
use nianbao::diag::group::{Entry, group};
use nianbao::model::{Address, Origins, Place};
use nianbao::pipeline::{Checked, codes};
use nianbao::{Document, Error, Options};
use serde_json::{Map, Value, json};

/// What there is to show of a document, its cells included where they were kept.
///
/// # Errors
/// What checking says.
pub fn view(document: &Document, options: &Options) -> Result<Map<String, Value>, Error> {
    let checked = nianbao::check(document, options)?;
    let mut view = judged(document, &checked);
    if document.book.is_some() {
        view.insert("sheets".into(), sheets(document));
    }
    Ok(view)
}

/// What there is to show of a document and of what was found in it.
pub fn judged(document: &Document, checked: &Checked) -> Map<String, Value> {
    let report = &document.report;
    let origins = &document.origins;
    let findings: Value = checked.findings.iter().map(|finding| single(finding, origins)).collect();
    let (open, accepted): (Vec<Finding>, Vec<Finding>) =
        checked.findings.iter().cloned().partition(|finding| finding.accepted.is_none());
    let grouped = group(&open);
    let entries = grouped.iter().map(|entry| several(entry, origins));
    let accepted = accepted.iter().map(|finding| explained(finding, origins));
    let view = json!({
        "stem": document.name.rsplit_once('.').map_or(&*document.name, |(stem, _)| stem),
        "title": report.title(),
        "year": report.metadata.year,
        "agency": report.metadata.agency,
        "edition": report.edition,
        "isWorkbook": document.is_workbook(),
        "draft": Draft::of(report, &document.acceptances),
        "findings": findings,
        "entries": entries.chain(accepted).collect::<Value>(),
        "hasErrors": checked.has_errors(),
        "omitted": checked.omitted,
    });
    let Value::Object(view) = view else { return Map::new() };
    view
}

/// A finding, for whoever counts them or marks what is edited.
fn single(finding: &Finding, origins: &Origins) -> Value {
    json!({
        "code": finding.code.id,
        "severity": finding.severity,
        "message": finding.message.to_string(),
        "help": finding.help.to_string(),
        "isOpen": finding.accepted.is_none(),
        "address": finding.place.as_ref().and_then(|place| address(place, origins)),
    })
}

/// Findings that say the same, as the list shows them.
fn several(entry: &Entry<'_>, origins: &Origins) -> Value {
    let areas = entry.places.iter().map(area);
    json!({
        "code": entry.code,
        "title": title(entry.code),
        "severity": entry.severity,
        "sheet": entry.sheet,
        "cells": entry.references,
        "areas": areas.collect::<Value>(),
        "count": entry.count,
        "message": entry.message,
        "help": entry.help,
        "reason": Value::Null,
        "address": entry.places.first().and_then(|place| address(place, origins)),
    })
}

/// One that the office has explained.
fn explained(finding: &Finding, origins: &Origins) -> Value {
    let place = finding.place.as_ref();
    let spot = finding.spot.as_ref().map(|spot| spot.inner.clone());
    json!({
        "code": finding.code.id,
        "title": finding.code.title,
        "severity": finding.severity,
        "sheet": place.map(|place| &place.sheet),
        "cells": spot.or_else(|| place.map(Place::reference)).unwrap_or_default(),
        "areas": place.map(area).into_iter().collect::<Value>(),
        "count": 1,
        "message": finding.message.to_string(),
        "help": finding.help.to_string(),
        "reason": finding.accepted.as_ref().map(|reason| &reason.why),
        "address": place.and_then(|place| address(place, origins)),
    })
}

fn area(place: &Place) -> Value {
    json!([place.first.0, place.first.1, place.last.0, place.last.1])
}

fn title(code: &str) -> &'static str {
    codes().find(code).map_or("", |code| code.title)
}

/// What of the report stands where a finding points, for whoever edits it there.
fn address(place: &Place, origins: &Origins) -> Option<String> {
    let here =
        origins.iter().filter(|(_, own)| own.first == place.first && own.sheet == place.sheet);
    let words = here.filter_map(|(address, _)| match address {
        Address::Figure(table, row, column) => Some(format!("figure/{table}/{row}/{column}")),
        Address::Field(id) => Some(format!("field/{id}")),
        Address::Heading(section) => Some(format!("heading/{section}")),
        Address::Passage(section, index) => Some(format!("passage/{section}/{index}")),
        Address::Note(section, index) => Some(format!("note/{section}/{index}")),
        Address::Table(_) => None,
    });
    words.last()
}
