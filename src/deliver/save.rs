//! Whole files or none: written beside the target under another name, then renamed.
//!
//! Who writes a temporary file holds a lock on it. One without a lock was left by a run that
//! was killed, and [`sweep`] takes it away.

use super::patience::patiently;
use crate::error::{Error, is_held};
use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::{NamedTempFile, TempPath};

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

/// Writes several files so that all of them are new or none is: a full disk, or one that is open
/// in a viewer, leaves those that were there and nothing beside them. All are written before
/// the first gets its name, and those that have got theirs give it back where another cannot.
///
/// # Errors
/// As [`save`]; [`Error::Held`] with those that are open in other programs.
pub fn save_all(files: &[(PathBuf, Vec<u8>)]) -> Result<(), Error> {
    save_where(files, may_be_replaced)
}

fn save_where(
    files: &[(PathBuf, Vec<u8>)],
    may_be_replaced: impl Fn(&Path) -> io::Result<()>,
) -> Result<(), Error> {
    let staged: Result<Vec<_>, _> = files.iter().map(|(path, bytes)| stage(path, bytes)).collect();
    let staged = staged?;
    refuse_held(files, may_be_replaced)?;
    let mut replaced: Vec<(&Path, Option<TempPath>)> = Vec::new();
    for (number, (file, (path, _))) in (1..).zip(staged.into_iter().zip(files)) {
        // Nobody gives back the last.
        let before = if number < files.len() { keep(path) } else { Ok(None) };
        match before.and_then(|before| persist(file, path).map(|()| before)) {
            Ok(before) => replaced.push((path, before)),
            Err(error) => return Err(give_back(replaced, error)),
        }
    }
    Ok(())
}

/// Names all files that are open in other programs before one is touched.
fn refuse_held(
    files: &[(PathBuf, Vec<u8>)],
    may_be_replaced: impl Fn(&Path) -> io::Result<()>,
) -> Result<(), Error> {
    let mut paths = Vec::new();
    for (path, _) in files {
        match patiently(|| may_be_replaced(path)) {
            Err(error) if is_held(&error) => paths.push(path.clone()),
            Err(source) if source.kind() != ErrorKind::NotFound => {
                return Err(Error::Write { path: path.clone(), source });
            }
            _ => {}
        }
    }
    if paths.is_empty() { Ok(()) } else { Err(Error::Held { paths }) }
}

/// Asks for the right to remove the file, as replacing it does: who has it open without sharing
/// that right is in the way.
#[cfg(windows)]
fn may_be_replaced(path: &Path) -> io::Result<()> {
    use std::os::windows::fs::OpenOptionsExt;
    const DELETE: u32 = 0x0001_0000;
    File::options().access_mode(DELETE).open(path).map(drop)
}

/// Elsewhere whoever has a file open keeps the old one.
#[cfg(not(windows))]
fn may_be_replaced(_: &Path) -> io::Result<()> {
    Ok(())
}

/// The file under a second name, to be had again: none where there is none.
fn keep(path: &Path) -> Result<Option<TempPath>, Error> {
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    let twice = |to: &Path| match std::fs::hard_link(path, to) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        // Disks for cameras and the like know no second names.
        Err(_) => std::fs::copy(path, to).map(drop),
        Ok(()) => Ok(()),
    };
    let kept = builder().make_in(folder_of(path), twice);
    kept.map(|kept| Some(kept.into_temp_path()))
        .map_err(|source| Error::Write { path: path.to_owned(), source })
}

