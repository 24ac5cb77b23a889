//! Web pages, as a portal sends them, a browser saves them or a spreadsheet program calls them
//! .xls, to a [`Flow`]. Scripts, pictures and links are never followed.

mod decode;
mod elements;
mod grid;
mod look;
mod mhtml;
mod tree;
mod walk;

use super::budget::{Budget, too_much};
use super::flow::{Flow, settled};
use crate::error::Error;
use tree::Tree;
use walk::Walk;

pub use mhtml::is_archive;

/// Largest page in bytes of text, pictures aside. Pages of portals have some hundred KB.
const MAX_PAGE: usize = 16 << 20;
/// Most pages of one archive that are read: frames of other sites stand among them.
const MAX_PAGES: usize = 32;

/// Reads a page.
///
/// # Errors
/// When it nests too deep or holds too much.
pub fn read(bytes: &[u8]) -> Result<Flow, Error> {
    let mut flow = Flow { around: vec![0], is_page: true, ..Flow::default() };
    let mut budget = Budget::default();
    let pages = match is_archive(bytes) {
        true => mhtml::pages(bytes),
        false => vec![decode::decode(bytes, None).into_owned()],
    };
    for page in pages.iter().take(MAX_PAGES) {
        if page.len() > MAX_PAGE {
            return Err(too_much(format_args!("网页超过 {} MB", MAX_PAGE >> 20)));
        }
        let tree = Tree::parse(page)?;
        Walk::page(&tree, &mut flow, &mut budget)?;
    }
    flow.blocks = settled(flow.blocks);
    Ok(flow)
}
