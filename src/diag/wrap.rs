//! Breaks lines of Chinese text at the width of a terminal: between characters, but not
//! inside a number, a cell reference or a word. No line begins with closing punctuation or
//! ends with opening punctuation.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The class of a character for line breaking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BreakClass {
    Space,
    Open,
    Close,
    /// Chinese characters: a line may end on either side.
    Wide,
    /// Part of a word, a number or a reference.
    Word,
}

/// Text with line breaks where it would pass the width; later lines begin with `indent`
/// spaces. Without a width it stays as it is.
pub fn wrap(text: &str, width: Option<usize>, indent: usize) -> String {
    let Some(width) = width else { return text.to_owned() };
    let mut lines = String::new();
    let mut used = 0;
    let mut is_fresh = true;
    for run in runs(text) {
        let visible = run.trim_end_matches(' ');
        if !is_fresh && used + cells(visible) > width {
            lines.truncate(lines.trim_end_matches(' ').len());
            lines.push('\n');
            lines.push_str(&" ".repeat(indent));
            used = indent;
        }
        lines.push_str(run);
        used += cells(run);
        // Leading spaces are no content.
        is_fresh = is_fresh && visible.is_empty();
    }
    lines
}

/// Columns that a text takes. Characters that are wide only in Chinese surroundings count
/// as wide: where the terminal shows them narrow, a line is merely shorter.
fn cells(text: &str) -> usize {
    text.width_cjk()
}

/// The runs of text that may not be broken, each with the spaces behind it.
fn runs(text: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut start = 0;
    let mut before: Option<BreakClass> = None;
    for (index, c) in text.char_indices() {
        let is_mark = c.width().is_none_or(|width| width == 0);
        let class = if is_mark { before.unwrap_or(BreakClass::Word) } else { break_class(c) };
        if !is_mark && before.is_some_and(|before| may_break(before, class)) {
            runs.push(&text[start..index]);
            start = index;
        }
        before = Some(class);
    }
    runs.push(&text[start..]);
    runs
}

fn may_break(before: BreakClass, after: BreakClass) -> bool {
    match (before, after) {
        (_, BreakClass::Space | BreakClass::Close) | (BreakClass::Open, _) => false,
        (BreakClass::Word, BreakClass::Word) => false,
        (BreakClass::Space | BreakClass::Close | BreakClass::Wide | BreakClass::Word, _) => true,
    }
}

fn break_class(c: char) -> BreakClass {
    match c {
        ' ' => BreakClass::Space,
        '“' | '‘' | '（' | '《' | '〈' | '「' | '『' | '【' | '〔' | '(' | '[' | '{' => {
            BreakClass::Open
        }
        '”' | '’' | '）' | '》' | '〉' | '」' | '』' | '】' | '〕' | ')' | ']' | '}' | '，'
        | '。' | '、' | '；' | '：' | '？' | '！' | '…' | '·' | '％' | '%' => {
            BreakClass::Close
        }
        _ if c.is_ascii() || c.is_numeric() && !is_ideograph(c) => BreakClass::Word,
        _ if c.width().is_some_and(|width| width > 1) => BreakClass::Wide,
        _ if c.is_alphanumeric() => BreakClass::Word,
        _ => BreakClass::Wide,
    }
}

/// 一 and 〇 are numbers too, but a line may break beside them.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "“一、本年新收政府信息公开申请数量”行：总计 12,345，D5:I5 之和 12,344.5，多 0.5；见 C:/2021/a.xlsx";

    #[test]
    fn lines_break_at_the_width_and_lose_nothing() {
        for width in 18..100 {
            let lines = wrap(TEXT, Some(width), 4);
            assert!(lines.lines().all(|line| cells(line) <= width), "{width}:\n{lines}");
            let plain = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(plain(&lines), plain(TEXT));
            assert!(lines.lines().skip(1).all(|line| line.starts_with("    ")), "{lines}");
        }
    }

    #[test]
    fn numbers_references_and_words_stay_whole() {
        for width in 8..100 {
            let lines = wrap(TEXT, Some(width), 2);
            for whole in ["12,345", "D5:I5", "12,344.5", "0.5", "C:/2021/a.xlsx"] {
                assert!(lines.contains(whole), "{whole} is broken at {width}:\n{lines}");
            }
        }
    }

    #[test]
    fn punctuation_stays_on_its_side() {
        for width in 8..100 {
            for line in wrap(TEXT, Some(width), 2).lines() {
                let line = line.trim_start();
                assert!(
                    !line.starts_with(['，', '：', '；', '”']) && !line.ends_with('“'),
                    "{line}"
                );
            }
        }
    }

    #[test]
    fn without_a_width_a_line_stays_whole() {
        assert_eq!(wrap(TEXT, None, 4), TEXT);
        assert_eq!(wrap("", Some(40), 4), "");
    }
}
