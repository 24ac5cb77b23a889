//! What has been done in an output folder, so that a run can go on where another ended.
//!
//! One line of JSON a workbook, appended when its files are whole; a run that is killed
//! leaves at most half a line, which nobody reads. A run that ends puts the lines in order
//! and drops those that later ones replace, so that the same work leaves the same file. Two
//! runs at once can at worst lose lines of each other: that costs time, not files.

use super::load::bytes;
use super::shard::Shard;
use super::summary::{Facts, Product, Status};
use crate::deliver::own_files::ends_a_line;
use crate::deliver::patience::patiently;
use crate::deliver::save::save;
use crate::error::Error;
use crate::formats::digest::sha256;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

const PREFIX: &str = ".nianbao-manifest";
const SUFFIX: &str = ".jsonl";

/// One workbook that was dealt with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its outputs below the output folder, without ending.
    pub name: String,
    /// What they depend on.
    pub key: String,
    /// What became of it.
    pub status: Status,
    /// Whether documents were made, not only findings.
    pub converted: bool,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: Facts,
}

/// The record of an output folder.
pub struct Manifest {
    folder: PathBuf,
    path: PathBuf,
    /// What earlier runs have left: one a file of records, for which is the newest nobody
    /// knows. Their keys and the outputs tell.
    records: BTreeMap<String, Vec<Record>>,
    appending: Mutex<()>,
    /// Whether it could not be added to: nobody waits for it again.
    is_held: AtomicBool,
}

impl Manifest {
    /// The manifest of an output folder. A part of a run that is spread over several
    /// machines writes its own file and reads all. What cannot be read costs time, for its
    /// workbooks are done again: it is given back to be told.
    pub fn open(folder: &Path, shard: Option<Shard>, resume: bool) -> (Manifest, Vec<Error>) {
        let part = shard.map(|shard| format!("-{}-of-{}", shard.number, shard.count));
        let path = folder.join(format!("{PREFIX}{}{SUFFIX}", part.unwrap_or_default()));
        let mut manifest = Manifest {
            folder: folder.to_owned(),
            path,
            records: BTreeMap::new(),
            appending: Mutex::default(),
            is_held: AtomicBool::new(false),
        };
        let mut unread = Vec::new();
        for path in resume.then(|| manifest.files()).into_iter().flatten() {
            match read(&path) {
                Ok(records) => {
                    for (name, record) in records {
                        manifest.records.entry(name).or_default().push(record);
                    }
                }
                Err(error) => unread.push(error),
            }
        }
        (manifest, unread)
    }

