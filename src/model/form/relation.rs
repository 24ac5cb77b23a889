//! What figures must add up to, in the report and from one year to the next.

use serde::Deserialize;

/// Codes that a [`Relation`] can have.
pub const RELATION_CODES: [&str; 4] = ["NB201", "NB202", "NB203", "NB204"];
/// Codes that a [`Succession`] can have.
pub const SUCCESSION_CODES: [&str; 3] = ["NB501", "NB502", "NB503"];

/// Figures that must add up: the sum over `left` equals the sum over `right`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// Code of the finding when it does not hold.
    pub code: String,
    /// `row`: ids are columns, checked in every row; `column`: ids are rows, in every column.
    pub each: Each,
    /// Ids whose figures are added on the left.
    pub left: Vec<String>,
    /// Ids whose figures are added on the right.
    pub right: Vec<String>,
}

/// Along what a [`Relation`] repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Each {
    /// Once a row.
    Row,
    /// Once a column.
    Column,
}

/// How a figure follows from last year's report: `this` equals the sum over `last` in that
/// report, and over `plus` in this one, less the sum over `minus` in this one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Succession {
    /// Code of the finding when it does not hold.
    pub code: String,
    /// `row`: ids are columns, checked in every row; `column`: ids are rows, in every column.
    pub each: Each,
    /// Id of this year's figure.
    pub this: String,
    /// Ids of last year's figures. A form without one of them counts something else: nothing
    /// is compared with it.
    pub last: Vec<String>,
    /// Ids of this year's figures that are added.
    #[serde(default)]
    pub plus: Vec<String>,
    /// Ids of this year's figures that are taken off.
    #[serde(default)]
    pub minus: Vec<String>,
}
