//! Findings as SARIF 2.1.0, for code-scanning services and editors. A workbook has no
//! lines: the cell is a logical location, `sheet!cell`. There is no timestamp and no base
//! path, and the order is fixed: the same findings give the same bytes.

use super::accepted::count;
use super::profile::Grade;
use super::run::{File, Run};
use super::{Catalogue, Code, Finding, Severity, markdown, page};
use crate::error::Error;
use crate::model::{Forms, Place};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Renders the log of a run.
///
/// # Errors
/// [`Error::Writer`] when it cannot be serialized, which no finding causes.
pub fn render(run: &Run<'_>, codes: &Catalogue) -> Result<String, Error> {
    let order: BTreeMap<&str, usize> =
        codes.all().enumerate().map(|(index, code)| (code.id, index)).collect();
    let files = || run.files.iter().enumerate();
    // All results of a run name their suppressions, or none does.
    let suppresses = run.files.iter().any(|file| count(file.findings) > 0);
    let results: Vec<Value> = files()
        .flat_map(|(index, file)| file.findings.iter().map(move |one| (index, file, one)))
        .map(|(index, file, finding)| {
            let mut result = result(finding, &artifact(file, index), &order);
            if suppresses {
                result["suppressions"] = suppressions(finding);
            }
            result
        })
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": "zh-CN",
                "shortDescription": { "text": env!("CARGO_PKG_DESCRIPTION") },
                "rules": codes.all().map(|code| rule(code, run.forms)).collect::<Vec<_>>(),
            } },
            "language": "zh-CN",
            "invocations": [invocation(run, &order)],
            "artifacts": run.files.iter().map(|file| json!({
                "location": { "uri": uri(file.path) },
                "roles": ["analysisTarget"],
            })).collect::<Vec<_>>(),
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&log)
        .map(|text| text + "\n")
        .map_err(|error| Error::writer("SARIF", error))
}

fn rule(code: &'static Code, forms: Forms) -> Value {
    let help: Vec<String> =
        page::parts(code, forms).iter().map(|(label, part)| format!("{label}：{part}")).collect();
    json!({
        "id": code.id,
        "shortDescription": { "text": code.title },
        "fullDescription": { "text": format!("{}{}", code.what, code.why) },
        "help": { "text": help.join("\n"), "markdown": markdown::body(code, forms) },
        "defaultConfiguration": { "level": level(code.severity) },
    })
}

/// How the run went: what could not be read, and what the profile has changed.
fn invocation(run: &Run<'_>, order: &BTreeMap<&str, usize>) -> Value {
    let failures = run.files.iter().enumerate().filter_map(|(index, file)| {
        let error = file.error.as_ref()?;
        Some(json!({
            "level": "error",
            "message": { "text": error },
            "locations": [{ "physicalLocation": { "artifactLocation": artifact(file, index) } }],
        }))
    });
    let failures: Vec<Value> = failures.collect();
    let mut invocation = json!({ "executionSuccessful": failures.is_empty() });
    if !failures.is_empty() {
        invocation["toolExecutionNotifications"] = failures.into();
    }
    if let Some(profile) = run.profile {
        let overrides: Vec<Value> = profile
            .grades()
            .map(|(id, grade)| {
                json!({
                    "descriptor": { "id": id, "index": order.get(id) },
                    "configuration": match grade {
                        Grade::Shown(severity) => json!({ "level": level(severity) }),
                        Grade::Off => json!({ "enabled": false }),
                    },
                })
            })
            .collect();
        let omitted: usize = run.files.iter().map(|file| file.omitted).sum();
        invocation["ruleConfigurationOverrides"] = overrides.into();
        invocation["properties"] = json!({ "profile": profile.name(), "omitted": omitted });
    }
    invocation
}

fn result(finding: &Finding, artifact: &Value, order: &BTreeMap<&str, usize>) -> Value {
    let mut location = json!({ "physicalLocation": { "artifactLocation": artifact } });
    if let Some(place) = &finding.place {
        location["logicalLocations"] = json!([logical(place)]);
        if let Some(spot) = &finding.spot {
            location["message"] = json!({ "text": spot.whole });
        }
    }
    let text = if finding.help.is_empty() {
        finding.message.to_string()
    } else {
        format!("{}\n修改：{}", finding.message, finding.help)
    };
    json!({
        "ruleId": finding.code.id,
        "ruleIndex": order.get(finding.code.id),
        "level": level(finding.severity),
        "message": { "text": text },
        "locations": [location],
    })
}

/// What the workbook itself says for a finding.
fn suppressions(finding: &Finding) -> Value {
    let reason = finding.accepted.iter().map(|reason| {
        let justification = format!("{}{}", reason.why, reason.signature());
        json!({ "kind": "inSource", "status": "accepted", "justification": justification })
    });
    reason.collect()
}

fn logical(place: &Place) -> Value {
    let name = place.reference();
    let kind = if place.first == place.last { "cell" } else { "range" };
    json!({
        "fullyQualifiedName": format!("{}!{name}", place.sheet),
        "name": name,
        "kind": kind,
    })
}

fn artifact(file: &File<'_>, index: usize) -> Value {
    json!({ "uri": uri(file.path), "index": index })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// All but the unreserved characters of RFC 3986 and the sign between folders.
const RESERVED: AsciiSet =
    NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A path as a URI reference, relative if it was given so; all but unreserved characters are
/// percent-encoded.
fn uri(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let mut text = percent_encode(bytes, &RESERVED).to_string();
    if cfg!(windows) {
        text = text.replace("%5C", "/");
    }
    let relative = text.trim_start_matches('/');
    match path.is_absolute() {
        // `\\server\share` of Windows names a host.
        true if cfg!(windows) && text.starts_with("//") => format!("file://{relative}"),
        true => format!("file:///{relative}"),
        false => text.strip_prefix("./").unwrap_or(&text).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references_that_every_reader_knows() {
        assert_eq!(uri(Path::new("./某局 2025.xlsx")), "%E6%9F%90%E5%B1%80%202025.xlsx");
        assert_eq!(uri(Path::new("../a:b/c#1?.xlsx")), "../a%3Ab/c%231%3F.xlsx");
        #[cfg(unix)]
        assert_eq!(uri(Path::new("/tmp/a%.xlsx")), "file:///tmp/a%25.xlsx");
    }
}
