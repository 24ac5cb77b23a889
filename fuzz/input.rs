//! What the bytes of an input stand for: a file as it is, one part of a package, or a grid.
//!
//! Parts of a package are compressed and carry a checksum: hardly any change of a whole file
//! gets past the door. So an input may also be the bare content of one part; the package
//! around it is made here. `tests/fuzz_inputs.rs` reads the kept inputs in the same way.

use crate::reader::grid::{Area, Book, Cell, Content, Sheet};
use std::borrow::Cow;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// An input, understood.
pub enum Input<'a> {
    /// The bytes of a file.
    File(Cow<'a, [u8]>),
    /// Cells that a file might hold.
    Grid(Book),
}

/// The parts that an input can be, by its first byte; the rest of the input is their content.
const PARTS: &[(u8, &[Part], &str)] = &[
    (b'a', XLSX, "xl/worksheets/sheet1.xml"),
    (b'b', XLSX, "xl/sharedStrings.xml"),
    (b'c', XLSX, "xl/workbook.xml"),
    (b'd', XLSX, "xl/styles.xml"),
    (b'e', XLSX, "xl/_rels/workbook.xml.rels"),
    (b'f', ODS, "content.xml"),
    (b'h', XLSB, "xl/worksheets/sheet1.bin"),
    (b'i', XLSB, "xl/sharedStrings.bin"),
    (b'j', XLSB, "xl/workbook.bin"),
    (b'k', XLSB, "xl/styles.bin"),
    (b'l', DOCX, "word/document.xml"),
    (b'm', DOCX, "word/numbering.xml"),
    (b'n', DOCX, "word/styles.xml"),
    (b'o', DOCX, "word/footnotes.xml"),
];

/// The first byte of an input that is a grid.
const GRID: u8 = b'g';

/// Name and content.
type Part = (&'static str, &'static [u8]);

const LINKS: &[u8] = br#"<Relationships>
<Relationship Id="r1" Type="/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="r2" Type="/sharedStrings" Target="sharedStrings.xml"/>
<Relationship Id="r3" Type="/styles" Target="styles.xml"/>
</Relationships>"#;

const BINARY_LINKS: &[u8] = br#"<Relationships>
<Relationship Id="r1" Type="/worksheet" Target="worksheets/sheet1.bin"/>
<Relationship Id="r2" Type="/sharedStrings" Target="sharedStrings.bin"/>
<Relationship Id="r3" Type="/styles" Target="styles.bin"/>
</Relationships>"#;

const SHEET: &[u8] = br#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>
<c r="B1" t="s"><v>1</v></c><c r="C1" s="1"><v>45322</v></c></row></sheetData></worksheet>"#;

const XLSX: &[Part] = &[
    ("[Content_Types].xml", b"<Types/>"),
    (
        "_rels/.rels",
        br#"<Relationships><Relationship Id="r1" Type="/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        br#"<workbook><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>"#,
    ),
    ("xl/_rels/workbook.xml.rels", LINKS),
    ("xl/worksheets/sheet1.xml", SHEET),
    ("xl/sharedStrings.xml", b"<sst><si><t>1</t></si><si><r><t>2</t></r></si></sst>"),
    (
        "xl/styles.xml",
        br#"<styleSheet><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>"#,
    ),
];

const ODS: &[Part] = &[
    ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
    ("META-INF/manifest.xml", b"<manifest:manifest/>"),
    ("content.xml", b""),
];

const XLSB: &[Part] = &[
    ("[Content_Types].xml", b"<Types/>"),
    // One sheet "1" by the relationship "r1".
    (
        "xl/workbook.bin",
        b"\x9C\x01\x16\0\0\0\0\0\0\0\0\x02\0\0\0r\x001\0\x01\0\0\x001\0\x90\x01\0\x9D\x01\0",
    ),
    ("xl/_rels/workbook.bin.rels", BINARY_LINKS),
    // A row with one cell: the first shared string.
    (
        "xl/worksheets/sheet1.bin",
        b"\0\x11\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x07\x0C\0\0\0\0\0\0\0\0\0\0\0\0",
    ),
    ("xl/sharedStrings.bin", b"\x13\x07\0\x01\0\0\x001\0"),
    ("xl/styles.bin", b""),
];

