//! What stands in a text where something was to be filled in: `XX县`, `20__年`, `此处填写`.

use serde::Deserialize;
use std::sync::LazyLock;

/// The words of `templates/rules/placeholders.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: Vec<String>,
    blanks: Vec<char>,
    names: Vec<String>,
    surnames: String,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../templates/rules/placeholders.toml"))
        .expect("templates/rules/placeholders.toml is readable")
});

/// Units behind one blank that make it a number left out: `X件`.
const COUNTED: &str = "件条次项份起宗年月日个";
/// Numerals that ○ stands among in years.
const NUMERALS: &str = "一二三四五六七八九十零〇○";

/// A place that nobody filled in.
pub struct Placeholder {
    /// It: `XX`, `20__`, `某某`.
    pub text: String,
    /// It may be meant: `某某` hides a name, and invented examples have it.
    pub may_be_meant: bool,
}

/// The first placeholder of a text.
pub fn placeholder(text: &str) -> Option<Placeholder> {
    let word = || WORDS.words.iter().find(|word| text.contains(word.as_str())).cloned();
    if let Some(text) = word().or_else(|| blank(text)).or_else(|| gap(text)) {
        return Some(Placeholder { text, may_be_meant: false });
    }
    name(text).map(|text| Placeholder { text, may_be_meant: true })
}

/// Three blanks or more in a telephone number, an address or a code: `0311-XXXXXXXX`,
/// `www.xxx.gov.cn`.
pub fn blanked(text: &str) -> Option<String> {
    let characters: Vec<char> = text.chars().map(narrow).collect();
    let mut runs =
        characters.chunk_by(|a, b| a == b || a.is_ascii_alphabetic() && b.is_ascii_alphabetic());
    let is_run = |run: &&[char]| {
        run.len() >= 3 && WORDS.blanks.contains(&run[0]) && run.iter().all(|c| *c == run[0])
    };
    runs.find(is_run).map(|run| run.iter().collect())
}

/// Two blanks side by side beside a hanzi, or one before a unit.
fn blank(text: &str) -> Option<String> {
    let characters: Vec<char> = text.chars().map(narrow).collect();
    let is_blank = |c: char| WORDS.blanks.contains(&c);
    let mut at = 0;
    while at < characters.len() {
        let c = characters[at];
        let length = characters[at..].iter().take_while(|other| **other == c).count();
        // `信息 XX 条`: blanks beside change nothing.
        let is_ink = |c: &&char| !c.is_whitespace();
        let before = characters[..at].iter().rev().find(is_ink).copied();
        let behind = characters[at + length..].iter().find(is_ink).copied();
        let beside =
            |test: &dyn Fn(char) -> bool| before.is_some_and(test) || behind.is_some_and(test);
        if is_blank(c)
            && !beside(&|c| c.is_ascii_alphabetic() || NUMERALS.contains(c))
            && match length {
                // `202X年`, and telephone numbers: `电话：XXXX-XXXXXXX`.
                1 if behind == Some('年') && is_decade(&characters[..at]) => true,
                3.. if "Xx×".contains(c) && before == Some('：') => true,
                // `？？` alone is punctuation; `A×B`, `3×5` are products.
                1 => {
                    "Xx×".contains(c)
                        && !before.is_some_and(|c| c.is_ascii_digit() || !is_text(c))
                        && behind.is_some_and(|c| COUNTED.contains(c))
                }
                _ => match c {
                    '?' => before.is_some_and(is_hanzi) && behind.is_some_and(is_hanzi),
                    _ => beside(&is_hanzi),
                },
            }
        {
            // `20__年` is one thing.
            let digits = characters[..at].iter().rev().take_while(|c| c.is_ascii_digit()).count();
            return Some(text.chars().skip(at - digits).take(digits + length).collect());
        }
        at += length;
    }
    None
}

