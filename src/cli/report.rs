//! Findings of several files for programs: the same from `check` and from `convert`.

use super::args::FindingsFormat;
use crate::batch::findings::FileFindings;
use crate::diag::run::{File, Run};
use crate::diag::{Profile, json, sarif};
use crate::error::Error;
use crate::model::Forms;
use crate::pipeline::codes;

/// The findings of all files in a format for programs; empty for that for people, who were
/// told already.
///
/// # Errors
/// [`Error::Writer`] when they cannot be put into words, which no finding causes.
pub fn render(
    found: &[FileFindings],
    profile: Option<&Profile>,
    forms: Forms,
    format: FindingsFormat,
) -> Result<String, Error> {
    let mut run = Run { files: Vec::new(), profile, forms };
    for FileFindings { path, findings, omitted, error } in found {
        run.files.push(File { path, findings, omitted: *omitted, error: error.clone() });
    }
    match format {
        FindingsFormat::Text => Ok(String::new()),
        FindingsFormat::Json => json::render(&run),
        FindingsFormat::Sarif => sarif::render(&run, codes()),
    }
}
