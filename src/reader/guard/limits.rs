//! Every limit of the guard, with its reason; those of packages and of XML are in
//! [`crate::formats::limits`]. An annual report has about 300 cells and
//! 20,000 characters; the limits leave room for a ledger of thousands of rows beside it and
//! stop where only a made-up file goes on. Together they keep one reading below 200 MB.

/// Largest file looked at. Real reports are below 1 MB; with pasted photographs, below 30 MB.
pub const MAX_FILE: usize = 64 << 20;

/// Longest text of one cell in bytes: 32,767 characters of Chinese, and some to spare.
pub const MAX_CELL_TEXT: usize = 256 << 10;

/// Most sheets. Reports of a whole county pasted into one file reach 100.
pub const MAX_SHEETS: usize = 256;

/// Rows beyond this are not read; a note names what is there. The longest ledgers of
/// requests have some thousand rows, while a stray cell likes row 65,536 or 1,048,576.
pub const MAX_ROWS: u32 = 10_000;

/// Columns beyond this are not read; a note names what is there. The widest table has 15.
pub const MAX_COLUMNS: u32 = 1_000;

/// Most filled cells of a workbook. At about 200 bytes a cell this is 60 MB.
pub const MAX_CELLS: u32 = 300_000;

/// Most paragraphs of a document. A report has some hundred; every one may be a heading, a
/// signature or a sentence with figures.
pub const MAX_PARAGRAPHS: u32 = 20_000;

/// Most cells in the tables of a document. A report has 300; every text in a cell may be a
/// label, and is compared with those of the form.
pub const MAX_TABLE_CELLS: u32 = 20_000;

/// Most text of a document in bytes. A report has 100 KB.
pub const MAX_DOCUMENT_TEXT: u64 = 4 << 20;

/// Most text of a workbook in bytes, counted once for every cell that shows it: 300,000
/// cells pointing at one long shared string would else grow to 30 GB.
pub const MAX_TEXT: u64 = 16 << 20;

/// Most shared strings; each costs about 60 bytes even when empty.
pub const MAX_STRINGS: usize = 200_000;

/// Most cell formats. Excel stops at 65,490, and copied workbooks do get there.
pub const MAX_FORMATS: usize = 65_536;

/// Most custom number formats; Excel allows a few hundred.
pub const MAX_NUMBER_FORMATS: usize = 8_192;

/// Longest number format; Excel allows 255 characters.
pub const MAX_FORMAT_CODE: usize = 2_048;

/// Merged areas kept of one sheet; every look at a cell goes through them.
pub const MAX_MERGES: usize = 5_000;

/// Most styles of an .ods that hide a sheet; one for each sheet and some left over.
pub const MAX_HIDING_STYLES: usize = 4_096;

/// Longest record of an .xlsb part: the longest text, and some to spare.
pub const MAX_RECORD: usize = 256 << 10;

/// Largest sum of the bounding boxes of an .xls: calamine builds them cell by cell, three
/// times 24 bytes each. 65,536 rows × 256 columns would need 1.2 GB.
pub const MAX_AREA: u64 = 1_000_000;

/// Most CONTINUE records of one .xls shared string table: 8 KB each.
pub const MAX_CONTINUES: usize = 8_192;

/// Most tokens of formulas kept of an .xls or .xlsb, in bytes: enough for 80,000 sums. One
/// byte may become ten characters, and calamine hands them out as copies.
pub const MAX_ALL_TOKENS: usize = 1 << 20;

/// Longest formula of an .xls or .xlsb kept as text, in bytes of tokens; `SUM(F9:K9)` takes 12.
/// calamine inserts brackets at the front, so its time grows with the square.
pub const MAX_TOKENS: usize = 512;

/// Most notes of one kind kept for one sheet: the twenty-first tells nothing new.
pub const MAX_NOTES: usize = 20;
