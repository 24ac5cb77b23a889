//! Where on a page the report stands: inside the box that holds its headings and tables.

use super::flow::{Block, Content, Flow};
use super::landmark::is_landmark;
use crate::model::Forms;
use crate::model::form::fields;
use crate::text::label::{fold, without_number};

/// The blocks above a report, and its own.
pub struct Region {
    /// What stands before it on the page.
    pub above: Vec<Block>,
    /// The report, its title and preamble with it where they stand in the same box.
    pub body: Vec<Block>,
}

/// Finds the report; everything is one where the file is no page.
pub fn find(flow: Flow, forms: Forms) -> Region {
    if !flow.is_page {
        return Region { above: Vec::new(), body: flow.blocks };
    }
    let marks: Vec<usize> =
        (0..flow.blocks.len()).filter(|at| is_landmark(&flow.blocks[*at], forms)).collect();
    let (Some(&first), Some(&last)) = (marks.first(), marks.last()) else {
        return Region { above: Vec::new(), body: flow.blocks };
    };
    let boxes = marks.iter().map(|at| flow.blocks[*at].within);
    let mut shared = boxes.reduce(|a, b| common(&flow.around, a, b)).unwrap_or(0);
    if first == last {
        shared = 0;
    }
    let is_inside = |block: &Block| ancestors(&flow.around, block.within).any(|one| one == shared);
    let start = (0..=first).rev().take_while(|at| is_inside(&flow.blocks[*at])).last();
    let start = start.unwrap_or(first);
    let end = (last..flow.blocks.len()).take_while(|at| is_inside(&flow.blocks[*at])).last();
    let end = end.unwrap_or(last);
    let end = (last + 1..=end).find(|at| is_page_word(&flow.blocks[*at])).map_or(end, |at| at - 1);
    let mut blocks = flow.blocks;
    blocks.truncate(end + 1);
    let body = blocks.split_off(start);
    Region { above: blocks, body }
}

/// Whether a block is one of those that stand around an article: `打印本页`, `上一篇`.
pub fn is_page_word(block: &Block) -> bool {
    begins_with(block, &fields().page_words)
}

/// Whether a block is a short line that begins with one of these words.
fn begins_with(block: &Block, words: &[String]) -> bool {
    /// No sentence that only begins like one is so short, in characters.
    const SHORT: usize = 60;
    let Content::Line(line) = &block.content else { return false };
    let text = fold(&line.text);
    text.chars().count() <= SHORT
        && !text.contains('。')
        && words
            .iter()
            .any(|word| text.trim_start_matches(['(', '-', '|']).starts_with(&fold(word)))
}

/// Whether a block is one of those that stand below an article and are never part of it.
pub fn is_foot(block: &Block) -> bool {
    is_page_word(block) || begins_with(block, &fields().foot_words)
}

/// Whether a block is one of those, or an address that most pages have there.
fn is_below(block: &Block) -> bool {
    is_foot(block) || begins_with(block, &fields().contact_words)
}

/// Takes off what a page has behind the last sentence of a report that nobody signed.
pub fn take_foot(body: &mut Vec<Block>, forms: Forms) -> Vec<Block> {
    /// No line of a foot that is none of its usual ones is so long, in characters.
    const LONG: usize = 25;
    let Some(last) = body.iter().rposition(|b| b.line().is_none() || is_landmark(b, forms)) else {
        return Vec::new();
    };
    // `无` below a heading is text.
    let first = body.get(last + 1).filter(|block| !is_below(block)).map_or(last, |_| last + 1);
    let is_text = |block: &Block| {
        let text = block.line().map(|line| fold(&line.text)).unwrap_or_default();
        let is_item = without_number(&text).len() < text.len();
        let is_long = text.contains(',') && text.chars().count() >= LONG;
        text.contains('。') || text.ends_with([',', ':']) || is_item || is_long
    };
    let text = body[first + 1..].iter().rposition(|block| is_text(block) && !is_below(block));
    body.split_off(text.map_or(first, |at| first + 1 + at) + 1)
}

/// A box and those around it, the page last.
fn ancestors(around: &[u32], own: u32) -> impl Iterator<Item = u32> {
    std::iter::successors(Some(own), move |own| {
        around.get(*own as usize).copied().filter(|outer| outer != own)
    })
}

/// The smallest box around two.
fn common(around: &[u32], a: u32, b: u32) -> u32 {
    let outer: std::collections::BTreeSet<u32> = ancestors(around, a).collect();
    ancestors(around, b).find(|one| outer.contains(one)).unwrap_or(0)
}

/// Leaves out what a page sets between its title and the first paragraph.
pub fn leave_out_page(opening: &mut Vec<Block>) {
    /// No paragraph is so short, in characters.
    const SHORT: usize = 30;
    opening.retain(|block| {
        let text = block.line().map(|line| line.text.as_str()).unwrap_or_default();
        let is_text = text.contains('。') || text.chars().count() >= SHORT;
        is_text && !is_page_word(block)
    });
}
