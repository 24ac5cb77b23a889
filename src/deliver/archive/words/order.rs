//! Whether a document has all texts of a report in their order, where its pages cannot be laid
//! out anew: heads of tables come again elsewhere, and lines and pages break elsewhere.

use crate::payload::read::excerpt;
use crate::publication::{Block, Publication};
use crate::writers::ofd::printed::{end_in, runs_left, seen};

/// The texts of a report in order: all, or those that the tags of an OFD name.
pub fn texts(publication: &Publication, has_labels: bool) -> Vec<String> {
    let mut texts = vec![publication.title.concat()];
    for block in &publication.blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph { text, .. } => texts.push(text.clone()),
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                let named = cells.filter(|cell| has_labels || cell.address.is_some());
                texts.extend(named.map(|cell| cell.text.clone()));
            }
            Block::Signature { name, date } => texts.extend([name.clone(), date.clone()]),
        }
    }
    texts
}

/// One sentence for the first text that a file does not have where it should be.
pub fn missing(file: &str, found: &str, texts: &[String]) -> Option<String> {
    let found = seen(found);
    let mut at = 0;
    for text in texts.iter().filter(|text| is_told_in_order(text)) {
        match end_in(&found, at, text) {
            Some(end) => at = end,
            None => {
                return Some(format!(
                    "{file}：按 XML 应有的“{}”没有，或不在它的位置",
                    excerpt(text)
                ));
            }
        }
    }
    None
}

/// Whether its characters are printed one by one as they are stored: not right to left, and no
/// signs that are made of several.
fn is_told_in_order(text: &str) -> bool {
    let is_joined = |c| matches!(c, '\u{200D}' | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}');
    !runs_left(text) && !text.contains(is_joined)
}

/// The figures and hanzi of a page, sorted: each has a glyph of its own, so that PDF and OFD
/// name it alike.
pub fn figures_and_hanzi(page: &str) -> Vec<char> {
    let is_plain = |c: &char| c.is_ascii_digit() || matches!(c, '\u{4E00}'..='\u{9FA5}');
    let mut found: Vec<char> = page.chars().filter(is_plain).collect();
    found.sort_unstable();
    found
}
