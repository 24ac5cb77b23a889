//! What differs between two reports: two submissions of one body, a report and its correction,
//! this year's and last year's. Figures by row and column, prose by paragraph and word, keys.

mod figures;
mod findings;
mod keys;
mod prose;
mod text;
mod words;

pub use figures::FigureChange;
pub use findings::CODES;
pub use keys::KeyChange;
pub use prose::{TextChange, TextKind};
pub use words::{Piece, PieceKind};

use crate::diag::Finding;
use crate::error::Error;
use crate::model::{Origins, Place, Report};
use serde::Serialize;

/// One of the two reports.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// The name of its file.
    pub name: &'a str,
    /// The report.
    pub report: &'a Report,
    /// Where its values stand.
    pub origins: &'a Origins,
    /// What a place in it is called.
    pub place_name: &'a dyn Fn(&Place) -> String,
}

/// What differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diff {
    /// The name of the old file.
    pub old: String,
    /// The name of the new file.
    pub new: String,
    /// Keys of 基本信息, in their order.
    pub keys: Vec<KeyChange>,
    /// Figures, table by table, in the order of the form.
    pub figures: Vec<FigureChange>,
    /// Prose, section by section.
    pub text: Vec<TextChange>,
}

impl Diff {
    /// Compares two reports.
    pub fn between(old: Side<'_>, new: Side<'_>) -> Diff {
        Diff {
            old: old.name.to_owned(),
            new: new.name.to_owned(),
            keys: keys::changes(old, new),
            figures: figures::changes(old, new),
            text: prose::changes(old, new),
        }
    }

    /// Whether the two say the same.
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// How many places differ.
    pub fn count(&self) -> usize {
        self.keys.len() + self.figures.len() + self.text.len()
    }

    /// The differences for people.
    pub fn text(&self) -> String {
        text::render(self)
    }

    /// The differences for programs; `docs/diff.md` describes the members.
    ///
    /// # Errors
    /// [`Error::Writer`] when they cannot be put into words, which no report causes.
    pub fn json(&self) -> Result<String, Error> {
        let text = serde_json::to_string_pretty(self);
        text.map(|text| text + "\n").map_err(|error| Error::writer("JSON", error))
    }

    /// The differences as findings in the new report, for a marked copy.
    pub fn findings(&self) -> Vec<Finding> {
        findings::of(self)
    }
}

#[cfg(test)]
mod tests;
