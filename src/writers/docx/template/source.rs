//! The package of a template: its parts within limits, with a sentence for each that cannot
//! be read.

use crate::formats::opc::{Package, Relationships};
use crate::formats::xml::parse::{Limits, Names, ParseError, parse};
use crate::formats::xml::tree::Element;

/// Largest part of XML; styles of real documents have 100 KB. Text boxes in headers are
/// nested 40 deep, and the roots of parts declare some 30 namespaces.
const LIMITS: Limits =
    Limits { bytes: 8 << 20, depth: 160, elements: usize::MAX, attributes: 1_024 };

/// Largest picture of a header.
const MAX_PICTURE: usize = 16 << 20;

/// WordprocessingML by its namespace: the transitional one, which everybody writes.
pub const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// What helps with most files.
pub const SAVE_AGAIN: &str = "请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”后再试";

/// A package whose parts are small enough and whose XML is as Word writes it.
pub struct Source<'a> {
    package: Package<'a>,
}

impl<'a> Source<'a> {
    /// What can be read of a package.
    pub fn new(package: Package<'a>) -> Source<'a> {
        Source { package }
    }

    /// A part as a tree, its elements of WordprocessingML named `w:`.
    pub fn tree(&mut self, path: &str) -> Result<Option<Element>, String> {
        if !self.package.has(path) {
            return Ok(None);
        }
        let bytes = self.bytes(path, LIMITS.bytes)?;
        parse(&bytes, LIMITS, Names::Written).map(Some).map_err(|error| match error {
            ParseError::Depth(_) => format!("其中的“{path}”层次太多；{SAVE_AGAIN}"),
            _ => format!("其中的“{path}”读不出来；{SAVE_AGAIN}"),
        })
    }

    /// A picture.
    pub fn picture(&mut self, path: &str) -> Result<Vec<u8>, String> {
        self.bytes(path, MAX_PICTURE)
    }

    fn bytes(&mut self, path: &str, most: usize) -> Result<Vec<u8>, String> {
        let bytes = self
            .package
            .bytes(path, most as u64 + 1)
            .map_err(|_| format!("其中的“{path}”读不出来，文件已损坏；{SAVE_AGAIN}"))?
            .unwrap_or_default();
        if bytes.len() > most {
            let room = most >> 20;
            return Err(format!(
                "其中的“{path}”超过 {room} MB；请另存一份，删去正文和大图片，只留页面设置、样式、页眉页脚"
            ));
        }
        Ok(bytes)
    }

    /// Where the relationships of a part lead.
    pub fn links(&mut self, part: &str) -> Result<Relationships, String> {
        let unreadable = |_| format!("“{part}”的关系读不出来；{SAVE_AGAIN}");
        self.package.relationships(part).map_err(unreadable)
    }
}
