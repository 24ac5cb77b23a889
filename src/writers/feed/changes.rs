//! What differs between two revisions, in one sentence.

use crate::model::{Report, Section};

/// Heading numbers of the six sections.
const ORDINALS: [&str; 6] = ["一", "二", "三", "四", "五", "六"];

/// `更正：基本信息、第三部分数据。`
pub fn describe(old: &Report, new: &Report) -> String {
    let mut parts = Vec::new();
    if old.metadata != new.metadata {
        parts.push("基本信息".to_owned());
    }
    for (section, ordinal) in new.sections.iter().zip(ORDINALS) {
        let before = old.section(section.number);
        let figures =
            |report: &Report| section.table.as_ref().and_then(|id| report.tables.get(id)).cloned();
        match (before == Some(section), figures(old) == figures(new)) {
            (true, true) => {}
            (true, false) => parts.push(format!("第{ordinal}部分数据")),
            (false, true) => parts.push(format!("第{ordinal}部分{}", what(before, section))),
            (false, false) => parts.push(format!("第{ordinal}部分数据和文字")),
        }
    }
    match parts.is_empty() {
        true => "更正。".to_owned(),
        false => format!("更正：{}。", parts.join("、")),
    }
}

fn what(before: Option<&Section>, after: &Section) -> &'static str {
    match before.is_some_and(|before| before.heading != after.heading) {
        true => "标题和文字",
        false => "文字",
    }
}
