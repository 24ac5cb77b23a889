//! How an OFD is made: which standard, which files inside.

use super::format_of;
use crate::error::Error;
use crate::writers::pdf::Attachment;

/// Why a workbook cannot go inside.
pub const NO_ROOM: &str =
    "OFD-A 里只能附带 XML，不能附带工作簿；请写 --attach=xml，或把 --ofd-standard 改为 ofd";

/// What OFD-A takes (GB/T 42133-2022, 6.15).
const ARCHIVAL: [&str; 2] = ["XML", "TXT"];

/// What the file must conform to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Standard {
    /// GB/T 42133-2022, for archives.
    #[default]
    OfdA,
    /// GB/T 33190-2016.
    Ofd,
}

impl Standard {
    /// Whether a workbook can be put inside.
    pub fn takes_workbooks(self) -> bool {
        self == Standard::Ofd
    }

    /// As the file says it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Standard::OfdA => "OFD-A",
            Standard::Ofd => "OFD",
        }
    }
}

/// How an OFD is made.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The standard.
    pub standard: Standard,
    /// Files to put inside; XML only with OFD-A.
    pub attachments: Vec<Attachment>,
}

impl Options {
    pub(super) fn check(&self) -> Result<(), Error> {
        let fits = |file: &Attachment| ARCHIVAL.contains(&format_of(file).as_str());
        match self.standard.takes_workbooks() || self.attachments.iter().all(fits) {
            true => Ok(()),
            false => Err(Error::Usage(NO_ROOM.into())),
        }
    }
}
