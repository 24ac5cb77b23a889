//! An archived folder looked at again: whether its files are those that were listed, and
//! whether its documents have the same figures.

use super::figures::{self, compare};
use super::words::{self, Compared, Documents};
use super::{DOCX, FILES, METADATA, OFD, PDF, XML};
use crate::formats::digest::sha256;
use crate::model::Forms;
use crate::writers::pdf::Fonts;
use std::collections::BTreeMap;
use std::fmt;

/// No more differences than this are listed.
const MOST: usize = 50;

/// One thing that was compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// It is as it should be.
    Same(String),
    /// It is not.
    Different(String),
    /// It could not be compared, and why.
    Unchecked(String),
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Line::Same(sentence) => write!(f, "一致  {sentence}"),
            Line::Different(sentence) => write!(f, "不符  {sentence}"),
            Line::Unchecked(sentence) => write!(f, "未核对  {sentence}"),
        }
    }
}

/// Compares the files of a folder, by name, with the listed names and fingerprints. A file
/// that is there but was not read has no bytes.
pub fn verify(
    listed: &[(String, String)],
    files: &BTreeMap<String, Option<Vec<u8>>>,
    forms: Forms,
    fonts: &Fonts,
) -> Vec<Line> {
    let mut lines = Vec::new();
    for (name, sum) in listed {
        lines.push(match files.get(name) {
            Some(Some(bytes)) if sha256(bytes) == *sum => Line::Same(format!("{name}：校验值")),
            Some(_) => Line::Different(format!("{name}：内容已被改动，校验值不同")),
            None => Line::Different(format!("{name}：文件缺失")),
        });
    }
    let is_missing = |name: &&str| {
        !files.contains_key(*name) && !listed.iter().any(|(listed, _)| listed == name)
    };
    let missing = FILES.into_iter().filter(is_missing);
    lines.extend(missing.map(|name| Line::Different(format!("{name}：文件缺失"))));
    let others = files.keys().filter(|name| !listed.iter().any(|(listed, _)| listed == *name));
    lines.extend(others.map(|name| Line::Different(format!("{name}：校验值清单里没有这个文件"))));
    let bytes = |name: &str| files.get(name).and_then(Option::as_deref);
    let (Some(xml), Some(docx), Some(pdf)) = (bytes(XML), bytes(DOCX), bytes(PDF)) else {
        lines.push(Line::Different(format!("{XML}、{DOCX}、{PDF} 不齐，无法核对数据")));
        return lines;
    };
    let ofd = bytes(OFD);
    lines.extend(figures(xml, figures::Documents { docx, pdf, ofd }, forms));
    if let Some(metadata) = bytes(METADATA) {
        let documents = Documents { xml, docx, pdf, ofd, metadata };
        match words::compare(&documents, forms, fonts) {
            Ok(Compared { differences, unchecked }) => {
                let pages: Vec<&str> =
                    [Some(PDF), ofd.map(|_| OFD)].into_iter().flatten().collect();
                let pages = pages.join("、");
                if differences.is_empty() {
                    lines.push(Line::Same(format!(
                        "年度、机关、日期、标题和全部文字：{XML}、{DOCX}、{pages}、{METADATA}"
                    )));
                }
                lines.extend(listed_differences(&differences));
                lines.push(match unchecked {
                    Some(why) => Line::Unchecked(format!("{DOCX}、{pages} 的样子：{why}")),
                    None if differences.is_empty() => {
                        Line::Same(format!("{DOCX}、{pages} 的样子：与按 XML 生成的相同"))
                    }
                    None => return lines,
                });
            }
            Err(error) => lines.push(Line::Different(error.to_string())),
        }
    }
    lines
}

fn listed_differences(differences: &[String]) -> Vec<Line> {
    let mut lines: Vec<Line> =
        differences.iter().take(MOST).cloned().map(Line::Different).collect();
    let more = differences.len().saturating_sub(MOST);
    if more > 0 {
        lines.push(Line::Different(format!("另有 {more} 处")));
    }
    lines
}

fn figures(xml: &[u8], documents: figures::Documents<'_>, forms: Forms) -> Vec<Line> {
    let agreement = match compare(xml, documents, forms) {
        Ok(agreement) => agreement,
        Err(error) => return vec![Line::Different(error.to_string())],
    };
    let mut lines = listed_differences(&agreement.differences);
    if agreement.differences.is_empty() {
        let (tables, figures) = (agreement.tables, agreement.figures);
        let names =
            if documents.ofd.is_some() { "XML、DOCX、PDF、OFD" } else { "XML、DOCX、PDF" };
        lines.push(Line::Same(format!("{tables} 张表 {figures} 个数据：{names} 逐格相同")));
    }
    lines
}
