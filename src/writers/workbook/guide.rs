//! The words of the workbook that belong to no form: `templates/forms/guide.toml`.

use crate::error::Error;
use crate::model::Form;
use crate::model::form::{FigureKind, SectionForm, TableForm};
use crate::text::numeral::numeral;
use serde::Deserialize;
use std::sync::LazyLock;

/// Everything in `templates/forms/guide.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// Name of the first sheet.
    pub sheet: String,
    /// Put before the note of a key that must be filled in.
    pub required: String,
    /// Printed at the foot of every page.
    pub footer: Footer,
    /// How the file says which edition it is.
    pub marker: Marker,
    /// The sheet of a total that lists what it was made of.
    pub sources: Sources,
    /// What the first sheet says.
    #[serde(rename = "line")]
    pub lines: Vec<Line>,
    /// What data validation says.
    pub messages: Messages,
}

/// The three parts of a page footer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Footer {
    /// At the left margin.
    pub left: String,
    /// In the middle.
    pub center: String,
    /// At the right margin.
    pub right: String,
}

/// The mark of our own workbooks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marker {
    /// Name of the very hidden sheet.
    pub sheet: String,
    /// Document property that holds the edition.
    pub property: String,
    /// Document property that says whose workbook it is …
    pub program: String,
    /// … and its value.
    pub value: String,
}

/// The words of the sheet that lists what a total was made of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// Its name; the reader knows it as one to ignore.
    pub sheet: String,
    /// Its first row, with `{year}` and `{count}`.
    pub title: String,
    /// What the columns are.
    pub text: String,
    /// Heads of the columns before the figures.
    pub heads: [String; 6],
    /// Label of the row of sums.
    pub sum: String,
    /// Label of the files that were not added.
    pub left_out: String,
}

/// One row of the first sheet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// How it looks.
    pub style: LineStyle,
    /// What it says.
    pub text: String,
    /// Only for editions with figures of this kind.
    kind: Option<FigureKind>,
    /// Only for editions in force from this report year on.
    from: Option<i32>,
}

impl Line {
    /// Whether it is for the workbook of an edition.
    pub fn is_for(&self, form: &Form) -> bool {
        let columns = || form.tables.iter().flat_map(TableForm::columns);
        self.kind.is_none_or(|kind| columns().any(|column| column.kind == kind))
            && self.from.is_none_or(|from| form.first_year >= from)
    }
}

/// How a row of the first sheet looks; the last four are the legend of the colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum LineStyle {
    Title,
    Head,
    Text,
    Input,
    Total,
    Label,
    Alert,
}

/// The messages of data validation, by what the cell takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[allow(missing_docs)]
pub struct Messages {
    pub count: Message,
    pub signed: Message,
    pub wan_yuan: Message,
    pub money: Message,
    pub year: Message,
    pub choice: Message,
    pub note: Message,
}

/// One message: shown when the cell is chosen, shown when the entry is refused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// At most 32 characters.
    pub title: String,
    /// At most 255 characters.
    pub prompt: Option<String>,
    /// At most 255 characters.
    pub error: Option<String>,
}

static GUIDE: LazyLock<Result<Guide, String>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../templates/forms/guide.toml"))
        .map_err(|error| format!("templates/forms/guide.toml：{error}"))
});

/// The words of the workbook.
pub fn guide() -> Result<&'static Guide, Error> {
    GUIDE.as_ref().map_err(|reason| Error::writer("XLSX", reason))
}

/// Puts the facts of a form into a text.
pub fn fill(text: &str, form: &Form) -> String {
    let years = match form.last_year {
        Some(last) => format!(" {}—{last} ", form.first_year),
        None => format!(" {} 年及以后各", form.first_year),
    };
    let numerals = |is_meant: &dyn Fn(&SectionForm) -> bool| {
        let meant = form.sections.iter().filter(|section| is_meant(section));
        meant.map(|section| numeral(section.number)).collect::<Vec<_>>().join("、")
    };
    text.replace("{edition}", &form.name)
        .replace("{notice}", &form.notice)
        .replace("{years}", &years)
        .replace("{texts}", &numerals(&|section| section.table.is_none()))
        .replace("{tables}", &numerals(&|section| section.table.is_some()))
        .replace("{requests}", &numerals(&|section| form.role_of(section) == Some("requests")))
        .replace("{other}", &numerals(&|section| form.role_of(section) == Some("other")))
}
