//! The roster: which bodies are to send a report in.

use crate::batch::load::read_file;
use crate::error::Error;
use crate::formats::digest::sha256;
use crate::model::Metadata;
use crate::model::area::Position;
use crate::reader::grid::{Book, Content, Sheet};
use crate::reader::open::{OpenOptions, open};
use crate::sum::{Gathered, bare};
use crate::text::label::fold;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use std::collections::BTreeMap;
use std::path::Path;

/// The columns: heading, other names in use, width in characters.
const COLUMNS: [(&str, &[&str], f64); 5] = [
    ("单位名称", &["机关名称", "单位", "名称", "单位全称"], 36.0),
    ("别名", &["简称", "曾用名", "其他名称"], 24.0),
    ("统一社会信用代码", &["信用代码", "社会信用代码", "代码"], 24.0),
    ("联系人", &["经办人", "联络员"], 12.0),
    ("电话", &["联系电话", "手机"], 16.0),
];
/// A heading row further down is none.
const HEAD_ROWS: u32 = 10;

/// A body on the roster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// Its name.
    pub name: String,
    /// Other names it goes by.
    pub aliases: Vec<String>,
    /// Its unified social credit code.
    pub code: Option<String>,
    /// Whom to ask.
    pub contact: String,
    /// At which number.
    pub phone: String,
}

/// All bodies, in the order of the roster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// The bodies.
    pub units: Vec<Unit>,
    /// The SHA-256 of its file: copies of it may lie among the reports.
    pub sha256: String,
}

impl Roster {
    /// Reads a roster from a workbook.
    ///
    /// # Errors
    /// What the reader says of the file; [`Error::Usage`] when it is no roster, or names a body
    /// or a code twice.
    pub fn read(bytes: &[u8], options: &OpenOptions<'_>) -> Result<Roster, Error> {
        let book: Book = open(bytes, options)?.book;
        let units = book.sheets.iter().filter(|sheet| !sheet.hidden).find_map(units);
        let units = units.filter(|units| !units.is_empty()).ok_or_else(|| {
            Error::Usage(
                "名单里找不到“单位名称”一栏，或者没有写单位；空白的名单用 nianbao template --roster 取得"
                    .into(),
            )
        })?;
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for unit in &units {
            for key in unit.keys() {
                if let Some(other) = seen.insert(key, &unit.name)
                    && other != unit.name
                {
                    let name = &unit.name;
                    return Err(Error::Usage(format!(
                        "名单里“{other}”和“{name}”有相同的名称、别名或代码，分不清是哪一个单位"
                    )));
                }
            }
        }
        let repeated = units.iter().enumerate().find_map(|(at, unit)| {
            units[..at].iter().any(|other| bare(&other.name) == bare(&unit.name)).then_some(unit)
        });
        match repeated {
            Some(unit) => Err(Error::Usage(format!("名单里“{}”写了两次", unit.name))),
            None => Ok(Roster { units, sha256: sha256(bytes) }),
        }
    }

    /// Says whose each report of a folder is, and whose are to be there.
    pub fn call(&self, gathered: &mut Gathered, folder: &Path) {
        gathered.expected = self.units.iter().map(|unit| unit.name.clone()).collect();
        gathered.left_out.retain(|one| !self.is_copy(&folder.join(&one.file)));
        for child in &mut gathered.children {
            child.unit = self.find_of(&child.report.metadata, &child.file);
            child.called = child.unit.map(|unit| self.units[unit].name.clone());
        }
    }

    /// Whether a file is this roster, or a copy of it.
    pub fn is_copy(&self, file: &Path) -> bool {
        read_file(file).is_ok_and(|bytes| sha256(&bytes) == self.sha256)
    }

    /// The body that the report in a file is of. One that says whose it is is not another
    /// body's for the name of its file.
    pub fn find_of(&self, metadata: &Metadata, file: &str) -> Option<usize> {
        let own = self.find(metadata.field("publisherCode"), metadata.agency.as_deref());
        own.or_else(|| self.find_in(file).filter(|_| metadata.agency.is_none()))
    }

    /// The body that a report is of: by its code, then by its name or another name of it.
    pub fn find(&self, code: Option<&str>, name: Option<&str>) -> Option<usize> {
        let by_code = code.and_then(|code| {
            let is_it = |own: &str| !code.is_empty() && bare(own).eq_ignore_ascii_case(&bare(code));
            self.units.iter().position(|unit| unit.code.as_deref().is_some_and(is_it))
        });
        let name = name.map(bare).filter(|name| !name.is_empty());
        by_code.or_else(|| {
            let name = name?;
            self.units.iter().position(|unit| unit.names().any(|own| bare(own) == name))
        })
    }

    /// The body whose name, or another name of it, is part of the name of a file: for files
    /// that do not say themselves whose they are. The longest name wins.
    pub fn find_in(&self, file: &str) -> Option<usize> {
        let file = bare(file);
        let named = self.units.iter().enumerate().flat_map(|(at, unit)| {
            unit.names().map(bare).filter(|name| file.contains(name.as_str())).map(move |n| (n, at))
        });
        named.max_by_key(|(name, at)| (name.chars().count(), usize::MAX - at)).map(|(_, at)| at)
    }

