//! Whole files or none: written beside the target under another name, then renamed.
//!
//! Who writes a temporary file holds a lock on it. One without a lock was left by a run that
//! was killed, and [`sweep`] takes it away.

use crate::error::Error;
use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::NamedTempFile;

const PREFIX: &str = ".nianbao-";
const SUFFIX: &str = ".tmp";

/// Where a disk knows no locks, a temporary file of this age belongs to nobody.
const ABANDONED: Duration = Duration::from_secs(24 * 60 * 60);

/// Writes a file so that a crash leaves the old one or none.
///
/// # Errors
/// [`Error::Write`] when the folder cannot be made or the file cannot be written.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    persist(stage(path, bytes)?, path)
}

/// Writes several files so that what fails on the way, a full disk for one, leaves none of
/// them: all are written before the first gets its name. Where a name cannot be given after
/// all, those that were not there before go again.
///
/// # Errors
/// As [`save`].
pub fn save_all(files: &[(PathBuf, Vec<u8>)]) -> Result<(), Error> {
    let staged: Result<Vec<_>, _> = files.iter().map(|(path, bytes)| stage(path, bytes)).collect();
    let mut fresh: Vec<&Path> = Vec::new();
    for (file, (path, _)) in staged?.into_iter().zip(files) {
        let is_fresh = !path.exists();
        if let Err(error) = persist(file, path) {
            // One that is held fast, by somebody else's right or an open window.
            for path in fresh {
                let _ = std::fs::remove_file(path);
            }
            return Err(error);
        }
        if is_fresh {
            fresh.push(path);
        }
    }
    Ok(())
}

/// Removes from a folder the temporary files of runs that were killed. Those of a run that
/// is still at work stay.
pub fn sweep(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(PREFIX) && name.ends_with(SUFFIX) && is_abandoned(&entry.path()) {
            // Who may not remove it may go on without.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

fn is_abandoned(path: &Path) -> bool {
    // Locks of Windows ask for a right to write.
    let Ok(file) = File::options().write(true).open(path) else { return false };
    match file.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => false,
        Err(TryLockError::Error(_)) => {
            let age = file.metadata().and_then(|about| about.modified()).map(|time| time.elapsed());
            age.is_ok_and(|age| age.is_ok_and(|age| age > ABANDONED))
        }
    }
}

/// The bytes in a temporary file beside the target.
fn stage(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    if path.is_dir() {
        // Better now than when the others have got their names.
        return Err(failed(ErrorKind::IsADirectory.into()));
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder).map_err(|error| match error.kind() {
        // A file has the name of the folder.
        ErrorKind::AlreadyExists => failed(ErrorKind::NotADirectory.into()),
        _ => failed(error),
    })?;
    let mut file = loop {
        let file = tempfile::Builder::new()
            .prefix(PREFIX)
            .suffix(SUFFIX)
            .tempfile_in(folder)
            .map_err(failed)?;
        // Not every disk knows locks.
        let locked = file.as_file().lock().is_ok();
        // Between the two, another run may have taken it for abandoned.
        if !locked || file.path().exists() {
            break file;
        }
    };
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    #[cfg(unix)]
    widen_permissions(file.as_file()).map_err(failed)?;
    Ok(file)
}

/// Gives the file its name.
fn persist(file: NamedTempFile, path: &Path) -> Result<(), Error> {
    /// On Windows a virus scanner or a second run may hold the old file for a moment.
    const TRIES: u32 = if cfg!(windows) { 20 } else { 1 };
    let mut file = file;
    for again in (0..TRIES).rev() {
        match file.persist(path) {
            Ok(_) => break,
            Err(error) if again == 0 => {
                return Err(Error::Write { path: path.to_owned(), source: error.error });
            }
            Err(error) => file = error.file,
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// A temporary file is private; the finished one is as readable as any other new file.
#[cfg(unix)]
fn widen_permissions(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn one_that_cannot_be_written_leaves_none() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("file"), "").unwrap();
        std::fs::create_dir(folder.path().join("b.pdf")).unwrap();
        for second in ["file/a.pdf", "b.pdf"] {
            let files = ["a.docx", second].map(|name| (folder.path().join(name), vec![1]));
            assert!(save_all(&files).is_err());
            assert_eq!(names(folder.path()), ["b.pdf", "file"]);
        }
    }

    #[test]
    fn one_that_gets_no_name_takes_the_new_ones_along() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("old.xml"), "old").unwrap();
        // The last makes a folder of the name that the one before is to get.
        let files = ["old.xml", "new.docx", "a.pdf", "a.pdf/x"]
            .map(|name| (folder.path().join(name), vec![1]));
        assert!(save_all(&files).is_err());
        assert_eq!(names(folder.path()), ["a.pdf", "old.xml"]);
        assert_eq!(names(&folder.path().join("a.pdf")).len(), 0);
    }

    #[test]
    fn what_a_killed_run_left_is_swept_and_what_is_being_written_stays() {
        let folder = tempfile::tempdir().unwrap();
        let at_work = stage(&folder.path().join("a.docx"), b"half").unwrap();
        for name in [".nianbao-Ab12Cd.tmp", ".nianbao-manifest.jsonl", "b.tmp"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        sweep(folder.path());
        assert_eq!(names(folder.path()).len(), 3);
        persist(at_work, &folder.path().join("a.docx")).unwrap();
        assert_eq!(names(folder.path()), [".nianbao-manifest.jsonl", "a.docx", "b.tmp"]);
    }
}