    /// All files of the folder that are manifests, in order.
    fn files(&self) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return Vec::new() };
        let is_manifest = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(PREFIX) && name.ends_with(SUFFIX)
        };
        let mut paths: Vec<PathBuf> =
            entries.flatten().map(|entry| entry.path()).filter(is_manifest).collect();
        paths.sort();
        paths
    }

    /// What is known of a workbook, if it was done with the same key and every file of it is
    /// still there, byte by byte.
    pub fn current(&self, name: &str, key: &str) -> Option<&Record> {
        let mut records = self.records.get(name)?.iter().filter(|record| record.key == key);
        records.find(|record| record.facts.files.iter().all(|file| self.is_whole(file)))
    }

    fn is_whole(&self, file: &Product) -> bool {
        let path = self.folder.join(&file.path);
        let is_size = std::fs::metadata(&path).is_ok_and(|about| about.len() == file.size);
        is_size && std::fs::read(&path).is_ok_and(|bytes| sha256(&bytes) == file.sha256)
    }

    /// Adds a workbook whose files are whole.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn add(&self, record: &Record) -> Result<(), Error> {
        let failed = |source| Error::Write { path: self.path.clone(), source };
        let mut line = serde_json::to_vec(record).map_err(|error| failed(error.into()))?;
        line.push(b'\n');
        let _one_at_a_time = self.appending.lock().unwrap_or_else(PoisonError::into_inner);
        std::fs::create_dir_all(&self.folder).map_err(failed)?;
        // Opened anew: another run may have put the lines in order meanwhile.
        let open = || File::options().read(true).append(true).create(true).open(&self.path);
        let opened = match self.is_held.load(Ordering::Relaxed) {
            true => open(),
            false => patiently(open),
        };
        self.is_held.store(opened.is_err(), Ordering::Relaxed);
        let mut file = opened.map_err(failed)?;
        if !ends_a_line(&mut file).map_err(failed)? {
            line.insert(0, b'\n');
        }
        file.write_all(&line).map_err(failed)
    }

    /// Puts the lines in order, the last of each workbook alone, and drops those whose files
    /// are all gone: it grows no longer than the folder is full.
    ///
    /// # Errors
    /// [`Error::Read`] or [`Error::Write`].
    pub fn settle(&self) -> Result<(), Error> {
        let _one_at_a_time = self.appending.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.path.exists() {
            return Ok(());
        }
        let before = bytes(&self.path)?;
        // Lines stay as they are, for a province's records would not fit twice.
        let mut lines = BTreeMap::new();
        let is_there = |file: &Product| self.folder.join(&file.path).exists();
        for (line, record) in records(&before) {
            lines.insert(record.name, (line, record.facts.files.iter().any(is_there)));
        }
        let mut text = Vec::with_capacity(before.len());
        for (line, _) in lines.into_values().filter(|(_, is_there)| *is_there) {
            text.extend_from_slice(line);
            text.push(b'\n');
        }
        if before == text {
            return Ok(());
        }
        save(&self.path, &text)
    }
}

/// What is told of a manifest that could not be read.
pub fn unread_sentence(error: &Error) -> String {
    format!("{error}；其中记下的工作簿这次会重做\n")
}

/// The records of a file by name, the last of each.
fn read(path: &Path) -> Result<BTreeMap<String, Record>, Error> {
    Ok(records(&bytes(path)?).map(|(_, record)| (record.name.clone(), record)).collect())
}

/// The lines that are records; those that are cut off are nobody's.
fn records(bytes: &[u8]) -> impl Iterator<Item = (&[u8], Record)> {
    let lines = bytes.split(|byte| *byte == b'\n');
    let records =
        lines.filter_map(|line| Some((line, serde_json::from_slice::<Record>(line).ok()?)));
    // Nobody may have us look for files elsewhere.
    records.filter(|(_, record)| record.facts.files.iter().all(|file| is_below(&file.path)))
}