    /// Whether a name has that of this body in it: a report of two bodies is called after both.
    pub fn is_within(&self, at: usize, name: &str) -> bool {
        let name = bare(name);
        self.units[at].names().map(bare).any(|own| !own.is_empty() && name.contains(&own))
    }
}

impl Unit {
    /// Its name and the others it goes by.
    fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.aliases).map(String::as_str)
    }

    fn keys(&self) -> impl Iterator<Item = String> {
        self.names().chain(self.code.as_deref()).map(bare).filter(|key| !key.is_empty())
    }
}

/// The bodies on a sheet that has the heads of a roster.
fn units(sheet: &Sheet) -> Option<Vec<Unit>> {
    let (head, columns) = (0..HEAD_ROWS).find_map(|row| Some((row, columns(sheet, row)?)))?;
    let text = |at: Position| -> String {
        match sheet.cells.get(&at).map(|cell| &cell.content) {
            Some(Content::Text(text) | Content::Number(text)) => text.trim().to_owned(),
            _ => String::new(),
        }
    };
    let last = sheet.cells.keys().map(|at| at.0).max().unwrap_or_default();
    let rows = (head + 1..=last).map(|row| {
        let value = |column: usize| columns[column].map(|c| text((row, c))).unwrap_or_default();
        let aliases = value(1);
        let aliases = aliases.split(['、', '，', ',', '；', ';', '\n', '/']).map(str::trim);
        Unit {
            name: value(0),
            aliases: aliases.filter(|alias| !alias.is_empty()).map(str::to_owned).collect(),
            code: Some(value(2)).filter(|code| !code.is_empty()),
            contact: value(3),
            phone: value(4),
        }
    });
    Some(rows.filter(|unit| !unit.name.is_empty()).collect())
}

/// The columns of the heads in a row, if it has that of the names.
fn columns(sheet: &Sheet, row: u32) -> Option<[Option<u32>; COLUMNS.len()]> {
    let mut found = [None; COLUMNS.len()];
    for (at, cell) in sheet.cells.range((row, 0)..=(row, u32::MAX)) {
        let Content::Text(text) = &cell.content else { continue };
        let text = fold(text);
        let known = COLUMNS.iter().position(|(heading, others, _)| {
            fold(heading) == text || others.iter().any(|other| fold(other) == text)
        });
        if let Some(column) = known {
            found[column].get_or_insert(at.1);
        }
    }
    found[0].is_some().then_some(found)
}

/// A blank roster.
///
/// # Errors
/// [`Error::Writer`] when it cannot be put together.
pub fn blank() -> Result<Vec<u8>, Error> {
    let make = || -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        // The clock must not show.
        let created = ExcelDateTime::from_ymd(2020, 1, 1)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&created));
        let sheet = book.add_worksheet();
        sheet.set_name("名单")?;
        sheet.set_freeze_panes(1, 0)?;
        let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
        for (column, (heading, _, width)) in (0..).zip(COLUMNS) {
            sheet.write_string_with_format(0, column, heading, &bold)?;
            sheet.set_column_width(column, width)?;
            // Codes and numbers of telephones keep their zeros.
            sheet.set_column_format(column, &text)?;
        }
        sheet.write_string(
            0,
            6,
            "说明：一行一个单位；别名可写几个，用顿号分开；别名、代码、联系人、电话可空",
        )?;
        book.save_to_buffer()
    };
    make().map_err(|error| Error::writer("名单", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roster() -> Roster {
        let unit = |name: &str, alias: &str, code: Option<&str>| Unit {
            name: name.into(),
            aliases: vec![alias.into()],
            code: code.map(str::to_owned),
            ..Unit::default()
        };
        Roster {
            units: vec![
                unit("某县公安局", "县公安局", Some("11610000000000001X")),
                unit("某县公安局交警大队", "交警大队", None),
            ],
            sha256: String::new(),
        }
    }

    #[test]
    fn a_report_is_found_by_code_then_by_name_and_a_file_by_the_longest_name() {
        let roster = roster();
        assert_eq!(roster.find(Some("11610000000000001X"), Some("别的")), Some(0));
        assert_eq!(roster.find(None, Some("县 公安局")), Some(0));
        assert_eq!(roster.find(None, Some("某县民政局")), None);
        assert_eq!(roster.find_in("报送/某县公安局交警大队2024年报.xlsx"), Some(1));
        assert_eq!(roster.find_in("县公安局.doc"), Some(0));
    }

    #[test]
    fn a_blank_roster_is_one_without_bodies() {
        let error = Roster::read(&blank().unwrap(), &OpenOptions::default()).unwrap_err();
        assert!(error.to_string().contains("没有写单位"), "{error}");
    }
}
