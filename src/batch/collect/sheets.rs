//! The ledger as a file: a workbook with a sheet for each question, or one table for programs.

use super::changes::{Changes, FILE_HEADS, FILES};
use super::ledger::{Ledger, Line, State};
use super::received::Received;
use crate::batch::summary::{Cell, FileKind, fill, separated};
use crate::diag::Finding;
use crate::error::Error;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use serde::Serialize;
use std::collections::BTreeMap;

const LINE_HEADS: [(&str, f64); 14] = [
    ("序号", 6.0),
    ("单位名称", 32.0),
    ("情况", 9.0),
    ("文件", 40.0),
    ("文件里的保存时间", 18.0),
    ("错误", 7.0),
    ("警告", 7.0),
    ("提示", 7.0),
    ("本年新收申请", 13.0),
    ("本年度办理总计", 14.0),
    ("结转下年度", 12.0),
    ("备注", 50.0),
    ("联系人", 12.0),
    ("电话", 16.0),
];

/// The bytes of the ledger.
///
/// # Errors
/// [`Error::Writer`] when it cannot be put together.
pub fn write(ledger: &Ledger, changes: Option<&Changes>, kind: FileKind) -> Result<Vec<u8>, Error> {
    let failed = |reason: String| Error::writer("台账", reason);
    match kind {
        FileKind::Xlsx => xlsx(ledger, changes).map_err(|error| failed(error.to_string())),
        FileKind::Csv => {
            let heads = LINE_HEADS.map(|(head, _)| head);
            separated(&heads, lines(ledger)).map_err(|error| failed(error.to_string()))
        }
        FileKind::Json => json(ledger, changes).map_err(|error| failed(error.to_string())),
    }
}

