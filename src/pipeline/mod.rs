//! One document from bytes to bytes: [`read()`], [`check()`], [`publish()`], [`write()`], or all at
//! once with [`convert()`]. Every front end calls this, and nothing here touches a file, a
//! process, a thread, the clock or the environment.

pub mod accept;
pub mod characters;
pub mod check;
pub mod codes;
pub mod compared;
mod document;
mod format;
mod mark;
mod options;
mod outcome;
mod write;

pub use check::{Checked, Converted, check, convert, judge};
pub use codes::codes;
pub use compared::Previous;
pub use document::{Document, publish, read};
pub use format::Format;
pub use mark::mark;
pub use options::{Attach, Options};
pub use outcome::Outcome;
pub use write::{Output, pages, write};
