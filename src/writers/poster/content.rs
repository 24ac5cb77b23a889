//! What the picture shows, as plain data: serialised it is the contract of
//! `templates/poster.typ`.

use crate::publication::Document;
use serde::Serialize;

/// A picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Poster {
    /// What a file's properties say.
    pub document: Document,
    /// What the picture is called.
    pub kicker: &'static str,
    /// The title, one entry a printed line.
    pub title: Vec<String>,
    /// What stands before the parts of a sum.
    pub of: &'static str,
    /// What it shows, top to bottom.
    pub sections: Vec<Section>,
    /// Where the figures come from.
    pub source: String,
    /// Body and date; empty where the report has none.
    pub signature: [String; 2],
    /// All of it in words, for those who do not see it.
    pub alt: String,
}

/// A part of the report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// What is shown of it.
    pub parts: Vec<Part>,
}

/// Something shown, with a title or without.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// May be empty.
    pub title: String,
    /// What it counts; may be empty.
    pub sub: String,
    /// What is shown.
    #[serde(flatten)]
    pub body: Body,
    /// What is said below it: noughts and blanks.
    pub said: Vec<String>,
}

/// The kinds of what is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Body {
    /// The figures that all others follow from.
    Keys {
        /// In their order.
        items: Vec<Item>,
    },
    /// Rows of figures.
    Rows {
        /// In their order.
        rows: Vec<Row>,
    },
    /// A figure each, and how they compare.
    Bars {
        /// What they count.
        unit: String,
        /// In the order of the form.
        bars: Vec<Bar>,
    },
    /// Figures over the years.
    Years {
        /// The years, oldest first.
        years: Vec<String>,
        /// A line each.
        series: Vec<Series>,
    },
    /// Sentences of the text.
    Points {
        /// In their order.
        items: Vec<String>,
    },
}

/// A figure with its name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// What it is.
    pub label: String,
    /// The number as printed in the report.
    pub value: String,
    /// What it counts; may be empty.
    pub unit: String,
    /// Words kept with the number; may be empty.
    pub note: String,
}

/// A row of figures with its name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// What they are of.
    pub label: String,
    /// Its figures, one at least.
    pub items: Vec<Item>,
}

/// A figure to be compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    /// What it is.
    pub label: String,
    /// The number as printed in the report; empty where only its parts are known.
    pub value: String,
    /// Words kept with the number; may be empty.
    pub note: String,
    /// How long it is, from 0 to 1, the longest.
    pub length: f64,
    /// What it consists of, without noughts.
    pub details: Vec<Detail>,
}

/// A part of a figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Detail {
    /// What it is.
    pub label: String,
    /// The number as printed in the report.
    pub value: String,
}

/// A figure over the years.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series {
    /// What it is.
    pub label: String,
    /// Its column; may be empty.
    pub sub: String,
    /// What it counts; may be empty.
    pub unit: String,
    /// One for each year; nothing for a year whose report has no such number.
    pub points: Vec<Option<Point>>,
}

/// A figure of one year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// The number as printed in the report.
    pub value: String,
    /// How high it stands, from 0 to 1, the highest.
    pub height: f64,
}
