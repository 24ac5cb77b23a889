//! Every code of the rule book with a bad and a good example: `tests/rules/NBnnn` holds
//! `bad.toml`, `good.toml` and `expected.txt`, all that is found in the bad one.
//!
//! An example is a few changes to a report without fault (`base.toml`): the report is written
//! as an official workbook, read back, changed in single cells where the example asks for
//! it, and checked. `NIANBAO_BLESS=1 cargo test --test rules` writes the expectations anew.

use nianbao::diag::Finding;
use nianbao::model::form::{FieldKind, fields};
use nianbao::model::{Date, Forms, Metadata, Passage, Report, Section, Table};
use nianbao::pipeline::accept::accept;
use nianbao::pipeline::codes;
use nianbao::reader::grid::{Area, Book, Cell, Content, Position, Sheet};
use nianbao::reader::{OpenOptions, from_book, narrative, open, value};
use nianbao::{rules, writers::workbook};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

/// Codes without an example here, each with its reason.
const ELSEWHERE: [(&str, &str); 14] = [
    ("NB022", "needs a damaged file: src/reader/open/tests"),
    ("NB026", "needs the styles of a file: tests/it/snapshots.rs"),
    ("NB027", "needs a drawing: tests/it/snapshots.rs"),
    ("NB18", "needs a document: tests/it/documents.rs"),
    ("NB190", "needs a document: tests/it/documents.rs"),
    ("NB5", "needs a second file: src/rules/history/tests.rs"),
    ("NB680", "only when a portal asks for it: src/rules/portal.rs"),
    ("NB684", "needs a mapping: src/writers/mapping"),
    ("NB688", "needs a feed: src/deliver/feed"),
    ("NB689", "needs a feed: src/deliver/feed"),
    ("NB69", "needs a feed: src/deliver/feed"),
    ("NB850", "needs a second file: src/diff/tests.rs"),
    ("NB8", "needs a second file: src/rules/children/tests.rs"),
    ("NB9", "needs a PDF: src/writers/pdf"),
];

/// Changes to a report.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Example {
    /// What is wrong, or why it is not.
    says: String,
    /// The report it starts from.
    base: Option<String>,
    edition: Option<String>,
    /// Keys of 基本信息 by id; empty text takes one out.
    metadata: BTreeMap<String, toml::Value>,
    /// Keys that are not of the form.
    unknown: BTreeMap<String, String>,
    /// Headings and paragraphs by section.
    headings: BTreeMap<String, String>,
    text: BTreeMap<String, Vec<String>>,
    notes: BTreeMap<String, Vec<String>>,
    /// Rows by table: figures by column, `.` for blank.
    table: BTreeMap<String, BTreeMap<String, String>>,
    /// The edition of a table's form, where it is another.
    form: BTreeMap<String, String>,
    /// Tables wholly blank.
    blank: Vec<String>,
    /// Changes in the workbook: `sheet A1` → text, number, or what a cell can hold.
    cells: BTreeMap<String, Typed>,
    /// `sheet 5`, `sheet C` or `sheet`: hidden row, column, sheet.
    hide: Vec<String>,
    /// `sheet A1:B2`.
    merge: Vec<String>,
    /// Sheets taken out.
    drop: Vec<String>,
    /// `sheet -> copy`.
    copy: Vec<String>,
}

/// What is put into a cell.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Typed {
    Text(String),
    Whole(i64),
    Number(f64),
    Formula { formula: String, result: Option<String> },
    Date { date: f64 },
    Error { error: String },
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}

