//! Small builders of files.

use crate::reader::guard::compound::wrap;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub type Parts = Vec<(String, Vec<u8>)>;

const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A zip package of these parts.
pub fn package(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A package of text parts.
pub fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    package(&parts.iter().map(|(n, t)| (n.to_string(), t.as_bytes().to_vec())).collect::<Parts>())
}

/// A list of relationships: id, kind, target.
pub fn links(list: &[(&str, &str, &str)]) -> String {
    let link = |(id, kind, target): &(&str, &str, &str)| {
        format!("<Relationship Id=\"{id}\" Type=\"{KIND}/{kind}\" Target=\"{target}\"/>")
    };
    format!("<Relationships>{}</Relationships>", list.iter().map(link).collect::<String>())
}

/// The parts of an .xlsx with one sheet; `inside` stands in its `worksheet`.
pub fn xlsx_parts(inside: &str) -> Parts {
    let book =
        "<workbook><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let parts = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("_rels/.rels", links(&[("r1", "officeDocument", "xl/workbook.xml")])),
        ("xl/workbook.xml", book.to_owned()),
        ("xl/_rels/workbook.xml.rels", links(&[("r1", "worksheet", "worksheets/sheet1.xml")])),
        ("xl/worksheets/sheet1.xml", format!("<worksheet>{inside}</worksheet>")),
    ];
    parts.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())).collect()
}

/// An .xlsx with one sheet.
pub fn xlsx(inside: &str) -> Vec<u8> {
    package(&xlsx_parts(inside))
}

/// An .xlsx with these rows.
pub fn rows(rows: &str) -> Vec<u8> {
    xlsx(&format!("<sheetData>{rows}</sheetData>"))
}

/// An .xlsx with one row, and one more part.
pub fn with_part(row: &str, name: &str, part: &str) -> Vec<u8> {
    let mut parts = xlsx_parts(&format!("<sheetData><row>{row}</row></sheetData>"));
    parts.retain(|(own, _)| own != name);
    parts.push((name.into(), part.as_bytes().to_vec()));
    package(&parts)
}

/// An .ods whose spreadsheet holds this.
pub fn ods(inside: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:automatic-styles><style:style style:name=\"no\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style></office:automatic-styles><office:body><office:spreadsheet>{inside}</office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        ("content.xml", &content),
    ])
}

/// A BIFF record.
pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
}

/// Little-endian bytes of numbers.
pub fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A NUMBER record.
pub fn number_record(row: u16, column: u16, value: f64) -> Vec<u8> {
    record(0x0203, &[words(&[row, column, 0]), value.to_le_bytes().to_vec()].concat())
}

/// The stream of an .xls with one sheet, of BIFF 5 or 8; `name` is encoded as that wants.
pub fn stream(biff: u8, globals: &[u8], name: &[u8], cells: &[u8]) -> Vec<u8> {
    let version = if biff == 8 { 0x0600 } else { 0x0500 };
    let begin = |kind| record(0x0809, &words(&[version, kind, 0, 0]));
    let head = [begin(5), globals.to_vec()].concat();
    let start = head.len() + 4 + 6 + name.len() + 4;
    let entry = [&(start as u32).to_le_bytes()[..], &[0, 0], name].concat();
    [
        head,
        record(0x0085, &entry),
        record(0x0A, &[]),
        begin(0x10),
        cells.to_vec(),
        record(0x0A, &[]),
    ]
    .concat()
}

/// An .xls of BIFF 8 with one sheet.
pub fn xls(globals: &[u8], cells: &[u8]) -> Vec<u8> {
    wrap("Workbook", stream(8, globals, b"\x01\0S", cells))
}

/// A record of an .xlsb.
pub fn long_record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut group = |mut value: usize| loop {
        let low = (value & 0x7F) as u8;
        value >>= 7;
        out.push(if value > 0 { low | 0x80 } else { low });
        if value == 0 {
            break;
        }
    };
    group(usize::from(kind));
    group(data.len());
    out.extend(data);
    out
}

/// A counted text of an .xlsb.
pub fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    [(units.len() as u32).to_le_bytes().to_vec(), words(&units)].concat()
}

/// The parts of an .xlsb with one sheet.
pub fn xlsb_parts(sheet: &[u8], strings: &[u8]) -> Parts {
    let entry = [vec![0; 8], wide("r1"), wide("表")].concat();
    let book = [long_record(0x9C, &entry), long_record(0x90, &[]), long_record(0x9D, &[])].concat();
    let list = links(&[("r1", "worksheet", "worksheets/sheet1.bin")]);
    let parts = [
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("xl/workbook.bin", book),
        ("xl/_rels/workbook.bin.rels", list.into_bytes()),
        ("xl/worksheets/sheet1.bin", sheet.to_vec()),
        ("xl/sharedStrings.bin", strings.to_vec()),
    ];
    parts.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect()
}
