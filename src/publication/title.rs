//! A title or a long name, broken where the meaning allows: after the body's name, before the
//! year.

/// What a break costs, by where it falls.
const BEFORE_YEAR: u32 = 1;
const AFTER_COMMA: u32 = 3;
const AFTER_REGION: u32 = 6;
const BEFORE_BRACKET: u32 = 6;
const AFTER_BRACKET: u32 = 8;
/// Added within brackets, which are better whole.
const IN_BRACKET: u32 = 30;
/// The same for a comma: brackets that fit on a line stay whole.
const COMMA_IN_BRACKET: u32 = 4;
const ANYWHERE: u32 = 60;
/// Each further line costs this much.
const LINE: u32 = 20;
/// Between digits, behind an opening mark, before a closing one: dearer than any line.
const NEVER: u32 = u16::MAX as u32;

const OPENING: &str = "（《〈“‘〔【「『";
const CLOSING: &str = "）》〉”’〕】」』、，。：；？！·";

/// Endings of names of places and bodies after which a line may end.
const REGIONS: [&str; 14] = [
    "自治区",
    "自治州",
    "自治县",
    "人民政府",
    "管理委员会",
    "委员会",
    "街道",
    "省",
    "市",
    "县",
    "区",
    "州",
    "旗",
    "镇",
];

/// Breaks a title into lines of so many Han characters.
pub fn lines(title: &str, agency: Option<&str>, room: f64) -> Vec<String> {
    let characters: Vec<char> = title.chars().collect();
    let width =
        |from: usize, to: usize| -> f64 { characters[from..to].iter().map(|c| advance(*c)).sum() };
    let count = characters.len();
    if count == 0 {
        return Vec::new();
    }
    if width(0, count) <= room {
        return vec![title.to_owned()];
    }
    // A body that cannot share a line with the rest has its lines to itself.
    if let Some(agency) = agency.filter(|agency| !agency.is_empty())
        && let Some(rest) = title.strip_prefix(agency)
        && !rest.is_empty()
    {
        let mut set = lines(agency, None, room);
        set.extend(lines(rest, None, room));
        return set;
    }
    let cost = break_costs(&characters);
    // best[i]: least cost of setting the first i characters, and where their last line starts.
    let mut best: Vec<Option<(f64, usize)>> = vec![None; count + 1];
    best[0] = Some((0.0, 0));
    for end in 1..=count {
        for start in (0..end).rev() {
            let wide = width(start, end);
            if wide > room {
                break;
            }
            let Some((before, _)) = best[start] else { continue };
            let broken = if end == count { 0 } else { cost[end] };
            // Short last scraps look like a mistake; even lines look like a title.
            let uneven = (room - wide).powi(2) / room / 8.0;
            let total = before + f64::from(broken + LINE) + uneven;
            if best[end].is_none_or(|(known, _)| total < known) {
                best[end] = Some((total, start));
            }
        }
    }
    let mut lines = Vec::new();
    let mut end = count;
    while end > 0 {
        let start = best[end].map_or(0, |(_, start)| start);
        let line: String = characters[start..end].iter().collect();
        lines.push(line.trim_end().to_owned());
        end = start;
    }
    lines.reverse();
    lines
}

/// An upper bound of a character's width in ems: the digits of a bold Song are wider than
/// half a Han character, and a line too long would be broken again where nobody wants it.
fn advance(c: char) -> f64 {
    match c {
        '0'..='9' | 'a'..='z' | ' ' => 0.6,
        c if c.is_ascii() => 0.8,
        _ => 1.0,
    }
}

