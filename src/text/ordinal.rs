//! The numbers that points of a text begin with: `一、` `（一）` `1.` `（1）` `①` `一是` `第一，`.

use super::numeral::leading;

/// What stands behind the number of a point; `None` for a text that begins with none.
pub fn behind(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let rest = if let Some(inner) = text.strip_prefix(['（', '(']) {
        let rest = leading(inner).map(|(_, rest)| rest).or_else(|| behind_digits(inner))?;
        rest.strip_prefix(['）', ')'])?
    } else if let Some(rest) = text.strip_prefix('第') {
        leading(rest)?.1.strip_prefix(['，', '、', ','])?
    } else if let Some((_, rest)) = leading(text) {
        rest.strip_prefix(['是', '、'])?
    } else if let Some(rest) = text.strip_prefix(|c: char| ('①'..='⑳').contains(&c)) {
        rest
    } else {
        let rest = behind_digits(text)?.strip_prefix(['.', '．', '、'])?;
        // `2.5个工作日` is no second point.
        rest.strip_prefix(|c: char| c.is_ascii_digit()).is_none().then_some(rest)?
    };
    Some(rest.trim_start_matches([' ', '\u{3000}', '、', '：', '，', ':', ',']))
}

/// A text without the number it begins with, if it does.
pub fn bare(text: &str) -> &str {
    behind(text).unwrap_or(text)
}

fn behind_digits(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - rest.len();
    (1..=2).contains(&digits).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_known_by_its_number() {
        for text in [
            "一、形式单一",
            "（一）形式单一",
            "(1)形式单一",
            "（12）形式单一",
            "1.形式单一",
            "1．形式单一",
            "2、形式单一",
            "①形式单一",
            "一是形式单一",
            "第一，形式单一",
            "十一是：形式单一",
            " 1. 形式单一",
        ] {
            assert_eq!(behind(text), Some("形式单一"), "{text}");
        }
        for text in
            ["形式单一", "2.5个工作日", "2021年", "第一季度", "一方面", "（试行）", "7镇1办"]
        {
            assert_eq!(behind(text), None, "{text}");
            assert_eq!(bare(text), text);
        }
    }
}
