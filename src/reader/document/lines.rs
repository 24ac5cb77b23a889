//! Lines as a report has them: one paragraph each, headings whole and apart from the text
//! behind them, with the numbers of the form; no page numbers among them.

use super::contents;
use super::flow::{Block, Content, Line};
use super::name;
use crate::model::Forms;
use crate::model::form::fields;
use crate::reader::narrative::{
    is_official_heading, numbered_otherwise, section_of, typed_section_of,
};
use crate::text::clean::trim;
use crate::text::label::fold;
use std::collections::BTreeSet;

/// Puts the lines of a document in order.
pub fn settled(blocks: Vec<Block>, is_page: bool, forms: Forms) -> Vec<Block> {
    let mut blocks: Vec<Block> = blocks.into_iter().flat_map(in_lines).collect();
    drop_page_numbers(&mut blocks);
    let blocks = joined(blocks, forms);
    let mut blocks: Vec<Block> = blocks.into_iter().flat_map(|block| cut(block, forms)).collect();
    renumber(&mut blocks, forms);
    contents::leave_out(&mut blocks, is_page, forms);
    blocks
}

/// A paragraph with line breaks as paragraphs, unless it is a title or a name set in lines.
fn in_lines(block: Block) -> Vec<Block> {
    let Content::Line(line) = &block.content else { return vec![block] };
    let whole: String = line.text.split('\n').map(trim).collect();
    if !line.text.contains('\n') || name::is_title(&whole) || name::is_body(&whole) {
        return vec![block];
    }
    let texts = line.text.split('\n').map(trim).filter(|text| !text.is_empty());
    texts.map(|text| block.with_text(text)).collect()
}

/// Takes out typed page numbers, and `续表` beside the half of a table.
fn drop_page_numbers(blocks: &mut Vec<Block>) {
    let is_table: Vec<bool> = blocks.iter().map(|block| block.line().is_none()).collect();
    let mut at: usize = 0;
    blocks.retain(|block| {
        let near = at.checked_sub(1).is_some_and(|before| is_table[before])
            || is_table.get(at + 1).is_some_and(|next| *next);
        at += 1;
        let Some(line) = block.line() else { return true };
        !(is_page_number(&line.text) || (near && goes_on(&line.text)))
    });
}

/// `— 5 —` or `第 5 页 共 12 页`.
fn is_page_number(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_dash = |c: char| matches!(c, '-' | '—' | '－' | '–' | '―' | '─');
    let inner = text.trim_matches(is_dash);
    let is_dashed = text.starts_with(is_dash) && text.ends_with(is_dash);
    let is_number = |text: &str| {
        !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let counted = || {
        let own = text.strip_prefix('第')?.strip_suffix('页')?;
        let pair = own.split_once("页共").or(own.split_once("页/共")).unwrap_or((own, "1"));
        (is_number(pair.0) && is_number(pair.1)).then_some(())
    };
    (is_dashed && is_number(inner)) || counted().is_some()
}

/// Whether a line says that the table above it goes on below: `（续表）`.
fn goes_on(text: &str) -> bool {
    let text = fold(text);
    let text = text.trim_matches(['(', ')']);
    fields().continued_words.iter().any(|word| word == text)
}

/// Joins a heading that is set in two paragraphs.
fn joined(blocks: Vec<Block>, forms: Forms) -> Vec<Block> {
    let mut whole: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let both = || {
            let (before, after) = (whole.last()?.line()?, block.line()?);
            let both = trim(&before.text).to_owned() + trim(&after.text);
            let is_half = |line: &Line| !is_official_heading(&line.text, forms);
            let is_heading = is_half(before)
                && section_of(&after.text, forms).is_none()
                && is_official_heading(&both, forms);
            is_heading.then(|| whole.last().map(|block| block.with_text(&both)))?
        };
        match both() {
            Some(heading) => {
                whole.pop();
                whole.push(heading);
            }
            None => whole.push(block),
        }
    }
    whole
}

