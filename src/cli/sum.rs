//! `nianbao sum`.

use super::args::SumArgs;
use super::collect::roster;
use super::console::Console;
use super::template::{known_edition, must_end_in_xlsx};
use super::terminal;
use crate::batch::folder::{child, gather};
use crate::batch::{Listener, Settings};
use crate::deliver::own_files::OwnFiles;
use crate::deliver::save::save;
use crate::diag::text;
use crate::error::Error;
use crate::pipeline::Outcome;
use crate::sum::{self, Asked, Attendance, Sum};
use crate::writers::workbook;
use std::path::Path;

/// Adds up the reports of a folder into a workbook. What could not be added is said, and
/// makes the run end with [`Outcome::Findings`] where the sum may be wrong for it.
pub fn run(args: &SumArgs, console: &Console) -> Result<Outcome, Error> {
    let options = Settings { forms: args.forms.form.clone(), ..Settings::default() }.load(1)?;
    let forms = options.forms;
    let edition = args.edition.as_deref().map(|typed| known_edition(typed, forms)).transpose()?;
    must_end_in_xlsx(&args.output)?;
    if !args.force {
        OwnFiles::default().refuse_foreign(&[&args.output])?;
    }
    let read = |path: &Path, file| child(path, file, &options);
    let roster = args.roster.as_deref().map(|path| roster(path, &options)).transpose()?;
    let except: Vec<&Path> = [&args.output].into_iter().chain(&args.roster).map(|p| &**p).collect();
    let mut gathered = gather(&args.folder, &except, read)?;
    if let Some(roster) = roster {
        roster.call(&mut gathered, &args.folder);
    }
    let asked = Asked { year: args.year, agency: args.agency.clone(), edition, forms };
    let sum = sum::add(&gathered, &asked)?;
    let file = (args.output.clone(), workbook::consolidated(&sum)?);
    OwnFiles::default().claim(std::slice::from_ref(&file), None, args.force)?;
    save(&args.output, &file.1)?;
    let name = args.folder.display().to_string();
    console.complain(&text::render(&name, &sum.findings, &terminal::stderr()));
    console.print(&summary(&sum, &args.output));
    let missing = compared(&gathered.attendance(&sum.taken));
    console.print(&missing);
    let is_doubtful = sum.is_doubtful() || !missing.is_empty();
    Ok(if is_doubtful { Outcome::Findings } else { Outcome::Clean })
}

/// Which bodies of the roster are missing from the sum, and which are not on it; nothing where
/// the two agree.
fn compared(Attendance { missing, strangers }: &Attendance) -> String {
    let mut text = String::new();
    let said = [("名单上没有计入的", missing), ("不在名单上、已经计入的", strangers)];
    for (what, names) in said.into_iter().filter(|(_, names)| !names.is_empty()) {
        text.push_str(&format!("  {what} {} 家：{}\n", names.len(), names.join("、")));
    }
    text
}

/// What was added, what was not and why.
fn summary(sum: &Sum<'_>, output: &Path) -> String {
    let year = sum.report.metadata.year.map(|year| format!(" {year} 年度")).unwrap_or_default();
    let mut text = format!("已生成 {}\n", output.display());
    text.push_str(&format!(
        "汇总{year} {} 家，没有计入 {} 家\n",
        sum.taken.len(),
        sum.left_out.len()
    ));
    for one in &sum.left_out {
        text.push_str(&format!("  没有计入 {}：{}\n", one.file, one.reason));
    }
    let wrong: Vec<&str> =
        sum.taken.iter().filter(|child| child.errors > 0).map(|child| child.name()).collect();
    if !wrong.is_empty() {
        text.push_str(&format!(
            "  报告本身有错误、照原样计入的 {} 家：{}\n",
            wrong.len(),
            wrong.join("、")
        ));
    }
    text
}
