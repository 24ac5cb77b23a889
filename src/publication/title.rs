//! The title, broken where the meaning allows: after the body's name, before the year.

use super::Measures;

/// What a break costs, by where it falls.
const AFTER_AGENCY: u32 = 0;
const BEFORE_YEAR: u32 = 1;
const AFTER_REGION: u32 = 6;
const ANYWHERE: u32 = 60;
/// Each further line costs this much.
const LINE: u32 = 20;

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

/// Breaks a title into lines that fit the type area.
pub fn lines(title: &str, agency: Option<&str>, measures: &Measures) -> Vec<String> {
    let characters: Vec<char> = title.chars().collect();
    let room = measures.text_width_mm() * 72.0 / 25.4 / measures.title_pt;
    let width = |from: usize, to: usize| -> f64 {
        characters[from..to].iter().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum()
    };
    let count = characters.len();
    if count == 0 {
        return Vec::new();
    }
    if width(0, count) <= room {
        return vec![title.to_owned()];
    }
    let cost = break_costs(&characters, agency);
    // best[i]: least cost of setting the first i characters, and where their last line starts.
    let mut best: Vec<Option<(f64, usize)>> = vec![None; count + 1];
    best[0] = Some((0.0, 0));
    for end in 1..=count {
        for start in 0..end {
            let Some((before, _)) = best[start] else { continue };
            let wide = width(start, end);
            if wide > room {
                continue;
            }
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
        lines.push(characters[start..end].iter().collect());
        end = start;
    }
    lines.reverse();
    lines
}

/// The cost of a break before each character.
fn break_costs(characters: &[char], agency: Option<&str>) -> Vec<u32> {
    let text: String = characters.iter().collect();
    let mut costs = vec![ANYWHERE; characters.len() + 1];
    for (index, cost) in costs.iter_mut().enumerate().take(characters.len()).skip(1) {
        let before: String = characters[..index].iter().collect();
        let (last, next) = (characters[index - 1], characters[index]);
        if last.is_ascii_digit() && (next.is_ascii_digit() || next == '年') {
            *cost = u32::from(u16::MAX);
        } else if agency.is_some_and(|agency| before == agency && text.starts_with(agency)) {
            *cost = AFTER_AGENCY;
        } else if next.is_ascii_digit() && !last.is_ascii_digit() {
            *cost = BEFORE_YEAR;
        } else if REGIONS.iter().any(|region| before.ends_with(region)) {
            *cost = AFTER_REGION;
        }
    }
    costs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publication::measures::OFFICIAL;

    #[test]
    fn a_title_breaks_between_the_body_and_the_year() {
        let title = "淳化县人民政府2021年政府信息公开工作年度报告";
        assert_eq!(
            lines(title, Some("淳化县人民政府"), &OFFICIAL),
            ["淳化县人民政府", "2021年政府信息公开工作年度报告"]
        );
    }

    #[test]
    fn a_long_name_breaks_after_a_place() {
        let agency = "新疆维吾尔自治区伊犁哈萨克自治州尼勒克县喀拉苏乡人民政府";
        let found =
            lines(&format!("{agency}2023年政府信息公开工作年度报告"), Some(agency), &OFFICIAL);
        assert_eq!(found.len(), 3);
        assert_eq!(found[2], "2023年政府信息公开工作年度报告");
        assert!(
            found[0].ends_with('州') || found[0].ends_with('区') || found[0].ends_with('县'),
            "{found:?}"
        );
    }

    #[test]
    fn a_short_title_stays_on_one_line() {
        assert_eq!(lines("2021年度报告", None, &OFFICIAL), ["2021年度报告"]);
    }
}
