//! The keys of 基本信息, and the preamble that is made of them.

use serde::Deserialize;
use std::sync::LazyLock;

/// The keys of 基本信息.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldForms {
    /// Name of the sheet.
    pub sheet: String,
    /// Heads of its three columns.
    pub columns: [String; 3],
    /// Sheets that hold no report: instructions and the mark of the edition.
    pub ignored_sheets: Vec<String>,
    /// Sentences of the official form that speak to the clerk and must not be published.
    pub prompts: Vec<String>,
    /// How notes below a table begin.
    pub note_words: Vec<String>,
    /// How lines below a table begin that somebody signs or sends in: no part of the report.
    pub signature_words: Vec<String>,
    /// How names of bodies end.
    pub body_words: Vec<String>,
    /// What stands behind the name of a body for its seal.
    pub seal_words: Vec<String>,
    /// What stands before the name or the date of a signature, with a colon.
    pub signed_keys: Vec<String>,
    /// What an office inside a body puts behind its name where it signs for it.
    pub office_words: Vec<String>,
    /// How the first line of a letter's annex begins.
    pub annex_word: String,
    /// What stands above the second part of a table that is set in several.
    pub continued_words: Vec<String>,
    /// How short lines on a page begin that are no part of an article.
    pub page_words: Vec<String>,
    /// Short lines that begin so are no text behind the last sentence of a page.
    pub foot_words: Vec<String>,
    /// The same, but perhaps of the report: they are named.
    pub contact_words: Vec<String>,
    /// The sheet of accepted findings.
    pub acceptance: AcceptanceForm,
    /// The sheet that lists all findings in a marked copy.
    pub results: ResultsForm,
    /// The keys in their order.
    #[serde(rename = "field")]
    pub fields: Vec<FieldForm>,
    /// The default preamble.
    pub preamble: PreambleForm,
}

/// The sheet on which an office gives its reasons for findings that it accepts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcceptanceForm {
    /// Name of the sheet.
    pub sheet: String,
    /// What stands above the heads.
    pub line: String,
    /// Heads of its columns: code, cell, value then, problem, reason, who, date.
    pub columns: [String; 7],
    /// What stands for a cell where a finding has none.
    pub whole: String,
    /// What stands for the value of a blank cell.
    pub blank: String,
}

/// The sheet of a marked copy that lists all findings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultsForm {
    /// Name of the sheet.
    pub sheet: String,
    /// What stands above the heads.
    pub line: String,
    /// Heads of its columns: severity, code, place, problem, what to do.
    pub columns: [String; 5],
    /// What stands for the severity of a finding that the office has accepted.
    pub accepted: String,
}

/// The preamble of a report whose workbook has none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreambleForm {
    /// Sentences with `{id}` of keys, `{year}`, `{agency}` and `{notice}`; one that lacks a
    /// value is left out.
    pub sentences: Vec<String>,
}

/// One key of 基本信息.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldForm {
    /// Name in the model.
    pub id: String,
    /// The key as printed.
    pub label: String,
    /// What its value is.
    pub kind: FieldKind,
    /// Whether a report must have it.
    #[serde(default)]
    pub required: bool,
    /// Help for the clerk.
    pub note: String,
    /// The values to choose from.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Other names in use.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// What the value of a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// Any text.
    Text,
    /// Four digits.
    Year,
    /// A date.
    Date,
    /// A code that must be stored as text.
    Code,
    /// One of a list.
    Choice,
}

static FIELDS: LazyLock<FieldForms> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../templates/forms/metadata.toml"))
        .expect("templates/forms/metadata.toml is readable")
});

/// The keys of 基本信息.
pub fn fields() -> &'static FieldForms {
    &FIELDS
}

/// The key that has this printed name, or goes by it.
pub fn field_named(name: &str) -> Option<&'static FieldForm> {
    let name = name.trim();
    FIELDS
        .fields
        .iter()
        .find(|field| field.label == name || field.aliases.iter().any(|one| one == name))
}

/// The printed name of a key.
pub fn field_label(id: &str) -> &'static str {
    FIELDS.fields.iter().find(|field| field.id == id).map_or("", |field| &field.label)
}
