//! Prose against tables: a number named in the narrative must be found in the table under
//! one of the readings its words allow. Never more than a warning, because the same words
//! are said of different quantities.

use super::finder::{Finder, Mention};
use super::narrative::{Text, sections};
use super::readings::{Worked, readings};
use super::sentence::Sentence;
use crate::diag::{Finding, Severity};
use crate::rules::Subject;
use crate::rules::body::Body;
use rust_decimal::Decimal;

/// Most readings named in one message.
const NAMED: usize = 3;

/// Compares every number of the narrative that speaks of a figure.
pub fn counts(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let body = Body::of(&subject.report.metadata);
    let mut finder = Finder::new(&body, subject.report.metadata.year);
    for section in sections(subject) {
        finder.start(&section);
        for text in &section.texts {
            finder.read(text, |finder, sentence| {
                let mentions = finder.mentions(sentence);
                findings.extend(
                    mentions.iter().filter_map(|mention| compare(subject, text, sentence, mention)),
                );
            });
        }
    }
}

/// A finding if no reading fits.
fn compare(
    subject: &Subject<'_>,
    text: &Text<'_>,
    sentence: &Sentence,
    mention: &Mention,
) -> Option<Finding> {
    let first = *mention.quantities.first()?;
    let value = Decimal::from(mention.value);
    let of = |quantity| readings(subject, quantity, &mention.said, mention.within);
    let mut all: Vec<Vec<Worked>> =
        mention.quantities.iter().map(|quantity| of(quantity)).collect();
    if all.iter().any(Vec::is_empty) {
        return None;
    }
    let fits = |worked: &Worked| {
        if mention.least { worked.value >= value } else { worked.value == value }
    };
    if mention.each {
        all.retain(|readings| !readings.iter().any(fits));
        if all.is_empty() {
            return None;
        }
    } else {
        all = vec![together(all)];
        if all.iter().flatten().any(fits) {
            return None;
        }
    }
    let code = super::codes::CODES.iter().copied().find(|code| code.id == first.code)?;
    let mut known: Vec<String> = Vec::new();
    let mut values = Vec::new();
    let shown = |worked: &&Worked| !worked.is_repaired && worked.value >= Decimal::ZERO;
    for worked in all.iter().flatten().filter(shown) {
        if known.len() < NAMED && !values.contains(&worked.value) {
            values.push(worked.value);
            let cells =
                worked.cells.as_ref().map(|cells| format!("（{cells}）")).unwrap_or_default();
            known.push(format!("{} {}{cells}", worked.name, worked.value.normalize()));
        }
    }
    let message = format!(
        "正文写的是 {}：“{}”；表中没有相符的数：{}",
        mention.value,
        sentence.quote(mention.at.0, mention.at.1),
        known.join("，")
    );
    let mut finding = Finding::new(code, message, code.fix).at(text.place.cloned());
    if mention.is_unclear {
        finding.severity = Severity::Info;
        finding.help.push_str("这句话若只说其中一个机关，可以不理会。");
    }
    Some(finding)
}

/// Readings of several names that share one number: their sums, like with like.
fn together(all: Vec<Vec<Worked>>) -> Vec<Worked> {
    let mut lists = all.into_iter();
    let Some(first) = lists.next() else { return Vec::new() };
    lists.fold(first, |sums, list| {
        let joined = |a: &Worked, b: &Worked| Worked {
            name: format!("{}＋{}", b.name, a.name),
            value: a.value + b.value,
            is_repaired: a.is_repaired || b.is_repaired,
            cells: None,
        };
        let same = sums.len() == list.len();
        if same {
            sums.iter().zip(&list).map(|(a, b)| joined(a, b)).collect()
        } else {
            sums.iter().flat_map(|a| list.iter().map(move |b| joined(a, b))).collect()
        }
    })
}
