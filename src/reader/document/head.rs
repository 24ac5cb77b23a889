//! What a page says above a report: 索引号, 发布机构, 发布日期 and the like.

use super::flow::{Block, Cell, Content, Line};
use super::name;
use crate::model::Date;
use crate::model::form::{FieldForm, FieldKind, fields};
use crate::text::clean::trim;
use crate::text::label::{Label, Pattern};
use std::sync::LazyLock;

/// A key with its value.
pub struct Fact {
    /// The key.
    pub field: &'static FieldForm,
    /// The value as it stands there.
    pub value: String,
    /// The key as it stands there.
    pub label: String,
    /// The paragraph of the file.
    pub source: u32,
}

impl Fact {
    /// The two as they stand there.
    pub fn words(&self) -> String {
        format!("{}：{}", self.label, self.value)
    }
}

/// Longest line that holds keys and no sentence, in characters.
const LINE: usize = 200;
/// Colons of such a line.
const MARKS: usize = 12;
/// Longest key, in characters, gaps aside.
const KEY: usize = 10;

/// Of several dates on a page, the one that is called that of the publication is it; others are
/// those of the signature. A tag of the page counts like such a date.
pub fn tell_dates_apart(facts: &mut [Fact], is_tagged: bool) {
    let is_date = |fact: &Fact| fact.field.id == "datePublished";
    let is_publication = |fact: &Fact| fact.label.contains("发布") || fact.label.contains("公开");
    let is_told = is_tagged || facts.iter().any(|fact| is_date(fact) && is_publication(fact));
    let produced = fields().fields.iter().find(|field| field.id == "dateProduced");
    let (true, Some(produced)) = (is_told, produced) else { return };
    for fact in facts.iter_mut().filter(|fact| is_date(fact) && !is_publication(fact)) {
        fact.field = produced;
    }
}

/// The date in the line nearest to a title on a page, with no key that tells what it is:
/// `2025-01-26 16:20　来源：市政府办`, `时间：2025/01/26`.
pub fn date_near_title(above: &[Block], opening: &[Block]) -> Option<(Date, Line)> {
    /// Higher up stands what the page shows on every article.
    const NEAR: usize = 3;
    let lines = opening.iter().chain(above.iter().rev().take(NEAR)).filter_map(Block::line);
    let mut dated = lines.filter_map(|line| Some((date_at_start(&line.text)?, line.clone())));
    dated.next()
}

/// The date that a short line begins with, where nothing or other keys follow.
fn date_at_start(text: &str) -> Option<Date> {
    const SHORT: usize = 60;
    let text = trim(text).trim_start_matches(['[', '【', '（', '(']);
    let text = ["时间", "日期"]
        .iter()
        .find_map(|key| text.strip_prefix(key))
        .map_or(text, |rest| rest.strip_prefix(['：', ':']).unwrap_or(text));
    let text = trim(text);
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let rest = trim(&text[end..]).trim_end_matches([']', '】', '）', ')']);
    let is_rest = trim(rest).is_empty() || rest.contains(['：', ':']);
    let is_head = is_rest && !text.contains('。') && text.chars().count() <= SHORT;
    is_head.then(|| name::date(&text[..end]))?
}

static KEYS: LazyLock<Vec<(Pattern, &'static FieldForm)>> = LazyLock::new(|| {
    let known = fields().fields.iter().filter(|field| field.id != "preamble");
    known.map(|field| (Pattern::new(&field.label, &field.aliases), field)).collect()
});

/// A key as it stands in a text.
#[derive(Clone)]
struct Key {
    field: &'static FieldForm,
    label: String,
}

impl Key {
    fn with(self, value: &str, source: u32) -> Fact {
        let Key { field, label } = self;
        let mut value = trim(value);
        // Behind a code and a wide gap something else follows in the same line.
        if field.kind == FieldKind::Code {
            value = trim(value.split(['\u{3000}', '\t']).next().unwrap_or_default());
        }
        Fact { field, label, value: value.to_owned(), source }
    }
}

/// The key that a text is.
fn key(text: &str) -> Option<Key> {
    let text = trim(text).trim_end_matches(['：', ':', ' ', '\u{3000}']);
    if text.chars().filter(|c| !c.is_whitespace()).count() > KEY {
        return None;
    }
    let label = Label::new(text);
    let (_, field) = KEYS.iter().find(|(pattern, _)| pattern.knows(&label))?;
    Some(Key { field, label: text.chars().filter(|c| !c.is_whitespace()).collect() })
}

