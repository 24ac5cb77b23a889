//! The schema of our XML, made of the forms: one that takes reports on all their editions.
//!
//! What is the same for every edition stands in `frame.xsd` beside this file.

use crate::model::Forms;
use crate::model::form::{Each, Form, Relation, TableForm};
use crate::text::numeral::numeral;
use std::collections::BTreeSet;

/// The schema, with `{slots}` for what the forms say.
const FRAME: &str = include_str!("frame.xsd");

/// Name of the file.
pub const NAME: &str = "xxgk-report-1.xsd";

/// The schema of reports on these editions.
pub fn schema(forms: Forms) -> String {
    let tables = || forms.iter().flat_map(|form| &form.tables);
    let counts = || forms.iter().map(|form| form.sections.len());
    let (fewest, most) = (counts().min().unwrap_or(1), counts().max().unwrap_or(1));
    let words = |count: usize| numeral(u8::try_from(count).unwrap_or(u8::MAX));
    let count = match fewest == most {
        true => words(most),
        false => format!("{}至{}", words(fewest), words(most)),
    };
    let blocks = || tables().flat_map(|table| &table.blocks);
    let cells = blocks().map(|block| block.columns.len()).max().unwrap_or(1);
    let rows = tables().flat_map(TableForm::rows).map(|row| row.id.as_str());
    let columns = tables().flat_map(TableForm::columns).map(|column| column.id.as_str());
    let slots = [
        ("{forms}", forms.iter().map(described).collect()),
        ("{fewest-sections}", fewest.to_string()),
        ("{most-sections}", most.to_string()),
        ("{count-of-sections}", count),
        ("{most-cells}", cells.to_string()),
        ("{formats}", values(forms.iter().map(|form| form.format_code.as_str()), "", "")),
        ("{editions}", values(forms.iter().map(|form| form.name.as_str()), "", "")),
        ("{tables}", values(tables().map(|table| table.id.as_str()), "", "")),
        ("{rows}", values(rows, "    ", "\n")),
        ("{columns}", values(columns, "    ", "\n")),
    ];
    slots.iter().fold(FRAME.to_owned(), |text, (slot, value)| text.replace(slot, value))
}

/// Each value once, in the order of the newest edition.
fn values<'v>(values: impl Iterator<Item = &'v str>, before: &str, after: &str) -> String {
    let mut seen = BTreeSet::new();
    let new = values.filter(|value| seen.insert(*value));
    new.map(|value| format!("{before}<xs:enumeration value=\"{}\"/>{after}", escaped(value)))
        .collect()
}

/// The ids of a form and what its figures add up to, in words.
fn described(form: &Form) -> String {
    let mut text = format!(
        "\n    form＝{}，format＝{}，{}，{}个部分：\n",
        form.name,
        form.format_code,
        form.notice,
        numeral(u8::try_from(form.sections.len()).unwrap_or(u8::MAX))
    );
    for table in &form.tables {
        text.push_str(&format!(
            "      {}（第{}部分，{}）：\n",
            table.id,
            numeral(table.section),
            table.title
        ));
        for block in &table.blocks {
            let rows = block.rows.iter().map(|row| named(&row.id, row.path()));
            let columns = block.columns.iter().map(|column| named(&column.id, column.path()));
            text.push_str(&format!("        行：{}；\n", joined(rows)));
            text.push_str(&format!("        列：{}。\n", joined(columns)));
        }
        for relation in &table.relations {
            text.push_str(&format!("        {}。\n", added(relation)));
        }
    }
    escaped(&text)
}

/// `rec-upheld 行政复议·结果维持`; the id alone where there is no label.
fn named<'l>(id: &str, path: impl Iterator<Item = &'l str>) -> String {
    let labels: Vec<&str> = path.filter(|label| !label.is_empty()).collect();
    format!("{id} {}", labels.join("·")).trim_end().to_owned()
}

fn joined(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join("、")
}

/// `每列 r1＋r2＝r3-7＋r4`.
fn added(relation: &Relation) -> String {
    let each = match relation.each {
        Each::Row => "每行",
        Each::Column => "每列",
    };
    format!("{each} {}＝{}", relation.left.join("＋"), relation.right.join("＋"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_of_the_frame_is_filled() {
        let schema = schema(Forms::shipped());
        assert!(!schema.contains(['{', '}']) || schema.contains("{64}"), "{schema}");
        for slot in ["{rows}", "{columns}", "{forms}", "{tables}", "{editions}"] {
            assert!(FRAME.contains(slot) && !schema.contains(slot), "{slot}");
        }
    }
}
