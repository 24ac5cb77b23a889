//! 基本信息: what portals and archives file the report under.

use super::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The keys of the sheet 基本信息 that were filled in. What is blank stays `None`:
/// nothing is invented here.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Metadata {
    /// 报告年度.
    pub year: Option<i32>,
    /// 机关名称.
    pub agency: Option<String>,
    /// 报告标题, where it differs from the official wording.
    pub title: Option<String>,
    /// 成文日期.
    pub date_produced: Option<Date>,
    /// 公开日期.
    pub date_published: Option<Date>,
    /// Time of day of 公开日期 as `HH:MM`, where the workbook gives one.
    pub time_published: Option<String>,
    /// All other fields of `templates/forms/metadata.toml`, by field id.
    pub fields: BTreeMap<String, String>,
    /// Keys we do not know, as typed; carried through, never dropped.
    pub unknown: Vec<(String, String)>,
}

impl Metadata {
    /// A field by id, for those kept as text.
    pub fn field(&self, id: &str) -> Option<&str> {
        self.fields.get(id).map(String::as_str)
    }

    /// A field of any kind, as it is typed in a workbook.
    pub fn typed(&self, id: &str) -> Option<String> {
        match id {
            "year" => self.year.map(|year| year.to_string()),
            "agency" => self.agency.clone(),
            "title" => self.title.clone(),
            "dateProduced" => self.date_produced.map(|date| date.to_string()),
            "datePublished" => self.date_published.map(|date| match &self.time_published {
                Some(time) => format!("{date} {time}"),
                None => date.to_string(),
            }),
            _ => self.field(id).map(str::to_owned),
        }
    }

    /// 发布机构, else the body itself.
    pub fn publisher(&self) -> Option<&str> {
        self.field("publisher").or(self.agency.as_deref())
    }

    /// 主题词 split at blanks, commas, semicolons and 顿号.
    pub fn keywords(&self) -> Vec<String> {
        self.field("keywords")
            .unwrap_or_default()
            .split([' ', '\u{3000}', ',', '，', ';', '；', '、'])
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    }
}
