//! Files where the feed says they are: put there, looked after, announced by their check sums.

use super::codes::NB695;
use super::sources::{below, read};
use super::{Copy, FILE, Feed};
use crate::deliver::archive::sums::NAME as SUMS;
use crate::deliver::save::save;
use crate::diag::{Finding, say};
use crate::error::Error;
use crate::formats::digest::sha256;
use crate::payload::write::PublishedFile;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// So many names are written out.
const MOST_NAMED: usize = 5;

/// Puts a file where the feed says it is. What was announced there stays or is restored; what
/// a run left that was killed before its feed was written is replaced.
///
/// # Errors
/// [`Error::Usage`] when another file was announced there, or this one is being changed;
/// [`Error::Read`] and [`Error::Write`].
pub fn publish(folder: &Path, copy: &Copy, announced: Option<&String>) -> Result<(), Error> {
    let to = below(folder, &copy.to);
    if to.is_file() {
        if sha256(&read(&to, usize::MAX)?) == copy.sha256 {
            return Ok(());
        }
        if announced.is_some_and(|sum| *sum != copy.sha256) {
            return Err(Error::Usage(format!(
                "“{}”已经发布过，内容与现在的不同；发布过的文件不能改动，请恢复原来的文件和 {FILE} 再试",
                to.display()
            )));
        }
    }
    let from = below(folder, &copy.from);
    let bytes = read(&from, usize::MAX)?;
    if sha256(&bytes) != copy.sha256 {
        return Err(Error::Usage(format!("“{}”正在被改动，请稍后重试", from.display())));
    }
    save(&to, &bytes)
}

/// Published files of the feed that are no longer where they were put.
pub fn lost(folder: &Path, feed: &Feed) -> BTreeSet<String> {
    let files = feed.entries.iter().flat_map(|entry| &entry.payload.files);
    let paths = files.filter_map(|file| feed.base.path(&file.href));
    paths.filter(|path| !below(folder, path).is_file()).collect()
}

/// Paths of what was published, with its SHA-256: by the feed as it was, and by the check
/// sums, which may be of a feed that is lost. Refuses a folder whose check sums are of
/// something else, such as an archive's.
///
/// # Errors
/// [`Error::Usage`] for such a folder; [`Error::Read`].
pub fn announced(folder: &Path, feed: Option<&Feed>) -> Result<BTreeMap<String, String>, Error> {
    let mut announced = BTreeMap::new();
    let path = folder.join(SUMS);
    if path.exists() {
        let bytes = read(&path, usize::MAX)?;
        let text = String::from_utf8_lossy(&bytes);
        let lines = text.lines().filter_map(|line| line.split_once("  "));
        announced.extend(lines.map(|(sum, name)| (name.to_owned(), sum.to_owned())));
        if !announced.contains_key(FILE) {
            return Err(Error::Usage(format!(
                "“{}”不是本命令生成的，不覆盖；请换一个文件夹，或先把它移走",
                path.display()
            )));
        }
    }
    let files = feed.into_iter().flat_map(|feed| &feed.entries).flat_map(|one| &one.payload.files);
    let known = |file: &PublishedFile| Some((feed?.base.path(&file.href)?, file.sha256.clone()));
    announced.extend(files.filter_map(known));
    Ok(announced)
}

/// The files of earlier revisions that the feed still leads to, with their SHA-256.
///
/// # Errors
/// [`Error::Read`].
pub fn predecessors(
    folder: &Path,
    feed: &Feed,
    announced: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, Error> {
    let mut sums = BTreeMap::new();
    for path in paths_of_predecessors(feed) {
        let file = below(folder, &path);
        if file.is_file() {
            let sum = match announced.get(&path) {
                Some(sum) => sum.clone(),
                None => sha256(&read(&file, usize::MAX)?),
            };
            sums.insert(path, sum);
        }
    }
    Ok(sums)
}

/// Says which published files are gone, or have another length than was announced.
pub fn look_after(folder: &Path, feed: &Feed) -> Option<Finding> {
    let length = |path: &str| std::fs::metadata(below(folder, path)).ok().map(|it| it.len());
    let (mut gone, mut changed) = (BTreeSet::new(), BTreeSet::new());
    for file in feed.entries.iter().flat_map(|entry| &entry.payload.files) {
        let Some(path) = feed.base.path(&file.href) else { continue };
        match length(&path) {
            None => gone.insert(path),
            Some(length) if length != file.length => changed.insert(path),
            Some(_) => false,
        };
    }
    gone.extend(paths_of_predecessors(feed).filter(|path| length(path).is_none()));
    let parts: Vec<String> = [(gone, "已经不在文件夹里"), (changed, "与发布时不同")]
        .into_iter()
        .filter(|(paths, _)| !paths.is_empty())
        .map(|(paths, what)| format!("{}{what}", named(&paths)))
        .collect();
    (!parts.is_empty()).then(|| {
        Finding::new(
            &NB695,
            say!("已发布的文件{}；{} 里有它们的链接", parts.join("，"), FILE),
            "从备份或网站恢复原来的文件。",
        )
    })
}

fn paths_of_predecessors(feed: &Feed) -> impl Iterator<Item = String> {
    let links = feed.entries.iter().filter_map(|entry| entry.predecessor.as_ref());
    links.filter_map(|(href, _)| feed.base.path(href))
}

fn named(paths: &BTreeSet<String>) -> String {
    let shown: Vec<String> =
        paths.iter().take(MOST_NAMED).map(|path| format!("“{path}”")).collect();
    match paths.len() > MOST_NAMED {
        true => format!("{}等 {} 个文件", shown.join("、"), paths.len()),
        false => shown.join("、"),
    }
}
