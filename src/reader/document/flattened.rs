//! Tables that a page has lost: labels and figures without cells. Nobody can tell which figure
//! belongs where, so nothing is guessed.

use super::flow::{Block, Content};
use super::landmark::{is_row, sections};
use crate::diag::{Finding, say, value};
use crate::model::Forms;
use crate::text::clean::trim;
use crate::text::ellipsis::shortened;

crate::diag::codes! {
    NB187 = Error "页面上的表格丢了格子"
        what "页面、文档里有表格的文字，却没有表格：一行的标签和数字连在一起，或者一个数字一段。"
        why "分不出哪个数字属于哪一格，程序不猜测，这些数字都没有读取。"
        fix "改用有表格的文件：原来的 Word 文档、工作簿，或者用浏览器打开网页，另存为“网页，全部”或“单个文件”。"
        basis "本程序的读取约定：不猜测。";
}

/// So many rows without cells are a lost table.
const ROWS: usize = 3;
/// So many figures, each a paragraph of its own, are one too.
const FIGURES: usize = 8;
/// No row of a table is longer, in characters.
const LINE: usize = 160;

/// Takes the rests of lost tables out of the blocks.
pub fn take(blocks: &mut Vec<Block>, forms: Forms) -> Vec<(Finding, u32)> {
    let rows: Vec<bool> =
        blocks.iter().map(|block| is_rest(block, |text| is_run_together(text, forms))).collect();
    let figures: Vec<bool> = blocks.iter().map(|block| is_rest(block, is_figure)).collect();
    let count = |marks: &[bool]| marks.iter().filter(|mark| **mark).count();
    if count(&rows) < ROWS && count(&figures) < FIGURES {
        return Vec::new();
    }
    let mut found: Vec<(Finding, u32)> = Vec::new();
    // From the first to the last rest in each section, short lines are labels of the table.
    let mut part = 0;
    let parts: Vec<usize> = blocks
        .iter()
        .map(|block| {
            part += usize::from(!sections(block, forms).is_empty());
            part
        })
        .collect();
    let mut gone = vec![false; blocks.len()];
    for part in 0..=part {
        let own = || (0..blocks.len()).filter(|at| parts[*at] == part);
        let rests: Vec<usize> = own().filter(|at| rows[*at] || figures[*at]).collect();
        let (Some(&first), Some(&last)) = (rests.first(), rests.last()) else { continue };
        if rests.len() < 2 {
            continue;
        }
        let is_label = |at: &usize| match &blocks[*at].content {
            Content::Line(line) => {
                line.text.chars().count() <= LINE
                    && !line.text.contains(['。', '；'])
                    && sections(&blocks[*at], forms).is_empty()
            }
            Content::Table(_) => false,
        };
        let start = own().filter(|at| *at < first).rev().take_while(is_label).last();
        (start.unwrap_or(first)..=last).filter(is_label).for_each(|at| gone[at] = true);
        let sample = rests.iter().find(|at| rows[**at]);
        if let Some(line) = sample.and_then(|at| blocks[*at].line()) {
            found.push(said(line.text.clone(), line.source));
        } else if let Some(line) = blocks[first].line() {
            // A figure alone tells nobody where it stands.
            let above = blocks[..first].last().and_then(Block::line).filter(|_| start.is_some());
            let label = above.map(|line| trim(&line.text).to_owned() + " ").unwrap_or_default();
            found.push(said(label + &line.text, line.source));
        }
    }
    let mut at = 0;
    blocks.retain(|_| {
        at += 1;
        !gone[at - 1]
    });
    found
}

fn said(row: String, source: u32) -> (Finding, u32) {
    let row = value(shortened(trim(&row)));
    let message = say!("这里的表格没有格子，分不出哪个数字属于哪一格，没有读取：{}", row);
    (Finding::new(&NB187, message, NB187.fix), source)
}

fn is_rest(block: &Block, is: impl Fn(&str) -> bool) -> bool {
    match &block.content {
        Content::Line(line) => {
            line.text.chars().count() <= LINE && line.text.split('\n').any(|text| is(trim(text)))
        }
        Content::Table(_) => false,
    }
}

/// A label of a row with figures behind it: `行政许可 7903`, `二、上年结转…数量0000000`.
fn is_run_together(text: &str, forms: Forms) -> bool {
    let is_figure = |c: char| c.is_numeric() || c.is_whitespace() || ".,+-—/|".contains(c);
    let label = text.trim_end_matches(is_figure);
    let figures = &text[label.len()..];
    let digits = figures.chars().filter(|c| c.is_numeric()).count();
    digits > 0 && !label.is_empty() && is_row(label, forms)
}

fn is_figure(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= 12
        && text.chars().all(|c| c.is_numeric() || ".+-".contains(c))
        && text.contains(char::is_numeric)
}
