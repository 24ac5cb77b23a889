//! The summary as rows and columns, the same for a workbook and for CSV.

use super::{Row, Summary};
use crate::diag::Code;
use crate::pipeline::Format;
use crate::pipeline::codes;
use rust_decimal::Decimal;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text, possibly empty.
    Text(String),
    /// A whole number.
    Number(u64),
    /// An exact number, maybe with places or a sign.
    Exact(Decimal),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Cell {
        Cell::Number(number as u64)
    }
}

/// A heading and the width of its column in characters.
pub struct Column {
    /// The heading.
    pub heading: String,
    /// The width.
    pub width: f64,
}

/// The columns of a run that writes these formats.
pub fn columns(formats: &[Format]) -> Vec<Column> {
    let column = |heading: &str, width| Column { heading: heading.to_owned(), width };
    let mut columns = vec![
        column("工作簿", 40.0),
        column("机关名称", 28.0),
        column("年度", 7.0),
        column("格式版本", 10.0),
        column("结果", 16.0),
        column("错误", 7.0),
        column("警告", 7.0),
        column("提示", 7.0),
        column("已说明", 7.0),
        column("规则代码", 30.0),
        column("说明", 40.0),
    ];
    for format in formats {
        let name = format.name().to_uppercase();
        columns.push(column(&format!("{name} 文件"), 40.0));
        columns.push(column(&format!("{name} 字节"), 11.0));
        columns.push(column(&format!("{name} SHA-256"), 20.0));
    }
    columns.push(column("没有变化", 10.0));
    columns.push(column("用时（毫秒）", 12.0));
    columns
}

/// The cells of one workbook, for the same formats.
pub fn cells(row: &Row, formats: &[Format]) -> Vec<Cell> {
    let facts = &row.facts;
    let is_known = facts.edition.is_some();
    let count = |number: usize| if is_known { Cell::from(number) } else { Cell::from("") };
    let listed: Vec<String> =
        facts.codes.iter().map(|(code, count)| format!("{code}×{count}")).collect();
    let mut cells = vec![
        Cell::from(row.workbook.as_str()),
        Cell::from(facts.agency.as_deref().unwrap_or_default()),
        facts.year.and_then(|year| u64::try_from(year).ok()).map_or("".into(), Cell::Number),
        Cell::from(facts.edition.as_deref().unwrap_or_default()),
        Cell::from(row.status.words()),
        count(facts.errors),
        count(facts.warnings),
        count(facts.infos),
        count(facts.accepted),
        Cell::from(listed.join(" ").as_str()),
        Cell::from(row.message.as_str()),
    ];
    for format in formats {
        let ending = format!(".{}", format.ending());
        // `x.poster.pdf` ends like a PDF, too.
        let longer = |path: &str| {
            Format::ALL.iter().map(|format| format!(".{}", format.ending())).any(|other| {
                other.len() > ending.len() && other.ends_with(&ending) && path.ends_with(&other)
            })
        };
        let is_its = |path: &str| path.ends_with(&ending) && !longer(path);
        match facts.files.iter().find(|file| is_its(&file.path)) {
            Some(file) => cells.extend([
                Cell::from(file.path.as_str()),
                Cell::Number(file.size),
                Cell::from(file.sha256.as_str()),
            ]),
            None => cells.extend(["", "", ""].map(Cell::from)),
        }
    }
    cells.push(Cell::from(if row.unchanged { "是" } else { "" }));
    cells.push(Cell::Number(row.milliseconds));
    cells
}

/// Every code that was met: title, workbooks, findings.
pub fn by_code(summary: &Summary) -> Vec<Vec<Cell>> {
    let met = |id: &str| {
        let counts = summary.rows.iter().filter_map(|row| row.facts.codes.get(id));
        counts.fold((0, 0), |(books, findings), count| (books + 1, findings + count))
    };
    let line = |code: &Code| {
        let (books, findings) = met(code.id);
        (books > 0).then(|| vec![code.id.into(), code.title.into(), books.into(), findings.into()])
    };
    codes().all().filter_map(line).collect()
}
