//! `nianbao check`.

use super::args::{CheckArgs, FindingsFormat};
use super::collect::roster;
use super::console::Console;
use super::marked::Marked;
use super::report;
use super::terminal;
use crate::batch::findings::FileFindings;
use crate::batch::folder::{child, gather};
use crate::batch::inputs::Inputs;
use crate::batch::load::load;
use crate::batch::summary::{self, Facts, Row, Status, Summary};
use crate::batch::{Listener, Settings};
use crate::diag::{Severity, Style, text, worst};
use crate::error::Error;
use crate::pipeline::{self, Document, Options, Outcome};
use std::path::{Path, PathBuf};

/// Checks every file; one that cannot be read does not stop the others.
pub fn run(args: &CheckArgs, console: &Console) -> Result<Outcome, Error> {
    let inputs = Inputs::of(&args.workbooks)?;
    let marked = match &args.mark {
        Some(_) if inputs.has_folder => {
            return Err(Error::Usage("--mark 每次只能标注一个工作簿，不能是文件夹".into()));
        }
        Some(target) => Some(Marked::new(target, &inputs.workbooks, args.force)?),
        None => None,
    };
    let options = options(args, &inputs.workbooks)?;
    let profile = options.profile.as_ref();
    let style = terminal::stdout();
    let (mut outcome, mut all, mut rows) = (Outcome::Clean, Vec::new(), Vec::new());
    for path in &inputs.workbooks {
        let (document, found, row) = check(path, &options);
        rows.push(row);
        match &found.error {
            Some(error) => {
                console.complain(&format!("无法完成：{error}\n"));
                outcome = Outcome::Failed;
            }
            None => outcome = outcome.max(Outcome::of(&found.findings, args.strict)),
        }
        if args.format == FindingsFormat::Text && found.error.is_none() {
            console.print(&shown(&found, &options, args.strict, &style));
        } else if let Some(omission) = profile.and_then(|all| all.omission(found.omitted)) {
            console.complain(&format!("{}：{omission}\n", path.display()));
        }
        if let (Some(marked), Some(document)) = (&marked, document) {
            match marked.write(&document, &found.findings) {
                Ok(said) => console.complain(&said),
                Err(error) => {
                    console.error(&error);
                    outcome = Outcome::Failed;
                }
            }
        }
        all.push(found);
    }
    for (folder, error) in &inputs.closed {
        console.error(error);
        rows.push(failed(folder, Status::Failed, error));
        outcome = Outcome::Failed;
    }
    let is_text = args.format == FindingsFormat::Text;
    let is_long = inputs.has_folder || rows.len() > 1;
    console.print(&match args.format {
        FindingsFormat::Text if is_long => String::new(),
        format => report::render(&all, profile, options.forms, format)?,
    });
    if is_long {
        let Inputs { passed_over, hidden, .. } = inputs;
        let summary = Summary { rows, passed_over, hidden };
        let table = summary::table(&summary, Status::checked_words);
        let text = table + &summary::passed_over(&summary);
        if is_text { console.print(&text) } else { console.complain(&text) }
    }
    Ok(outcome)
}

/// What the files are checked for and compared with.
fn options(args: &CheckArgs, workbooks: &[PathBuf]) -> Result<Options, Error> {
    if workbooks.len() > 1 && (args.previous.is_some() || args.children.is_some()) {
        let sentence = "--previous 和 --children 每次只能核对一个工作簿，请分开核对";
        return Err(Error::Usage(sentence.into()));
    }
    let settings =
        Settings { previous: Vec::from_iter(args.previous.clone()), ..args.document.settings() };
    let mut options = settings.load(1)?;
    if let Some(folder) = &args.children {
        let roster = args.roster.as_deref().map(|path| roster(path, &options)).transpose()?;
        let except: Vec<&Path> =
            workbooks.iter().chain(&args.roster).map(|path| path.as_path()).collect();
        let read = |path: &Path, file| child(path, file, &options);
        let mut gathered = gather(folder, &except, read)?;
        if let Some(roster) = roster {
            roster.call(&mut gathered, folder);
        }
        options.children = Some(gathered);
    }
    Ok(options)
}

/// One file: the document, what was found in it, and its line in the account.
fn check(path: &Path, options: &Options) -> (Option<Document>, FileFindings, Row) {
    let document = match load(path, options) {
        Ok(document) => document,
        Err(error) => {
            let row = failed(path, Status::Unreadable, &error);
            return (None, FileFindings::failed(path, error.to_string()), row);
        }
    };
    match pipeline::check(&document, options) {
        Ok(checked) => {
            let facts = Facts::of(&document, &checked);
            let message = text::tally(&checked.findings, options.profile.as_ref(), checked.omitted);
            let row = Row::new(path, facts.status(), message, facts);
            (Some(document), FileFindings::checked(path, checked), row)
        }
        Err(error) => {
            let row = failed(path, Status::Failed, &error);
            (Some(document), FileFindings::failed(path, error.to_string()), row)
        }
    }
}

fn failed(path: &Path, status: Status, error: &Error) -> Row {
    Row::new(path, status, error.to_string(), Facts::default())
}

/// The findings with their counts, for people.
fn shown(found: &FileFindings, options: &Options, strict: bool, style: &Style) -> String {
    let name = found.path.display().to_string();
    let tally = text::tally(&found.findings, options.profile.as_ref(), found.omitted);
    let mut end = format!("{name}：{tally}");
    if strict && worst(&found.findings) == Some(Severity::Warning) {
        end.push_str("；按 --strict，有警告即不合格");
    }
    format!("{}{end}\n", text::render(&name, &found.findings, style))
}
