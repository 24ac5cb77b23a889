//! A document as the page shows it: what was found, and where.

use crate::draft::Draft;
use crate::sheets::sheets;
use nianbao::diag::Finding;
use nianbao::model::{Address, Origins};
use nianbao::pipeline::Checked;
use nianbao::{Document, Error, Options, Severity};
use serde_json::{Map, Value, json};

/// What there is to show of a document, its cells included.
///
/// # Errors
/// What checking says.
pub fn view(
    document: &Document,
    options: &Options,
    has_sheets: bool,
) -> Result<Map<String, Value>, Error> {
    let checked = nianbao::check(document, options)?;
    let mut view = judged(document, &checked);
    if has_sheets {
        view.insert("sheets".into(), sheets(&document.bytes, options));
    }
    Ok(view)
}

/// What there is to show of a document and of what was found in it.
pub fn judged(document: &Document, checked: &Checked) -> Map<String, Value> {
    let report = &document.report;
    let findings: Value =
        checked.findings.iter().map(|finding| entry(finding, &document.origins)).collect();
    let view = json!({
        "name": document.name,
        "stem": document.name.rsplit_once('.').map_or(&*document.name, |(stem, _)| stem),
        "title": report.title(),
        "year": report.metadata.year,
        "agency": report.metadata.agency,
        "edition": report.edition,
        "isWorkbook": document.is_workbook(),
        "sheetNames": document.sheets,
        "draft": Draft::of(report),
        "findings": findings,
        "omitted": checked.omitted,
        "hasErrors": checked.has_errors(),
    });
    let Value::Object(view) = view else { return Map::new() };
    view
}

fn entry(finding: &Finding, origins: &Origins) -> Value {
    let place = finding.place.as_ref();
    let open = finding.accepted.is_none();
    json!({
        "code": finding.code.id,
        "title": finding.code.title,
        "severity": match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        },
        "sheet": place.map(|place| &place.sheet),
        "cell": place.map(|place| place.reference()),
        "first": place.map(|place| place.first),
        "last": place.map(|place| place.last),
        "message": finding.message.to_string(),
        "help": finding.help.to_string(),
        "isOpen": open,
        "reason": finding.accepted.as_ref().map(|reason| &reason.why),
        "address": address(finding, origins),
    })
}

/// What of the report stands where a finding points, for whoever edits it there.
fn address(finding: &Finding, origins: &Origins) -> Option<String> {
    let place = finding.place.as_ref()?;
    let here = origins.iter().filter(|(_, own)| own.first == place.first && own.sheet == place.sheet);
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