const DOCX_LINKS: &[u8] = br#"<Relationships>
<Relationship Id="r1" Type="/styles" Target="styles.xml"/>
<Relationship Id="r2" Type="/numbering" Target="numbering.xml"/>
<Relationship Id="r3" Type="/footnotes" Target="footnotes.xml"/>
</Relationships>"#;

const BODY: &[u8] = "<w:document><w:body><w:p><w:pPr><w:pStyle w:val=\"H\"/></w:pPr><w:r><w:t>总体情况</w:t></w:r></w:p><w:p><w:r><w:t>二、主动公开政府信息情况</w:t><w:footnoteReference w:id=\"2\"/></w:r></w:p></w:body></w:document>".as_bytes();

const DOCX: &[Part] = &[
    ("[Content_Types].xml", b"<Types/>"),
    (
        "_rels/.rels",
        br#"<Relationships><Relationship Id="r1" Type="/officeDocument" Target="word/document.xml"/></Relationships>"#,
    ),
    ("word/document.xml", BODY),
    ("word/_rels/document.xml.rels", DOCX_LINKS),
    (
        "word/styles.xml",
        br#"<w:styles><w:style w:styleId="H"><w:name w:val="heading 1"/><w:numPr><w:numId w:val="1"/></w:numPr></w:style></w:styles>"#,
    ),
    (
        "word/numbering.xml",
        br#"<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#,
    ),
    (
        "word/footnotes.xml",
        br#"<w:footnotes><w:footnote w:id="2"><w:p><w:r><w:t>1</w:t></w:r></w:p></w:footnote></w:footnotes>"#,
    ),
];

/// What an input stands for.
pub fn understand(input: &[u8]) -> Input<'_> {
    if let [GRID, grid @ ..] = input {
        return Input::Grid(book(&String::from_utf8_lossy(grid)));
    }
    let [first, content @ ..] = input else { return Input::File(input.into()) };
    match PARTS.iter().find(|(mark, ..)| mark == first) {
        Some((_, parts, name)) => Input::File(package(parts, name, content).into()),
        None => Input::File(input.into()),
    }
}

/// A package of these parts, one of them with other content.
fn package(parts: &[Part], changed: &str, content: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, own) in parts {
        let content = if *name == changed { content } else { own };
        zip.start_file(*name, options).expect("names are good");
        zip.write_all(content).expect("memory can be written");
    }
    zip.finish().expect("memory can be written").into_inner()
}

/// Cells as text: a form feed before each further sheet, a line a row, a tab between cells.
/// A sheet's first line is its name. A vertical tab is a line break in a cell.
fn book(text: &str) -> Book {
    Book { sheets: text.split('\u{c}').map(sheet).collect(), epoch_1904: false }
}

fn sheet(text: &str) -> Sheet {
    let mut lines = text.split('\n');
    let mut sheet = Sheet { name: lines.next().unwrap_or_default().into(), ..Sheet::default() };
    for (row, line) in (0..).zip(lines) {
        for (column, typed) in (0..).zip(line.split('\t')) {
            put(&mut sheet, (row, column), typed);
        }
    }
    sheet
}

/// One cell: `<` and `^` merge it with its neighbour to the left or above, `!` hides its row,
/// `=` begins a formula without a result, `#` an error, `@` a date's serial.
fn put(sheet: &mut Sheet, at: (u32, u32), typed: &str) {
    let content = match typed.chars().next() {
        None => return,
        Some('<') => return merge(sheet, (at.0, at.1.saturating_sub(1)), at),
        Some('^') => return merge(sheet, (at.0.saturating_sub(1), at.1), at),
        Some('!') => {
            sheet.hidden_rows.insert(at.0);
            return;
        }
        Some('=') => Content::Uncalculated,
        Some('#') => Content::Error(typed.into()),
        Some('@') => Content::Date(typed[1..].parse().unwrap_or(45_322.0)),
        _ => match typed.parse::<f64>() {
            Ok(number) if number.is_finite() => Content::Number(number.to_string()),
            _ => Content::Text(typed.replace('\u{b}', "\n")),
        },
    };
    let formula = typed.strip_prefix('=').map(String::from);
    sheet.cells.insert(at, Cell { content, formula });
}

fn merge(sheet: &mut Sheet, with: (u32, u32), at: (u32, u32)) {
    match sheet.merges.iter_mut().find(|area| area.contains(with)) {
        Some(area) => area.last = (area.last.0.max(at.0), area.last.1.max(at.1)),
        None => sheet.merges.push(Area { first: with, last: at }),
    }
}
