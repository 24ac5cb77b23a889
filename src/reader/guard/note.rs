//! What the guard left out or doubts, for the reader to turn into findings.

use super::limits::MAX_NOTES;
use crate::diag::{Message, number, say, value};
use crate::formats::limits::cut_name;
use crate::reader::grid::Position;
use serde::{Deserialize, Serialize};

/// What kind of thing is noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteKind {
    /// Filled cells far outside of any table were not read; the place is the first of them.
    FarCells,
    /// A cell points at a text that is not in the file; it is read as empty.
    LostText,
    /// The text of a cell was damaged when it was stored: it holds U+FFFD or NUL.
    DamagedText,
    /// A sheet is named but its content is missing from the file or outside of it.
    LostSheet,
    /// A number has more digits than a spreadsheet keeps; its last digits may be wrong.
    LongNumber,
    /// The file does not name its code page; the text was read as GBK.
    GuessedCodePage,
    /// The same cell is stored twice with different content; the last one was read.
    RepeatedCell,
    /// Struck-out text was not read.
    StruckText,
    /// There are more merged areas than are kept.
    ManyMerges,
}

/// One thing noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What it is.
    pub kind: NoteKind,
    /// Sheet; empty when it is about the whole workbook.
    pub sheet: String,
    /// Cell, if it is about one.
    pub at: Option<Position>,
    /// The case in words (Chinese), without the place.
    pub detail: Message,
}

impl Note {
    /// The detail of [`NoteKind::LostText`]: a text by its number.
    pub fn lost_text(index: impl std::fmt::Display) -> Message {
        say!("单元格引用的第 {} 条文字不在文件里", number(index))
    }

    /// The detail of [`NoteKind::StruckText`]: what was struck out.
    pub fn struck(text: &str) -> Message {
        match cut_name(text) {
            text if text.is_empty() => "这一格加了删除线，没有读取".into(),
            text => say!("加了删除线的{}没有读取", value(text)),
        }
    }
}

/// Notes of a workbook; each kind is cut off after some on one sheet.
#[derive(Debug, Default)]
pub struct Notes(Vec<Note>);

impl Notes {
    /// Adds a note unless there are enough of its kind on its sheet.
    pub fn push(
        &mut self,
        kind: NoteKind,
        sheet: &str,
        at: Option<Position>,
        detail: impl Into<Message>,
    ) {
        let same = |note: &&Note| note.kind == kind && note.sheet == sheet;
        let count = self.0.iter().rev().take_while(|note| note.sheet == sheet).filter(same).count();
        if count < MAX_NOTES {
            self.0.push(Note { kind, sheet: sheet.into(), at, detail: detail.into() });
        }
    }

    /// The notes in the order they were made.
    pub fn into_vec(self) -> Vec<Note> {
        self.0
    }
}
