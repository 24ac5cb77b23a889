//! Whose figures a clause gives: the reporting body's, perhaps only part of what it reports
//! on, or another body's.

use super::words::{is_made_of, words};
use crate::rules::body::{Body, Level, Named};

/// Whose figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All that the tables hold.
    Own,
    /// Perhaps all, perhaps a part: a finding is a hint at most.
    Unclear,
    /// Another body's: nothing to compare.
    Other,
}

/// Endings of names of bodies, longer ones first.
const ENDINGS: [&str; 21] = [
    "管委会",
    "政府办公厅",
    "政府办公室",
    "政府办",
    "办公厅",
    "办公室",
    "委员会",
    "街道",
    "政府",
    "部门",
    "单位",
    "机关",
    "局",
    "委",
    "厅",
    "镇",
    "乡",
    "院",
    "中心",
    "公司",
    "学校",
];
/// Characters that a name does not start after... they end what stands before it.
const BEFORE_NAMES: &str = "、由对向在据请年度月日,，";
/// Regions: `全市`, `我区`.
const REGIONS: &str = "省市县区州旗盟";

/// Parts of a region.
const PARTS: [&str; 10] =
    ["县区", "区县", "县市区", "各县", "各区", "各市", "各乡镇", "各镇街", "本级", "各园区"];

/// Whether nothing but adverbs stands between a part of the region and what it did.
fn ends_with_part(subject: &str, part: &str) -> bool {
    let behind = subject.rfind(part).map(|at| &subject[at + part.len()..]);
    behind.is_some_and(|behind| is_made_of(behind, &words().plain.adverbs))
}

/// Whose figures the subject of a clause announces; `None` where it says nothing of it.
pub fn scope(subject: &str, body: &Body) -> Option<Scope> {
    // `各县区共收到`, `市本级未发生`: a part of what a government reports on.
    if PARTS.iter().any(|part| ends_with_part(subject, part)) {
        return Some(Scope::Other);
    }
    let characters: Vec<char> = subject.chars().collect();
    if let Some(scope) = characters.windows(2).find_map(|pair| pronoun(pair[0], pair[1], body)) {
        return Some(scope);
    }
    if subject.contains("各级") {
        return Some(if body.is_government() { Scope::Own } else { Scope::Unclear });
    }
    let (end, ending) = ENDINGS
        .iter()
        .filter_map(|ending| Some((subject.rfind(ending)? + ending.len(), *ending)))
        .max_by_key(|(end, ending)| (*end, ending.len()))?;
    // The body must be what acts: nothing but adverbs between it and the verb.
    if !is_made_of(&subject[end..], &words().plain.adverbs) {
        return None;
    }
    let before = &subject[..end - ending.len()];
    let start = before.rfind(|c: char| BEFORE_NAMES.contains(c) || c.is_ascii_digit());
    let name = match start {
        Some(at) => &subject[at + before[at..].chars().next().map_or(0, char::len_utf8)..end],
        None => &subject[..end],
    };
    if name.starts_with(['各', '其']) || name.starts_with("有关") || name.starts_with("相关")
    {
        return Some(Scope::Unclear);
    }
    Some(match body.named(name) {
        Named::Itself => Scope::Own,
        Named::Unclear => Scope::Unclear,
        Named::Another => Scope::Other,
    })
}

/// `全市`, `我局`, `本机关`.
fn pronoun(first: char, second: char, body: &Body) -> Option<Scope> {
    let is_region = REGIONS.contains(second);
    match first {
        '全' | '我' | '本' if is_region => Some(match body.level {
            _ if body.is_government() => Scope::Own,
            _ if body.is_zone && second == '区' => Scope::Own,
            _ if body.is_general_office => Scope::Unclear,
            None => Scope::Unclear,
            Some(Level::Town) if first == '全' => Scope::Unclear,
            Some(_) => Scope::Other,
        }),
        '全' if "局镇乡街系委厅院".contains(second) => Some(Scope::Own),
        '我' | '本' if "局委办厅院镇乡街部机单处所站中署".contains(second) => {
            Some(Scope::Own)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Metadata;

    fn of(agency: &str, subject: &str) -> Option<Scope> {
        let metadata = Metadata { agency: Some(agency.into()), ..Metadata::default() };
        scope(subject, &Body::of(&metadata))
    }

    #[test]
    fn the_subject_says_whose_figures_follow() {
        assert_eq!(of("宿迁市人民政府", "全市全年共"), Some(Scope::Own));
        assert_eq!(of("沭阳县发展和改革局", "2023年我局共"), Some(Scope::Own));
        assert_eq!(of("沭阳县发展和改革局", "2023年全县共"), Some(Scope::Other));
        assert_eq!(of("沭阳县发展和改革局", "2023年县发展和改革局共"), Some(Scope::Own));
        assert_eq!(of("洪泽区人民政府", "区政府办代表区政府"), Some(Scope::Other));
        assert_eq!(of("洪泽区人民政府", "2024年区政府办"), Some(Scope::Other));
        assert_eq!(of("宿迁市人民政府", "市公安局"), Some(Scope::Other));
        assert_eq!(of("宿迁市人民政府", "各部门共"), Some(Scope::Unclear));
        assert_eq!(of("宿迁市人民政府", "2023年各县区共"), Some(Scope::Other));
        assert_eq!(of("宿迁市人民政府", "市本级"), Some(Scope::Other));
        assert_eq!(of("宿迁市人民政府", "2023年"), None);
        assert_eq!(of("宿迁市人民政府", "根据市政府办公室统一部署规范"), None);
        assert_eq!(of("五常市民意乡人民政府", "民意乡"), Some(Scope::Own));
        assert_eq!(of("平潭综合实验区管理委员会", "2025年全区共"), Some(Scope::Own));
        assert_eq!(of("平潭综合实验区管理委员会", "我区"), Some(Scope::Own));
        assert_eq!(of("平潭综合实验区管理委员会", "实验区管委会"), Some(Scope::Own));
        assert_eq!(of("平潭综合实验区管理委员会", "全省"), Some(Scope::Other));
    }
}
