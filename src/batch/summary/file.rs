//! The summary as a file: a workbook, CSV for Excel, or JSON for programs.

use super::sheet::{Cell, by_code, cells, columns};
use super::{Row, Status, Summary};
use crate::error::Error;
use crate::formats::opc::archive::same_everywhere;
use crate::pipeline::Format;
use rust_decimal::Decimal;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format as CellFormat, Workbook, Worksheet, XlsxError,
};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// A cell of a workbook keeps so many digits of a number.
const CELL_DIGITS: u32 = 15;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A workbook.
    Xlsx,
    /// Commas and UTF-8 with a mark, as Excel reads it.
    Csv,
    /// JSON.
    Json,
}

impl FileKind {
    /// That of a file of this name.
    ///
    /// # Errors
    /// [`Error::Usage`] for any other ending.
    pub fn of(path: &Path) -> Result<FileKind, Error> {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        match ending.as_str() {
            "xlsx" => Ok(FileKind::Xlsx),
            "csv" => Ok(FileKind::Csv),
            "json" => Ok(FileKind::Json),
            _ => Err(Error::Usage(format!(
                "汇总文件“{}”的名字应以 .xlsx、.csv 或 .json 结尾",
                path.display()
            ))),
        }
    }
}

/// The bytes of the file.
///
/// # Errors
/// [`Error::Writer`] when it cannot be put together.
pub fn write(summary: &Summary, formats: &[Format], kind: FileKind) -> Result<Vec<u8>, Error> {
    match kind {
        FileKind::Xlsx => xlsx(summary, formats).map_err(|error| Error::writer("汇总", error)),
        FileKind::Csv => csv(summary, formats).map_err(|error| Error::writer("汇总", error)),
        FileKind::Json => json(summary).map_err(|error| Error::writer("汇总", error)),
    }
}

fn xlsx(summary: &Summary, formats: &[Format]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The clock must not show.
    let created = ExcelDateTime::from_ymd(2020, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let columns = columns(formats);
    let headings: Vec<(&str, f64)> =
        columns.iter().map(|column| (column.heading.as_str(), column.width)).collect();
    let rows: Vec<Vec<Cell>> = summary.rows.iter().map(|row| cells(row, formats)).collect();
    fill(book.add_worksheet(), "工作簿", &headings, &rows)?;
    let counts: Vec<Vec<Cell>> = Status::ALL
        .iter()
        .map(|status| vec![status.words().into(), summary.count(*status).into()])
        .chain([vec!["合计".into(), summary.rows.len().into()]])
        .collect();
    fill(book.add_worksheet(), "合计", &[("结果", 20.0), ("份数", 10.0)], &counts)?;
    let headings = [("代码", 10.0), ("规则", 40.0), ("工作簿数", 10.0), ("处数", 10.0)];
    fill(book.add_worksheet(), "规则", &headings, &by_code(summary))?;
    if !summary.passed_over.is_empty() {
        let files: Vec<Vec<Cell>> =
            summary.passed_over.iter().map(|file| vec![file.as_str().into()]).collect();
        fill(book.add_worksheet(), "其他文件", &[("没有读取的文件", 80.0)], &files)?;
    }
    book.save_to_buffer().map(same_everywhere)
}

/// Fills a sheet: heads, then rows, ready to be filtered.
///
/// # Errors
/// When a name is none that a sheet can have.
pub fn fill(
    sheet: &mut Worksheet,
    name: &str,
    headings: &[(&str, f64)],
    rows: &[Vec<Cell>],
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    let bold = CellFormat::new().set_bold();
    for (column, (heading, width)) in (0..).zip(headings) {
        sheet.write_string_with_format(0, column, *heading, &bold)?;
        sheet.set_column_width(column, *width)?;
    }
    for (row, cells) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(text) if text.is_empty() => {}
                Cell::Text(text) => {
                    // The most that a cell holds.
                    let text: String = text.chars().take(16_000).collect();
                    sheet.write_string(row, column, text)?;
                }
                Cell::Number(number) => {
                    sheet.write_number(row, column, *number as f64)?;
                }
                Cell::Exact(number) => match in_cell(number) {
                    Some(number) => _ = sheet.write_number(row, column, number)?,
                    None => _ = sheet.write_string(row, column, number.to_string())?,
                },
            }
        }
    }
    if let (Ok(last_row), Ok(columns)) = (u32::try_from(rows.len()), u16::try_from(headings.len()))
    {
        sheet.autofilter(0, 0, last_row, columns - 1)?;
    }
    Ok(())
}

