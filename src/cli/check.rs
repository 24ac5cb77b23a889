//! `nianbao check`.

use super::Outcome;
use super::args::{CheckArgs, FindingsFormat};
use super::console::Console;
use super::marked::Marked;
use super::terminal;
use crate::diag::run::{File, Run};
use crate::diag::{Finding, Profile, Severity, Style, json, sarif, text, worst};
use crate::error::Error;
use crate::pipeline::codes;
use crate::pipeline::compared::Compared;
use crate::pipeline::load::load_profile;
use crate::pipeline::load::{Loaded, load};
use std::path::Path;

/// Checks every file; one that cannot be read does not stop the others.
pub fn run(args: &CheckArgs, console: &Console) -> Result<Outcome, Error> {
    let marked = match &args.mark {
        Some(target) => Some(Marked::new(target, &args.workbooks, args.force)?),
        None => None,
    };
    let profile = args.profile.as_deref().map(load_profile).transpose()?;
    let compared =
        Compared::open(&args.workbooks, args.previous.as_deref(), args.children.as_deref())?;
    let style = terminal::stdout();
    let mut outcome = Outcome::Clean;
    let mut checked = Vec::new();
    for path in &args.workbooks {
        let one = Checked::new(path, args, &compared, profile.as_ref());
        outcome = outcome.max(one.outcome(args.strict));
        if args.format == FindingsFormat::Text {
            console.print(&one.text(profile.as_ref(), args.strict, &style));
        }
        one.complain(profile.as_ref(), args.format, console);
        if let (Some(marked), Ok(loaded)) = (&marked, &one.result) {
            match marked.write(&loaded.bytes, &loaded.findings) {
                Ok(said) => console.complain(&said),
                Err(error) => {
                    console.error(&error);
                    outcome = Outcome::Failed;
                }
            }
        }
        checked.push(one);
    }
    match args.format {
        FindingsFormat::Text if checked.len() > 1 => console.print(&total(&checked)),
        FindingsFormat::Text => {}
        FindingsFormat::Json => console.print(&json::render(&run_of(&checked, profile.as_ref()))?),
        FindingsFormat::Sarif => {
            console.print(&sarif::render(&run_of(&checked, profile.as_ref()), codes())?)
        }
    }
    Ok(outcome)
}

/// One file after everything that looks at it.
struct Checked<'a> {
    path: &'a Path,
    result: Result<Loaded, Error>,
    /// Findings that the profile has switched off.
    omitted: usize,
}

impl<'a> Checked<'a> {
    fn new(
        path: &'a Path,
        args: &CheckArgs,
        compared: &Compared,
        profile: Option<&Profile>,
    ) -> Checked<'a> {
        let mut result = load(path);
        let mut omitted = 0;
        if let Ok(loaded) = &mut result {
            compared.apply(loaded);
            if args.portal_strict {
                loaded.apply_portal();
            }
            omitted = profile.map_or(0, |profile| profile.apply(&mut loaded.findings));
        }
        Checked { path, result, omitted }
    }

    fn findings(&self) -> &[Finding] {
        self.result.as_ref().map_or(&[], |loaded| &loaded.findings)
    }

    fn outcome(&self, strict: bool) -> Outcome {
        match self.result {
            Ok(_) => Outcome::of(self.findings(), strict),
            Err(_) => Outcome::Failed,
        }
    }

    /// The findings with their counts, for people.
    fn text(&self, profile: Option<&Profile>, strict: bool, style: &Style) -> String {
        if self.result.is_err() {
            return String::new();
        }
        let (name, findings) = (self.path.display().to_string(), self.findings());
        let mut end = format!("{name}：{}", text::tally(findings, profile, self.omitted));
        if strict && worst(findings) == Some(Severity::Warning) {
            end.push_str("；按 --strict，有警告即不合格");
        }
        format!("{}{end}\n", text::render(&name, findings, style))
    }

    /// What the output for programs does not say to a person, or cannot say at all.
    fn complain(&self, profile: Option<&Profile>, format: FindingsFormat, console: &Console) {
        if let Err(error) = &self.result {
            console.error(error);
        }
        let omission = profile.and_then(|profile| profile.omission(self.omitted));
        if let (Some(omission), true) = (omission, format != FindingsFormat::Text) {
            console.complain(&format!("{}：{omission}\n", self.path.display()));
        }
    }
}

/// The last line where several files were checked.
fn total(checked: &[Checked<'_>]) -> String {
    let failed = checked.iter().filter(|one| one.result.is_err()).count();
    let failed = match failed {
        0 => String::new(),
        _ => format!("，{failed} 个没有读成"),
    };
    let findings = checked.iter().flat_map(|one| one.findings());
    format!("共 {} 个文件{failed}：{}\n", checked.len(), text::counts(findings))
}

fn run_of<'r>(checked: &'r [Checked<'_>], profile: Option<&'r Profile>) -> Run<'r> {
    let file = |one: &'r Checked<'_>| File {
        path: one.path,
        findings: one.findings(),
        omitted: one.omitted,
        error: one.result.as_ref().err().map(Error::to_string),
    };
    Run { files: checked.iter().map(file).collect(), profile }
}
