//! What differs between two revisions, in one sentence.

use super::{FILE_KINDS, FileKind, SourceFile};
use crate::model::{Report, Section};
use crate::payload::write::PublishedFile;
use crate::text::numeral::numeral;

/// `更正：基本信息、第三部分数据。`
pub fn describe(old: &Report, new: &Report) -> String {
    let mut parts = Vec::new();
    if old.metadata != new.metadata {
        parts.push("基本信息".to_owned());
    }
    for section in &new.sections {
        let ordinal = numeral(section.number);
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

/// What differs between the files of two revisions of the same report.
pub fn describe_files(old: &[PublishedFile], new: &[SourceFile]) -> String {
    let had = |kind: &FileKind| old.iter().any(|file| file.media_type == kind.media_type);
    let has = |kind: &FileKind| new.iter().any(|file| file.kind == kind);
    let titles = |is_it: &dyn Fn(&FileKind) -> bool| -> Vec<&str> {
        FILE_KINDS.iter().filter(|kind| is_it(kind)).map(|kind| kind.title).collect()
    };
    let (more, fewer) =
        (titles(&|kind| has(kind) && !had(kind)), titles(&|kind| had(kind) && !has(kind)));
    let mut parts = Vec::new();
    if !more.is_empty() {
        parts.push(format!("增加了 {}", more.join("、")));
    }
    if !fewer.is_empty() {
        parts.push(format!("不再提供 {}", fewer.join("、")));
    }
    if parts.is_empty() {
        parts.push("重新生成了文件".to_owned());
    }
    format!("{}，报告内容没有变化。", parts.join("，"))
}

fn what(before: Option<&Section>, after: &Section) -> &'static str {
    match before.is_some_and(|before| before.heading != after.heading) {
        true => "标题和文字",
        false => "文字",
    }
}
