//! The words of `templates/rules/mentions.toml`: how narrative speaks of the figures of the
//! tables. Data, so that a new turn of phrase is a word and no code.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Words that open a topic.
    pub topics: BTreeMap<String, Vec<String>>,
    /// Topics that are open from the heading of a section on, by its role.
    pub starts: BTreeMap<String, Vec<String>>,
    /// Words of sub-headings that end a topic.
    pub leave: BTreeMap<String, Vec<String>>,
    /// What results belong to, by the last of its words that was said.
    pub contexts: BTreeMap<String, Context>,
    /// Words that say: not the figure of the table.
    pub skip: Skip,
    /// Words that change nothing.
    pub plain: Plain,
    /// Words that say zero.
    pub zero: Zero,
    /// The figures that narrative speaks of.
    #[serde(rename = "quantity")]
    pub quantities: Vec<Quantity>,
}

/// A kind of thing that results belong to.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Context {
    /// Its names.
    pub words: Vec<String>,
    /// Longer words that hold one of its names and mean something else.
    pub not: Vec<String>,
}

/// Words after which a number is not compared.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skip {
    /// Before a result: one of its reasons follows.
    pub because: Vec<String>,
    /// Anywhere in the sentence: what was repealed may be only a part.
    pub lapsed: Vec<String>,
    /// Anywhere in the sentence up to the number.
    pub sentence: Vec<String>,
    /// In the clause: another time.
    pub time: Vec<String>,
    /// Words of this year, which end that.
    pub this_year: Vec<String>,
    /// What a clause on another year starts with; it holds to the end of the sentence.
    pub last_year: Vec<String>,
    /// Words of a comparison with another year, which holds for its clause alone.
    pub compared: Vec<String>,
    /// A part of the requests.
    pub part: Vec<String>,
    /// After words of a part: all parts together.
    pub whole: Vec<String>,
    /// A part of the reviews, or reviews of others.
    pub review: Vec<String>,
    /// Documents of others, or something else done to documents.
    pub documents: Vec<String>,
    /// Kinds of reviews and suits that are not about disclosure.
    pub cases: Vec<String>,
    /// The body decides reviews itself.
    pub authority: Vec<String>,
    /// Documents, which bear some of the names of results.
    pub files: Vec<String>,
    /// Documents that do not.
    pub no_files: Vec<String>,
    /// Words after which requests are meant again.
    pub requested: Vec<String>,
    /// Words that look like them and are a kind of document.
    pub attributes: Vec<String>,
    /// Letters, calls and other matters that are received and answered, and are no requests.
    pub elsewhere: Vec<String>,
}

/// Words that change nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plain {
    /// Between the name of a figure and its number.
    pub fillers: Vec<String>,
    /// Between two names that share a number.
    pub joiners: Vec<String>,
    /// Between two verbs that share a number; made of the lists above.
    #[serde(skip)]
    pub between: Vec<String>,
    /// Between a reason and the result it led to.
    pub reasons: Vec<String>,
    /// What may stand before a general verb, besides its subject.
    pub leads: Vec<String>,
    /// Between a number and its growth.
    pub growth: Vec<String>,
    /// Between a body and what it did.
    pub adverbs: Vec<String>,
}

/// How zero is said without a number.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zero {
    /// The words.
    pub words: Vec<String>,
    /// The same behind what is none.
    pub behind: Vec<String>,
    /// What starts like them and is something else.
    pub not: Vec<String>,
    /// Words that show that something else is zero.
    pub other: Vec<String>,
    /// Results of reviews: where one is named, reviews themselves are not denied.
    pub results: Vec<String>,
    /// What may follow before requests are named.
    pub verbs: Vec<String>,
    /// What may stand beside reviews and suits where all of them are denied.
    pub whole: Vec<String>,
}

/// A figure that narrative speaks of.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// Its name in this file.
    pub id: String,
    /// Code of the finding when no reading fits.
    pub code: String,
    /// Role of the table it stands in.
    pub table: String,
    /// The topic that must be open.
    pub topic: Option<String>,
    /// The context it belongs to.
    pub of: Option<String>,
    /// How close its words are.
    #[serde(default)]
    pub rank: Rank,
    /// May follow its number.
    #[serde(default)]
    pub follows: bool,
    /// What may end the text before a number that it follows.
    #[serde(default)]
    pub lead: Vec<String>,
    /// The result that it is one of the reasons of.
    pub part: Option<String>,
    /// What it is called.
    pub words: Vec<String>,
    /// Longer words that mean something else.
    #[serde(default)]
    pub not: Vec<String>,
    /// Units it is counted in; empty text for none.
    #[serde(default = "units")]
    pub units: Vec<String>,
    /// What of the table it can mean.
    pub readings: Vec<Reading>,
}

/// How close the words of a quantity are to their figure; where several are said, the
/// closest count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rank {
    /// Requests are named and nothing is said of what was done.
    Noun,
    /// A general verb.
    Verb,
    /// The name of the figure.
    #[default]
    Close,
}

/// One way to understand a number: a sum of cells.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// In words.
    pub name: String,
    /// Roles of rows; `-` in front to take off.
    pub rows: Vec<String>,
    /// Roles of columns, or labels that columns stand under.
    #[serde(default = "total")]
    pub columns: Vec<String>,
    /// Words of the clause without which it cannot be meant.
    #[serde(default)]
    pub when: Vec<String>,
    /// Words of the sentence without which it cannot be meant.
    #[serde(default)]
    pub with: Vec<String>,
}

