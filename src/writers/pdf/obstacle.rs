//! Which part of a report cannot be set.

use super::{Fonts, Options, write};
use crate::model::Address;
use crate::publication::{Block, Document, Publication, Table};

/// The first part of a report that cannot be set by itself either; `title` is what the title
/// comes from. `None` where it is no part that is at fault.
pub fn obstacle(
    publication: &Publication,
    title: &Address,
    fonts: &Fonts,
    options: &Options,
) -> Option<Address> {
    let fails = |publication: &Publication| write(publication, fonts, options).is_err();
    let only = |blocks: Vec<Block>| {
        // PDF/UA asks for a title, PDF/A for a date.
        let (title, date) = (publication.document.subject.clone(), publication.document.date);
        let document = Document { title, date, ..Document::default() };
        Publication { document, title: Vec::new(), blocks, measures: publication.measures }
    };
    if fails(&only(Vec::new())) {
        return None;
    }
    if fails(&Publication { blocks: Vec::new(), ..publication.clone() }) {
        return Some(title.clone());
    }
    let stops = |block: &Block| fails(&only(vec![block.clone()]));
    let block = publication.blocks.iter().find(|block| stops(block))?;
    let figure = match block {
        Block::Table(table) => {
            figures(table).find(|figure| stops(&Block::Table(with_only(table, figure))))
        }
        _ => None,
    };
    figure.cloned().or_else(|| block.address())
}

fn figures(table: &Table) -> impl Iterator<Item = &Address> {
    table.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| cell.address.as_ref())
}

/// The table with all figures blank but one.
fn with_only(table: &Table, figure: &Address) -> Table {
    let mut table = table.clone();
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        if cell.address.as_ref().is_some_and(|address| address != figure) {
            cell.text.clear();
        }
    }
    table
}
