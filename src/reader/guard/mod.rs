//! The guard: what is in the file, is it safe, and what of it may a parser see.
//!
//! calamine trusts sizes that it finds in a file, and a failed allocation aborts the process.
//! So calamine never sees a file as it came. The guard reads every needed part itself, byte
//! by byte against the limits of [`limits`], and writes a *washed* copy that holds nothing
//! but checked cells, texts and formats in their simplest form. What calamine does not tell
//! (merged areas, hidden rows and columns, unknown errors) it notes on the way as [`Facts`],
//! so that all facts of a sheet come from one place.
//!
//! Called by [`crate::reader::open`] only. Nothing here knows the form.

pub mod compound;
pub mod facts;
pub mod limits;
pub mod note;
pub mod panics;
pub mod xls;
pub mod xlsb;
pub mod xlsx;

pub use facts::{Budget, Facts};
pub use note::{Note, NoteKind, Notes};

use crate::error::Error;

/// A workbook that a parser may see.
#[derive(Debug)]
pub struct Washed {
    /// The file, written anew.
    pub bytes: Vec<u8>,
    /// True for the 1904 date system.
    pub epoch_1904: bool,
    /// Its sheets; in the washed file they are named `0`, `1`, …
    pub sheets: Vec<WashedSheet>,
    /// What was left out or is doubtful.
    pub notes: Notes,
}

/// What the guard knows of one sheet.
#[derive(Debug)]
pub struct WashedSheet {
    /// Its true name.
    pub name: String,
    /// True for hidden and very hidden sheets.
    pub hidden: bool,
    /// What calamine does not tell.
    pub facts: Facts,
}

/// What to do with nearly every file that cannot be read.
pub const SAVE_AGAIN: &str = "请用 WPS 或 Excel 打开，另存为“Excel 工作簿（*.xlsx）”后再试";

/// The file is broken: an accident.
pub fn damaged(what: impl std::fmt::Display) -> Error {
    Error::NotAWorkbook(format!(
        "文件已损坏：{what}，可能没有下载完或没有保存完，请重新取得一份；如果 WPS 或 Excel 还能打开（或修复）它，请另存为“Excel 工作簿（*.xlsx）”后再试"
    ))
}

/// The file is as no program writes it: perhaps made to do harm.
pub fn strange(what: impl std::fmt::Display) -> Error {
    Error::NotAWorkbook(format!("文件异常：{what}，为安全起见没有读取；{SAVE_AGAIN}"))
}

/// The file holds far more than a report.
pub fn too_much(what: impl std::fmt::Display) -> Error {
    Error::NotAWorkbook(format!(
        "工作簿内容太多：{what}；请把与年度报告无关的工作表移到别的文件，另存后再试"
    ))
}

/// The file asks for a password.
pub fn locked() -> Error {
    Error::NotAWorkbook(
        "文件设有密码；请在 WPS 或 Excel 里打开，取消密码（“文件”→“文档加密”或“保护工作簿”）后保存再试；如果打开时并不问密码，另存为“Excel 工作簿（*.xlsx）”即可"
            .into(),
    )
}