/// The cost of a break before each character.
fn break_costs(characters: &[char]) -> Vec<u32> {
    let mut costs = vec![ANYWHERE; characters.len() + 1];
    let mut open = 0_i32;
    for (index, cost) in costs.iter_mut().enumerate().take(characters.len()).skip(1) {
        let (last, next) = (characters[index - 1], characters[index]);
        open += i32::from(last == '（') - i32::from(last == '）');
        let in_number = last.is_ascii_digit() && (next.is_ascii_digit() || next == '年');
        if in_number || OPENING.contains(last) || CLOSING.contains(next) {
            *cost = NEVER;
        } else if next.is_ascii_digit() && !last.is_ascii_digit() {
            *cost = BEFORE_YEAR;
        } else if matches!(last, '、' | '，' | ' ' | '\u{3000}') {
            *cost = AFTER_COMMA + COMMA_IN_BRACKET * u32::from(open > 0);
        } else if OPENING.contains(next) {
            *cost = BEFORE_BRACKET;
        } else if CLOSING.contains(last) {
            *cost = AFTER_BRACKET;
        } else if REGIONS.iter().any(|region| ends_with(&characters[..index], region)) {
            *cost = AFTER_REGION + IN_BRACKET * u32::from(open > 0);
        }
    }
    costs
}

fn ends_with(characters: &[char], ending: &str) -> bool {
    ending.chars().rev().zip(characters.iter().rev().chain([&'\0'; 8])).all(|(a, b)| a == *b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publication::measures::OFFICIAL;

    const ROOM: f64 = OFFICIAL.title_characters();

    #[test]
    fn a_title_breaks_between_the_body_and_the_year() {
        let title = "淳化县人民政府2021年政府信息公开工作年度报告";
        assert_eq!(
            lines(title, Some("淳化县人民政府"), ROOM),
            ["淳化县人民政府", "2021年政府信息公开工作年度报告"]
        );
    }

    #[test]
    fn a_long_name_breaks_after_a_place() {
        let agency = "新疆维吾尔自治区伊犁哈萨克自治州尼勒克县喀拉苏乡人民政府";
        let found = lines(&format!("{agency}2023年政府信息公开工作年度报告"), Some(agency), ROOM);
        assert_eq!(found.len(), 3);
        assert_eq!(found[2], "2023年政府信息公开工作年度报告");
        assert!(
            found[0].ends_with('州') || found[0].ends_with('区') || found[0].ends_with('县'),
            "{found:?}"
        );
    }

    #[test]
    fn a_short_title_stays_on_one_line() {
        assert_eq!(lines("2021年度报告", None, ROOM), ["2021年度报告"]);
    }

    #[test]
    fn a_long_body_never_shares_a_line_with_the_year() {
        let agency = "中国（上海）自由贸易试验区临港新片区管理委员会";
        let found = lines(&format!("{agency}2023年政府信息公开工作年度报告"), Some(agency), ROOM);
        assert_eq!(
            found,
            [
                "中国（上海）自由贸易试验区",
                "临港新片区管理委员会",
                "2023年政府信息公开工作年度报告"
            ]
        );
    }

    #[test]
    fn a_long_name_is_signed_in_lines_of_sense() {
        let signed = |name| lines(name, None, OFFICIAL.signature_characters());
        assert_eq!(signed("某某县人民政府"), ["某某县人民政府"]);
        assert_eq!(
            signed("杭州市文化广电旅游局（杭州市文物局、杭州市园林文物局）"),
            ["杭州市文化广电旅游局", "（杭州市文物局、杭州市园林文物局）"]
        );
        assert_eq!(
            signed(
                "某某市人力资源和社会保障局（某某市外国专家局、某某市人才工作领导小组办公室、某某市劳动人事争议仲裁院）"
            ),
            [
                "某某市人力资源和社会保障局",
                "（某某市外国专家局、某某市人才工作领导小组办公室、",
                "某某市劳动人事争议仲裁院）"
            ]
        );
    }

    #[test]
    fn a_name_as_long_as_a_cell_takes_no_time() {
        let found = lines(&"某县（".repeat(9_000), None, ROOM);
        assert_eq!(found.concat().chars().count(), 27_000);
    }

    #[test]
    fn names_in_brackets_break_at_their_marks_and_no_mark_is_left_alone() {
        let agency = "上海市浦东新区金融工作局（上海市浦东新区地方金融监督管理局、上海自贸试验区陆家嘴管理局）";
        let found = lines(&format!("{agency}2023年度报告"), Some(agency), ROOM);
        assert_eq!(
            found,
            [
                "上海市浦东新区金融工作局",
                "（上海市浦东新区地方金融监督管理局、",
                "上海自贸试验区陆家嘴管理局）",
                "2023年度报告"
            ]
        );
    }
}
