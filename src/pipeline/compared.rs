//! Other reports that a document is compared with.

use super::Document;
use crate::model::{Origins, Report};
use crate::reader::document::layout::Layout;

/// Last year's report.
#[derive(Debug)]
pub struct Previous {
    /// The name of its file, for messages.
    pub name: String,
    /// The report.
    pub report: Report,
    /// Where its values stand; nowhere if it came from XML.
    pub origins: Origins,
    /// Where they are to be found, if it is a Word file or a page.
    pub layout: Option<Layout>,
}

impl From<Document> for Previous {
    fn from(document: Document) -> Previous {
        let Document { name, report, origins, layout, .. } = document;
        Previous { name, report, origins, layout }
    }
}
