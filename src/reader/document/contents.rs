//! Tables of contents and menus: headings that come again below, where their text stands.

use super::flow::Block;
use crate::model::Forms;
use crate::reader::narrative::section_of;
use crate::text::label::fold;
use std::collections::BTreeSet;

/// So many headings of sections one below the other are a table of contents.
const HEADINGS: usize = 3;
/// Longest line of one, in characters.
const LINE: usize = 60;

/// Takes tables of contents out; on a page, items of menus too.
pub fn leave_out(blocks: &mut Vec<Block>, is_page: bool, forms: Forms) {
    let keys: Vec<Option<String>> = blocks.iter().map(key).collect();
    let section = |at: usize| {
        let line = blocks[at].line()?;
        section_of(without_page(&line.text), forms)
    };
    let has_text = |at: usize| {
        let next = blocks.get(at + 1).map(Block::line);
        next.is_some_and(|line| line.is_none_or(|line| line.text.contains(['。', '（'])))
    };
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    let mut at = 0;
    while at < blocks.len() {
        let is_titled = keys[at].as_deref() == Some("目录");
        let first = at + usize::from(is_titled);
        let comes_again = |at: usize, end: usize| {
            let Some(own) = &keys[at] else { return false };
            let later = &keys[end.min(keys.len())..];
            later.iter().flatten().any(|one| one == own || one.starts_with(own.as_str()))
        };
        let is_item = |item: usize| {
            let text = blocks[item].line().map(|line| line.text.as_str()).unwrap_or_default();
            keys[item].is_some()
                && (comes_again(item, item + 1) || without_page(text).len() < text.len())
        };
        let end = (first..blocks.len()).find(|item| !is_item(*item)).unwrap_or(blocks.len());
        let headings: Vec<usize> = (first..end).filter(|item| section(*item).is_some()).collect();
        // The headings of the report itself do not come again.
        let are_again = headings.iter().all(|item| comes_again(*item, end));
        if are_again && (headings.len() >= HEADINGS || (is_titled && end > first)) {
            gone.extend(at..end);
            at = end;
            continue;
        }
        let is_twin = |twin: &usize| *twin != at && keys[*twin] == keys[at] && has_text(*twin);
        if is_page
            && section(at).is_some()
            && !has_text(at)
            && (0..keys.len()).any(|twin| is_twin(&twin))
        {
            gone.insert(at);
        }
        at += 1;
    }
    let mut index = 0;
    blocks.retain(|_| {
        index += 1;
        !gone.contains(&(index - 1))
    });
}

/// What tells that two lines are the same heading.
fn key(block: &Block) -> Option<String> {
    let text = without_page(&block.line()?.text);
    let is_short = text.chars().count() <= LINE && !text.contains(['。', '；']);
    is_short.then(|| fold(text)).filter(|key| !key.is_empty())
}

/// An item of a table of contents without its page number and what leads to it.
fn without_page(text: &str) -> &str {
    let is_leader = |c: char| c.is_whitespace() || matches!(c, '.' | '…' | '·' | '．' | '-' | '—');
    let text = text.trim_end();
    let words = text.trim_end_matches(|c: char| c.is_ascii_digit());
    match words.ends_with(is_leader) && words.len() < text.len() {
        true => words.trim_end_matches(is_leader),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::document::flow::Line;

    fn left(texts: &[&str], is_page: bool) -> Vec<String> {
        let line =
            |text: &&str| Block::of_line(Line { level: None, text: (*text).into(), source: 0 });
        let mut blocks: Vec<Block> = texts.iter().map(line).collect();
        leave_out(&mut blocks, is_page, Forms::default());
        blocks.iter().filter_map(Block::line).map(|line| line.text.clone()).collect()
    }

    const REPORT: [&str; 6] = [
        "一、总体情况",
        "全年公开5件。",
        "二、主动公开政府信息情况",
        "见表。",
        "三、收到和处理政府信息公开申请情况",
        "见表。",
    ];

    #[test]
    fn a_table_of_contents_is_no_text() {
        let mut with = vec!["标题", "目录"];
        with.extend(["一、总体情况\t1", "二、主动公开政府信息情况……2"]);
        with.extend(["三、收到和处理政府信息公开申请情况\t12"]);
        with.extend(REPORT);
        assert_eq!(left(&with, false)[1..], REPORT);
        let mut without = REPORT.iter().step_by(2).copied().collect::<Vec<_>>();
        without.extend(REPORT);
        assert_eq!(left(&without, false), REPORT);
        assert_eq!(left(&REPORT, false), REPORT);
    }

    #[test]
    fn an_item_of_a_menu_is_no_heading() {
        let mut page = vec!["首页", "一、总体情况", "指南"];
        page.extend(REPORT);
        let mut expected = vec!["首页", "指南"];
        expected.extend(REPORT);
        assert_eq!(left(&page, true), expected);
    }
}
