//! What is typed as workbooks: files, folders of them, and patterns that no shell has expanded,
//! as on Windows.

use super::walk::{Contents, named};
use crate::error::Error;
use std::path::{Path, PathBuf};

/// Workbooks by what was typed.
#[derive(Default)]
pub struct Inputs {
    /// In the order of the command line, in folders in the order of their paths.
    pub workbooks: Vec<PathBuf>,
    /// Folders that could not be listed, with the reason.
    pub closed: Vec<(PathBuf, Error)>,
    /// Files of the folders that are passed over, in words.
    pub passed_over: Vec<String>,
    /// How many files are hidden.
    pub hidden: usize,
    /// Whether a folder was walked.
    pub has_folder: bool,
}

impl Inputs {
    /// All workbooks, those in folders too.
    ///
    /// # Errors
    /// As [`expanded`], and [`Error::Usage`] for folders without workbooks.
    pub fn of(typed: &[PathBuf]) -> Result<Inputs, Error> {
        let mut inputs = Inputs::default();
        for path in expanded(typed)? {
            if !path.is_dir() {
                inputs.workbooks.push(path);
                continue;
            }
            inputs.has_folder = true;
            let found = Contents::walk(&path, &[]);
            inputs.workbooks.extend(found.workbooks.iter().map(|below| path.join(below)));
            let closed = found.closed.into_iter();
            inputs.closed.extend(closed.map(|(below, why)| (path.join(below), why)));
            let others = found.others.iter();
            inputs.passed_over.extend(
                others.map(|(below, why)| named(&path.join(below).display().to_string(), why)),
            );
            inputs.hidden += found.hidden;
        }
        if inputs.workbooks.is_empty() && inputs.closed.is_empty() {
            let names: Vec<String> =
                typed.iter().map(|path| format!("“{}”", path.display())).collect();
            return Err(Error::Usage(format!("文件夹{}里没有工作簿", names.join("、"))));
        }
        Ok(inputs)
    }
}

/// What was typed, with the files that a pattern stands for in its place.
///
/// # Errors
/// [`Error::Usage`] when there is none of them.
pub fn expanded(typed: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut paths = Vec::new();
    for path in typed {
        let pattern = path.file_name().map(|name| name.to_string_lossy().into_owned());
        match pattern.filter(|name| name.contains(['*', '?']) && !path.exists()) {
            Some(pattern) => paths.extend(matching(path, &pattern)?),
            None => paths.push(path.clone()),
        }
    }
    Ok(paths)
}

fn matching(path: &Path, pattern: &str) -> Result<Vec<PathBuf>, Error> {
    let parent = path.parent().unwrap_or(Path::new(""));
    let folder = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    let folded: Vec<char> = pattern.to_lowercase().chars().collect();
    let is_it = |name: &str| {
        let is_hidden = name.starts_with(['.', '~']) && !pattern.starts_with(['.', '~']);
        !is_hidden && fits(&folded, &name.to_lowercase().chars().collect::<Vec<_>>())
    };
    let entries = std::fs::read_dir(folder)
        .map_err(|source| Error::Read { path: folder.to_owned(), source })?;
    let mut found: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.file_name())
        .filter(|name| is_it(&name.to_string_lossy()))
        .map(|name| parent.join(name))
        .collect();
    found.sort();
    match found.is_empty() {
        true => Err(Error::Usage(format!("没有与“{}”相符的文件", path.display()))),
        false => Ok(found),
    }
}

/// Whether a name is one of a pattern: `*` is anything, `?` one character.
fn fits(pattern: &[char], name: &[char]) -> bool {
    match (pattern.first(), name.first()) {
        (None, None) => true,
        (Some('*'), _) => {
            fits(&pattern[1..], name) || !name.is_empty() && fits(pattern, &name[1..])
        }
        (Some(one), Some(c)) if one == c || *one == '?' => fits(&pattern[1..], &name[1..]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_stands_for_its_files_in_any_case_and_none_is_said() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["甲.xlsx", "乙.XLSX", "丙.xls", "~$甲.xlsx", "子/丁.xlsx"] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        let names = |pattern: &str| -> Vec<String> {
            let found = expanded(&[folder.path().join(pattern)]).unwrap();
            let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
            found.iter().map(name).collect()
        };
        assert_eq!(names("*.xlsx"), ["乙.XLSX", "甲.xlsx"]);
        assert_eq!(names("?.xls"), ["丙.xls"]);
        let error = expanded(&[folder.path().join("*.ods")]).unwrap_err().to_string();
        assert!(error.contains("没有与") && error.contains("*.ods"), "{error}");
        let all = Inputs::of(&[folder.path().to_owned()]).unwrap();
        assert_eq!((all.workbooks.len(), all.passed_over.len()), (4, 1));
    }
}
