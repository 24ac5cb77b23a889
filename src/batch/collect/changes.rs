//! What has come since the earlier ledger: it lists its files with their fingerprints.

use super::ledger::Ledger;
use crate::reader::grid::{Content, Sheet};
use crate::reader::open::{OpenOptions, open};
use serde::Serialize;
use std::collections::BTreeMap;

/// The sheet that lists all files; an earlier ledger is known by it.
pub const FILES: &str = "收到的文件";
/// Its heads; the fingerprint is the last.
pub const FILE_HEADS: [(&str, f64); 6] = [
    ("文件", 44.0),
    ("单位", 28.0),
    ("机关名称", 28.0),
    ("年度", 8.0),
    ("读取", 40.0),
    ("SHA-256", 20.0),
];

/// What is new, what was replaced and what is gone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Changes {
    /// Files that were not there.
    pub new: Vec<String>,
    /// Files with another content.
    pub corrected: Vec<String>,
    /// Files that are no longer there.
    pub gone: Vec<String>,
    /// Whether these are all that there were.
    #[serde(skip)]
    pub is_all_gone: bool,
}

impl Changes {
    /// Compares a ledger with the bytes of an earlier one; none where they are no ledger of
    /// ours in a workbook.
    pub fn since(earlier: &[u8], ledger: &Ledger) -> Option<Changes> {
        let book = open(earlier, &OpenOptions::default()).ok()?.book;
        let before = files(book.sheets.iter().find(|sheet| sheet.name == FILES)?)?;
        let now: BTreeMap<&str, &str> =
            ledger.received.iter().map(|one| (one.file.as_str(), one.sha256.as_str())).collect();
        let mut changes = Changes::default();
        for (file, hash) in &now {
            match before.get(*file) {
                None => changes.new.push((*file).to_owned()),
                Some(other) if other != hash => changes.corrected.push((*file).to_owned()),
                Some(_) => {}
            }
        }
        changes.gone =
            before.keys().filter(|file| !now.contains_key(file.as_str())).cloned().collect();
        changes.is_all_gone = !before.is_empty() && changes.gone.len() == before.len();
        Some(changes)
    }

    /// In words, a line each.
    pub fn text(&self) -> String {
        let said = |what: &str, files: &[String]| match files.len() {
            0 => String::new(),
            count => format!("{what} {count} 个：{}\n", files.join("、")),
        };
        let gone =
            if self.is_all_gone { "上次的文件全都已不在，共" } else { "已不在" };
        let text =
            said("新收到", &self.new) + &said("有改动", &self.corrected) + &said(gone, &self.gone);
        if text.is_empty() { "与上次相同，没有新的文件\n".to_owned() } else { text }
    }
}

/// The files of an earlier ledger with their fingerprints.
fn files(sheet: &Sheet) -> Option<BTreeMap<String, String>> {
    let text = |at: (u32, u32)| match &sheet.cells.get(&at)?.content {
        Content::Text(text) => Some(text.clone()),
        _ => None,
    };
    let heads = (0..).zip(FILE_HEADS);
    for (column, (head, _)) in heads {
        if text((0, column)).as_deref() != Some(head) {
            return None;
        }
    }
    let hash = FILE_HEADS.len() as u32 - 1;
    let last = sheet.cells.keys().map(|at| at.0).max()?;
    Some((1..=last).filter_map(|row| Some((text((row, 0))?, text((row, hash))?))).collect())
}