/// Takes out of the blocks those that say such things. In a box of a page a key and its value
/// may be lines of their own.
pub fn take(blocks: &mut Vec<Block>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut waiting: Option<(Key, u32)> = None;
    blocks.retain(|block| match &block.content {
        Content::Table(cells) => {
            let found = of_table(cells);
            let is_head = !found.is_empty();
            facts.extend(found);
            !is_head
        }
        Content::Line(line) => {
            if let Some((key_before, within)) = waiting.take()
                && within == block.within
                && line.level.is_none()
                && key(&line.text).is_none()
                && pairs(&line.text).is_empty()
                && line.text.chars().count() <= LINE
                && !line.text.contains('。')
            {
                facts.push(key_before.with(&line.text, line.source));
                return false;
            }
            if let Some(key) = key(&line.text) {
                waiting = Some((key, block.within));
                return false;
            }
            let found = pairs(&line.text);
            let is_other = found.is_empty();
            facts.extend(found.into_iter().map(|(key, value)| key.with(&value, line.source)));
            is_other
        }
    });
    facts.retain(|fact| !fact.value.is_empty());
    facts
}

fn of_table(cells: &[Cell]) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    let mut open: Option<(Key, u32)> = None;
    for cell in cells {
        let text = cell.text();
        let source = cell.source().unwrap_or_default();
        if let Some(key) = key(&text) {
            open = Some((key, cell.area.first.0));
            continue;
        }
        let found = pairs(&text);
        if !found.is_empty() {
            facts.extend(found.into_iter().map(|(key, value)| key.with(&value, source)));
            continue;
        }
        // What stands behind the value in the same row explains it.
        if let Some((key, row)) = open.take()
            && row == cell.area.first.0
        {
            facts.push(key.with(&text, source));
        }
    }
    facts
}

/// The keys of a line such as `发布日期：2022-01-26 16:40　来源：县政府办　浏览次数：12`, with
/// their values.
fn pairs(text: &str) -> Vec<(Key, String)> {
    let marks = text.matches(['：', ':']).count();
    if text.contains('。') || text.chars().count() > LINE || !(1..=MARKS).contains(&marks) {
        return Vec::new();
    }
    let mut found: Vec<(Key, String)> = Vec::new();
    // Where each key begins and its value begins; none of ours ends a value all the same.
    let mut starts: Vec<(usize, usize, Option<Key>)> = Vec::new();
    for (at, mark) in text.match_indices(['：', ':']) {
        let before = &text[..at];
        let from = starts.last().map_or(0, |(_, value, _)| *value);
        // The key reaches back to a gap, a bracket or the value before; it may have gaps itself.
        let mut best = None;
        for (begin, _) in before[from..].char_indices().map(|(i, c)| (from + i, c)) {
            let is_start = begin == from
                || before[..begin].ends_with(|c: char| {
                    c.is_whitespace() || matches!(c, '[' | '【' | '（' | '(' | '|' | '，' | '；')
                });
            if is_start && let Some(key) = key(&before[begin..]) {
                best = Some((begin, Some(key)));
                break;
            }
        }
        let is_time = mark == ":" && before.ends_with(|c: char| c.is_ascii_digit());
        let word = || {
            let begin = before[from..].rfind(|c: char| c.is_whitespace() || "[【（(|".contains(c));
            let begin = begin.map_or(from, |i| {
                from + i + before[from + i..].chars().next().map_or(1, char::len_utf8)
            });
            (begin, None)
        };
        if is_time && best.is_none() {
            continue;
        }
        let (begin, key) = best.unwrap_or_else(word);
        starts.push((begin, at + mark.len(), key));
    }
    for (index, (_, value, key)) in starts.iter().enumerate() {
        let Some(key) = key else { continue };
        let end = starts.get(index + 1).map_or(text.len(), |(begin, ..)| (*begin).max(*value));
        let value = trim(&text[*value..end]);
        let value = value.trim_matches(['[', ']', '【', '】', '（', '）', '|', '(', ')']);
        found.push((key.clone(), trim(value).to_owned()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{date_at_start, pairs};

    #[test]
    fn a_date_near_the_title_needs_no_key() {
        for line in [
            "时间：2025/01/26　字号：大 中 小",
            "2025-01-26 16:20　来源：市政府办",
            "[ 2025-01-26 ]",
        ] {
            assert!(date_at_start(line).is_some(), "{line}");
        }
        assert_eq!(date_at_start("2025-01-26 召开会议"), None);
    }

    #[test]
    fn one_line_may_hold_several_keys() {
        let found =
            pairs("发布日期：2022-01-26 16:40　来 源：县政府办 浏览次数：123 【字体：大 中 小】");
        let found: Vec<(&str, &str)> =
            found.iter().map(|(key, value)| (key.field.id.as_str(), value.as_str())).collect();
        assert_eq!(found, [("datePublished", "2022-01-26 16:40"), ("publisher", "县政府办")]);
        assert!(pairs("主要问题：一是形式单一。").is_empty());
        assert!(pairs("本年度共收到申请：5件").is_empty());
    }
}