fn load(path: &str) -> Example {
    let text =
        fs::read_to_string(folder().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The report of an example and of those it starts from.
fn report(example: &Example) -> Report {
    let mut report = match &example.base {
        Some(base) => report(&load(&format!("{base}.toml"))),
        None if example.edition.is_some() => empty(example.edition.as_deref().unwrap()),
        None => report(&load("base.toml")),
    };
    for (id, value) in &example.metadata {
        set_field(&mut report.metadata, id, value);
    }
    report.metadata.unknown.extend(example.unknown.clone());
    for section in &mut report.sections {
        let number = section.number.to_string();
        if let Some(heading) = example.headings.get(&number) {
            section.heading = heading.clone();
        }
        if let Some(lines) = example.text.get(&number) {
            section.blocks = lines.iter().map(|line| narrative::passage(line)).collect();
        }
        if let Some(notes) = example.notes.get(&number) {
            section.notes = notes.clone();
        }
    }
    for (id, edition) in &example.form {
        report.tables.insert(id.clone(), Table::blank(Forms::shipped().find(edition).unwrap()));
    }
    for (id, rows) in &example.table {
        let table = report.tables.get_mut(id).unwrap_or_else(|| panic!("no table {id}"));
        for (row, figures) in rows {
            set_row(table, id, row, figures);
        }
    }
    for id in &example.blank {
        report.tables.get_mut(id).unwrap().rows.clear();
    }
    report
}

fn empty(edition: &str) -> Report {
    let form = Forms::shipped().find(edition).unwrap().form();
    let sections = form.sections.iter().map(|section| Section {
        number: section.number,
        heading: section.heading.clone(),
        blocks: Vec::<Passage>::new(),
        table: section.table.clone(),
        notes: Vec::new(),
    });
    let blank = |id: &String| (id.clone(), Table::blank(form.edition()));
    Report {
        edition: form.edition(),
        metadata: Metadata::default(),
        sections: sections.collect(),
        tables: form.tables.iter().map(|table| blank(&table.id)).collect(),
    }
}

fn set_field(metadata: &mut Metadata, id: &str, value: &toml::Value) {
    assert!(fields().fields.iter().any(|field| field.id == id), "no key {id}");
    let text = value.as_str().map(str::to_owned);
    let date = || text.as_deref().and_then(Date::parse);
    let some = text.clone().filter(|text| !text.is_empty());
    match id {
        "year" => metadata.year = value.as_integer().map(|year| year as i32),
        "agency" => metadata.agency = some,
        "title" => metadata.title = some,
        "dateProduced" => metadata.date_produced = date(),
        "datePublished" => metadata.date_published = date(),
        _ => match some {
            Some(text) => drop(metadata.fields.insert(id.into(), text)),
            None => drop(metadata.fields.remove(id)),
        },
    }
}

fn set_row(table: &mut Table, id: &str, row: &str, figures: &str) {
    let form = table.form.form();
    let block = form
        .table(id)
        .and_then(|table| table.block_of(row))
        .unwrap_or_else(|| panic!("no row {row}"));
    let figures: Vec<&str> = figures.split_whitespace().collect();
    assert_eq!(figures.len(), block.columns.len(), "{id} {row}");
    for (column, text) in block.columns.iter().zip(figures) {
        let text = if text == "." { "" } else { text };
        let (figure, _) = value::figure(&Content::Text(text.into()), column.kind, None, false);
        table.set(row, &column.id, figure);
    }
}

/// The workbook of an example, changed as it asks.
fn book(example: &Example) -> Book {
    let bytes = workbook::filled(&report(example)).unwrap();
    let mut book = open::open(&bytes, &OpenOptions::default()).unwrap().book;
    for copy in &example.copy {
        let (from, to) = copy.split_once(" -> ").unwrap();
        let sheet = Sheet { name: to.into(), ..sheet(&mut book, from).clone() };
        book.sheets.push(sheet);
    }
    book.sheets.retain(|sheet| !example.drop.contains(&sheet.name));
    for (place, typed) in &example.cells {
        let (name, at) = place.rsplit_once(' ').unwrap();
        let cells = &mut sheet(&mut book, name).cells;
        let (content, formula) = match typed {
            Typed::Text(text) if text.is_empty() => {
                cells.remove(&position(at));
                continue;
            }
            Typed::Text(text) => (Content::Text(text.clone()), None),
            Typed::Whole(number) => (Content::Number(number.to_string()), None),
            Typed::Number(number) => (Content::Number(number.to_string()), None),
            Typed::Formula { formula, result } => {
                let content = result.clone().map_or(Content::Uncalculated, Content::Number);
                (content, Some(formula.clone()))
            }
            Typed::Date { date } => (Content::Date(*date), None),
            Typed::Error { error } => (Content::Error(error.clone()), None),
        };
        cells.insert(position(at), Cell { content, formula });
    }
    for area in &example.merge {
        let (name, area) = area.rsplit_once(' ').unwrap();
        let (first, last) = area.split_once(':').unwrap();
        sheet(&mut book, name).merges.push(Area { first: position(first), last: position(last) });
    }
    for hidden in &example.hide {
        match hidden.rsplit_once(' ') {
            Some((name, row)) if row.parse::<u32>().is_ok() => {
                sheet(&mut book, name).hidden_rows.insert(row.parse::<u32>().unwrap() - 1);
            }
            Some((name, column)) => {
                sheet(&mut book, name).hidden_columns.insert(position(&format!("{column}1")).1);
            }
            None => sheet(&mut book, hidden).hidden = true,
        }
    }
    book
}

/// A sheet by name; a new one where there is none.
fn sheet<'b>(book: &'b mut Book, name: &str) -> &'b mut Sheet {
    let index = book.sheets.iter().position(|sheet| sheet.name == name).unwrap_or_else(|| {
        book.sheets.push(Sheet { name: name.into(), ..Sheet::default() });
        book.sheets.len() - 1
    });
    &mut book.sheets[index]
}

