//! What `check` compares a workbook with: last year's report, and the reports of the bodies
//! below it.

use super::load::{Loaded, load};
use crate::batch::folder::{child, gather};
use crate::diag::sort;
use crate::error::Error;
use crate::model::{Forms, Origins, Report};
use crate::rules::Subject;
use crate::rules::children::children;
use crate::rules::history::history;
use crate::sum::Gathered;
use std::path::{Path, PathBuf};

/// Everything that a workbook is compared with.
#[derive(Default)]
pub struct Compared {
    previous: Option<Previous>,
    children: Option<Gathered>,
}

/// Last year's report.
struct Previous {
    /// The name of its file, for messages.
    name: String,
    report: Report,
    /// Nowhere if it came from XML.
    origins: Origins,
}

impl Compared {
    /// Reads what was asked for.
    ///
    /// # Errors
    /// [`Error::Usage`] when several workbooks are to be compared with the same files;
    /// [`Error::Read`] and what the readers say when last year's report or the folder
    /// cannot be read. A file in the folder that cannot be read becomes a finding instead.
    pub fn open(
        workbooks: &[PathBuf],
        last: Option<&Path>,
        folder: Option<&Path>,
        forms: Forms,
    ) -> Result<Compared, Error> {
        if workbooks.len() > 1 && (last.is_some() || folder.is_some()) {
            let sentence = "--previous 和 --children 每次只能核对一个工作簿，请分开核对";
            return Err(Error::Usage(sentence.into()));
        }
        let except: Vec<&Path> = workbooks.iter().map(PathBuf::as_path).collect();
        Ok(Compared {
            previous: last.map(|path| previous(path, forms)).transpose()?,
            children: folder
                .map(|folder| gather(folder, &except, |path, file| child(path, file, forms)))
                .transpose()?,
        })
    }

    /// Adds the findings of the comparisons to those of the workbook.
    pub fn apply(&self, loaded: &mut Loaded) {
        let this = Subject::new(&loaded.report, &loaded.origins, loaded.forms);
        if let Some(Previous { name, report, origins }) = &self.previous {
            let last = Subject::new(report, origins, loaded.forms);
            loaded.findings.extend(history(&this, &last, name));
        }
        if let Some(gathered) = &self.children {
            loaded.findings.extend(children(&this, gathered));
        }
        sort(&mut loaded.findings, &loaded.sheets);
    }
}

fn previous(path: &Path, forms: Forms) -> Result<Previous, Error> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let loaded = load(path, forms)?;
    Ok(Previous { name, report: loaded.report, origins: loaded.origins })
}
