//! Names of bodies, years and dates as titles and signatures have them.

use crate::model::Date;
use crate::model::form::fields;
use crate::text::clean::trim;
use unicode_normalization::UnicodeNormalization;

/// Longest name of a body, in characters.
const BODY: usize = 45;
/// Longest title, in characters.
const TITLE: usize = 70;

/// Whether a line may be the title of a report.
pub fn is_title(line: &str) -> bool {
    let line: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    line.chars().count() <= TITLE
        && line.contains('报')
        && line.contains("信息公开")
        && !line.contains(['。', '；', '>', '»', '›', '：', '<'])
        && !line.starts_with("关于印发")
        && !line.ends_with("格式")
}

/// Whether a line is the name of a body and nothing else.
pub fn is_body(line: &str) -> bool {
    let line = trim(line);
    let count = line.chars().count();
    (3..=BODY).contains(&count)
        && !line.contains(['，', '。', '；', '：', '、', '？', '！', '《', '”', ',', ':', '.'])
        && !line.contains(|c: char| c.is_ascii_digit())
        && fields().body_words.iter().any(|word| line.ends_with(word.as_str()))
}

/// Whether a signature is a name in short (`市财政局`), or that of an office inside the body.
pub fn is_same_body(full: &str, signed: &str) -> bool {
    let office = signed.strip_prefix(full);
    let is_office =
        office.is_some_and(|office| fields().office_words.iter().any(|word| word == office));
    is_body(full) && full != signed && (full.ends_with(signed) || is_office)
}

/// The year a text names: `2021年`, `二〇二一年`.
pub fn year(text: &str) -> Option<i32> {
    let characters: Vec<char> = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    characters.windows(5).find_map(|window| match window {
        [digits @ .., '年'] => {
            let number = digits.iter().try_fold(0, |sum, c| Some(sum * 10 + digit(*c)?))?;
            (1990..2100).contains(&number).then_some(number)
        }
        _ => None,
    })
}

fn digit(c: char) -> Option<i32> {
    let latin = matches!(c, 'О' | 'O').then_some('0');
    let digit = crate::text::numeral::digit(c).or(latin).unwrap_or(c);
    digit.to_digit(10).map(|digit| digit as i32)
}

/// The body that a title names: what stands before the subject, the year aside.
pub fn body_of(title: &str) -> Option<String> {
    let title: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    let mut before = title.clone();
    for subject in ["政府信息公开", "信息公开"] {
        if let Some(at) = title.find(subject) {
            before = title[..at].to_owned();
            break;
        }
    }
    let characters: Vec<char> = before.chars().collect();
    let folded: Vec<char> =
        characters.iter().map(|c| c.to_string().nfkc().next().unwrap_or(*c)).collect();
    let at = folded
        .windows(5)
        .position(|window| window[4] == '年' && window[..4].iter().all(|c| digit(*c).is_some()));
    let name: String = match at {
        Some(at) => {
            let end = at + 5 + usize::from(characters.get(at + 5) == Some(&'度'));
            characters[..at].iter().chain(&characters[end..]).collect()
        }
        None => before,
    };
    let name = name.trim_start_matches("关于").trim_matches(['《', '》', '“', '”', '的']);
    // 人民政府信息公开: the government is told of only once.
    let name = match name.ends_with("人民") {
        true => format!("{name}政府"),
        false => name.to_owned(),
    };
    (name.chars().count() >= 2).then_some(name)
}

/// The date that a whole line is: `2022年2月8日`, `二〇二二年二月八日`, brackets aside.
pub fn date(line: &str) -> Option<Date> {
    let text: String = line.nfkc().filter(|c| !c.is_whitespace()).collect();
    let text = text.replace("元月", "1月");
    let text = text.trim_matches(['(', ')', '〔', '〕', '[', ']', '【', '】']);
    let rest = text.trim_end_matches(['日', '号']);
    if rest.contains(|c: char| {
        !c.is_ascii_digit() && digit(c).is_none() && !"年月-/.十廿卅".contains(c)
    }) || rest.chars().count() > 12
    {
        return None;
    }
    Date::parse(rest).or_else(|| chinese(rest))
}

/// Whether a whole line is a date that nobody has filled in yet: `2025年  月  日`.
pub fn is_unfilled_date(line: &str) -> bool {
    let text: String = line.nfkc().filter(|c| !c.is_whitespace() && *c != '_').collect();
    let is_part = |c: char| c.is_ascii_digit() || "年月日×X*".contains(c);
    text.ends_with("月日") && text.contains('年') && text.chars().all(is_part)
}

/// Whether a whole line is a month: `2022年1月`.
pub fn is_month(line: &str) -> bool {
    let text: String = line.nfkc().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_matches(['(', ')']);
    text.ends_with('月') && name_of_month(text)
}

fn name_of_month(text: &str) -> bool {
    text.trim_end_matches('月').split_once('年').is_some_and(|(year, month)| {
        let is_number =
            |text: &str| !text.is_empty() && text.chars().all(|c| digit(c).is_some() || c == '十');
        is_number(year) && is_number(month)
    })
}

/// `二〇二二年二月八`.
fn chinese(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('年')?;
    let (month, day) = rest.split_once('月')?;
    let year = year.chars().try_fold(0, |sum, c| Some(sum * 10 + digit(c)?))?;
    let small = |text: &str| match text.parse::<u8>() {
        Ok(number) => Some(number),
        Err(_) => crate::text::numeral::leading(&text.replace('廿', "二十").replace('卅', "三十"))
            .filter(|(_, rest)| rest.is_empty())
            .map(|(number, _)| number),
    };
    Date::new(year, small(month)?, small(day)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_tells_body_and_year() {
        for (title, body) in [
            ("淳化县人民政府2021年政府信息公开工作年度报告", "淳化县人民政府"),
            ("2021年淳化县人民政府政府信息公开工作年度报告", "淳化县人民政府"),
            ("某局２０２１年度政府信息公开年报", "某局"),
            ("某县人民政府信息公开工作2021年度报告", "某县人民政府"),
            ("关于某县2021年政府信息公开工作的年度报告", "某县"),
        ] {
            assert_eq!(body_of(title).as_deref(), Some(body));
            assert_eq!(year(title), Some(2021));
            assert!(is_title(title));
        }
        assert_eq!(year("二〇二一年度"), Some(2021));
        assert_eq!(body_of("2021年政府信息公开工作年度报告"), None);
        assert!(!is_title("首页 > 政府信息公开 > 年度报告"));
    }

    #[test]
    fn a_line_may_be_a_date_or_a_body() {
        let day = Date::new(2022, 2, 8);
        for line in ["2022年2月8日", "二〇二二年二月八日", "（2022年02月08日）", "2022-02-08"]
        {
            assert_eq!(date(line), day, "{line}");
        }
        assert_eq!(date("2022年12月廿一日"), Date::new(2022, 12, 21));
        assert_eq!(date("截至2022年2月8日"), None);
        assert_eq!(date("2022年2月8日全部办结"), None);
        assert!(is_same_body("宿迁市财政局", "市财政局"));
        assert!(is_same_body("宿迁市财政局", "宿迁市财政局办公室"));
        assert!(!is_same_body("宿迁市", "宿迁市人民政府"));
        assert!(!is_same_body("大兴镇", "大兴镇人民政府"));
        assert!(is_body("淳化县人民政府") && is_body("淳化县发展和改革局"));
        assert!(!is_body("（一）主动公开，办公室") && !is_body("无"));
    }
}
