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
    /// 一图读懂 as a tall picture of pixels.
    Png,
    /// The same of lines.
    Svg,
    /// The same on A4, as PDF.
    Poster,
}

impl Format {
    /// All of them, in the order in which they are written.
    pub const ALL: [Format; 9] = [
        Format::Docx,
        Format::Pdf,
        Format::Ofd,
        Format::Xml,
        Format::Html,
        Format::Xlsx,
        Format::Png,
        Format::Svg,
        Format::Poster,
    ];

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Poster => "poster.pdf",
            format => format.name(),
        }
    }

    /// Its name on a command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Docx => "docx",
            Format::Pdf => "pdf",
            Format::Ofd => "ofd",
            Format::Xml => "xml",
            Format::Html => "html",
            Format::Xlsx => "xlsx",
            Format::Png => "png",
            Format::Svg => "svg",
            Format::Poster => "poster",
        }
    }

    /// Whether the faces of the program print it.
    pub fn is_printed(self) -> bool {
        self.has_pages() || self.is_picture()
    }

    /// Whether it is 一图读懂 of the report.
    pub fn is_picture(self) -> bool {
        matches!(self, Format::Png | Format::Svg | Format::Poster)
    }

    /// Whether it consists of the pages of the report.
    pub fn has_pages(self) -> bool {
        matches!(self, Format::Pdf | Format::Ofd)
    }

    /// The format of this name.
    pub fn named(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
