//! What we wrote into a folder, so that nothing else is ever overwritten.
//!
//! One line for every file, as `sha256sum` writes it, added before the file gets its name: a
//! run that is killed knows its own again. A file whose bytes are of none of its lines was
//! made or edited by somebody. Where it shows a report, a line of its own says which.

use super::patience::patiently;
use super::save::sweep;
use crate::error::Error;
use crate::formats::digest::sha256;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The name of the record; hidden, for it is of use to nobody else.
const NAME: &str = ".nianbao-written";

/// The records of the folders that a run writes to, each read once.
#[derive(Debug, Default)]
pub struct OwnFiles {
    folders: Mutex<BTreeMap<PathBuf, BTreeSet<String>>>,
}

/// A file that may be written.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// Where.
    pub path: PathBuf,
    /// Bytes in it.
    pub size: u64,
    /// Their fingerprint.
    pub sha256: String,
}

impl OwnFiles {
    /// Makes sure that these files may be written, and remembers them: with the report that
    /// they show, by its fingerprint, where it is given.
    ///
    /// # Errors
    /// [`Error::Usage`] when one is there that we did not write and nothing forces us;
    /// [`Error::Read`] and [`Error::Write`] when that cannot be told or remembered.
    pub fn claim(
        &self,
        files: &[(PathBuf, Vec<u8>)],
        report: Option<&str>,
        force: bool,
    ) -> Result<Vec<Claimed>, Error> {
        if !force {
            let is_new = |(path, bytes): &&(PathBuf, Vec<u8>)| {
                std::fs::read(path).map_or(true, |known| known != *bytes)
            };
            let paths: Vec<&Path> =
                files.iter().filter(is_new).map(|(path, _)| path.as_path()).collect();
            self.refuse_foreign(&paths)?;
        }
        let claim = |(path, bytes): &(PathBuf, Vec<u8>)| {
            let sha256 = sha256(bytes);
            let line = line(path, &sha256);
            let shown = report.map(|report| shown(&line, report));
            self.add(path, [Some(line), shown].into_iter().flatten())?;
            Ok(Claimed { path: path.clone(), size: bytes.len() as u64, sha256 })
        };
        files.iter().map(claim).collect()
    }

    /// Whether a file of these bytes is known to show other reports and not this one.
    pub fn shows_other(&self, path: &Path, sum: &str, report: &str) -> bool {
        let line = line(path, sum);
        self.with(path, |lines| {
            let beginning = shown(&line, "");
            let first = lines.range(beginning.clone()..).next();
            first.is_some_and(|first| first.starts_with(&beginning))
                && !lines.contains(&shown(&line, report))
        })
    }

    /// Refuses to write over files that we did not write, or that were edited since.
    ///
    /// # Errors
    /// [`Error::Usage`] with their names and what can be done; [`Error::Read`].
    pub fn refuse_foreign(&self, paths: &[&Path]) -> Result<(), Error> {
        let mut foreign = Vec::new();
        for path in paths {
            if !self.is_own(path)?.unwrap_or(true) {
                foreign.push(format!("“{}”", path.display()));
            }
        }
        if foreign.is_empty() {
            return Ok(());
        }
        Err(Error::Usage(format!(
            "{}已经存在，不是本程序生成的，或者生成以后有人改动过，没有覆盖；请用 -o 另写一个文件夹或另起名字，或先把原来的改名；确实不要了的，加 --force 覆盖",
            foreign.join("、")
        )))
    }

