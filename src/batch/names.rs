//! Names of files that every system takes: Windows refuses some, and sees no difference
//! between others.

use crate::text::file_name::{is_device, without_forbidden};
use std::path::{Component, Path};
use unicode_normalization::UnicodeNormalization;

/// The longest name of one file: bytes on most systems, UTF-16 units on Windows.
const LONGEST_NAME: usize = 255;

/// The longest path that systems take.
const LONGEST_PATH: usize = if cfg!(windows) { 32_000 } else { 4_000 };

/// A name that Windows takes, the same where it does already. Dots and blanks at the end
/// matter only for `whole` names: a stem goes on with its ending.
pub fn portable(name: &str, whole: bool) -> String {
    let mut name = without_forbidden(name);
    let kept = name.trim_end_matches(['.', ' ']).len();
    if whole && kept < name.len() {
        name.truncate(kept);
        name.push('_');
    }
    if is_device(&name) {
        name.insert(0, '_');
    }
    name
}

/// Whether the XML of a workbook would take the place of a feed.
pub fn is_feed(stem: &str) -> bool {
    stem.eq_ignore_ascii_case("feed")
}

/// The same for names that some system takes for one: without case, in composed letters.
pub fn likeness(path: &Path) -> String {
    let text = path.to_string_lossy();
    let folded: String = text.nfc().flat_map(char::to_lowercase).nfc().collect();
    if cfg!(windows) { folded.replace('\\', "/") } else { folded }
}

/// Whether a system refuses the path for its length.
pub fn is_too_long(path: &Path) -> bool {
    let length = |text: &str| if cfg!(windows) { text.encode_utf16().count() } else { text.len() };
    let long_name =
        |part: Component<'_>| length(&part.as_os_str().to_string_lossy()) > LONGEST_NAME;
    length(&path.to_string_lossy()) > LONGEST_PATH || path.components().any(long_name)
}

/// A relative path with `/` on every system.
pub fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_windows_refuses_is_replaced_and_the_rest_stays() {
        let cases = [
            ("某县2021年报", "某县2021年报"),
            ("a:b?c", "a_b_c"),
            ("CON", "_CON"),
            ("con.2021", "_con.2021"),
            ("COM1", "_COM1"),
            ("com0", "com0"),
            ("COM12", "COM12"),
            ("comx", "comx"),
            ("lpt²", "_lpt²"),
            ("a\u{7}b", "a_b"),
        ];
        for (name, expected) in cases {
            assert_eq!(portable(name, false), expected);
        }
        assert_eq!(portable("甲局. .", false), "甲局. .");
        assert_eq!(portable("甲局. .", true), "甲局_");
        assert_eq!(portable("..", true), "_");
    }

    #[test]
    fn case_and_composition_make_no_other_name() {
        let same = |a: &str, b: &str| likeness(Path::new(a)) == likeness(Path::new(b));
        assert!(same("甲/Report", "甲/rePORT"));
        assert!(same("e\u{301}", "\u{e9}") && same("E\u{301}", "\u{e9}"));
        assert!(!same("甲", "乙"));
    }

    #[test]
    fn a_name_of_85_chinese_characters_is_the_longest_outside_windows() {
        let long = "年".repeat(86);
        assert_eq!(is_too_long(Path::new(&long)), !cfg!(windows));
        assert!(is_too_long(Path::new(&"年".repeat(256))));
        assert!(!is_too_long(Path::new(&"年".repeat(85))));
        assert!(is_too_long(Path::new(&"a/".repeat(20_000))));
    }
}
