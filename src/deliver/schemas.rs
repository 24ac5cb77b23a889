//! The schemas of our XML as files of a folder.

use crate::error::Error;
use crate::model::Forms;
use crate::payload::schemas::schemas;
use std::path::{Path, PathBuf};

/// What our own schemas have in them.
const MARK: &str = "urn:x-nianbao:";
/// Those that are of other namespaces begin with these lines, up to the namespace.
const HEAD: usize = 2;

/// Where the schemas go in a folder, by their names, with their text.
///
/// # Errors
/// [`Error::Usage`] when something lies there that we did not write; [`Error::Read`].
pub fn files(folder: &Path, forms: Forms) -> Result<Vec<(&'static str, PathBuf, String)>, Error> {
    let mut files = Vec::new();
    let mut foreign = Vec::new();
    for (name, text) in schemas(forms) {
        let path = folder.join(name);
        if path.is_file() {
            let failed = |source| Error::Read { path: path.clone(), source };
            let bytes = std::fs::read(&path).map_err(failed)?;
            if !is_own(&String::from_utf8_lossy(&bytes), &text) {
                foreign.push(format!("“{}”", path.display()));
            }
        }
        files.push((name, path, text));
    }
    match foreign.is_empty() {
        true => Ok(files),
        false => Err(Error::Usage(format!(
            "{}已经存在，不是本程序生成的，没有覆盖；请把它改名或移走，或换一个文件夹",
            foreign.join("、")
        ))),
    }
}

/// Whether what lies there is this schema, of this version or another.
fn is_own(there: &str, text: &str) -> bool {
    let head = |text: &str| text.lines().take(HEAD).map(str::to_owned).collect::<Vec<_>>();
    there.is_empty() || there == text || there.contains(MARK) || head(there) == head(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_of_any_version_of_ours_may_go_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let files = || files(folder.path(), Forms::shipped());
        for (_, path, text) in files().unwrap() {
            std::fs::write(path, text + "<!-- of another version -->").unwrap();
        }
        assert!(files().is_ok());
        for name in ["xml.xsd", "xxgk-report-1.xsd"] {
            let path = folder.path().join(name);
            let before = std::fs::read(&path).unwrap();
            std::fs::write(&path, "<xs:schema/>").unwrap();
            let refused = files().unwrap_err().to_string();
            assert!(refused.contains(name) && refused.contains("没有覆盖"), "{refused}");
            std::fs::write(&path, before).unwrap();
        }
    }
}
