//! Other reports that a document is compared with.

use super::Document;
use crate::model::{Origins, Report};

/// Last year's report.
#[derive(Debug)]
pub struct Previous {
    /// The name of its file, for messages.
    pub name: String,
    /// The report.
    pub report: Report,
    /// Where its values stand; nowhere if it came from XML.
    pub origins: Origins,
}

impl From<Document> for Previous {
    fn from(document: Document) -> Previous {
        let Document { name, report, origins, .. } = document;
        Previous { name, report, origins }
    }
}
