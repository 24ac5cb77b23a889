//! What one run of `check` found, as the renderers for programs see it.

use super::Finding;
use super::profile::Profile;
use crate::model::Forms;
use std::path::Path;

/// All files of a run.
#[derive(Debug)]
pub struct Run<'r> {
    /// In the order given.
    pub files: Vec<File<'r>>,
    /// What re-graded the severities.
    pub profile: Option<&'r Profile>,
    /// The editions it knew.
    pub forms: Forms,
}

/// One file of a run.
#[derive(Debug)]
pub struct File<'r> {
    /// Its path as given.
    pub path: &'r Path,
    /// What was found, sorted.
    pub findings: &'r [Finding],
    /// How many findings the profile has switched off.
    pub omitted: usize,
    /// Why it could not be read at all.
    pub error: Option<String>,
}
