//! Which style of the template stands for which of ours: by its name, in English as Word
//! stores built-in styles or in Chinese, or as the office says itself in a small file.

use std::collections::{BTreeMap, BTreeSet};

use super::styles::{self, by_name, default_paragraph, effective, normalized};
use crate::formats::xml::tree::Element;
use crate::text::by_hand;

/// Role in the user's words by the name of a style.
pub type Mapping = BTreeMap<String, String>;

/// What is found: our style id by theirs, and the style of tables.
pub type Roles = (BTreeMap<&'static str, String>, Option<String>);

/// A role: our style, what a mapping file calls it, names to look for.
struct Role {
    ours: &'static str,
    name: &'static str,
    /// Names that are no accident: an office gave them.
    given: &'static [&'static str],
    /// Names of built-in styles.
    built_in: &'static [&'static str],
    /// Whether a built-in style has to be in use: some are in every document and mean nothing.
    in_use: bool,
}

const ROLES: [Role; 10] = [
    Role {
        ours: "Title",
        name: "标题",
        given: &["公文标题", "报告标题", "文件标题", "大标题", "主标题"],
        built_in: &["title", "标题"],
        in_use: false,
    },
    Role {
        ours: "Heading1",
        name: "标题 1",
        given: &["一级标题", "公文一级标题"],
        built_in: &["heading 1", "标题 1"],
        in_use: false,
    },
    Role {
        ours: "Heading2",
        name: "标题 2",
        given: &["二级标题", "公文二级标题"],
        built_in: &["heading 2", "标题 2"],
        in_use: false,
    },
    Role {
        ours: "Heading3",
        name: "标题 3",
        given: &["三级标题", "公文三级标题"],
        built_in: &["heading 3", "标题 3"],
        in_use: false,
    },
    Role {
        ours: "NormalIndent",
        name: "正文",
        given: &["公文正文", "报告正文"],
        built_in: &[
            "body text first indent",
            "正文首行缩进",
            "normal indent",
            "正文缩进",
            "body text",
            "正文文本",
        ],
        in_use: true,
    },
    Role {
        ours: "Signature",
        name: "署名",
        given: &["署名", "落款", "发文机关署名", "公文署名"],
        built_in: &["signature", "签名"],
        in_use: true,
    },
    Role {
        ours: "Date",
        name: "成文日期",
        given: &["成文日期", "公文日期"],
        built_in: &["date", "日期"],
        in_use: true,
    },
    Role {
        ours: "TableText",
        name: "表格文字",
        given: &["表格文字", "表格正文", "表格内容", "表文"],
        built_in: &[],
        in_use: false,
    },
    Role {
        ours: "TableHead",
        name: "表头",
        given: &["表头", "表格表头", "表格标题"],
        built_in: &[],
        in_use: false,
    },
    Role {
        ours: "TableFigure",
        name: "表格数字",
        given: &["表格数字", "表格数据"],
        built_in: &[],
        in_use: false,
    },
];

/// What a mapping file calls the style of tables, and the names to look for.
const TABLE: (&str, [&str; 3]) = ("表格", ["公文表格", "报告表格", "年报表格"]);

/// Reads a mapping file: `"标题 1" = "一级标题"`, a line a role.
pub fn mapping(bytes: &[u8]) -> Result<Mapping, String> {
    let text = by_hand::text(bytes)?;
    let table: toml::Table = toml::from_str(text).map_err(|error| {
        let line = by_hand::line(text, error.span().unwrap_or_default().start);
        format!("第 {line} 行的写法有误，应写成 \"标题 1\" = \"一级标题\" 这样")
    })?;
    let known = || ROLES.iter().map(|role| role.name).chain([TABLE.0]);
    let mut mapping = Mapping::new();
    for (key, value) in table {
        let Some(role) = known().find(|name| normalized(name) == normalized(&key)) else {
            let all: Vec<_> = known().collect();
            return Err(format!("不认识“{key}”，可以写：{}", all.join("、")));
        };
        let toml::Value::String(style) = value else {
            return Err(format!("“{key}”应写样式的名称，例如 \"{key}\" = \"一级标题\""));
        };
        mapping.insert(role.to_owned(), style);
    }
    Ok(mapping)
}

/// Finds the styles.
pub fn resolve(
    styles: &Element,
    used: &BTreeSet<String>,
    mapping: &Mapping,
) -> Result<Roles, String> {
    let mut roles = BTreeMap::new();
    for role in &ROLES {
        if let Some(name) = mapping.get(role.name) {
            let id = by_name(styles, "paragraph", name);
            roles.insert(role.ours, id.ok_or_else(|| unknown(styles, "paragraph", name))?);
            continue;
        }
        let given = role.given.iter().find_map(|name| by_name(styles, "paragraph", name));
        let mut built_in =
            role.built_in.iter().filter_map(|name| by_name(styles, "paragraph", name));
        let found = given.or_else(|| built_in.find(|id| !role.in_use || used.contains(id)));
        if let Some(id) = found {
            roles.insert(role.ours, id);
        }
    }
    if let Some(normal) = default_paragraph(styles) {
        // 正文 of an office that indents by hand gets the indent from ours, which builds on it.
        let indents = ["w:firstLine", "w:firstLineChars"].into_iter().any(|key| {
            let found = effective(styles, &normal, "w:pPr", "w:ind", key);
            found.is_some_and(|length| length != "0")
        });
        if indents && !roles.contains_key("NormalIndent") {
            roles.insert("NormalIndent", normal.clone());
        }
        roles.insert("Normal", normal);
    }
    if let Some(footer) = by_name(styles, "paragraph", "footer") {
        roles.insert("Footer", footer);
    }
    let table = match mapping.get(TABLE.0) {
        Some(name) => {
            Some(by_name(styles, "table", name).ok_or_else(|| unknown(styles, "table", name))?)
        }
        None => TABLE.1.iter().find_map(|name| by_name(styles, "table", name)),
    };
    Ok((roles, table))
}

fn unknown(styles: &Element, kind: &str, name: &str) -> String {
    let names: Vec<_> = styles::of_kind(styles, kind).filter_map(styles::name).take(40).collect();
    format!("模板里没有样式“{name}”，有的是：{}", names.join("、"))
}
