//! The guard: what is in the file, is it safe, and what of it may a parser see.
//!
//! calamine trusts sizes that it finds in a file, and a failed allocation aborts the process.
//! So calamine never sees a file as it came. The guard reads every needed part itself, byte
//! by byte against the limits of [`limits`], and writes a *sanitized* copy that holds nothing
//! but checked cells, texts and formats in their simplest form. What calamine does not tell
//! (merged areas, hidden rows and columns, unknown errors) it notes on the way as its [`SheetLayout`],
//! so that all knowledge of a sheet comes from one place.
//!
//! Called by [`crate::reader::open`] only. Nothing here knows the form.

mod budget;
pub mod compound;
mod fault;
mod layout;
pub mod limits;
pub mod looks;
pub mod note;
pub mod panics;
mod parts;
pub mod xls;
pub mod xlsb;
pub mod xlsx;

pub use budget::Budget;
pub use fault::{SAVE_AGAIN, damaged, locked, strange, too_much};
pub use layout::SheetLayout;
pub use note::{Note, NoteKind, Notes};
use parts::Parts;

/// A workbook that a parser may see.
#[derive(Debug)]
pub struct Sanitized {
    /// The file, written anew.
    pub bytes: Vec<u8>,
    /// True for the 1904 date system.
    pub epoch_1904: bool,
    /// Its sheets; in the sanitized file they are named `0`, `1`, …
    pub sheets: Vec<SanitizedSheet>,
    /// What was left out or is doubtful.
    pub notes: Notes,
}

/// What the guard knows of one sheet.
#[derive(Debug)]
pub struct SanitizedSheet {
    /// Its true name.
    pub name: String,
    /// True for hidden and very hidden sheets.
    pub hidden: bool,
    /// What calamine does not tell.
    pub layout: SheetLayout,
}
