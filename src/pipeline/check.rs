//! What is wrong with a document: everything that would stop it from being written, and
//! everything else worth saying.

use super::accept::accept;
use super::characters::add_characters;
use super::write::{self, Output, Written};
use super::{Document, Options};
use crate::diag::profile::Grade;
use crate::diag::{Codes, Finding, Profile, Severity, sort, worst};
use crate::error::Error;
use crate::rules::children::{self, children};
use crate::rules::history::{self, history};
use crate::rules::portal::{self, strict};
use crate::rules::{self, Subject};
use crate::writers::{mapping, pdf};

/// What was found in a document.
#[derive(Debug, Default)]
pub struct Checked {
    /// In printed order.
    pub findings: Vec<Finding>,
    /// How many the profile has switched off.
    pub omitted: usize,
}

/// A document that was checked and, where nothing forbids it, written.
#[derive(Debug)]
pub struct Converted {
    /// The document.
    pub document: Document,
    /// What was found in it.
    pub checked: Checked,
    /// Its files; none where an error forbids them, and none of a format that cannot be written.
    pub outputs: Vec<Output>,
    /// What a user's own page template has to say for itself.
    pub warnings: Vec<String>,
}

impl Checked {
    /// Whether an error was found.
    pub fn has_errors(&self) -> bool {
        worst(&self.findings) == Some(Severity::Error)
    }
}

/// Checks a document with the very steps that [`convert`] takes, writing included: a report
/// that passes can be written with the same options.
///
/// # Errors
/// Where an option is at fault and not the document, such as a page template of the user's
/// own that cannot be set.
pub fn check(document: &Document, options: &Options) -> Result<Checked, Error> {
    Ok(run(document, options)?.0)
}

/// Checks a document and writes it in every format asked for, or in none.
///
/// # Errors
/// As [`check`].
pub fn convert(document: Document, options: &Options) -> Result<Converted, Error> {
    let (checked, outputs, warnings) = run(&document, options)?;
    Ok(Converted { document, checked, outputs, warnings })
}

fn run(
    document: &Document,
    options: &Options,
) -> Result<(Checked, Vec<Output>, Vec<String>), Error> {
    options.check()?;
    let mut checked = found(document, options);
    let tell = |checked: &mut Checked| {
        if let Some(layout) = &document.layout {
            layout.tell(&mut checked.findings);
        }
    };
    if checked.has_errors() && !options.allow_errors {
        tell(&mut checked);
        return Ok((checked, Vec::new(), Vec::new()));
    }
    let Written { outputs, warnings, findings } = write::all(document, options)?;
    // No profile can make a file out of what cannot be set.
    checked.findings.extend(findings);
    sort(&mut checked.findings, &document.sheets);
    tell(&mut checked);
    Ok((checked, outputs, warnings))
}

/// What the reader and the rules say of a document, whatever becomes of it.
pub fn judge(document: &Document) -> Vec<Finding> {
    let Document { report, origins, sheets, findings, forms, .. } = document;
    let mut found = rules::check(report, origins, sheets, *forms);
    found.extend(findings.iter().cloned());
    sort(&mut found, sheets);
    found
}

/// Everything that can be said before writing.
fn found(document: &Document, options: &Options) -> Checked {
    let Document { report, origins, sheets, forms, .. } = document;
    let mut findings = judge(document);
    let subject = Subject::new(report, origins, *forms);
    if let Some(previous) = &options.previous {
        let last = Subject::new(&previous.report, &previous.origins, *forms);
        let mut found = history(&subject, &last, &previous.name);
        if let Some(layout) = &previous.layout {
            layout.tell_others(&mut found);
        }
        findings.extend(found);
    }
    if let Some(gathered) = &options.children {
        findings.extend(children(&subject, gathered));
    }
    if options.formats.iter().any(|format| format.is_printed()) {
        add_characters(&mut findings, report, origins, &options.fonts);
    }
    if options.portal_strict {
        strict(&subject, &mut findings);
    }
    for mapping in &options.mappings {
        findings.extend(mapping.check(report));
    }
    sort(&mut findings, sheets);
    let omitted = regrade(&mut findings, options);
    let mut own = accept(&mut findings, &document.acceptances, |code| looks_for(code, options));
    let omitted = omitted + regrade(&mut own, options);
    findings.extend(own);
    sort(&mut findings, sheets);
    Checked { findings, omitted }
}

fn regrade(findings: &mut Vec<Finding>, options: &Options) -> usize {
    options.profile.as_ref().map_or(0, |profile| profile.apply(findings))
}

/// Whether these options could have raised a code at all.
fn looks_for(code: &str, options: &Options) -> bool {
    let Some(code) = super::codes().typed(code) else { return true };
    let is_of = |family: &[Codes]| family.iter().copied().flatten().any(|one| one.id == code.id);
    let is_off = |profile: &Profile| {
        profile.grades().any(|(id, grade)| id == code.id && grade == Grade::Off)
    };
    (options.previous.is_some() || !is_of(history::FAMILY))
        && (options.children.is_some() || !is_of(&[children::CODES]))
        && (options.portal_strict || !is_of(&[portal::CODES]))
        && (options.formats.iter().any(|format| format.is_printed()) || !is_of(&[pdf::CODES]))
        && (!options.mappings.is_empty() || !is_of(&[mapping::CODES]))
        && !options.profile.as_ref().is_some_and(is_off)
}