    /// Whether a file is as we wrote it; nothing where there is no file, or an empty one.
    ///
    /// # Errors
    /// [`Error::Read`].
    pub fn is_own(&self, path: &Path) -> Result<Option<bool>, Error> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) if bytes.is_empty() => return Ok(None),
            Ok(bytes) => bytes,
            // Where a folder has the name, there is no writing at all.
            Err(_) if path.is_dir() => return Ok(None),
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                return Ok(None);
            }
            Err(source) => return Err(Error::Read { path: path.to_owned(), source }),
        };
        let line = line(path, &sha256(&bytes));
        Ok(Some(self.with(path, |lines| lines.contains(&line))))
    }

    /// Adds lines to the record of a file's folder.
    fn add(&self, path: &Path, mut added: impl Iterator<Item = String>) -> Result<(), Error> {
        let is_new = |lines: &mut BTreeSet<String>, line: &String| lines.insert(line.clone());
        let new: Vec<String> =
            self.with(path, |lines| added.by_ref().filter(|line| is_new(lines, line)).collect());
        if new.is_empty() {
            return Ok(());
        }
        let folder = folder(path);
        if std::fs::create_dir_all(folder).is_err() {
            // Who writes the file itself says why not.
            return Ok(());
        }
        let record = folder.join(NAME);
        append(&record, &new.join("\n")).map_err(|source| Error::Write { path: record, source })
    }

    /// The record of a file's folder, read when it is first asked for. What killed runs left
    /// there goes on that occasion.
    fn with<T>(&self, path: &Path, look: impl FnOnce(&mut BTreeSet<String>) -> T) -> T {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = folder(path);
        let lines = folders.entry(folder.to_owned()).or_insert_with(|| {
            sweep(folder);
            let bytes = std::fs::read(folder.join(NAME)).unwrap_or_default();
            String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect()
        });
        look(lines)
    }
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn line(path: &Path, sum: &str) -> String {
    format!("{sum}  {}", path.file_name().unwrap_or_default().to_string_lossy())
}

/// The line that says which report a file shows, by the file's own line.
fn shown(line: &str, report: &str) -> String {
    format!("{line}\t{report}")
}

/// Adds lines, behind half of one that a killed run left.
fn append(record: &Path, lines: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt;
        const HIDDEN: u32 = 2;
        options.attributes(HIDDEN);
    }
    let mut file = patiently(|| options.open(record))?;
    let start = if ends_a_line(&mut file)? { "" } else { "\n" };
    file.write_all(format!("{start}{lines}\n").as_bytes())
}

/// Whether a file is empty or ends with the end of a line: where not, a killed run left half of
/// one.
///
/// # Errors
/// Those of the system.
pub fn ends_a_line(file: &mut File) -> std::io::Result<bool> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == [b'\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(path: &Path, bytes: &[u8], force: bool) -> Result<Vec<Claimed>, Error> {
        OwnFiles::default().claim(&[(path.to_owned(), bytes.to_vec())], None, force)
    }

    #[test]
    fn what_we_wrote_may_go_and_what_somebody_made_or_edited_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("年报.docx");
        let write = |bytes: &[u8]| std::fs::write(&path, bytes).unwrap();
        claim(&path, b"first", false).unwrap();
        write(b"first");
        claim(&path, b"second", false).unwrap();
        // Killed before the second was there, and after it.
        claim(&path, b"third", false).unwrap();
        write(b"second");
        claim(&path, b"third", false).unwrap();
        write(b"edited");
        let refused = claim(&path, b"third", false).unwrap_err().to_string();
        assert!(refused.contains("年报.docx") && refused.contains("--force"), "{refused}");
        claim(&path, b"edited", false).unwrap();
        write(b"edited again");
        claim(&path, b"third", true).unwrap();
        let other = folder.path().join("别人的.docx");
        std::fs::write(&other, b"first").unwrap();
        assert!(claim(&other, b"third", false).is_err(), "another name is another file");
    }

    #[test]
    fn a_file_is_known_to_show_another_report_until_it_shows_this_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        let files = [(path.clone(), b"1".to_vec())];
        let sum = sha256(b"1");
        let shows_other = |report| OwnFiles::default().shows_other(&path, &sum, report);
        claim(&path, b"1", false).unwrap();
        assert!(!shows_other("x"), "nobody said what it shows");
        OwnFiles::default().claim(&files, Some("x"), true).unwrap();
        assert!(!shows_other("x") && shows_other("y"));
        assert!(!OwnFiles::default().shows_other(&path, &sha256(b"2"), "y"), "other bytes");
        OwnFiles::default().claim(&files, Some("y"), true).unwrap();
        assert!(!shows_other("x") && !shows_other("y"));
        std::fs::write(&path, b"1").unwrap();
        assert_eq!(OwnFiles::default().is_own(&path).unwrap(), Some(true));
    }

    #[test]
    fn half_a_line_harms_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(folder.path().join(NAME), "0000").unwrap();
        claim(&path, b"1", false).unwrap();
        std::fs::write(&path, b"1").unwrap();
        assert_eq!(OwnFiles::default().is_own(&path).unwrap(), Some(true));
    }
}
