//! The list of files as a workbook: one line a file, what became of it and what it says.

use nianbao::Error;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

/// The heads and their widths in characters.
const COLUMNS: [(&str, f64); 8] = [
    ("文件", 40.0),
    ("机关", 24.0),
    ("年度", 8.0),
    ("结果", 28.0),
    ("错误", 8.0),
    ("警告", 8.0),
    ("提示", 8.0),
    ("第一个问题", 80.0),
];

/// Columns with numbers.
const NUMBERS: [usize; 4] = [2, 4, 5, 6];

/// The workbook; the same for the same rows.
///
/// # Errors
/// [`Error::Writer`] when it cannot be written.
pub fn workbook(rows: &[[String; 8]]) -> Result<Vec<u8>, Error> {
    write(rows).map_err(|error| Error::writer("XLSX", error))
}

fn write(rows: &[[String; 8]]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The clock is no part of it.
    let created = ExcelDateTime::from_ymd(2021, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = workbook.add_worksheet();
    sheet.set_name("汇总表")?;
    let head = Format::new().set_bold();
    for (column, (name, width)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?.write_with_format(0, column, name, &head)?;
    }
    for (line, row) in (1..).zip(rows) {
        for ((column, text), index) in (0..).zip(row).zip(0..) {
            match text.parse::<f64>() {
                Ok(number) if NUMBERS.contains(&index) => sheet.write(line, column, number)?,
                _ => sheet.write_string(line, column, text)?,
            };
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    sheet.autofilter(0, 0, last, 7)?;
    workbook.save_to_buffer()
}
