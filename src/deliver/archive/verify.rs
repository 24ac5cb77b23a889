//! An archived folder looked at again: whether its files are those that were listed, and
//! whether its documents have the same figures.

use super::figures::compare;
use super::{DOCX, METADATA, PDF, XML};
use crate::formats::digest::sha256;
use crate::model::Forms;
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
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Line::Same(sentence) => write!(f, "一致  {sentence}"),
            Line::Different(sentence) => write!(f, "不符  {sentence}"),
        }
    }
}

/// Compares the files of a folder, by name, with the listed names and fingerprints. A file
/// that is there but was not read has no bytes.
pub fn verify(
    listed: &[(String, String)],
    files: &BTreeMap<String, Option<Vec<u8>>>,
    forms: Forms,
) -> Vec<Line> {
    let mut lines = Vec::new();
    for (name, sum) in listed {
        lines.push(match files.get(name) {
            Some(Some(bytes)) if sha256(bytes) == *sum => Line::Same(format!("{name}：校验值")),
            Some(_) => Line::Different(format!("{name}：内容已被改动，校验值不同")),
            None => Line::Different(format!("{name}：文件缺失")),
        });
    }
    let others = files.keys().filter(|name| !listed.iter().any(|(listed, _)| listed == *name));
    lines.extend(others.map(|name| Line::Different(format!("{name}：校验值清单里没有这个文件"))));
    let bytes = |name: &str| files.get(name).and_then(Option::as_deref);
    if let Some(metadata) = bytes(METADATA) {
        let metadata = String::from_utf8_lossy(metadata);
        let is_strange = |name: &&str| bytes(name).is_some_and(|b| !metadata.contains(&sha256(b)));
        let strange = [PDF, DOCX, XML].into_iter().filter(is_strange);
        lines.extend(
            strange
                .map(|name| Line::Different(format!("{name}：与 {METADATA} 里登记的校验值不同"))),
        );
    }
    match (bytes(XML), bytes(DOCX), bytes(PDF)) {
        (Some(xml), Some(docx), Some(pdf)) => lines.extend(figures(xml, docx, pdf, forms)),
        _ => lines.push(Line::Different(format!("{XML}、{DOCX}、{PDF} 不齐，无法核对数据"))),
    }
    lines
}

fn figures(xml: &[u8], docx: &[u8], pdf: &[u8], forms: Forms) -> Vec<Line> {
    let agreement = match compare(xml, docx, pdf, forms) {
        Ok(agreement) => agreement,
        Err(error) => return vec![Line::Different(error.to_string())],
    };
    let different = agreement.differences.iter().take(MOST).cloned();
    let mut lines: Vec<Line> = different.map(Line::Different).collect();
    let more = agreement.differences.len().saturating_sub(MOST);
    if more > 0 {
        lines.push(Line::Different(format!("另有 {more} 处")));
    }
    if agreement.differences.is_empty() {
        let (tables, figures) = (agreement.tables, agreement.figures);
        lines.push(Line::Same(format!("{tables} 张表 {figures} 个数据：XML、DOCX、PDF 逐格相同")));
    }
    lines
}