fn is_below(path: &str) -> bool {
    use std::path::Component;
    Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(folder: &Path, name: &str, key: &str) -> Record {
        let path = format!("{name}.xml");
        std::fs::write(folder.join(&path), key).unwrap();
        let sha256 = sha256(key.as_bytes());
        let files = vec![Product { path, size: key.len() as u64, sha256 }];
        let facts = Facts { files, ..Facts::default() };
        Record { name: name.into(), key: key.into(), status: Status::Clean, converted: true, facts }
    }

    fn open(folder: &Path) -> Manifest {
        let (manifest, unread) = Manifest::open(folder, None, true);
        assert!(unread.is_empty(), "{unread:?}");
        manifest
    }

    #[test]
    fn what_was_added_is_current_until_the_file_or_the_key_changes() {
        let folder = tempfile::tempdir().unwrap();
        open(folder.path()).add(&record(folder.path(), "a", "1")).unwrap();
        let manifest = open(folder.path());
        assert!(manifest.current("a", "1").is_some());
        assert!(manifest.current("a", "2").is_none() && manifest.current("b", "1").is_none());
        std::fs::write(folder.path().join("a.xml"), "2").unwrap();
        assert!(manifest.current("a", "1").is_none());
        std::fs::remove_file(folder.path().join("a.xml")).unwrap();
        assert!(manifest.current("a", "1").is_none());
    }

    #[test]
    fn half_a_line_harms_neither_what_stands_before_nor_what_comes_after() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".nianbao-manifest.jsonl");
        open(folder.path()).add(&record(folder.path(), "a", "1")).unwrap();
        let whole = std::fs::read(&path).unwrap();
        for cut in 0..whole.len() {
            std::fs::write(&path, [&whole, &whole[..cut]].concat()).unwrap();
            let manifest = open(folder.path());
            manifest.add(&record(folder.path(), "b", "2")).unwrap();
            let manifest = open(folder.path());
            assert!(manifest.current("a", "1").is_some(), "cut at {cut}");
            assert!(manifest.current("b", "2").is_some(), "cut at {cut}");
        }
    }

    #[test]
    fn the_same_work_in_any_order_settles_to_the_same_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".nianbao-manifest.jsonl");
        let mut settled = Vec::new();
        for order in [["a", "b", "a"], ["b", "a", "b"]] {
            let _ = std::fs::remove_file(&path);
            let manifest = open(folder.path());
            for name in order {
                manifest.add(&record(folder.path(), name, "1")).unwrap();
            }
            manifest.settle().unwrap();
            settled.push(std::fs::read(&path).unwrap());
        }
        assert!(settled[0] == settled[1]);
        assert_eq!(settled[0].split(|byte| *byte == b'\n').count(), 3);
    }

    #[test]
    fn shards_write_apart_and_read_all() {
        let folder = tempfile::tempdir().unwrap();
        let shard = |text: &str| Some(text.parse().unwrap());
        let one = Manifest::open(folder.path(), shard("1/2"), true).0;
        one.add(&record(folder.path(), "a", "1")).unwrap();
        assert!(folder.path().join(".nianbao-manifest-1-of-2.jsonl").exists());
        let whole = open(folder.path());
        assert!(whole.current("a", "1").is_some());
    }

    #[test]
    fn one_that_cannot_be_read_is_told_and_the_others_count() {
        let folder = tempfile::tempdir().unwrap();
        open(folder.path()).add(&record(folder.path(), "a", "1")).unwrap();
        std::fs::create_dir(folder.path().join(".nianbao-manifest-1-of-2.jsonl")).unwrap();
        let (manifest, unread) = Manifest::open(folder.path(), None, true);
        assert!(manifest.current("a", "1").is_some());
        assert!(unread_sentence(&unread[0]).contains("重做"));
        assert_eq!(unread.len(), 1);
    }

    #[test]
    fn an_older_line_in_another_file_hides_no_newer_one() {
        let folder = tempfile::tempdir().unwrap();
        open(folder.path()).add(&record(folder.path(), "a", "1")).unwrap();
        let part = Manifest::open(folder.path(), Some("1/1".parse().unwrap()), true).0;
        part.add(&record(folder.path(), "a", "2")).unwrap();
        assert!(open(folder.path()).current("a", "2").is_some());
        assert!(open(folder.path()).current("a", "1").is_none(), "its file has changed");
    }

    #[test]
    fn what_is_gone_from_the_folder_goes_from_the_manifest() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = open(folder.path());
        for name in ["a", "b"] {
            manifest.add(&record(folder.path(), name, "1")).unwrap();
        }
        std::fs::remove_file(folder.path().join("a.xml")).unwrap();
        manifest.settle().unwrap();
        let path = folder.path().join(".nianbao-manifest.jsonl");
        assert_eq!(read(&path).unwrap().into_keys().collect::<Vec<_>>(), ["b"]);
    }

    #[test]
    fn a_line_cannot_point_outside() {
        let folder = tempfile::tempdir().unwrap();
        let mut bad = record(folder.path(), "a", "1");
        bad.facts.files[0].path = "../a.xml".into();
        open(folder.path()).add(&bad).unwrap();
        assert!(open(folder.path()).current("a", "1").is_none());
    }
}
