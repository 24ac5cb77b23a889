//! Characters of fonts that hold symbols (`w:sym`).

/// A character of a font of symbols. Those that stand for a character of their own become it;
/// others stay what they are to that font, and the reader names them.
pub fn symbol(font: &str, code: &str) -> String {
    let Some(number) = u32::from_str_radix(code, 16).ok() else { return String::new() };
    let low = number & 0xFF;
    let known = match font.to_lowercase().as_str() {
        "wingdings" => match low {
            0xFC => Some('✓'),
            0xFB => Some('✗'),
            0xFE => Some('☑'),
            0xFD => Some('☒'),
            0xA8 | 0x6F | 0x71 => Some('□'),
            0x6E => Some('■'),
            0x6C | 0x9F => Some('●'),
            0xA1 => Some('○'),
            0xE0 => Some('→'),
            0xDF => Some('←'),
            _ => None,
        },
        "wingdings 2" => match low {
            0x50 => Some('✓'),
            0x52 => Some('☑'),
            0xA3 => Some('□'),
            _ => None,
        },
        "symbol" => match low {
            0xB4 => Some('×'),
            0xB8 => Some('÷'),
            0xB1 => Some('±'),
            0xA3 => Some('≤'),
            0xB3 => Some('≥'),
            0xB9 => Some('≠'),
            0xB7 => Some('·'),
            0xB0 => Some('°'),
            0x20..=0x7E => char::from_u32(low),
            _ => None,
        },
        _ => None,
    };
    known.or_else(|| char::from_u32(number)).map(String::from).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::symbol;

    #[test]
    fn symbols_become_characters_where_there_are_some() {
        assert_eq!(symbol("Wingdings", "F0FE"), "☑");
        assert_eq!(symbol("Symbol", "F0B4"), "×");
        assert_eq!(symbol("Wingdings", "F04A"), "\u{F04A}", "named by the reader");
        assert_eq!(symbol("仿宋", "4E00"), "一");
        assert_eq!(symbol("仿宋", "x"), "");
    }
}
