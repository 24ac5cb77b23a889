//! `nianbao collect`.

use super::args::CollectArgs;
use super::console::Console;
use crate::batch::collect::{Changes, Ledger, Roster, State, receive, write};
use crate::batch::load::{bytes, read_file};
use crate::batch::summary::FileKind;
use crate::batch::{Listener, Settings};
use crate::deliver::own_files::OwnFiles;
use crate::deliver::save::save;
use crate::error::Error;
use crate::pipeline::{Options, Outcome};
use std::path::Path;

/// So many bodies are named on the screen.
const NAMED: usize = 20;

/// Checks what has been received against the roster and writes the ledger.
/// [`Outcome::Findings`] while a body is missing, or its report has errors.
pub fn run(args: &CollectArgs, console: &Console) -> Result<Outcome, Error> {
    let kind = FileKind::of(&args.output)?;
    let settings = Settings {
        profile: args.profile.clone(),
        forms: args.forms.form.clone(),
        ..Settings::default()
    };
    let options = settings.load(1)?;
    let roster = roster(&args.roster, &options)?;
    if !args.force {
        OwnFiles::default().refuse_foreign(&[&args.output])?;
    }
    let except = [args.output.as_path(), args.roster.as_path()];
    let (received, others) = receive(&args.folder, &except, &roster, &options)?;
    let ledger = Ledger::of(&roster, received, others, args.year);
    let earlier = args.output.is_file().then(|| bytes(&args.output)).transpose()?;
    let changes = earlier.and_then(|earlier| Changes::since(&earlier, &ledger));
    let file = (args.output.clone(), write(&ledger, changes.as_ref(), kind)?);
    OwnFiles::default().claim(std::slice::from_ref(&file), None, args.force)?;
    save(&file.0, &file.1)?;
    console.print(&format!("已生成 {}\n", args.output.display()));
    if ledger.received.is_empty() {
        let folder = args.folder.display();
        console.print(&format!("文件夹“{folder}”里没有找到报告，请确认文件夹没有写错\n"));
    }
    console.print(&told(&ledger, changes.as_ref()));
    let is_done =
        ledger.lines.iter().all(|line| matches!(line.state, State::Filed | State::Warnings));
    Ok(if is_done { Outcome::Clean } else { Outcome::Findings })
}

/// Reads a roster.
pub fn roster(path: &Path, options: &Options) -> Result<Roster, Error> {
    Roster::read(&read_file(path)?, &options.open()).map_err(|error| match error {
        Error::NotAWorkbook(why) => Error::NotAWorkbook(format!("名单“{}”：{why}", path.display())),
        other => other,
    })
}

/// How many stand how, who is missing, and what has come since.
fn told(ledger: &Ledger, changes: Option<&Changes>) -> String {
    let year = ledger.year.map(|year| format!("{year} 年度，")).unwrap_or_default();
    let counts: Vec<String> = State::ALL
        .iter()
        .filter(|state| ledger.count(**state) > 0)
        .map(|state| format!("{} {}", state.words(), ledger.count(*state)))
        .collect();
    let mut text = format!("{year}应报 {} 家：{}\n", ledger.lines.len(), counts.join("，"));
    for state in [State::Missing, State::Unreadable, State::Repeated] {
        let names: Vec<&str> = ledger
            .lines
            .iter()
            .filter(|line| line.state == state)
            .map(|line| &*line.unit)
            .collect();
        text.push_str(&named(state.words(), &names));
    }
    let strangers: Vec<&str> = ledger.strangers().map(|one| one.file.as_str()).collect();
    text.push_str(&named("名单以外", &strangers));
    text.push_str(&named(
        "没有读取的其他文件",
        &ledger.others.iter().map(String::as_str).collect::<Vec<_>>(),
    ));
    if let Some(changes) = changes {
        text.push_str(&format!("与上次的台账比较：\n{}", changes.text()));
    }
    text
}

fn named(what: &str, names: &[&str]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let shown = names.iter().take(NAMED).copied().collect::<Vec<_>>().join("、");
    let more = if names.len() > NAMED { "等" } else { "" };
    format!("  {what}（{}）：{shown}{more}\n", names.len())
}
