//! What kind of body reports: as 机关类别 says, else as far as its name tells. The rules on
//! 规章, on deadlines and on whose figures a sentence gives ask here.

use crate::model::Metadata;

/// Where a body stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// 国务院部门.
    Ministry,
    /// 省级政府.
    Province,
    /// 地市级政府.
    City,
    /// 县级政府.
    County,
    /// 乡镇街道.
    Town,
    /// A government whose level its name does not tell: `某某市人民政府`.
    Government,
    /// 管委会: a body of a zone, whose level its name does not tell.
    Zone,
    /// 政府部门.
    Department,
}

/// The reporting body.
#[derive(Debug, Clone)]
pub struct Body {
    /// Its level, if anything tells it.
    pub level: Option<Level>,
    /// Whether 机关类别 says so, and not only the name.
    pub is_stated: bool,
    /// Whether it is the general office of a government, whose report may give the figures of
    /// that government.
    pub is_general_office: bool,
    /// Whether it runs a zone: its 全区 is all that it reports on.
    pub is_zone: bool,
    /// Its name, brought to the form names are compared in.
    name: String,
}

/// Endings of names of zones, 管委会 aside.
const ZONES: [&str; 10] = [
    "新区",
    "开发区",
    "实验区",
    "试验区",
    "园区",
    "度假区",
    "保税区",
    "示范区",
    "高新区",
    "经开区",
];
/// What the place ends with that a 管委会 runs; 城市管理委员会 and the like are departments.
const RUN: [&str; 5] = ["区", "新城", "园", "港", "岛"];

/// Municipalities that rank as provinces.
const MUNICIPALITIES: [&str; 4] = ["北京市", "上海市", "天津市", "重庆市"];
/// Endings of names of departments.
const DEPARTMENTS: [&str; 13] = [
    "局",
    "委员会",
    "管委会",
    "厅",
    "办公室",
    "委",
    "办",
    "中心",
    "署",
    "总队",
    "支队",
    "大队",
    "处",
];

impl Body {
    /// The body a report names.
    pub fn of(metadata: &Metadata) -> Body {
        let name = bare(metadata.agency.as_deref().unwrap_or_default());
        let stated = match metadata.field("category") {
            Some("国务院部门") => Some(Level::Ministry),
            Some("省级政府") => Some(Level::Province),
            Some("地市级政府") => Some(Level::City),
            Some("县级政府") => Some(Level::County),
            Some("乡镇街道") => Some(Level::Town),
            Some("政府部门") => Some(Level::Department),
            _ => None,
        };
        // 其他 is said of bodies that are none of these: the name must not overrule it.
        let is_other = metadata.field("category").is_some_and(|c| c.trim() == "其他");
        let is_zone = is_zone(&name);
        let by_name = || match is_zone {
            true => Some(Level::Zone),
            false if is_other => None,
            false => by_name(&name),
        };
        let level = stated.or_else(by_name);
        let is_general_office =
            ["政府办公厅", "政府办", "政府办公室"].iter().any(|end| name.ends_with(end));
        Body { level, is_stated: stated.is_some(), is_general_office, is_zone, name }
    }

    /// Whether it is a government, of any level above the town.
    pub fn is_government(&self) -> bool {
        use Level::{City, County, Government, Province};
        matches!(self.level, Some(Province | City | County | Government))
    }

    /// Whether it may make 规章; `None` where that cannot be told.
    pub fn may_make_rules(&self) -> Option<bool> {
        match self.level? {
            Level::Ministry | Level::Province | Level::City => Some(true),
            Level::County | Level::Town => Some(false),
            Level::Government | Level::Zone => None,
            // A general office reports them for its government.
            Level::Department if self.is_general_office => None,
            Level::Department => Some(false),
        }
    }

    /// How a name found in a sentence relates to this body.
    pub fn named(&self, found: &str) -> Named {
        let found = bare(found);
        if found.is_empty() || self.name.is_empty() {
            return Named::Unclear;
        }
        match self.name.find(&found) {
            // `区政府` in the report of the government: itself, or itself with all below it.
            Some(at) if at + found.len() == self.name.len() => {
                if self.is_government() {
                    Named::Unclear
                } else {
                    Named::Itself
                }
            }
            // `区政府` in the report of its general office, `某某镇` in that of its government.
            Some(_) if self.level == Some(Level::Town) => Named::Itself,
            Some(_) => Named::Unclear,
            None if self.is_shortened(&found) => Named::Itself,
            None => Named::Another,
        }
    }

    /// Whether its name begins like this: `海州市` of `海州市人民政府`.
    pub fn begins_with(&self, found: &str) -> bool {
        found.chars().count() > 1 && self.name.starts_with(&bare(found))
    }

    /// Whether a name is this one with characters left out: `区政府国资局`, `区国资局`.
    fn is_shortened(&self, found: &str) -> bool {
        let short = match found.strip_suffix("政府") {
            Some(_) => found.to_owned(),
            None => found.replace("政府", ""),
        };
        let mut rest = self.name.chars();
        short.chars().last() == self.name.chars().last()
            && short.chars().all(|c| rest.any(|d| d == c))
    }
}