/// Puts the old files back in their places. What that does not do is said with what went wrong.
fn give_back(replaced: Vec<(&Path, Option<TempPath>)>, error: Error) -> Error {
    let mut mixed = Vec::new();
    for (path, before) in replaced.into_iter().rev() {
        let given = match before {
            Some(before) => rename(before, path),
            None => patiently(|| std::fs::remove_file(path)),
        };
        if given.is_err() {
            mixed.push(format!("“{}”", path.display()));
        }
    }
    if mixed.is_empty() {
        return error;
    }
    let mixed = mixed.join("、");
    Error::Usage(format!("{error}；{mixed}已经是新的，与其余的文件不是同一次生成的，请重新生成"))
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
    let folder = folder_of(path);
    std::fs::create_dir_all(folder).map_err(|error| match error.kind() {
        // A file has the name of the folder.
        ErrorKind::AlreadyExists => failed(ErrorKind::NotADirectory.into()),
        _ => failed(error),
    })?;
    let mut file = loop {
        let file = builder().make_in(folder, create).map_err(failed)?;
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

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    builder
}

/// A new file for nobody else's eyes yet.
fn create(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Gives the file its name. Its lock holds until then.
fn persist(file: NamedTempFile, path: &Path) -> Result<(), Error> {
    let (_lock, temporary) = file.into_parts();
    rename(temporary, path).map_err(|source| Error::Write { path: path.to_owned(), source })
}

/// By the standard library, which takes paths of any length on Windows.
fn rename(mut temporary: TempPath, path: &Path) -> io::Result<()> {
    patiently(|| std::fs::rename(&temporary, path))?;
    // It has another name now: nothing is left to clean up.
    temporary.disable_cleanup(true);
    Ok(())
}

/// A temporary file is private; the finished one is as readable as any other new file.
#[cfg(unix)]
fn widen_permissions(file: &File) -> io::Result<()> {
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

    /// Every file with its content; none of them is a temporary one.
    fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
        let names = names(folder).into_iter().filter(|name| folder.join(name).is_file());
        names.map(|name| (name.clone(), std::fs::read(folder.join(name)).unwrap())).collect()
    }

    fn new(folder: &Path, names: &[&str]) -> Vec<(PathBuf, Vec<u8>)> {
        names.iter().map(|name| (folder.join(name), b"new".to_vec())).collect()
    }

    #[test]
    fn one_that_gets_no_name_leaves_all_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.docx", "b.xml"] {
            std::fs::write(folder.path().join(name), "old").unwrap();
        }
        let before = contents(folder.path());
        // The last makes a folder of the name that the one before is to get.
        let files = new(folder.path(), &["a.docx", "new.html", "b.xml", "c.pdf", "c.pdf/x"]);
        assert!(save_all(&files).is_err());
        assert_eq!(contents(folder.path()), before);
        assert_eq!(names(folder.path()), ["a.docx", "b.xml", "c.pdf"]);
        assert_eq!(names(&folder.path().join("c.pdf")).len(), 0);
    }

    #[test]
    fn one_that_is_open_elsewhere_is_named_and_all_stay_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.docx", "b.pdf", "c.xml"] {
            std::fs::write(folder.path().join(name), "old").unwrap();
        }
        let before = contents(folder.path());
        let files = new(folder.path(), &["a.docx", "b.pdf", "c.xml"]);
        let is_open = |path: &Path| match path.ends_with("b.pdf") {
            true => Err(ErrorKind::ResourceBusy.into()),
            false => Ok(()),
        };
        let error = save_where(&files, is_open).unwrap_err().to_string();
        assert!(error.contains("b.pdf”") && error.contains("关闭"), "{error}");
        assert!(!error.contains("a.docx"), "{error}");
        assert_eq!(contents(folder.path()), before);
        save_all(&files).unwrap();
        assert!(contents(folder.path()).iter().all(|(_, bytes)| bytes == b"new"));
        assert_eq!(names(folder.path()).len(), 3);
    }

    #[cfg(windows)]
    #[test]
    fn windows_says_what_is_open_elsewhere() {
        use std::os::windows::fs::OpenOptionsExt;
        const SHARE_READ: u32 = 1;
        let folder = tempfile::tempdir().unwrap();
        let files = new(folder.path(), &["a.docx", "b.pdf"]);
        for (path, _) in &files {
            std::fs::write(path, "old").unwrap();
        }
        let viewer = File::options().read(true).share_mode(SHARE_READ).open(&files[1].0).unwrap();
        let error = save_all(&files).unwrap_err().to_string();
        assert!(error.contains("b.pdf”") && !error.contains("a.docx"), "{error}");
        assert!(contents(folder.path()).iter().all(|(_, bytes)| bytes == b"old"));
        drop(viewer);
        save_all(&files).unwrap();
    }

    #[test]
    fn a_path_longer_than_windows_knew_once_is_no_trouble() {
        let folder = tempfile::tempdir().unwrap();
        let deep = (0..4).fold(folder.path().to_owned(), |at, _| at.join("年报".repeat(20)));
        let files = new(&deep, &["a.docx", "b.xml"]);
        for _ in 0..2 {
            save_all(&files).unwrap();
        }
        assert_eq!(names(&deep), ["a.docx", "b.xml"]);
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
