//! A whole folder or none: written beside its place under another name, then renamed.

use super::Folder;
use crate::deliver::patience::patiently;
use crate::error::Error;
use std::path::{Path, PathBuf};

/// Writes the folder below `output` and says where it is. An archive is never overwritten:
/// where the folder is there already, it must hold exactly the same files.
///
/// # Errors
/// [`Error::Usage`] when another folder of that name is there, [`Error::Write`] when it
/// cannot be written.
pub fn place(folder: &Folder, output: &Path) -> Result<PathBuf, Error> {
    let target = output.join(&folder.name);
    if target.symlink_metadata().is_ok() {
        if is_same(folder, &target) {
            return Ok(target);
        }
        return Err(Error::Usage(format!(
            "“{}”已经存在，内容也不相同；归档文件夹不会被覆盖，请改名、移走或另选输出文件夹",
            target.display()
        )));
    }
    let failed = |source| Error::Write { path: target.clone(), source };
    std::fs::create_dir_all(output).map_err(failed)?;
    let making = tempfile::Builder::new().prefix(".nianbao-").tempdir_in(output).map_err(failed)?;
    for (name, bytes) in &folder.files {
        crate::deliver::save::save(&making.path().join(name), bytes)?;
    }
    #[cfg(unix)]
    widen_permissions(making.path()).map_err(failed)?;
    patiently(|| std::fs::rename(making.path(), &target)).map_err(failed)?;
    // It has another name now: nothing is left to clean up.
    let _ = making.keep();
    Ok(target)
}

fn is_same(folder: &Folder, target: &Path) -> bool {
    let has = |(name, bytes): &(&str, Vec<u8>)| {
        std::fs::read(target.join(name)).is_ok_and(|there| there == *bytes)
    };
    let count = std::fs::read_dir(target).map_or(0, Iterator::count);
    count == folder.files.len() && folder.files.iter().all(has)
}

/// A temporary folder is private; the finished one is as readable as any other.
#[cfg(unix)]
fn widen_permissions(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_is_written_once_and_never_overwritten() {
        let output = tempfile::tempdir().unwrap();
        let mut folder = Folder { name: "A-1".into(), files: vec![("a", b"1".to_vec())] };
        let target = place(&folder, output.path()).unwrap();
        assert_eq!(std::fs::read(target.join("a")).unwrap(), b"1");
        place(&folder, output.path()).unwrap();
        folder.files[0].1 = b"2".to_vec();
        let error = place(&folder, output.path()).unwrap_err().to_string();
        assert!(error.contains("不会被覆盖"), "{error}");
        assert_eq!(std::fs::read(target.join("a")).unwrap(), b"1");
        assert_eq!(std::fs::read_dir(output.path()).unwrap().count(), 1);
    }
}
