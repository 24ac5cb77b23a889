//! Chinese numerals as headings are numbered with: 一 to 九十九.

/// The digits, 一 first.
const DIGITS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
const TEN: char = '十';

/// The numeral of a number from 1 to 99; nothing for others.
pub fn numeral(number: u8) -> String {
    let digit = |value: u8| value.checked_sub(1).and_then(|at| DIGITS.get(usize::from(at)));
    let (tens, ones) = (number / 10, number % 10);
    if tens > 9 {
        return String::new();
    }
    let ten = (tens > 0).then_some(&TEN);
    digit(tens).filter(|_| tens > 1).into_iter().chain(ten).chain(digit(ones)).collect()
}

/// The digit that a character of a year such as `二〇二一` stands for.
pub fn digit(c: char) -> Option<char> {
    match c {
        '〇' | '○' | '零' | '◯' => Some('0'),
        c => {
            let value = DIGITS.iter().position(|digit| *digit == c)?;
            char::from_digit(value as u32 + 1, 10)
        }
    }
}

/// The numeral that a text begins with, as a number, and what follows it.
pub fn leading(text: &str) -> Option<(u8, &str)> {
    let end = text.find(|c| c != TEN && !DIGITS.contains(&c)).unwrap_or(text.len());
    let (typed, rest) = text.split_at(end);
    let number = (1..=99).find(|number| numeral(*number) == typed)?;
    Some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_written_as_headings_have_them() {
        for (number, text) in [
            (1, "一"),
            (6, "六"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (37, "三十七"),
            (99, "九十九"),
        ] {
            assert_eq!(numeral(number), text);
            assert_eq!(leading(&format!("{text}、其他")), Some((number, "、其他")));
        }
        assert_eq!((numeral(0), numeral(100)), (String::new(), String::new()));
        assert_eq!(leading("十十、"), None);
        assert_eq!(leading("其他"), None);
    }
}