/// Whom a name in a sentence means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// The reporting body.
    Itself,
    /// Perhaps the reporting body, perhaps only a part of what it reports on.
    Unclear,
    /// Another body.
    Another,
}

/// A name without blanks and in the short form people use: `县政府办`.
fn bare(name: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let name = name.replace("人民政府", "政府").replace("办公室", "办");
    let name = name.replace("管理委员会", "管委会");
    name.replace("街道办事处", "街道办").replace("街道办", "街道")
}

/// Whether a bare name is that of a zone or of the body that runs it.
fn is_zone(name: &str) -> bool {
    let name = name.strip_suffix("办").unwrap_or(name);
    match name.strip_suffix("管委会") {
        Some(place) => RUN.iter().any(|end| place.ends_with(end)),
        None => ZONES.iter().any(|end| name.ends_with(end)),
    }
}

/// The level a bare name tells.
fn by_name(name: &str) -> Option<Level> {
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    if ends(&["镇政府", "乡政府", "苏木政府", "街道", "镇", "乡"]) {
        return Some(Level::Town);
    }
    if let Some(place) = name.strip_suffix("政府") {
        let last = |ends: &[&str]| ends.iter().any(|end| place.ends_with(end));
        return Some(match place {
            _ if last(&["省", "自治区"]) || MUNICIPALITIES.contains(&place) => Level::Province,
            _ if last(&["州", "盟", "地区"]) => Level::City,
            _ if last(&["县", "区", "旗"]) => Level::County,
            _ => Level::Government,
        });
    }
    ends(&DEPARTMENTS).then_some(Level::Department)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(agency: &str, category: &str) -> Body {
        let mut metadata = Metadata { agency: Some(agency.into()), ..Metadata::default() };
        if !category.is_empty() {
            metadata.fields.insert("category".into(), category.into());
        }
        Body::of(&metadata)
    }

    #[test]
    fn a_name_tells_what_the_category_does_not() {
        for (agency, level) in [
            ("淳化县人民政府", Some(Level::County)),
            ("宿迁市人民政府", Some(Level::Government)),
            ("上海市人民政府", Some(Level::Province)),
            ("新疆维吾尔自治区人民政府", Some(Level::Province)),
            ("柞水县凤凰镇人民政府", Some(Level::Town)),
            ("沭阳县发展和改革局", Some(Level::Department)),
            ("上海市人民政府办公厅", Some(Level::Department)),
            ("某某大学", None),
        ] {
            assert_eq!(body(agency, "").level, level, "{agency}");
        }
        assert_eq!(body("宿迁市人民政府", "地市级政府").level, Some(Level::City));
        assert_eq!(body("宿迁市人民政府", "其他").level, None);
    }

    #[test]
    fn a_zone_is_of_no_clear_level() {
        for agency in [
            "平潭综合实验区管理委员会",
            "某某高新技术产业开发区管理委员会",
            "天府新区管委会",
            "长江新城管理委员会",
            "苏州工业园区管理委员会办公室",
            "某某经济技术开发区",
        ] {
            assert_eq!(body(agency, "").level, Some(Level::Zone), "{agency}");
            assert!(body(agency, "政府部门").is_zone, "{agency}");
        }
        for agency in [
            "北京市城市管理委员会",
            "某某省国有资产监督管理委员会",
            "浦东新区人民政府",
            "某某开发区管理委员会财政局",
        ] {
            assert!(!body(agency, "").is_zone, "{agency}");
        }
    }

    #[test]
    fn only_a_general_office_may_report_rules_for_its_government() {
        assert_eq!(body("上海市人民政府办公厅", "政府部门").may_make_rules(), None);
        assert_eq!(body("沭阳县发展和改革局", "").may_make_rules(), Some(false));
        assert_eq!(body("淳化县人民政府", "").may_make_rules(), Some(false));
        assert_eq!(body("宿迁市人民政府", "地市级政府").may_make_rules(), Some(true));
    }

    #[test]
    fn another_department_is_another() {
        assert_eq!(body("宿迁市人民政府", "").named("市公安局"), Named::Another);
        assert_eq!(body("沭阳县发展和改革局", "").named("县公安局"), Named::Another);
    }

    #[test]
    fn a_name_in_a_sentence_is_the_body_itself_or_another() {
        assert_eq!(body("浑南区国有资产监督管理局", "").named("区政府国资局"), Named::Itself);
        assert_eq!(body("洪泽区人民政府", "").named("区政府办"), Named::Another);
        assert_eq!(body("洪泽区人民政府", "").named("区政府"), Named::Unclear);
        assert_eq!(body("汉阳区人民政府办公室", "").named("区政府办公室"), Named::Itself);
        assert_eq!(body("汉阳区人民政府办公室", "").named("区政府"), Named::Unclear);
        assert_eq!(body("五常市民意乡人民政府", "").named("民意乡"), Named::Itself);
    }
}