/// `B12` as row and column from 0.
fn position(reference: &str) -> Position {
    let digits = reference.find(|c: char| c.is_ascii_digit()).unwrap();
    let column = reference[..digits].bytes().fold(0, |sum, b| sum * 26 + u32::from(b - b'A') + 1);
    (reference[digits..].parse::<u32>().unwrap() - 1, column - 1)
}

fn findings(example: &Example) -> Vec<Finding> {
    let read = from_book(&book(example), Forms::shipped()).unwrap();
    let mut findings = rules::check(&read.report, &read.origins, &read.sheets, Forms::shipped());
    findings.extend(read.findings);
    let own = accept(&mut findings, &read.acceptances, |_| true);
    findings.extend(own);
    nianbao::diag::sort(&mut findings, &read.sheets);
    findings
}

/// `CODE severity sheet cell`, one a line.
fn lines(findings: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let severity = serde_json::to_string(&finding.severity).unwrap();
        let place =
            finding.place.as_ref().map(|place| format!("{} {}", place.sheet, place.reference()));
        let place = place.unwrap_or_else(|| "- -".into());
        let accepted = if finding.accepted.is_some() { " accepted" } else { "" };
        format!("{} {} {place}{accepted}\n", finding.code.id, severity.trim_matches('"'))
    };
    findings.iter().map(line).collect()
}

/// The codes that have examples here.
pub fn examples() -> BTreeSet<String> {
    fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("NB"))
        .collect()
}

/// A report that examples start from.
pub fn base(name: &str) -> Report {
    report(&load(&format!("{name}.toml")))
}

/// Everything found in the bad example of a code.
pub fn bad(code: &str) -> Vec<Finding> {
    findings(&load(&format!("{code}/bad.toml")))
}

/// Everything found after these changes.
pub fn found(changes: &str) -> Vec<Finding> {
    findings(&toml::from_str(changes).unwrap())
}

#[test]
fn the_reports_that_examples_start_from_are_without_fault() {
    for base in ["base.toml", "base-2019.toml"] {
        let found = findings(&load(base));
        assert!(found.is_empty(), "{base}: {found:#?}");
    }
    assert!(fields().fields.iter().any(|field| field.kind == FieldKind::Choice));
}

#[test]
fn every_code_has_its_examples() {
    let folders = examples();
    for code in codes().all() {
        let elsewhere = ELSEWHERE.iter().any(|(room, _)| code.id.starts_with(room));
        assert!(elsewhere || folders.contains(code.id), "tests/rules/{} is missing", code.id);
    }
    for folder in folders {
        assert!(codes().find(&folder).is_some(), "tests/rules/{folder}: no such code");
    }
}

#[test]
fn bad_examples_give_what_is_expected_and_good_ones_do_not() {
    let codes: Vec<String> = examples().into_iter().collect();
    let lanes = std::thread::available_parallelism().map_or(1, usize::from);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let running: Vec<_> = codes
            .chunks(codes.len().div_ceil(lanes))
            .map(|codes| {
                scope.spawn(|| codes.iter().flat_map(|code| wrong(code)).collect::<Vec<_>>())
            })
            .collect();
        running.into_iter().flat_map(|lane| lane.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What is wrong with the examples of a code.
fn wrong(code: &str) -> Vec<String> {
    let bless = std::env::var_os("NIANBAO_BLESS").is_some();
    let mut wrong = Vec::new();
    let bad = load(&format!("{code}/bad.toml"));
    let good = load(&format!("{code}/good.toml"));
    if bad.says.is_empty() || good.says.is_empty() {
        wrong.push(format!("{code}: an example does not say what it shows"));
    }
    let found = findings(&bad);
    let lines = lines(&found);
    if !found.iter().any(|finding| finding.code.id == code) {
        wrong.push(format!("{code}: the bad example does not give it, but\n{lines}"));
    }
    if let Some(finding) = findings(&good).iter().find(|finding| finding.code.id == code) {
        wrong.push(format!("{code}: the good example gives it: {}", finding.message));
    }
    let path = folder().join(code).join("expected.txt");
    if bless {
        fs::write(&path, &lines).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if expected != lines {
        wrong.push(format!("{code}: expected\n{expected}found\n{lines}"));
    }
    wrong
}
