//! Whether a document has all texts of a report in their order, where its pages cannot be laid
//! out anew: heads of tables come again elsewhere, and lines and pages break elsewhere.

use crate::payload::read::excerpt;
use crate::publication::{Block, Publication};
use crate::writers::ofd::printed::{end_in, seen};

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
    for text in texts {
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
