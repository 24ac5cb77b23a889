//! The words of the picture that no report has: `templates/poster.toml`.

use serde::Deserialize;
use std::sync::LazyLock;

/// Sentences and titles, `{…}` to be filled.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// What the picture is called.
    pub kicker: String,
    /// Where the figures come from.
    pub source: String,
    /// How the alternative text begins.
    pub alt: String,
    /// What several figures of nought are.
    pub zero: String,
    /// What one is.
    pub zero_one: String,
    /// What rows of nothing but noughts are.
    pub zero_row: String,
    /// What is blank.
    pub blank: String,
    /// What has no total, but parts of it.
    pub blank_total: String,
    /// What groups are that have blanks and figures.
    pub partly: String,
    /// What is blank in a row with figures.
    pub blank_of: String,
    /// What is no figure, as typed.
    pub kept: String,
    /// What stands before the parts of a sum.
    pub of: String,
    /// Title of the lines of years.
    pub years: String,
    /// Title of the problems.
    pub problems: String,
    /// Title of the next steps.
    pub steps: String,
    /// What headings over problems say.
    pub problem_words: Vec<String>,
    /// What headings over next steps say.
    pub step_words: Vec<String>,
    /// How a sentence begins that turns to them.
    pub turn_words: Vec<String>,
    /// Where the points are that found no room.
    pub more: String,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../templates/poster.toml"))
        .expect("templates/poster.toml is readable")
});

/// The words.
pub fn words() -> &'static Words {
    &WORDS
}

/// A sentence with its `{…}` filled, in one pass: a value is never taken for a blank to fill.
pub fn filled(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        let (key, tail) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(before);
        let value = values.iter().find(|(known, _)| *known == key);
        text.push_str(value.map_or("", |(_, value)| value));
        rest = tail;
    }
    text + rest
}

/// Names in a row.
pub fn listed(labels: &[String]) -> String {
    labels.join("、")
}
