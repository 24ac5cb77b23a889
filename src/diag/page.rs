//! The pages of the rules: one by its code, or the list of all.

use super::style::{Ink, Style};
use super::wrap::wrap;
use super::{Catalogue, Code, Severity};
use crate::model::{Edition, Form, Forms};
use unicode_normalization::UnicodeNormalization;

/// The rooms by the hundreds digit of their codes.
const ROOMS: [(char, &str); 10] = [
    ('0', "读取工作簿"),
    ('1', "逐格填写"),
    ('2', "表内合计与勾稽"),
    ('3', "表与表、表与年度"),
    ('4', "文字与表格"),
    ('5', "与上年比较"),
    ('6', "基本信息、期限与门户"),
    ('7', "不应公开的内容"),
    ('8', "与下级汇总比较"),
    ('9', "字符与字体"),
];

/// Codes of one room.
#[derive(Debug, Clone)]
pub struct Room {
    /// What it is called.
    pub name: &'static str,
    /// What its codes begin with, `NB2xx`.
    pub range: String,
    /// Its codes, in order.
    pub codes: Vec<&'static Code>,
}

/// Every room that has codes, in order.
pub fn rooms(codes: &Catalogue) -> Vec<Room> {
    let room = |(digit, name): &(char, &'static str)| Room {
        name,
        range: format!("NB{digit}xx"),
        codes: codes.all().filter(|code| code.id.chars().nth(2) == Some(*digit)).collect(),
    };
    ROOMS.iter().map(room).filter(|room| !room.codes.is_empty()).collect()
}

/// What a page says, each part under its heading.
pub fn parts(code: &Code) -> Vec<(&'static str, String)> {
    let mut parts = vec![
        ("查什么", code.what.to_owned()),
        ("为什么", code.why.to_owned()),
        ("怎么改", code.fix.to_owned()),
        ("依据", code.basis.to_owned()),
    ];
    let editions = editions(code);
    if !editions.is_empty() && editions.len() < Forms::shipped().iter().count() {
        let names: Vec<String> = editions.iter().map(|one| format!("{one} 年版格式")).collect();
        parts.push(("适用", names.join("、")));
    }
    parts
}

/// The editions whose form states what a code checks; none for a code that is in no form.
fn editions(code: &Code) -> Vec<Edition> {
    let states = |form: &&'static Form| {
        form.tables.iter().any(|table| {
            table.relations.iter().any(|relation| relation.code == code.id)
                || table.successions.iter().any(|succession| succession.code == code.id)
        })
    };
    Forms::shipped().iter().filter(states).map(Form::edition).collect()
}

/// A page as text.
pub fn text(code: &Code, style: &Style) -> String {
    let mut text = style.paint(&format!("{} {}", code.id, code.title), Ink::Heading);
    text.push('\n');
    let severity = [("级别", code.severity.to_string())];
    for (label, part) in severity.into_iter().chain(parts(code)) {
        text.push_str(&wrap(&format!("{label}：{part}"), style.width, 8));
        text.push('\n');
    }
    text
}

/// All codes with severity and title, by room.
pub fn list(codes: &Catalogue, style: &Style) -> String {
    let mut text = String::new();
    for room in rooms(codes) {
        let heading = format!("{}（{}）", room.name, room.range);
        text.push_str(&format!("{}\n", style.paint(&heading, Ink::Heading)));
        for code in room.codes {
            let severity = code.severity.to_string();
            let line = wrap(&format!("  {} {severity}  {}", code.id, code.title), style.width, 14);
            let ink = match code.severity {
                Severity::Error => Ink::Error,
                Severity::Warning => Ink::Warning,
                Severity::Info => Ink::Info,
            };
            text.push_str(&line.replacen(&severity, &style.paint(&severity, ink), 1));
            text.push('\n');
        }
    }
    text.push_str("\n一条规则的说明：nianbao explain 代码，例如 nianbao explain NB203\n");
    text
}

/// A code as a person types it: in any case, in wide characters, without its letters.
pub fn find(codes: &Catalogue, typed: &str) -> Option<&'static Code> {
    let typed = plain(typed);
    codes.find(&typed).or_else(|| codes.find(&format!("NB{typed}")))
}

/// What is said of a code that does not exist.
pub fn unknown(codes: &Catalogue, typed: &str) -> String {
    const MOST_CHANGES: usize = 2;
    const MOST_NAMED: usize = 3;
    let plain = plain(typed);
    let mut near: Vec<(usize, bool, &str)> = codes
        .all()
        .map(|code| {
            let changes = strsim::damerau_levenshtein(&plain, code.id);
            (changes, !code.id.starts_with(&plain), code.id)
        })
        .filter(|(changes, _, _)| *changes <= MOST_CHANGES)
        .collect();
    near.sort_unstable();
    let near: Vec<&str> = near.iter().take(MOST_NAMED).map(|(_, _, id)| *id).collect();
    let near = match &near[..] {
        [] => String::new(),
        near => format!("，相近的有 {}", near.join("、")),
    };
    format!("没有代码“{typed}”{near}；全部代码用 nianbao explain 列出")
}

fn plain(typed: &str) -> String {
    typed.nfkc().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::codes;

    #[test]
    fn every_code_is_in_a_room() {
        let housed: usize = rooms(codes()).iter().map(|room| room.codes.len()).sum();
        assert_eq!(housed, codes().all().count());
    }

    #[test]
    fn a_code_is_found_however_it_is_typed() {
        for typed in ["NB203", "nb203", "203", "ＮＢ２０３", " nb 203 "] {
            assert_eq!(find(codes(), typed).map(|code| code.id), Some("NB203"), "{typed}");
        }
        assert_eq!(find(codes(), "NB2"), None);
    }

    #[test]
    fn a_wrong_code_names_those_that_are_near() {
        assert!(
            unknown(codes(), "NB20").contains("NB201、NB202、NB203"),
            "{}",
            unknown(codes(), "NB20")
        );
        assert!(unknown(codes(), "NB230").contains("NB203"), "{}", unknown(codes(), "NB230"));
        assert!(!unknown(codes(), "什么").contains("相近"), "{}", unknown(codes(), "什么"));
    }

    #[test]
    fn what_only_one_edition_states_says_so() {
        let of = |id: &str| parts(codes().find(id).unwrap()).into_iter().find(|p| p.0 == "适用");
        assert_eq!(of("NB503").unwrap().1, "2019 年版格式");
        assert_eq!(of("NB201"), None);
        assert_eq!(of("NB001"), None);
    }
}