impl Quantity {
    /// Whether it is a reason for that result: `本机关不掌握` for `无法提供`.
    pub fn is_within(&self, result: &Quantity) -> bool {
        self.part.as_deref() == Some(&result.id)
    }
}

fn units() -> Vec<String> {
    ["件", "份", "条", "宗", "个", "起", "例", "封"].map(str::to_owned).to_vec()
}

fn total() -> Vec<String> {
    vec!["total".to_owned()]
}

const FILE: &str = include_str!("../../../templates/rules/mentions.toml");

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words: Words = toml::from_str(FILE).expect("templates/rules/mentions.toml is readable");
    let plain = &mut words.plain;
    plain.between = [&plain.fillers[..], &plain.joiners, &plain.adverbs].concat();
    let whole = &mut words.zero.whole;
    whole.extend(plain.between.iter().chain(&words.zero.verbs).cloned());
    whole.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let Plain { fillers, joiners, adverbs, between, reasons, growth, .. } = plain;
    for list in [fillers, joiners, adverbs, between, reasons, growth] {
        list.sort_by_key(|word| std::cmp::Reverse(word.len()));
    }
    words
});

/// The words.
pub fn words() -> &'static Words {
    &WORDS
}

/// The words that open a topic.
pub fn opening(topic: &str) -> &'static [String] {
    WORDS.topics.get(topic).map_or(&[], Vec::as_slice)
}

/// Whether a text holds one of these words.
pub fn has(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

/// The last of these words in a text, from its first byte to behind its last; the longest of
/// those that end together. What lies inside one of `not` does not count.
pub fn last<'w>(
    text: &str,
    words: impl IntoIterator<Item = &'w str>,
    not: &[String],
) -> Option<(usize, usize)> {
    let masked: Vec<(usize, usize)> = not
        .iter()
        .flat_map(|word| {
            text.match_indices(word.as_str()).map(|(at, found)| (at, at + found.len()))
        })
        .collect();
    words
        .into_iter()
        .flat_map(|word| text.match_indices(word).map(|(at, found)| (at, at + found.len())))
        .filter(|(start, end)| !masked.iter().any(|(from, to)| from <= start && end <= to))
        .max_by_key(|(start, end)| (*end, end - start))
}

/// Whether nothing but these words, longest first, and digits makes up a text.
pub fn is_made_of(text: &str, words: &[String]) -> bool {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let known = words.iter().find_map(|word| rest.strip_prefix(word.as_str()));
        let digit = c.is_ascii_digit().then(|| &rest[1..]);
        match known.or(digit) {
            Some(behind) => rest = behind,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Forms;

    #[test]
    fn every_quantity_names_a_code_and_cells_of_some_form() {
        for quantity in &words().quantities {
            assert!(
                super::super::counts::CODES.iter().any(|code| code.id == quantity.code),
                "{}",
                quantity.id
            );
            for reading in &quantity.readings {
                let known = |row: &str| {
                    let row = row.trim_start_matches('-');
                    let tables =
                        Forms::shipped().iter().filter_map(|f| f.table_of(&quantity.table));
                    tables.into_iter().any(|table| {
                        let is_known = |name: &String| {
                            table.columns().any(|c| c.role() == name || c.under.contains(name))
                        };
                        let has_row = table.rows().any(|own| {
                            own.role() == row || super::super::readings::is_called(own, row)
                        });
                        has_row && reading.columns.iter().all(is_known)
                    })
                };
                assert!(
                    reading.rows.iter().all(|row| known(row)),
                    "{}: {}",
                    quantity.id,
                    reading.name
                );
            }
            assert!(quantity.of.as_ref().is_none_or(|of| words().contexts.contains_key(of)));
            assert!(quantity.topic.as_ref().is_none_or(|topic| words().topics.contains_key(topic)));
        }
    }

    #[test]
    fn the_rule_book_lists_every_reading() {
        for quantity in &words().quantities {
            let mut codes = super::super::counts::CODES.iter();
            let page = codes.find(|code| code.id == quantity.code).unwrap().what;
            // The single reasons are the rows of the form, and named together.
            for reading in quantity.readings.iter().filter(|_| quantity.part.is_none()) {
                for part in reading.name.split('·') {
                    assert!(page.contains(part), "{}: {part}", quantity.code);
                }
            }
        }
    }

    #[test]
    fn every_section_that_starts_a_topic_is_in_some_form() {
        for (role, topics) in &words().starts {
            assert!(Forms::shipped().iter().any(|form| form.section_of(role).is_some()), "{role}");
            assert!(topics.iter().all(|topic| words().topics.contains_key(topic)), "{role}");
        }
    }

    #[test]
    fn the_last_word_wins_and_longer_words_hide_shorter_ones() {
        let not = vec!["规章制度".to_owned()];
        assert_eq!(last("规章制度", ["规章"], &not), None);
        let text = "部分公开、予以公开";
        let (start, end) = last(text, ["予以公开", "公开"], &[]).unwrap();
        assert_eq!(&text[start..end], "予以公开");
    }
}