/// A letter, stars or empty brackets where a number of things was meant: `N条`, `**件`, `（ ）条`.
fn gap(text: &str) -> Option<String> {
    let characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect();
    let gap = |at: usize| {
        let rest = &characters[at..];
        let length = match rest {
            ['N' | 'M' | 'n' | 'm', ..] => 1,
            [c @ ('*' | '●' | '#'), ..] => rest.iter().take_while(|o| *o == c).count(),
            ['（' | '(', '）' | ')', ..] | ['【', '】', ..] => 2,
            _ => return None,
        };
        let is_counted = rest.get(length).is_some_and(|c| "件条份起宗".contains(*c));
        is_counted.then(|| rest[..=length].iter().collect())
    };
    (1..characters.len()).filter(|at| is_hanzi(characters[at - 1])).find_map(gap)
}

/// Whether a text ends with the first digits of a year and no more.
fn is_decade(text: &[char]) -> bool {
    text.ends_with(&['2', '0', '2'])
        && !text.get(text.len().wrapping_sub(4)).is_some_and(char::is_ascii_digit)
}

/// A name left out, but not of a person whose surname is kept.
fn name(text: &str) -> Option<String> {
    let found = |word: &String| {
        text.match_indices(word.as_str()).find_map(|(at, word)| {
            let surname = text[..at].chars().next_back();
            if surname.is_some_and(|c| WORDS.surnames.contains(c)) {
                return None;
            }
            Some(word.to_owned())
        })
    };
    WORDS.names.iter().find_map(found)
}

fn narrow(c: char) -> char {
    match c {
        'Ｘ' => 'X',
        'ｘ' => 'x',
        '＿' => '_',
        '？' => '?',
        c => c,
    }
}

fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}')
}

/// A hanzi or the punctuation between two.
fn is_text(c: char) -> bool {
    is_hanzi(c) || "，。；：、（“".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_filled_in_is_found() {
        for text in [
            "XX县司法局",
            "ＸＸ县人民政府",
            "××市公安局",
            "落实保密审查XXX件",
            "xx局2024年政府信息公开工作年度报告",
            "20__年，全县认真公开",
            "20XX年度",
            "收到申请____件",
            "某某县司法局",
            "联系人：某某，电话",
            "收到申请X件",
            "收到申请×件，办结×件",
            "编写说明：可先适当综述",
            "（此处填写本年度情况）",
            "□□镇人民政府",
            "网站发布信息？？条",
            "截至X月X日",
            "○○街道办事处",
            "202X年，我局认真公开",
            "202×年，我局认真公开",
            "收到政府信息公开申请N件，办结M件",
            "全年主动公开政府信息 （ ）条",
            "收到申请**件",
            "联系电话：XXXX-XXXXXXX",
            "【填写说明】本部分应写明依申请公开情况",
            "撰写要求：概述本单位情况",
            "（以下为示例，请删除）",
        ] {
            assert!(placeholder(text).is_some(), "{text}");
        }
    }

    #[test]
    fn runs_of_blanks_in_numbers_and_addresses_are_found() {
        for text in ["XXX-XXXXXXX", "0311-ＸＸＸＸＸＸＸＸ", "www.xxx.gov.cn", "XXXX@163.com"]
        {
            assert!(blanked(text).is_some(), "{text}");
        }
        for text in ["0311-83012345", "XM02100-0101-2019-00001", "www.xxgk.gov.cn", "XXXL-2"] {
            assert!(blanked(text).is_none(), "{text}");
        }
    }

    #[test]
    fn letters_products_and_hidden_names_are_left_alone() {
        for text in [
            "索引号XM02100-0101-2019-00001",
            "统一社会信用代码11370000MB284723XW",
            "二○○三年以来",
            "二〇二三年",
            "李某某诉县公安局一案",
            "申请人张某申请公开",
            "3×5米",
            "A4纸，5×20页",
            "XXL号",
            "www.example.gov.cn/x_x__y",
            "X射线检查",
            "公开什么？怎么公开？",
            "“一网通办”×“一件事”",
            "办好了吗？？",
            "李**诉县公安局",
            "一审2件（略）、二审1件",
            "5G基站N个频段",
            "12X年",
        ] {
            assert!(placeholder(text).is_none(), "{text}");
        }
    }
}
