//! `nianbao check`.

use super::args::{CheckArgs, FindingsFormat};
use super::console::Console;
use super::marked::Marked;
use super::report;
use super::terminal;
use crate::batch::Listener;
use crate::batch::findings::FileFindings;
use crate::batch::folder::{child, gather};
use crate::batch::load::load;
use crate::diag::{Severity, Style, text, worst};
use crate::error::Error;
use crate::pipeline::{self, Document, Options, Outcome};
use std::path::Path;

/// Checks every file; one that cannot be read does not stop the others.
pub fn run(args: &CheckArgs, console: &Console) -> Result<Outcome, Error> {
    let marked = match &args.mark {
        Some(target) => Some(Marked::new(target, &args.workbooks, args.force)?),
        None => None,
    };
    let options = options(args)?;
    let profile = options.profile.as_ref();
    let style = terminal::stdout();
    let (mut outcome, mut all) = (Outcome::Clean, Vec::new());
    for path in &args.workbooks {
        let (document, found) = check(path, &options);
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
    console.print(&match args.format {
        FindingsFormat::Text if all.len() > 1 => total(&all),
        format => report::render(&all, profile, options.forms, format)?,
    });
    Ok(outcome)
}

/// What the files are checked for and compared with.
fn options(args: &CheckArgs) -> Result<Options, Error> {
    let mut options = args.document.settings().load(1)?;
    if args.workbooks.len() > 1 && (args.previous.is_some() || args.children.is_some()) {
        let sentence = "--previous 和 --children 每次只能核对一个工作簿，请分开核对";
        return Err(Error::Usage(sentence.into()));
    }
    if let Some(last) = &args.previous {
        options.previous = Some(load(last, &options)?.into());
    }
    if let Some(folder) = &args.children {
        let except: Vec<&Path> = args.workbooks.iter().map(|path| path.as_path()).collect();
        let read = |path: &Path, file| child(path, file, &options);
        options.children = Some(gather(folder, &except, read)?);
    }
    Ok(options)
}

fn check(path: &Path, options: &Options) -> (Option<Document>, FileFindings) {
    let document = match load(path, options) {
        Ok(document) => document,
        Err(error) => return (None, FileFindings::failed(path, error.to_string())),
    };
    let found = match pipeline::check(&document, options) {
        Ok(checked) => FileFindings::checked(path, checked),
        Err(error) => FileFindings::failed(path, error.to_string()),
    };
    (Some(document), found)
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

/// The last line where several files were checked.
fn total(all: &[FileFindings]) -> String {
    let failed = match all.iter().filter(|found| found.error.is_some()).count() {
        0 => String::new(),
        failed => format!("，{failed} 个没有读成"),
    };
    let findings = all.iter().flat_map(|found| &found.findings);
    format!("共 {} 个文件{failed}：{}\n", all.len(), text::counts(findings))
}
