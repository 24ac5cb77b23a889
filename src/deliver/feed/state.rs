//! What must be remembered of every report that was ever published: which body it is of, and
//! how far its revisions have come. The feed forgets that when a report is withdrawn.
//!
//! It lies in one small file beside the feed and is completed from the feed where it is lost.

use super::{Entry, Feed, Source, Tombstone};
use crate::model::Report;
use crate::payload::write::Status;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Of the layout of the file.
const VERSION: u32 = 1;

/// All reports that were ever published, by id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    version: u32,
    /// By permanent id.
    pub reports: BTreeMap<String, Known>,
}

/// One report that was published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Year of the report; 0 where only a withdrawal is left that does not tell.
    pub year: i32,
    /// 统一社会信用代码.
    pub code: Option<String>,
    /// Every name the body had.
    pub names: BTreeSet<String>,
    /// The name its file had last, without ending.
    pub file: Option<String>,
    /// The last revision.
    pub revision: u32,
    /// Whether the last correction has no date of its own.
    pub undated: bool,
}

impl State {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with it, as the end of a sentence.
    pub fn parse(bytes: &[u8]) -> Result<State, &'static str> {
        let any: serde_json::Value = serde_json::from_slice(bytes).unwrap_or_default();
        if any["version"].as_u64().is_some_and(|version| version > u64::from(VERSION)) {
            return Err("是较新版本的程序写的，请用那个版本");
        }
        let read = serde_json::from_slice(bytes).ok();
        let read = read.filter(|state: &State| state.version == VERSION);
        read.ok_or("不是本程序的记录，或者已经损坏")
    }

    /// The file.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// With what the feed tells in addition.
    pub fn completed(&self, feed: Option<&Feed>) -> State {
        let mut state = State { version: VERSION, ..self.clone() };
        for entry in feed.map_or(&[][..], |feed| &feed.entries) {
            let Entry { id, payload, updated, .. } = &**entry;
            let one = state.reports.entry(id.clone()).or_default();
            one.see(&payload.report);
            if one.revision < payload.issue.revision {
                // The run that published it was killed before it could remember. People give
                // no seconds; what nobody dated is a second after what was before.
                one.undated = payload.issue.status == Status::Corrected && updated.has_seconds();
                one.revision = payload.issue.revision;
            }
        }
        for stone in feed.map_or(&[][..], |feed| &feed.tombstones) {
            let one = state.reports.entry(stone.id.clone()).or_insert_with(|| of_stone(stone));
            one.revision = one.revision.max(stone.revision);
        }
        state
    }

    /// The name that the file of a report had last, if that is known.
    pub fn file(&self, id: &str) -> Option<&str> {
        self.reports.get(id)?.file.as_deref()
    }

    /// Remembers a published report.
    pub fn remember(&mut self, entry: &Entry, source: &Source, undated: bool) {
        let one = self.reports.entry(entry.id.clone()).or_default();
        one.see(&entry.payload.report);
        one.file = Some(source.stem.clone());
        one.undated = undated && one.revision <= entry.payload.issue.revision;
        one.revision = one.revision.max(entry.payload.issue.revision);
    }
}

impl Known {
    fn see(&mut self, report: &Report) {
        self.year = report.metadata.year.unwrap_or_default();
        self.names.extend(report.metadata.agency.clone());
        if let Some(code) = report.metadata.field("publisherCode") {
            self.code = Some(code.to_owned());
        }
    }

    /// Whether a report is of the same body and year.
    pub fn is(&self, report: &Report) -> bool {
        let code = report.metadata.field("publisherCode");
        let is_name = || report.metadata.agency.as_ref().is_some_and(|it| self.names.contains(it));
        report.metadata.year == Some(self.year)
            && match (code, self.code.as_deref()) {
                (Some(code), Some(own)) => code == own,
                _ => is_name(),
            }
    }
}

/// What a withdrawal tells: the body, and the year where the id or the title names it.
fn of_stone(stone: &Tombstone) -> Known {
    let title = stone.comment.strip_prefix("撤回：").unwrap_or_default();
    let is_year = |part: &&str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
    let of_id = stone.id.split_once(":xxgk/ndbg/").map_or("", |(_, rest)| rest);
    let years = title.match_indices('年').filter_map(|(at, _)| title.get(at.checked_sub(4)?..at));
    let year = of_id.split('/').chain(years).find(is_year).unwrap_or_default();
    let titled = title.split_once(year).filter(|_| !year.is_empty()).map(|(name, _)| name);
    let names = titled.into_iter().chain([stone.by.as_str()]).filter(|name| !name.is_empty());
    Known {
        year: year.parse().unwrap_or_default(),
        names: names.map(str::to_owned).collect(),
        revision: stone.revision,
        ..Known::default()
    }
}
