//! The feed of the output folder, kept by the same run that fills it.

use super::plan::Item;
use crate::cli::Outcome;
use crate::cli::args::{ConvertArgs, Format};
use crate::cli::console::Console;
use crate::cli::feed;
use crate::error::Error;
use crate::model::Forms;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Told when no workbook gave a report.
pub const NOTHING_NEW: &str = "没有生成任何报告，feed.xml 没有生成，也没有更新\n";

/// The folder whose feed is to be kept, if that is asked for.
///
/// # Errors
/// [`Error::Usage`] when no XML is written, or to several folders.
pub fn folder(args: &ConvertArgs, items: &[Item]) -> Result<Option<PathBuf>, Error> {
    if args.base_url.is_none() {
        return Ok(None);
    }
    if !args.to.contains(&Format::Xml) {
        return Err(Error::Usage("用了 --base-url，--to 里要有 xml".into()));
    }
    let able = items.iter().filter(|item| item.hindrance.is_none());
    let folders: BTreeSet<&Path> = able.filter_map(|item| item.stem.parent()).collect();
    match folders.into_iter().collect::<Vec<_>>()[..] {
        [] => Ok(None),
        [folder] if folder.as_os_str().is_empty() => Ok(Some(PathBuf::from("."))),
        [folder] => Ok(Some(folder.to_owned())),
        _ => Err(Error::Usage(
            "用 --base-url 时，结果须在同一个文件夹里：请用 -o 写明输出文件夹，工作簿不要再分文件夹"
                .into(),
        )),
    }
}

/// Builds or updates it; what goes wrong is told, for the reports are there already.
pub fn update(folder: &Path, args: &ConvertArgs, forms: Forms, console: &Console) -> Outcome {
    let request = feed::Request {
        base_url: args.base_url.as_deref(),
        forms,
        note: args.note.as_deref(),
        date: args.date.as_deref(),
        ..feed::Request::default()
    };
    feed::update(folder, &request, console).unwrap_or_else(|error| {
        console.error(&error);
        Outcome::Failed
    })
}
