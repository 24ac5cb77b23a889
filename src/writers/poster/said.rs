//! What is said and not drawn: noughts, blanks, and what is no number.

use super::words::{filled, listed, words};
use crate::model::Figure;

/// The names of what is said, by what is said of it.
#[derive(Debug, Default)]
pub struct Said {
    zero: Vec<String>,
    zero_rows: Vec<String>,
    blank: Vec<String>,
    blank_totals: Vec<String>,
    partly: Vec<String>,
    others: Vec<String>,
}

impl Said {
    /// A figure is 0.
    pub fn zero(&mut self, label: String) {
        self.zero.push(label);
    }

    /// All figures of a row are 0.
    pub fn zero_row(&mut self, label: String) {
        self.zero_rows.push(label);
    }

    /// Nothing was filled in; with `has_parts`, nothing but what it sums up.
    pub fn blank(&mut self, label: String, has_parts: bool) {
        if has_parts { &mut self.blank_totals } else { &mut self.blank }.push(label);
    }

    /// A group has figures and blanks.
    pub fn partly(&mut self, label: String) {
        self.partly.push(label);
    }

    /// Some figures of a row were not filled in.
    pub fn blank_of(&mut self, row: &str, labels: &[String]) {
        if !labels.is_empty() {
            let labels = listed(labels);
            self.others
                .push(filled(&words().blank_of, &[("row", row), ("labels", labels.as_str())]));
        }
    }

    /// What stands in the cell is no number.
    pub fn kept(&mut self, label: &str, figure: &Figure) {
        let value = figure.to_string();
        self.others.push(filled(&words().kept, &[("labels", label), ("value", value.as_str())]));
    }

    /// The sentences; `unit` is what the figures count.
    pub fn sentences(self, unit: &str) -> Vec<String> {
        let words = words();
        let zero = if self.zero.len() == 1 { &words.zero_one } else { &words.zero };
        let about = [
            (zero, self.zero),
            (&words.zero_row, self.zero_rows),
            (&words.blank, self.blank),
            (&words.blank_total, self.blank_totals),
            (&words.partly, self.partly),
        ];
        let told = about.into_iter().filter(|(_, labels)| !labels.is_empty());
        let sentence = |(words, labels): (&String, Vec<String>)| {
            let labels = listed(&labels);
            filled(words, &[("labels", labels.as_str()), ("unit", unit)])
        };
        told.map(sentence).chain(self.others).collect()
    }
}
