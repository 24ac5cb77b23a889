//! `nianbao convert`.

use super::Outcome;
use super::args::{ConvertArgs, Format};
use super::console::Console;
use super::load::load;
use crate::diag::{Severity, text};
use crate::error::Error;
use crate::publication::compose;
use crate::writers::{docx, pdf, save::save, xml};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Converts every workbook; one that fails does not stop the others.
pub fn run(args: &ConvertArgs, console: &Console) -> Result<Outcome, Error> {
    let mut formats = args.to.clone();
    formats.sort_unstable();
    formats.dedup();
    let targets = targets(args)?;
    let fonts = match (&args.font_dir, formats.contains(&Format::Pdf)) {
        (_, false) => None,
        (Some(folder), true) => Some(pdf::Fonts::with_folder(folder)?),
        (None, true) => Some(pdf::Fonts::shipped()),
    };
    let mut outcome = Outcome::Clean;
    for (workbook, stem) in args.workbooks.iter().zip(&targets) {
        let one = convert(workbook, stem, &formats, fonts.as_ref(), args, console);
        outcome = outcome.max(one.unwrap_or_else(|error| {
            console.error(&error);
            Outcome::Failed
        }));
    }
    Ok(outcome)
}

/// The path of each workbook's outputs without ending; two that would meet are an error
/// before anything is written.
fn targets(args: &ConvertArgs) -> Result<Vec<PathBuf>, Error> {
    let mut seen: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    let mut targets = Vec::new();
    for workbook in &args.workbooks {
        let Some(stem) = workbook.file_stem() else {
            return Err(Error::Usage(format!("“{}”不是文件名", workbook.display())));
        };
        let folder = match &args.output {
            Some(folder) => folder.clone(),
            None => workbook.parent().unwrap_or(Path::new("")).to_owned(),
        };
        let target = folder.join(stem);
        if let Some(other) = seen.insert(target.clone(), workbook) {
            return Err(Error::Usage(format!(
                "“{}”和“{}”会生成同名文件，请改名或分开转换",
                other.display(),
                workbook.display()
            )));
        }
        targets.push(target);
    }
    Ok(targets)
}

fn convert(
    workbook: &Path,
    stem: &Path,
    formats: &[Format],
    fonts: Option<&pdf::Fonts>,
    args: &ConvertArgs,
    console: &Console,
) -> Result<Outcome, Error> {
    let loaded = load(workbook)?;
    let name = workbook.display().to_string();
    let mut shown = loaded.findings.clone();
    if args.quiet {
        shown.retain(|finding| finding.severity == Severity::Error);
    }
    console.complain(&text::render(&name, &shown));
    if loaded.has_errors() && !args.allow_errors {
        console.complain(&format!(
            "{name}：{}，没有生成文件；改正后重试，或加 --allow-errors 照样生成\n",
            text::counts(&loaded.findings)
        ));
        return Ok(Outcome::Findings);
    }
    let fingerprint: String =
        Sha256::digest(&loaded.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let publication = compose(&loaded.report, Some(&fingerprint));
    // All are made before the first is saved: a failure leaves nothing half done.
    let mut files = Vec::new();
    for format in formats {
        let bytes = match (format, fonts) {
            (Format::Docx, _) => docx::write(&publication, &docx::Options::default())?,
            (Format::Xml, _) => xml::write(&loaded.report)?,
            (Format::Pdf, Some(fonts)) => {
                pdf::write(&publication, fonts, &pdf::Options::default())?
            }
            (Format::Pdf, None) => continue,
        };
        let mut path = stem.as_os_str().to_owned();
        path.push(".");
        path.push(format.ending());
        files.push((PathBuf::from(path), bytes));
    }
    for (path, bytes) in &files {
        save(path, bytes)?;
        if !args.quiet {
            console.print(&format!("已生成 {}\n", path.display()));
        }
    }
    if !args.quiet {
        console.complain(&format!("{name}：{}\n", text::counts(&loaded.findings)));
    }
    Ok(if loaded.has_errors() { Outcome::Findings } else { Outcome::Clean })
}
