//! How work on documents ended.

use crate::diag::{Finding, Severity, worst};

/// How it ended, gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Clean or warnings only.
    Clean,
    /// Errors were found in a document.
    Findings,
    /// Something could not be done.
    Failed,
}

impl Outcome {
    /// That of a document with these findings; strictly, warnings count like errors.
    pub fn of(findings: &[Finding], strict: bool) -> Outcome {
        match worst(findings) {
            Some(Severity::Error) => Outcome::Findings,
            Some(Severity::Warning) if strict => Outcome::Findings,
            _ => Outcome::Clean,
        }
    }
}
