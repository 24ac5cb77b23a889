//! `feed.xml`: Atom 1.0 with every report of a folder, for portals that take it in by machine.
//!
//! [`build`] is a pure function from the reports, the fingerprints of their files, the feed as
//! it was and what is remembered of reports that are not in it any more: the same input gives
//! the same bytes. What has once been published under an address stays there: each revision
//! has a folder of its own (`2021/r2/…`), and files are called by the id of their report.

mod address;
mod changes;
mod codes;
#[cfg(feature = "cli")]
#[allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it saves")]
pub mod folder;
mod frame;
mod id;
mod moment;
mod pages;
mod parse;
mod plan;
#[cfg(feature = "cli")]
#[allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it saves")]
mod published;
mod same;
mod shared;
#[cfg(feature = "cli")]
#[allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it reads folders")]
mod sources;
mod state;
#[cfg(test)]
mod tests;
mod told;
mod withdrawal;
mod write;

pub use address::Base;
pub use codes::CODES;
pub use moment::{Asked, Moment};
pub use parse::parse_pages;
pub use same::fingerprint;
pub use shared::{Issued, Reports};
pub use state::{Known, State};

use crate::diag::Finding;
use crate::error::Error;
use crate::payload::write::{FileRole, PublishedFile};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Namespace of Atom.
pub const ATOM: &str = "http://www.w3.org/2005/Atom";
/// Namespace of tombstones, RFC 6721.
pub const TOMBSTONES: &str = "http://purl.org/atompub/tombstones/1.0";
/// Namespace of feed history, RFC 5005.
pub const HISTORY: &str = "http://purl.org/syndication/history/1.0";
/// Namespace of XHTML.
pub const XHTML: &str = "http://www.w3.org/1999/xhtml";
/// Name of the file.
pub const FILE: &str = "feed.xml";

/// A report as it lies in the folder.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path of its files below the folder, with `/`, without ending.
    pub stem: String,
    /// Its XML.
    pub payload: Issued,
    /// Its other files.
    pub files: Vec<SourceFile>,
    /// What lies beside it under its name and shows another report.
    pub others: Vec<&'static FileKind>,
}

/// A file of a report in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// What it is.
    pub kind: &'static FileKind,
    /// Its length in bytes.
    pub length: u64,
    /// Its SHA-256 in hex.
    pub sha256: String,
}

/// A kind of published file.
#[derive(Debug, PartialEq, Eq)]
pub struct FileKind {
    /// Ending of its name.
    pub ending: &'static str,
    /// Media type.
    pub media_type: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// What it is for.
    pub role: FileRole,
}

/// The kinds, in the order entries list them.
pub const FILE_KINDS: [FileKind; 4] = [
    FileKind {
        ending: "pdf",
        media_type: "application/pdf",
        title: "PDF/A",
        role: FileRole::Archival,
    },
    FileKind {
        ending: "docx",
        media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        title: "DOCX",
        role: FileRole::Editable,
    },
    FileKind {
        ending: "ofd",
        media_type: "application/ofd",
        title: "OFD",
        role: FileRole::FixedLayout,
    },
    FileKind { ending: "html", media_type: "text/html", title: "HTML", role: FileRole::Web },
];

/// What the feed is to be like.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the folder is on the web.
    pub base: Base,
    /// Title, where it is not to stay or to be composed.
    pub title: Option<String>,
    /// Author, likewise.
    pub author: Option<String>,
    /// What a correction corrects, or why a report is withdrawn.
    pub note: Option<String>,
    /// When it was corrected or withdrawn.
    pub date: Option<Asked>,
    /// Whether reports that are gone from the folder are withdrawn.
    pub withdraw: bool,
    /// Whether several reports may be withdrawn at once.
    pub yes: bool,
    /// Whether files that were made anew are published though the report is the same.
    pub republish: bool,
    /// Reports of the folder that cannot be read, with the reason.
    pub unread: Vec<(String, String)>,
    /// What is remembered.
    pub state: State,
    /// Paths below the folder of published files that are no longer there.
    pub lost: BTreeSet<String>,
}

/// A feed as data.
#[derive(Debug, Clone, PartialEq)]
pub struct Feed {
    /// Permanent id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Author.
    pub author: String,
    /// Last change.
    pub updated: Moment,
    /// Where its folder is on the web.
    pub base: Base,
    /// Current reports, by id; most stay as they are from feed to feed.
    pub entries: Vec<Arc<Entry>>,
    /// Withdrawn reports, by id.
    pub tombstones: Vec<Tombstone>,
}

/// A current report.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Permanent id.
    pub id: String,
    /// First publication.
    pub published: Moment,
    /// Last correction.
    pub updated: Moment,
    /// One sentence; what was corrected.
    pub summary: String,
    /// Address and media type of the file that this revision replaces.
    pub predecessor: Option<(String, String)>,
    /// The report with revision and files.
    pub payload: Issued,
}

/// A withdrawn report.
#[derive(Debug, Clone, PartialEq)]
pub struct Tombstone {
    /// The id it had.
    pub id: String,
    /// When it was withdrawn.
    pub when: Moment,
    /// The revision it had reached.
    pub revision: u32,
    /// By whom.
    pub by: String,
    /// Why.
    pub comment: String,
}

/// What is to be written.
#[derive(Debug)]
pub struct Built {
    /// The feed; [`Built::pages`] are its files.
    pub feed: Feed,
    /// `<stem>.xml` of the reports whose revision it did not show yet.
    pub reports: Vec<(String, Vec<u8>)>,
    /// Files to be copied to where the feed says they are.
    pub copies: Vec<Copy>,
    /// Paths below the folder of all published files, with their SHA-256.
    pub published: BTreeMap<String, String>,
    /// What is to be remembered.
    pub state: State,
    /// What is worth saying.
    pub findings: Vec<Finding>,
    /// Titles of reports whose last correction got its date or note now.
    pub dated: Vec<String>,
    /// How many reports are new, corrected, unchanged and withdrawn.
    pub tally: Tally,
}

impl Built {
    /// The files of the feed with their names, each after those that it leads to: the last is
    /// `feed.xml`.
    pub fn pages(&self) -> impl Iterator<Item = (String, Vec<u8>)> {
        pages::pages(&self.feed)
    }
}

/// A file to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Its name in the folder.
    pub from: String,
    /// Where it goes, below the folder, with `/`.
    pub to: String,
    /// What it must still be.
    pub sha256: String,
}

/// What happened to the reports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Published for the first time.
    pub new: usize,
    /// Published again, changed.
    pub corrected: usize,
    /// As they were.
    pub unchanged: usize,
    /// Of these, the ones whose files were made anew and stay as they were published.
    pub made_anew: usize,
    /// Withdrawn in this run.
    pub withdrawn: usize,
}

/// Builds the feed of a folder from what is in it and from the feed as it was.
///
/// # Errors
/// [`Error::Usage`] when there is nothing to list, or a date is missing or too early;
/// [`Error::Writer`] when a report is too long.
pub fn build(
    sources: &[Source],
    previous: Option<&Feed>,
    options: &Options,
) -> Result<Built, Error> {
    let plan = plan::plan(sources, previous, options)?;
    let files = plan.feed.entries.iter().flat_map(|entry| &entry.payload.files);
    let place = |file: &PublishedFile| Some((options.base.path(&file.href)?, file.sha256.clone()));
    let published = files.filter_map(place).collect();
    Ok(Built {
        feed: plan.feed,
        reports: plan.reports,
        copies: plan.copies,
        published,
        state: plan.state,
        findings: plan.findings,
        dated: plan.dated,
        tally: plan.tally,
    })
}