/// A number as a cell holds it; nothing where the cell would round it.
pub fn in_cell(number: &Decimal) -> Option<f64> {
    let digits = number.normalize().mantissa().unsigned_abs();
    (digits < 10_u128.pow(CELL_DIGITS)).then(|| number.to_string().parse().ok())?
}

fn csv(summary: &Summary, formats: &[Format]) -> Result<Vec<u8>, csv::Error> {
    let columns = columns(formats);
    let heads: Vec<&str> = columns.iter().map(|column| column.heading.as_str()).collect();
    separated(&heads, summary.rows.iter().map(|row| cells(row, formats)))
}

/// Heads and rows as CSV, as Excel reads it.
///
/// # Errors
/// When rows have another length than the heads.
pub fn separated(
    heads: &[&str],
    rows: impl IntoIterator<Item = Vec<Cell>>,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(heads)?;
    for row in rows {
        writer.write_record(row.into_iter().map(|cell| match cell {
            Cell::Text(text) => harmless(text),
            Cell::Number(number) => number.to_string(),
            Cell::Exact(number) => number.to_string(),
        }))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// Text that Excel does not take for a formula: file names and bodies come from others.
fn harmless(text: String) -> String {
    let acts =
        |c| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\t' | '\r' | '\n');
    if text.starts_with(acts) { format!("'{text}") } else { text }
}

/// The document; keys are added, never renamed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'s> {
    counts: BTreeMap<String, usize>,
    workbooks: &'s [Row],
    passed_over: &'s [String],
}

fn json(summary: &Summary) -> serde_json::Result<Vec<u8>> {
    let name = |status: Status| {
        serde_json::to_value(status).map(|name| name.as_str().unwrap_or_default().to_owned())
    };
    let counts = Status::ALL
        .iter()
        .map(|status| Ok((name(*status)?, summary.count(*status))))
        .collect::<serde_json::Result<_>>()?;
    let document = Document { counts, workbooks: &summary.rows, passed_over: &summary.passed_over };
    let mut bytes = serde_json::to_vec_pretty(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::{Facts, Product};
    use super::*;

    fn summary() -> Summary {
        let facts = Facts {
            agency: Some("=HYPERLINK(\"http://x\")".into()),
            year: Some(2021),
            edition: Some("2021".into()),
            warnings: 2,
            codes: BTreeMap::from([("NB106".into(), 2)]),
            files: vec![Product { path: "a.xml".into(), size: 7, sha256: "ab".into() }],
            ..Facts::default()
        };
        let row = Row {
            workbook: "甲,乙.xlsx".into(),
            status: Status::Warnings,
            unchanged: false,
            message: "-2 个警告".into(),
            facts,
            milliseconds: 12,
            retry: false,
        };
        Summary { rows: vec![row], passed_over: vec!["说明.docx".into()], hidden: 0 }
    }

    #[test]
    fn csv_is_for_excel_and_nothing_in_it_is_a_formula() {
        let bytes = write(&summary(), &[Format::Docx, Format::Xml], FileKind::Csv).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.starts_with('\u{feff}'));
        let line = text.lines().nth(1).unwrap();
        assert_eq!(
            line,
            "\"甲,乙.xlsx\",\"'=HYPERLINK(\"\"http://x\"\")\",2021,2021,已生成，有警告,0,2,0,0,\
             NB106×2,'-2 个警告,,,,a.xml,7,ab,,12"
        );
    }

    #[test]
    fn json_has_every_count() {
        let bytes = write(&summary(), &[], FileKind::Json).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(json["counts"]["warnings"], 1);
        assert_eq!(json["counts"]["unreadable"], 0);
        assert_eq!(json["workbooks"][0]["codes"]["NB106"], 2);
        assert_eq!(json["workbooks"][0]["files"][0]["sha256"], "ab");
        assert_eq!(json["workbooks"][0]["status"], "warnings");
        assert_eq!(json["passedOver"][0], "说明.docx");
    }

    #[test]
    fn the_workbook_is_the_same_every_time() {
        let make = || write(&summary(), &[Format::Xml], FileKind::Xlsx).unwrap();
        assert!(make() == make());
    }

    #[test]
    fn other_endings_are_refused() {
        assert_eq!(FileKind::of(Path::new("汇总.XLSX")).unwrap(), FileKind::Xlsx);
        assert!(FileKind::of(Path::new("汇总.txt")).is_err());
    }
}
