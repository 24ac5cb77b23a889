//! The reports of a folder and of the folders in it.

use super::pages::is_further;
use super::{ATOM, FILE, FILE_KINDS, FileKind, Reports, Source, SourceFile, fingerprint};
use crate::deliver::archive::sums::NAME as SUMS;
use crate::deliver::own_files::OwnFiles;
use crate::error::Error;
use crate::formats::digest::sha256;
use crate::model::Forms;
use crate::payload::read::read_payload;
use crate::payload::write::MOST_BYTES;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Every version of our payload has this in it, and nothing else does.
const MARK: &[u8] = b"urn:x-nianbao:xxgk-report:";
/// What every archive folder has beside its check sums.
const ARCHIVE: &str = "metadata.xml";
/// Folders deeper than this are a loop or a mistake.
const MAX_DEPTH: usize = 16;

/// What there is.
#[derive(Default)]
pub struct Found {
    /// Reports, by path.
    pub sources: Vec<Source>,
    /// Reports that cannot be read, with the reason.
    pub unread: Vec<(String, String)>,
    /// XML files that are no reports.
    pub passed_over: Vec<String>,
    /// Folders that were not entered, with the reason.
    pub closed: Vec<String>,
}

impl Found {
    /// Looks through a folder.
    ///
    /// # Errors
    /// [`Error::Read`] when it or a file cannot be read: a feed says that it is complete.
    pub fn look(folder: &Path, forms: Forms, reports: &Reports) -> Result<Found, Error> {
        let mut found = Found::default();
        let mut paths = Vec::new();
        found.enter(folder, "", 0, &mut paths)?;
        paths.sort();
        let written = OwnFiles::default();
        for path in paths {
            found.take(folder, &path, (forms, reports), &written)?;
        }
        Ok(found)
    }

    fn enter(
        &mut self,
        root: &Path,
        at: &str,
        depth: usize,
        paths: &mut Vec<String>,
    ) -> Result<(), Error> {
        let folder = below(root, at);
        let failed = |source| Error::Read { path: folder.clone(), source };
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            entries.push(entry.map_err(failed)?);
        }
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name();
            let shown = format!("{at}{}", name.to_string_lossy());
            let path = entry.path();
            let is_xml = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("xml"));
            let is_own = shown == FILE || at.is_empty() && is_page(&path, &shown)?;
            if is_own || name.to_string_lossy().starts_with('.') {
                continue;
            }
            if path.is_dir() {
                let is_link = entry.file_type().map_err(failed)?.is_symlink();
                let why = if is_link {
                    "是链接"
                } else if depth >= MAX_DEPTH {
                    "太深"
                } else if name.to_str().is_none() {
                    "名字不是 Unicode 文字"
                } else if path.join(FILE).is_file() {
                    "另有 feed.xml"
                } else if path.join(SUMS).is_file() && path.join(ARCHIVE).is_file() {
                    "是归档文件夹"
                } else {
                    ""
                };
                if why.is_empty() {
                    self.enter(root, &format!("{shown}/"), depth + 1, paths)?;
                } else {
                    self.closed.push(format!("{shown}（{why}）"));
                }
            } else if is_xml && path.is_file() {
                match name.to_str() {
                    Some(name) if name.ends_with(".xml") => paths.push(shown),
                    Some(_) => self.unread.push((shown, "扩展名请改成小写的 .xml".into())),
                    None => self.unread.push((shown, "文件名不是 Unicode 文字".into())),
                }
            }
        }
        Ok(())
    }

    fn take(
        &mut self,
        root: &Path,
        path: &str,
        (forms, reports): (Forms, &Reports),
        written: &OwnFiles,
    ) -> Result<(), Error> {
        let bytes = read(&below(root, path), MOST_BYTES + 1)?;
        if !bytes.windows(MARK.len()).any(|window| window == MARK) {
            self.passed_over.push(path.to_owned());
            return Ok(());
        }
        let payload = match read_payload(&bytes, forms) {
            Ok(payload) => reports.share(payload),
            Err(error) => {
                let why = match error {
                    Error::NotAWorkbook(why) => why,
                    other => other.to_string(),
                };
                self.unread.push((path.to_owned(), why));
                return Ok(());
            }
        };
        let stem = path[..path.len() - ".xml".len()].to_owned();
        let files =
            FILE_KINDS.iter().filter_map(|kind| length_and_sum(root, &stem, kind).transpose());
        let files: Vec<SourceFile> = files.collect::<Result<_, _>>()?;
        let mut source = Source { stem, payload, files, others: Vec::new() };
        if !source.files.is_empty() {
            set_others_apart(root, &mut source, written)?;
        }
        self.sources.push(source);
        Ok(())
    }
}

/// Whether a file is a further page of a feed; a report may be called as one is.
///
/// # Errors
/// [`Error::Read`].
pub fn is_page(path: &Path, name: &str) -> Result<bool, Error> {
    /// Its root element is among its first bytes.
    const HEAD: usize = 512;
    if !is_further(name) || !path.is_file() {
        return Ok(false);
    }
    let head = read(path, HEAD)?;
    Ok(head.windows(ATOM.len()).any(|window| window == ATOM.as_bytes()))
}

/// Files that were made from another report are none of this one's, whatever their names.
fn set_others_apart(root: &Path, source: &mut Source, written: &OwnFiles) -> Result<(), Error> {
    let report = fingerprint(&source.payload.report)?;
    let Source { stem, files, others, .. } = source;
    files.retain(|file| {
        let path = below(root, &format!("{stem}.{}", file.kind.ending));
        let is_other = written.shows_other(&path, &file.sha256, &report);
        if is_other {
            others.push(file.kind);
        }
        !is_other
    });
    Ok(())
}

/// Length and hash of one file of a report, if it has it.
fn length_and_sum(
    folder: &Path,
    stem: &str,
    kind: &'static FileKind,
) -> Result<Option<SourceFile>, Error> {
    let path = below(folder, &format!("{stem}.{}", kind.ending));
    if !path.is_file() {
        return Ok(None);
    }
    let bytes = read(&path, usize::MAX)?;
    let length = bytes.len() as u64;
    // A piece of a page (`--html-fragment`) is for the inside of another and is not published.
    let is_whole = kind.ending != "html" || is_whole_page(&bytes);
    Ok((length > 0 && is_whole).then(|| SourceFile { kind, length, sha256: sha256(&bytes) }))
}

/// Whether it begins as a page of its own does.
fn is_whole_page(html: &[u8]) -> bool {
    let text = html.strip_prefix(b"\xef\xbb\xbf").unwrap_or(html).trim_ascii_start();
    text.get(..9).is_some_and(|start| start.eq_ignore_ascii_case(b"<!doctype"))
}

/// A path with `/` below the folder.
pub fn below(folder: &Path, path: &str) -> PathBuf {
    let parts = path.split('/').filter(|part| !part.is_empty());
    parts.fold(folder.to_owned(), |path, part| path.join(part))
}

/// The first bytes of a file, at most so many.
pub fn read(path: &Path, most: usize) -> Result<Vec<u8>, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    file.take(most as u64).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}
