//! The feed of the output folder, kept by the same run that fills it.

use super::listener::Listener;
use super::options::Options;
use super::plan::Item;
use crate::deliver::feed::folder::{self, Request};
use crate::diag::text;
use crate::error::Error;
use crate::model::Forms;
use crate::pipeline::{Format, Outcome};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Told when no workbook gave a report.
pub const NOTHING_NEW: &str = "没有生成任何报告，feed.xml 没有生成，也没有更新\n";

/// The folder whose feed is to be kept, if that is asked for: the output folder, whatever
/// folders the workbooks come from.
///
/// # Errors
/// [`Error::Usage`] when no XML is written, or to several folders without a common one.
pub fn folder(options: &Options, items: &[Item]) -> Result<Option<PathBuf>, Error> {
    if options.feed.is_none() {
        return Ok(None);
    }
    if !options.settings.formats.contains(&Format::Xml) {
        return Err(Error::Usage("用了 --base-url，--to 里要有 xml".into()));
    }
    if let Some(output) = &options.output {
        return Ok(Some(output.clone()));
    }
    let able = items.iter().filter(|item| item.hindrance.is_none());
    let folders: BTreeSet<&Path> = able.filter_map(|item| item.stem.parent()).collect();
    match folders.into_iter().collect::<Vec<_>>()[..] {
        [] => Ok(None),
        [folder] if folder.as_os_str().is_empty() => Ok(Some(PathBuf::from("."))),
        [folder] => Ok(Some(folder.to_owned())),
        _ => {
            Err(Error::Usage("工作簿在几个文件夹里，用 --base-url 时请用 -o 写明输出文件夹".into()))
        }
    }
}

/// Builds or updates it; what goes wrong is told, for the reports are there already.
pub fn update(path: &Path, options: &Options, forms: Forms, listener: &dyn Listener) -> Outcome {
    let feed = options.feed.as_ref();
    let request = Request {
        base_url: feed.map(|feed| feed.base_url.as_str()),
        note: feed.and_then(|feed| feed.note.as_deref()),
        date: feed.and_then(|feed| feed.date.as_deref()),
        forms,
        ..Request::default()
    };
    match folder::update(path, &request) {
        Ok(updated) => {
            let name = updated.path.display().to_string();
            listener.complain(&text::render(&name, &updated.built.findings, &options.style));
            match options.tells_findings {
                true => listener.print(&updated.summary()),
                false => listener.complain(&updated.summary()),
            }
            Outcome::of(&updated.built.findings, false)
        }
        Err(error) => {
            listener.error(&error);
            Outcome::Failed
        }
    }
}
