//! What differs between two lists of texts, in sentences.

use super::Item;
use crate::payload::read::excerpt;
use std::collections::{BTreeMap, BTreeSet};

/// Characters before the first that differs.
const BEFORE: usize = 8;

/// One sentence for every text that is not as it should be. Where texts are missing or too
/// many, all from there on would differ: only the first is named.
pub fn differences(file: &str, found: &[Item], due: &[Item]) -> Vec<String> {
    if found == due {
        return Vec::new();
    }
    if found.len() == due.len() {
        let pairs = found.iter().zip(due).filter(|(found, due)| found != due);
        return pairs.map(|(found, due)| sentence(file, Some(found), Some(due))).collect();
    }
    let same = found.iter().zip(due).take_while(|(found, due)| found == due).count();
    vec![sentence(file, found.get(same), due.get(same))]
}

/// Names of parts whose fingerprints differ.
pub fn unlike<'p>(
    found: &'p BTreeMap<String, String>,
    due: &'p BTreeMap<String, String>,
) -> impl Iterator<Item = &'p str> {
    let names: BTreeSet<&String> = found.keys().chain(due.keys()).collect();
    names.into_iter().filter(|name| found.get(*name) != due.get(*name)).map(String::as_str)
}

fn sentence(file: &str, found: Option<&Item>, due: Option<&Item>) -> String {
    let place = match found.or(due) {
        Some((place, _)) if !place.is_empty() => format!("（{}）", excerpt(place)),
        _ => String::new(),
    };
    match (found, due) {
        (Some((at, found)), Some((due_at, due))) if at == due_at => {
            let same = found.chars().zip(due.chars()).take_while(|(a, b)| a == b).count();
            let start = same.saturating_sub(BEFORE);
            let (found, due) = (from(found, start), from(due, start));
            format!("{file}{place}：是{found}，按 XML 应是{due}")
        }
        (Some((_, found)), Some((_, due))) => {
            format!("{file}{place}：是{}，按 XML 应是{}", from(found, 0), from(due, 0))
        }
        (Some((_, found)), None) => format!("{file}{place}：多出{}", from(found, 0)),
        (None, Some((_, due))) => format!("{file}{place}：缺少{}", from(due, 0)),
        (None, None) => String::new(),
    }
}

/// A part of a text, short enough for a sentence.
fn from(text: &str, start: usize) -> String {
    let rest: String = text.chars().skip(start).collect();
    let dots = if start > 0 { "…" } else { "" };
    if text.is_empty() { "空白".to_owned() } else { format!("“{dots}{}”", excerpt(&rest)) }
}
