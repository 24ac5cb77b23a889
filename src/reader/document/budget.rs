//! What is left of the paragraphs, cells and text that one document may hold.

use crate::error::Error;
use crate::reader::guard::limits::{MAX_DOCUMENT_TEXT, MAX_PARAGRAPHS, MAX_TABLE_CELLS};

/// What is left.
#[derive(Debug)]
pub struct Budget {
    paragraphs: u32,
    cells: u32,
    text: u64,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget { paragraphs: MAX_PARAGRAPHS, cells: MAX_TABLE_CELLS, text: MAX_DOCUMENT_TEXT }
    }
}

impl Budget {
    /// Pays for a paragraph.
    ///
    /// # Errors
    /// When there are more than `MAX_PARAGRAPHS`.
    pub fn paragraph(&mut self) -> Result<(), Error> {
        let most = MAX_PARAGRAPHS / 10_000;
        self.paragraphs = self
            .paragraphs
            .checked_sub(1)
            .ok_or_else(|| too_much(format_args!("段落超过 {most} 万个")))?;
        Ok(())
    }

    /// Pays for a cell of a table.
    ///
    /// # Errors
    /// When there are more than `MAX_TABLE_CELLS`.
    pub fn cell(&mut self) -> Result<(), Error> {
        let most = MAX_TABLE_CELLS / 10_000;
        self.cells = self
            .cells
            .checked_sub(1)
            .ok_or_else(|| too_much(format_args!("表格的单元格超过 {most} 万个")))?;
        Ok(())
    }

    /// Pays for text.
    ///
    /// # Errors
    /// When there is more than `MAX_DOCUMENT_TEXT`.
    pub fn text(&mut self, bytes: usize) -> Result<(), Error> {
        self.text = self
            .text
            .checked_sub(bytes as u64)
            .ok_or_else(|| too_much(format_args!("文字总量超过 {} MB", MAX_DOCUMENT_TEXT >> 20)))?;
        Ok(())
    }
}

/// The document holds far more than a report.
pub fn too_much(what: impl std::fmt::Display) -> Error {
    Error::NotAWorkbook(format!(
        "文档内容太多：{what}；请把与年度报告无关的内容移到别的文件，另存后再试"
    ))
}
