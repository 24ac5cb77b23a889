//! Cleaning of all text before it enters a report: what XML, DOCX and PDF forbid is removed and
//! named, everything else stays as typed.

/// Text made fit to print, with what had to be taken out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cleaned {
    /// What is left.
    pub text: String,
    /// Characters taken out, each once.
    pub removed: Vec<char>,
    /// Private-use characters, left in because only the clerk knows what they were.
    pub private: Vec<char>,
}

/// Control characters, those that turn the direction of a text round, BOM, non-characters and
/// the replacement character of broken decoding.
fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n'))
        || matches!(c, '\u{202A}'..='\u{202E}')
        || matches!(c, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' | '\u{FFFD}')
        || (c as u32 & 0xFFFE) == 0xFFFE
        || ('\u{FDD0}'..='\u{FDEF}').contains(&c)
}

/// Whether a character has no meaning outside one machine's fonts.
pub fn is_private_use(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// Whether a text is already as [`clean`] would leave it.
pub fn is_clean(text: &str) -> bool {
    !text.chars().any(|c| matches!(c, '\u{2028}' | '\u{2029}') || is_forbidden(c))
}

/// Takes out what no output may hold. Line ends of every kind become `\n`.
pub fn clean(raw: &str) -> Cleaned {
    // Nearly every text is.
    if is_clean(raw) && !raw.chars().any(is_private_use) {
        return Cleaned { text: raw.to_owned(), ..Cleaned::default() };
    }
    sifted(raw)
}

fn sifted(raw: &str) -> Cleaned {
    let mut cleaned = Cleaned::default();
    let mut rest = raw.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' => {
                rest.next_if_eq(&'\n');
                cleaned.text.push('\n');
            }
            '\u{2028}' | '\u{2029}' | '\u{85}' => cleaned.text.push('\n'),
            // Word's manual line break and page break, pasted: keep the break, name the character.
            '\u{B}' | '\u{C}' => {
                cleaned.text.push('\n');
                note(&mut cleaned.removed, c);
            }
            c if is_forbidden(c) => note(&mut cleaned.removed, c),
            c => {
                if is_private_use(c) {
                    note(&mut cleaned.private, c);
                }
                cleaned.text.push(c);
            }
        }
    }
    cleaned
}

fn note(list: &mut Vec<char>, c: char) {
    if !list.contains(&c) {
        list.push(c);
    }
}

/// `U+000B、U+FEFF`, for messages.
pub fn code_points(characters: &[char]) -> String {
    characters.iter().map(|c| format!("U+{:04X}", *c as u32)).collect::<Vec<_>>().join("、")
}

/// The lines of a cell as one. Two numbers stay two.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for part in text.split('\n').map(trim) {
        let is_number = |c: char| c.is_ascii_digit();
        if line.ends_with(is_number) && part.starts_with(is_number) {
            line.push(' ');
        }
        line.push_str(part);
    }
    line
}

/// Cuts white space of every kind and characters without width from both ends.
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_is_removed_and_named() {
        let cleaned = clean("\u{FEFF}甲\u{0}乙\u{B}丙\u{E000}\r\n丁\u{FFFF}");
        assert_eq!(cleaned.text, "甲乙\n丙\u{E000}\n丁");
        assert_eq!(cleaned.removed, ['\u{FEFF}', '\u{0}', '\u{B}', '\u{FFFF}']);
        assert_eq!(cleaned.private, ['\u{E000}']);
        // It would print “延续2件” backwards.
        let turned = clean("含\u{202E}延续2件\u{202C}");
        assert_eq!((&*turned.text, &*turned.removed), ("含延续2件", &['\u{202E}', '\u{202C}'][..]));
    }

    #[test]
    fn a_text_is_clean_when_cleaning_changes_nothing() {
        for c in '\0'..=char::MAX {
            let text = format!("甲{c}乙");
            assert_eq!(is_clean(&text), sifted(&text).text == text, "{c:?}");
            assert_eq!(clean(&text), sifted(&text));
        }
    }

    #[test]
    fn two_lines_become_one_and_two_numbers_stay_two() {
        assert_eq!(one_line("其中\n 修订 \n1件"), "其中修订1件");
        assert_eq!(one_line("1000\n53"), "1000 53");
    }

    #[test]
    fn punctuation_and_rare_characters_stay_as_typed() {
        let typed = "１，234．5“”\"(（𠮷𬭊㛃\t";
        assert_eq!(clean(typed).text, typed);
    }
}