/// A heading with text behind it in the same paragraph, as two lines: `六、其他需要报告的事项。
/// 本年度…`.
fn cut(block: Block, forms: Forms) -> Vec<Block> {
    let parts = || {
        let text = &block.line()?.text;
        let at = text.find(['。', '：', ':', '\t', ' ', '\u{3000}'])?;
        // A gap may stand between the number and the words, too.
        let marks = text[at..].match_indices(['。', '：', ':', '\t', ' ', '\u{3000}']);
        let (head, rest) = marks.take(3).find_map(|(mark, found)| {
            let (head, rest) = (&text[..at + mark], &text[at + mark + found.len()..]);
            let is_own =
                matches!(typed_section_of(head, forms), Some((own, typed)) if own == typed);
            is_own.then_some((head, rest))
        })?;
        let is_apart = !trim(rest).is_empty() && section_of(text, forms).is_none();
        is_apart.then(|| (block.with_text(trim(head)), block.with_text(trim(rest)).as_text()))
    };
    match parts() {
        Some((heading, text)) => vec![heading, text],
        None => vec![block],
    }
}

/// Gives headings that are numbered in another manner throughout (`1.`, `（一）`, `第一部分`)
/// the numbers of the form.
fn renumber(blocks: &mut [Block], forms: Forms) {
    /// Fewer are sub-headings that happen to have the words.
    const ENOUGH: usize = 3;
    let lines = || blocks.iter().filter_map(Block::line);
    let usual: BTreeSet<u8> = lines().filter_map(|line| section_of(&line.text, forms)).collect();
    let found = |line: &Line| numbered_otherwise(&line.text, forms);
    let others: BTreeSet<u8> = lines().filter_map(found).map(|(section, _)| section).collect();
    if others.len() < ENOUGH || usual.len() > 1 {
        return;
    }
    for block in blocks {
        let heading = block.line().and_then(found);
        if let (Some((_, heading)), Content::Line(line)) = (heading, &mut block.content) {
            line.text = heading;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Vec<Block> {
        let line =
            |text: &&str| Block::of_line(Line { level: None, text: (*text).into(), source: 0 });
        texts.iter().map(line).collect()
    }

    fn settled_lines(texts: &[&str]) -> Vec<String> {
        let blocks = settled(lines(texts), false, Forms::default());
        blocks.iter().filter_map(Block::line).map(|line| line.text.clone()).collect()
    }

    #[test]
    fn page_numbers_are_no_text() {
        for text in ["— 5 —", "-12-", "第 5 页 共 12 页", "第5页"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["5", "2021", "—", "第5条", "—2021—"] {
            assert!(!is_page_number(text), "{text}");
        }
    }

    #[test]
    fn a_heading_is_whole_and_apart_from_its_text() {
        assert_eq!(
            settled_lines(&["六、其他需要报告的事项。2024年度没有收取信息处理费。"]),
            ["六、其他需要报告的事项", "2024年度没有收取信息处理费。"]
        );
        assert_eq!(
            settled_lines(&["三、收到和处理政府信息", "公开申请情况", "共5件。"]),
            ["三、收到和处理政府信息公开申请情况", "共5件。"]
        );
        assert_eq!(settled_lines(&["一、 总体情况"]), ["一、 总体情况"]);
    }

    #[test]
    fn headings_numbered_in_another_manner_get_the_numbers_of_the_form() {
        let words = ["总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况"];
        for numbers in [
            ["1.", "2.", "3."],
            ["1、", "2、", "3、"],
            ["（一）", "（二）", "（三）"],
            ["第一部分 ", "第二部分 ", "第三部分 "],
            ["㈠", "㈡", "㈢"],
        ] {
            let texts: Vec<String> = numbers
                .iter()
                .zip(words)
                .map(|(number, words)| format!("{number}{words}"))
                .collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            assert_eq!(settled_lines(&texts)[2], "三、收到和处理政府信息公开申请情况");
        }
        let usual = ["一、总体情况", "（二）主动公开政府信息情况", "二、主动公开政府信息情况"];
        assert_eq!(settled_lines(&usual), usual);
    }
}
