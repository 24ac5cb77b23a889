//! Text of a page, safe from the order in which Arabic and Hebrew letters are set.

use crate::formats::xml::printer::escape_text;
use std::fmt::Write;

/// Text ready to stand between tags.
pub struct Text {
    /// The markup.
    pub markup: String,
    /// Whether the element takes its direction from the text.
    is_foreign: bool,
}

impl Text {
    /// The attribute for it.
    pub fn dir(&self) -> Option<(&'static str, &'static str)> {
        self.is_foreign.then_some(("dir", "auto"))
    }
}

/// Text as markup. A name written from right to left inside a Chinese sentence would draw the
/// figures after it to its other side: it is set apart. A text with no other letters is left
/// to run its own way.
pub fn markup(text: &str) -> Text {
    if !text.chars().any(runs_leftwards) {
        return Text { markup: escape_text(text), is_foreign: false };
    }
    if !text.chars().any(runs_rightwards) {
        return Text { markup: escape_text(text), is_foreign: true };
    }
    let mut markup = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(runs_leftwards) {
        let (before, from) = rest.split_at(start);
        let reach = from.find(runs_rightwards).unwrap_or(from.len());
        let end = from[..reach]
            .char_indices()
            .rfind(|(_, c)| runs_leftwards(*c))
            .map_or(reach, |(at, c)| at + c.len_utf8());
        let (run, after) = from.split_at(end);
        // Editors of content systems drop `<bdi>` with its text.
        let (before, run) = (escape_text(before), escape_text(run));
        let _ = write!(markup, "{before}<span dir=\"rtl\">{run}</span>");
        rest = after;
    }
    markup.push_str(&escape_text(rest));
    Text { markup, is_foreign: false }
}

/// Hebrew, Arabic (Uyghur, Kazakh …) and the other scripts of their kind.
fn runs_leftwards(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

fn runs_rightwards(c: char) -> bool {
    c.is_alphabetic() && !runs_leftwards(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_right_to_left_is_set_apart_in_a_chinese_sentence() {
        let text = markup("联系人 ئابدۇ رېھىم 12 件 <&>");
        assert_eq!(text.markup, "联系人 <span dir=\"rtl\">ئابدۇ رېھىم</span> 12 件 &lt;&amp;&gt;");
        assert_eq!(text.dir(), None);
    }

    #[test]
    fn a_text_wholly_from_right_to_left_takes_its_own_direction() {
        let text = markup("ئابدۇ 2021");
        assert_eq!((text.markup.as_str(), text.dir()), ("ئابدۇ 2021", Some(("dir", "auto"))));
    }

    #[test]
    fn chinese_stays_as_it_is() {
        let typed = "葛\u{E0100}𠮷䶮 Ωmega 1,234";
        assert_eq!(markup(typed).markup, typed);
    }
}
