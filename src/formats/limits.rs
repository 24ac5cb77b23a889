//! How much of a package is taken, with reasons. The numbers come from workbooks: an annual
//! report is small, but programs leave large and odd things beside it.

/// Most entries in a package. A workbook of 255 sheets with drawings has about 1,000; the
/// central directory of a 20 MB file could list 400,000 and fill the memory by itself.
pub const MAX_ENTRIES: usize = 2_000;

/// Most end-of-directory marks looked for: one, and a few by chance or from embedded files.
/// A file full of them makes any zip reader try each.
pub const MAX_DIRECTORY_ENDS: usize = 16;

/// Most bytes inflated from one package, counted while inflating: declared sizes may lie.
/// WPS leaves sheets with a million formatted empty rows that inflate to 100 MB; they must
/// open, and streaming them costs time (about 1 s), not memory.
pub const MAX_INFLATED: u64 = 256 << 20;

/// Most tags, runs of text and records of one package: they are what takes the time, about
/// 0.1 µs each. The million empty rows with four formatted cells each have 10 million.
pub const MAX_EVENTS: u64 = 24_000_000;

/// Highest inflation of one part once it is large. Deflate reaches 1,032 on one repeated
/// byte; a million empty rows, the most monotonous honest part, measured 26.
pub const MAX_RATIO: u64 = 200;

/// Parts are small before their inflation ratio counts: 4 MB of anything is harmless.
pub const RATIO_FLOOR: u64 = 4 << 20;

/// Longest single tag or run of text. A cell holds at most 32,767 characters (98 KB).
pub const MAX_EVENT: u64 = 1 << 20;

/// Longest name of a sheet, a style or a part, and longest id, in bytes. Excel allows sheets
/// 31 characters; a thousand names of 1 MB each would fill the memory.
pub const MAX_NAME: usize = 1_024;

/// Deepest nesting of elements. Worksheets need 8, ODS content 15.
pub const MAX_DEPTH: u32 = 64;

/// Most relationships of one part; a workbook has one a sheet.
pub const MAX_RELATIONSHIPS: usize = 2_000;

/// A name or an id, cut to a length that no honest one reaches.
pub fn cut_name(text: &str) -> String {
    text[..text.floor_char_boundary(MAX_NAME)].to_owned()
}
