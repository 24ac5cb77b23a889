//! Workbooks for tests: small ones from parts, and ways to look into any.

use crate::diag::{Finding, Severity};
use crate::model::Place;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A package as names and texts.
pub struct Sample(pub Vec<(String, String)>);

const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="甲 &amp; 乙" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const LINKS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font/></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFEEEEEE"/></patternFill></fill></fills><borders count="1"><border/></borders><cellXfs count="3"><xf/><xf fillId="2" numFmtId="1"/><xf fillId="1"><alignment wrapText="1"/></xf></cellXfs></styleSheet>"#;

/// Name of the one sheet.
pub const SHEET: &str = "甲 & 乙";

impl Sample {
    /// A workbook of one sheet, given what stands between its tags.
    pub fn sheet(content: &str) -> Sample {
        let sheet = format!(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{content}</worksheet>"#
        );
        let parts = [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", ROOT),
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", LINKS),
            ("xl/styles.xml", STYLES),
            ("xl/worksheets/sheet1.xml", &sheet),
        ];
        Sample(parts.map(|(name, text)| (name.to_owned(), text.to_owned())).into())
    }

    /// The same with a part more.
    pub fn with(mut self, name: &str, text: &str) -> Sample {
        self.0.push((name.to_owned(), text.to_owned()));
        self
    }

    /// The same with relationships of the sheet: id, kind, target.
    pub fn related(self, relations: &[(&str, &str, &str)]) -> Sample {
        let entries: String = relations
            .iter()
            .map(|(id, kind, target)| {
                format!(r#"<Relationship Id="{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>"#)
            })
            .collect();
        let list = format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>"#
        );
        self.with("xl/worksheets/_rels/sheet1.xml.rels", &list)
    }

    /// The same with every text changed.
    pub fn changed(self, change: impl Fn(&str, String) -> String) -> Sample {
        let change = |(name, text): (String, String)| {
            let text = change(&name, text);
            (name, text)
        };
        Sample(self.0.into_iter().map(change).collect())
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in &self.0 {
            archive.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }
}

/// A workbook of the project.
pub fn template(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/templates/{name}.xlsx", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Names of the entries of a package.
pub fn names(bytes: &[u8]) -> Vec<String> {
    let archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len()).map(|number| archive.name_for_index(number).unwrap().to_owned()).collect()
}

/// A part of a package as it is stored.
pub fn stored(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let number = archive.index_for_name(name).unwrap();
    let mut content = Vec::new();
    archive.by_index_raw(number).unwrap().read_to_end(&mut content).unwrap();
    content
}

/// A part of a package as text.
pub fn text(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut content = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut content).unwrap();
    content
}

/// A finding at a rectangle of a sheet.
pub fn finding(severity: Severity, sheet: &str, first: (u32, u32), last: (u32, u32)) -> Finding {
    let place = Place { sheet: sheet.into(), first, last };
    let code = crate::pipeline::codes().all().next().unwrap();
    Finding { severity, ..Finding::new(code, "分项 < 合计", "核对") }.at(place)
}

/// An error at one cell of the one sheet.
pub fn error(row: u32, column: u32) -> Finding {
    finding(Severity::Error, SHEET, (row, column), (row, column))
}