fn xlsx(ledger: &Ledger, changes: Option<&Changes>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The clock must not show.
    let created = ExcelDateTime::from_ymd(2020, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    fill(book.add_worksheet(), "台账", &LINE_HEADS, &lines(ledger))?;
    let counts = State::ALL.map(|state| vec![state.words().into(), ledger.count(state).into()]);
    let all = vec![Cell::from("合计"), ledger.lines.len().into()];
    let counts: Vec<Vec<Cell>> = counts.into_iter().chain([all]).collect();
    fill(book.add_worksheet(), "合计", &[("情况", 12.0), ("单位数", 10.0)], &counts)?;
    let is_late = |line: &&Line| matches!(line.state, State::Missing | State::Unreadable);
    let late: Vec<Vec<Cell>> = ledger
        .lines
        .iter()
        .filter(is_late)
        .map(|line| {
            let words = ledger.reminder(line);
            [&line.unit, line.state.words(), &line.contact, &line.phone, &words]
                .map(Cell::from)
                .to_vec()
        })
        .collect();
    let heads = [
        ("单位名称", 32.0),
        ("情况", 9.0),
        ("联系人", 12.0),
        ("电话", 16.0),
        ("催报的话（可复制）", 80.0),
    ];
    fill(book.add_worksheet(), "未报", &heads, &late)?;
    let heads = [
        ("单位", 28.0),
        ("文件", 40.0),
        ("级别", 7.0),
        ("代码", 9.0),
        ("位置", 28.0),
        ("问题", 70.0),
        ("怎样修改", 70.0),
    ];
    fill(book.add_worksheet(), "全部问题", &heads, &findings(ledger))?;
    fill(book.add_worksheet(), FILES, &FILE_HEADS, &files(ledger))?;
    if !ledger.others.is_empty() {
        let others: Vec<Vec<Cell>> =
            ledger.others.iter().map(|file| vec![file.as_str().into()]).collect();
        fill(book.add_worksheet(), "其他文件", &[("没有读取的文件", 80.0)], &others)?;
    }
    if let Some(changes) = changes {
        let rows: Vec<Vec<Cell>> =
            [("新收到", &changes.new), ("有改动", &changes.corrected), ("已不在", &changes.gone)]
                .into_iter()
                .flat_map(|(what, files)| {
                    files.iter().map(move |file| vec![what.into(), file.as_str().into()])
                })
                .collect();
        fill(book.add_worksheet(), "与上次比较", &[("变化", 10.0), ("文件", 60.0)], &rows)?;
    }
    book.save_to_buffer()
}

fn lines(ledger: &Ledger) -> Vec<Vec<Cell>> {
    let total = |total: Option<Decimal>| match total {
        Some(number) => number.to_u64().map_or(Cell::from(&*number.to_string()), Cell::Number),
        None => Cell::from(""),
    };
    let cells = |(at, line): (usize, &Line)| {
        let mut cells: Vec<Cell> = vec![
            (at + 1).into(),
            line.unit.as_str().into(),
            line.state.words().into(),
            line.files.join("、").as_str().into(),
            line.saved.as_deref().unwrap_or_default().into(),
        ];
        match line.state {
            State::Missing | State::Unreadable => cells.extend([""; 3].map(Cell::from)),
            _ => cells.extend([line.errors, line.warnings, line.infos].map(Cell::from)),
        }
        cells.extend(line.totals.map(total));
        let remarks = line.remarks.join("；");
        cells.extend([remarks.as_str(), &line.contact, &line.phone].map(Cell::from));
        cells
    };
    ledger.lines.iter().enumerate().map(cells).collect()
}

fn findings(ledger: &Ledger) -> Vec<Vec<Cell>> {
    let of_file = |one: &Received| -> Vec<Vec<Cell>> {
        let unit = unit(ledger, one);
        let cells = |finding: &Finding| {
            let place = finding.place.as_ref().map(|place| place.to_string()).unwrap_or_default();
            let place = finding.spot.as_ref().map_or(place, |spot| spot.whole.clone());
            let (message, help) = (finding.message.to_string(), finding.help.to_string());
            let severity = finding.severity.to_string();
            [&*unit, &one.file, &severity, finding.code.id, &place, &message, &help]
                .map(Cell::from)
                .to_vec()
        };
        one.findings.iter().filter(|one| one.accepted.is_none()).map(cells).collect()
    };
    ledger.received.iter().flat_map(of_file).collect()
}

fn files(ledger: &Ledger) -> Vec<Vec<Cell>> {
    let cells = |one: &Received| {
        let agency = one.facts.agency.clone().unwrap_or_default();
        let year = one.year().map(|year| year.to_string()).unwrap_or_default();
        let read = one.report.as_ref().err().map_or("", String::as_str);
        let unit = unit(ledger, one);
        [&one.file, &unit, &agency, &year, read, &one.sha256]
            .map(|text: &str| Cell::from(text))
            .to_vec()
    };
    ledger.received.iter().map(cells).collect()
}

fn unit(ledger: &Ledger, one: &Received) -> String {
    one.unit.map_or_else(|| "（名单以外）".to_owned(), |at| ledger.lines[at].unit.clone())
}

/// The document; keys are added, never renamed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'l> {
    year: Option<i32>,
    counts: BTreeMap<String, usize>,
    units: &'l [Line],
    not_on_roster: Vec<&'l str>,
    passed_over: &'l [String],
    changes: Option<&'l Changes>,
}

fn json(ledger: &Ledger, changes: Option<&Changes>) -> serde_json::Result<Vec<u8>> {
    let count = |state: State| {
        let name = serde_json::to_value(state)?.as_str().unwrap_or_default().to_owned();
        Ok((name, ledger.count(state)))
    };
    let document = Document {
        year: ledger.year,
        counts: State::ALL.into_iter().map(count).collect::<serde_json::Result<_>>()?,
        units: &ledger.lines,
        not_on_roster: ledger.strangers().map(|one| one.file.as_str()).collect(),
        passed_over: &ledger.others,
        changes,
    };
    let mut bytes = serde_json::to_vec_pretty(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}
