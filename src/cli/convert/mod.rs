//! `nianbao convert`.

mod one;

use super::Outcome;
use super::args::ConvertArgs;
use super::console::Console;
use crate::error::Error;
use one::job;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Converts every workbook; one that fails does not stop the others.
pub fn run(args: &ConvertArgs, console: &Console) -> Result<Outcome, Error> {
    let targets = targets(args)?;
    let job = job(args)?;
    let mut outcome = Outcome::Clean;
    for (workbook, stem) in args.workbooks.iter().zip(&targets) {
        outcome = outcome.max(job.convert(workbook, stem, console).unwrap_or_else(|error| {
            console.error(&error);
            Outcome::Failed
        }));
    }
    Ok(outcome)
}

/// The path of each workbook's outputs without ending; two that would meet are an error
/// before anything is written.
fn targets(args: &ConvertArgs) -> Result<Vec<PathBuf>, Error> {
    if let Some(folder) = args.output.as_deref().filter(|folder| folder.is_file()) {
        return Err(Error::Usage(format!(
            "输出文件夹“{}”是一个文件，请换一个名字",
            folder.display()
        )));
    }
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
