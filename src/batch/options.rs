//! What a run over many workbooks is to do, whoever asks for it.

use super::Settings;
use super::shard::Shard;
use crate::diag::Style;
use std::path::PathBuf;

/// A run.
#[derive(Debug, Clone)]
pub struct Options {
    /// Workbooks, and folders of them.
    pub workbooks: Vec<PathBuf>,
    /// Where the outputs go; beside the workbooks without it.
    pub output: Option<PathBuf>,
    /// How each document is converted.
    pub settings: Settings,
    /// How many at the same time; as many as there are processors without it.
    pub jobs: Option<usize>,
    /// Which part of the run this machine does.
    pub shard: Option<Shard>,
    /// A file for the account of the run.
    pub summary: Option<PathBuf>,
    /// Whether what is current is skipped.
    pub resume: bool,
    /// Whether files that somebody else made or edited are overwritten.
    pub force: bool,
    /// Whether warnings count like errors.
    pub strict: bool,
    /// Whether only errors are told.
    pub quiet: bool,
    /// Whether findings are told as text, as they come; else they are kept for the end.
    pub tells_findings: bool,
    /// How text for people looks.
    pub style: Style,
    /// The feed that is kept in the output folder.
    pub feed: Option<FeedOptions>,
}

/// A feed to be kept by the run that fills its folder.
#[derive(Debug, Clone)]
pub struct FeedOptions {
    /// Where the folder is on the web.
    pub base_url: String,
    /// What a correction corrects.
    pub note: Option<String>,
    /// When it was corrected.
    pub date: Option<String>,
}

impl Options {
    /// How many workbooks are converted at the same time.
    pub fn at_once(&self) -> usize {
        let processors = || std::thread::available_parallelism().map_or(1, usize::from);
        self.jobs.unwrap_or_else(processors)
    }
}
