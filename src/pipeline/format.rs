//! The formats that a report can be written in.

use std::fmt;

/// A format of outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Word.
    Docx,
    /// Archival PDF.
    Pdf,
    /// OFD or OFD-A, the same pages.
    Ofd,
    /// Our own XML, for portals.
    Xml,
    /// A page for the web.
    Html,
    /// The official workbook, filled.
    Xlsx,
}

impl Format {
    /// All of them, in the order in which they are written.
    pub const ALL: [Format; 6] =
        [Format::Docx, Format::Pdf, Format::Ofd, Format::Xml, Format::Html, Format::Xlsx];

    /// The ending of its files, and its name on a command line.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Docx => "docx",
            Format::Pdf => "pdf",
            Format::Ofd => "ofd",
            Format::Xml => "xml",
            Format::Html => "html",
            Format::Xlsx => "xlsx",
        }
    }

    /// Whether it consists of pages that Typst sets.
    pub fn has_pages(self) -> bool {
        matches!(self, Format::Pdf | Format::Ofd)
    }

    /// The format with this ending.
    pub fn of_ending(ending: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.ending() == ending)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.ending())
    }
}
