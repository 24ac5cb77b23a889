//! Keys that are given from outside: they stand before all others, on a sheet that is in no
//! file.

use super::Read;
use super::document::book::keys;
use super::fields;
use super::grid::Book;
use super::notes::Notes;
use crate::diag::Finding;
use crate::model::form::{field_label, fields};
use crate::model::{Forms, Metadata, Origins, Report};

/// The name of that sheet.
fn sheet() -> String {
    format!("{}（--set）", fields().sheet)
}

/// Puts them before the sheets of a book.
pub fn put_before(sets: &[(String, String)], book: &mut Book) {
    if !sets.is_empty() {
        let pairs = sets.iter().map(|(id, value)| (field_label(id), value.as_str()));
        book.sheets.insert(0, keys(&sheet(), pairs));
    }
}

/// Nobody can look for them in the file.
pub fn forget(sets: &[(String, String)], read: &mut Read) {
    if sets.is_empty() {
        return;
    }
    let own = sheet();
    read.sheets.retain(|sheet| *sheet != own);
    read.origins.forget(&own);
    for finding in &mut read.findings {
        finding.place = finding.place.take().filter(|place| place.sheet != own);
    }
}

/// Puts them into a report that came from no sheets.
pub fn put(sets: &[(String, String)], report: &mut Report, forms: Forms) -> Vec<Finding> {
    let mut book = Book::default();
    put_before(sets, &mut book);
    let mut notes = Notes::new(&book, forms);
    let given = fields::read(&book, &mut notes, &mut Origins::default());
    let Metadata {
        year, agency, title, date_produced, date_published, time_published, fields, ..
    } = given;
    let own = &mut report.metadata;
    own.year = year.or(own.year);
    own.agency = agency.or(own.agency.take());
    own.title = title.or(own.title.take());
    own.date_produced = date_produced.or(own.date_produced);
    if date_published.is_some() {
        (own.date_published, own.time_published) = (date_published, time_published);
    }
    own.fields.extend(fields);
    let mut findings = notes.findings;
    findings.iter_mut().for_each(|finding| finding.place = None);
    findings
}
