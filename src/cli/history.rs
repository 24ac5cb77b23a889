//! `nianbao history`.

use super::args::{HistoryArgs, HistoryBy, HistoryFormat};
use super::collect::roster;
use super::console::Console;
use super::terminal;
use crate::batch::history::{self, Account, Grid, Kind, Note};
use crate::batch::summary::FileKind;
use crate::batch::{Listener, Settings};
use crate::deliver::own_files::OwnFiles;
use crate::deliver::save::save;
use crate::diag::text;
use crate::error::Error;
use crate::pipeline::Outcome;
use std::path::Path;

/// So many of a kind are named on the screen.
const NAMED: usize = 20;

/// Puts the reports beside each other. [`Outcome::Findings`] where a file was not taken, or
/// the roster does not agree.
pub fn run(args: &HistoryArgs, console: &Console) -> Result<Outcome, Error> {
    let kind = kind(args)?;
    if args.year.is_some() && args.by != HistoryBy::Body {
        return Err(Error::Usage("--year 要和 --by body 一起用".into()));
    }
    let options = Settings { forms: args.forms.form.clone(), ..Settings::default() }.load(1)?;
    let roster = args.roster.as_deref().map(|path| roster(path, &options)).transpose()?;
    if let Some(output) = args.output.as_ref().filter(|_| !args.force) {
        OwnFiles::default().refuse_foreign(&[output])?;
    }
    let except: Vec<&Path> = args.output.iter().chain(&args.roster).map(|path| &**path).collect();
    let mut readings = history::read(&args.files, &except, &options)?;
    if let Some(roster) = &roster {
        readings.left_out.retain(|(file, _)| !roster.is_copy(Path::new(file)));
    }
    let mut account = Account::of(readings, roster.as_ref(), options.forms)?;
    let year = match args.by {
        HistoryBy::Body => Some(account.of_year(args.year)?),
        HistoryBy::Year => None,
    };
    let mut notes = account.notes.clone();
    let bytes = match kind {
        FileKind::Csv => history::csv(&account)?,
        FileKind::Json => history::json(&account)?,
        FileKind::Xlsx => {
            let grid = match year {
                Some(year) => Grid::of_bodies(&account, year),
                None => Grid::of_years(&account)?,
            };
            notes.extend(grid.notes.iter().cloned());
            history::workbook(&account, &grid)?
        }
    };
    for entry in &account.entries {
        let found = entry.breaks.as_deref().unwrap_or_default();
        console.complain(&text::render(entry.file(), found, &terminal::stderr()));
    }
    match &args.output {
        Some(output) => {
            let file = (output.clone(), bytes);
            OwnFiles::default().claim(std::slice::from_ref(&file), None, args.force)?;
            save(output, &file.1)?;
            console.print(&format!("已生成 {}\n", output.display()));
            console.print(&told(&account, &notes));
        }
        // Standard output is for the table.
        None => {
            console.print(&String::from_utf8_lossy(&bytes));
            console.complain(&told(&account, &notes));
        }
    }
    Ok(if account.is_doubtful() { Outcome::Findings } else { Outcome::Clean })
}

/// What is to be written: as said, else as the name of the output says.
fn kind(args: &HistoryArgs) -> Result<FileKind, Error> {
    let ending = |path: &Path| path.extension().unwrap_or_default().to_ascii_lowercase();
    let is_parquet = args.output.as_deref().is_some_and(|path| ending(path) == "parquet");
    if is_parquet || args.format == Some(HistoryFormat::Parquet) {
        return Err(Error::Usage(
            "本程序不写 parquet；请用 --format csv 或 json，再由分析软件转换".into(),
        ));
    }
    let said = args.format.map(|format| match format {
        HistoryFormat::Csv => FileKind::Csv,
        HistoryFormat::Json => FileKind::Json,
        HistoryFormat::Xlsx | HistoryFormat::Parquet => FileKind::Xlsx,
    });
    let named = args.output.as_deref().map(FileKind::of).transpose()?;
    match (said, named) {
        (Some(said), Some(named)) if said != named => {
            let name = args.output.as_deref().unwrap_or(Path::new("")).display();
            Err(Error::Usage(format!("输出文件“{name}”的名字与 --format 不符，请改其中一个")))
        }
        (None | Some(FileKind::Xlsx), None) => Err(Error::Usage(
            "没有写输出文件，例如 -o 历年.xlsx；只要长表的，可以写 --format csv 或 json".into(),
        )),
        (Some(kind), _) | (None, Some(kind)) => Ok(kind),
    }
}

/// How many reports there are, and what there is to know of them; breaks and blanks were said
/// or stand in the table.
fn told(account: &Account, notes: &[Note]) -> String {
    let years = account.entries.iter().map(|entry| entry.year);
    let (first, last) = (years.clone().min().unwrap_or_default(), years.max().unwrap_or_default());
    let years = if first == last { format!("{first}") } else { format!("{first}—{last}") };
    let bodies: std::collections::BTreeSet<usize> =
        account.entries.iter().map(|entry| entry.body).collect();
    let count = account.entries.len();
    let mut text = format!("{years} 年度，{} 个机关，{count} 份报告\n", bodies.len());
    for kind in Kind::ALL {
        let own: Vec<&Note> = notes.iter().filter(|note| note.kind == kind).collect();
        let is_in_table =
            matches!(kind, Kind::Uncompared | Kind::Rate | Kind::Blank | Kind::Remark);
        if own.is_empty() || is_in_table {
            continue;
        }
        if kind == Kind::Break {
            text.push_str(&format!("  {}：{} 处\n", kind.words(), own.len()));
            continue;
        }
        text.push_str(&format!("  {}（{}）：\n", kind.words(), own.len()));
        for note in own.iter().take(NAMED) {
            let who = match (note.file.is_empty(), note.body.is_empty()) {
                (false, _) => format!("“{}”", note.file),
                (true, false) => note.body.clone(),
                (true, true) => String::new(),
            };
            let gap = if who.is_empty() { "" } else { "：" };
            text.push_str(&format!("    {who}{gap}{}\n", note.message));
        }
        if own.len() > NAMED {
            text.push_str(&format!("    等 {} 个\n", own.len()));
        }
    }
    text
}
