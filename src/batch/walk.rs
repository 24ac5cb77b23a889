//! What stands in a folder: workbooks, and documents that hold a report, in the order of
//! their paths, and everything else by name. Links are not followed: what they point at may lie outside, or above.

use super::findings;
use super::load::read_file;
use crate::error::Error;
use crate::model::Forms;
use crate::payload::read as payload;
use crate::pipeline::Format;
use crate::reader;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// Endings of workbooks.
const WORKBOOKS: &[&str] = &["xlsx", "xlsm", "xls", "et", "ods", "xlsb"];
/// Endings of documents that may hold a report, those that are taken first before others.
const DOCUMENTS: &[&str] = &["docx", "docm", "dotx", "html", "htm", "mht", "mhtml"];
/// Those of Word.
const WORD: &[&str] = &["docx", "docm", "dotx"];
/// Files that systems leave behind.
const LITTER: &[&str] = &["thumbs.db", "desktop.ini", "__macosx"];
/// Folders deeper than this are a loop or a mistake.
const MAX_DEPTH: usize = 16;

/// How the files begin that are kept beside outputs, and files that only stand there.
const KEPT: &str = ".nianbao-manifest";
const BESIDE: &[&str] = &["feed.xml", "SHA256SUMS"];

/// Endings of the documents that we make of a workbook; one that is a workbook itself is not
/// known by its ending.
pub fn own_endings() -> impl Iterator<Item = &'static str> {
    Format::ALL.into_iter().filter(|format| *format != Format::Xlsx).map(Format::ending)
}

/// Everything below a folder.
#[derive(Default)]
pub struct Contents {
    /// Workbooks and documents, sorted, as paths below the folder.
    pub workbooks: Vec<PathBuf>,
    /// Documents that may hold a report, while the folder is walked.
    documents: Vec<PathBuf>,
    /// Folders with outputs of ours, while the folder is walked.
    outputs: BTreeSet<PathBuf>,
    /// Folders that could not be listed, with the reason.
    pub closed: Vec<(PathBuf, Error)>,
    /// Other files, with the reason why they are passed over.
    pub others: Vec<(PathBuf, String)>,
    /// How many hidden ones.
    pub hidden: usize,
}

impl Contents {
    /// Walks a folder, except these (resolved) files and folders.
    pub fn walk(folder: &Path, except: &[PathBuf]) -> Contents {
        let mut found = Contents::default();
        found.enter(folder, Path::new(""), 0, except);
        found.take_documents(folder);
        found.workbooks.sort();
        found.closed.sort_by(|a, b| a.0.cmp(&b.0));
        let stems: BTreeSet<PathBuf> =
            found.workbooks.iter().map(|path| path.with_extension("")).collect();
        let is_own = |path: &Path| {
            let text = path.to_string_lossy();
            let stem = |ending| text.strip_suffix(&format!(".{ending}")).map(PathBuf::from);
            let mut own = own_endings().chain([findings::ENDING]).filter_map(stem);
            own.any(|stem| stems.contains(&stem))
        };
        found.others.retain(|(path, why)| !why.is_empty() || !is_own(path));
        found.others.sort();
        found
    }

    /// Takes our own XML too, where it does not stand beside the workbook that it was made of.
    pub fn take_payloads(&mut self, root: &Path) {
        let is_xml = |path: &Path| path.extension().is_some_and(|e| e.eq_ignore_ascii_case("xml"));
        let is_ours =
            |path: &Path| read_file(&root.join(path)).is_ok_and(|bytes| payload::is_ours(&bytes));
        let others = std::mem::take(&mut self.others);
        let (ours, others): (Vec<_>, Vec<_>) = others
            .into_iter()
            .partition(|(path, why)| why.is_empty() && is_xml(path) && is_ours(path));
        self.others = others;
        self.workbooks.extend(ours.into_iter().map(|(path, _)| path));
        self.workbooks.sort();
    }

    /// Takes the documents that hold a report and were not made of one that is here.
    fn take_documents(&mut self, root: &Path) {
        let mut stems: BTreeSet<PathBuf> =
            self.workbooks.iter().map(|path| path.with_extension("")).collect();
        let rank = |path: &Path| {
            let ending =
                path.extension().and_then(OsStr::to_str).unwrap_or_default().to_lowercase();
            DOCUMENTS.iter().position(|one| *one == ending)
        };
        let mut documents = std::mem::take(&mut self.documents);
        documents.sort_by_key(|path| (path.with_extension(""), rank(path)));
        let mut by_document: BTreeSet<PathBuf> = BTreeSet::new();
        for path in documents {
            let stem = path.with_extension("");
            let folder = path.parent().unwrap_or(Path::new(""));
            let has_xml = root.join(path.with_extension("xml")).is_file();
            if stems.contains(&stem) && !by_document.contains(&stem) {
                // What we make of a workbook is passed over without a word.
                self.others.push((path, String::new()));
            } else if has_xml || self.outputs.contains(folder) {
                self.others.push((path, "是本程序生成的".into()));
            } else if by_document.contains(&stem) {
                self.others.push((path, "与同名的文档是同一份".into()));
            } else if holds_report(&root.join(&path)) {
                stems.insert(stem.clone());
                by_document.insert(stem);
                self.workbooks.push(path);
            } else {
                self.others.push((path, String::new()));
            }
        }
    }

    fn enter(&mut self, root: &Path, below: &Path, depth: usize, except: &[PathBuf]) {
        let folder = root.join(below);
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(source) => {
                let error = Error::Read { path: folder, source };
                return self.closed.push((below.to_owned(), error));
            }
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(source) => {
                    let error = Error::Read { path: folder.clone(), source };
                    self.closed.push((below.to_owned(), error));
                    continue;
                }
            };
            let name = entry.file_name();
            let path = below.join(&name);
            let name = name.to_string_lossy();
            let kind = entry.file_type();
            let is_except = || entry.path().canonicalize().is_ok_and(|path| except.contains(&path));
            if name.starts_with(KEPT) || BESIDE.contains(&&*name) {
                self.outputs.insert(below.to_owned());
            }
            if let Some(edited) = edited(&name) {
                let why = "正在打开，可能有修改没有保存";
                let edited = whole_name(&folder, edited);
                self.others.push((path.with_file_name(edited), why.into()));
            } else if name.starts_with('.') || LITTER.contains(&name.to_lowercase().as_str()) {
                self.hidden += usize::from(!name.starts_with(".nianbao-"));
            } else if kind.as_ref().is_ok_and(std::fs::FileType::is_symlink) {
                self.others.push((path, "是链接".into()));
            } else if kind.as_ref().is_ok_and(std::fs::FileType::is_dir) {
                if is_except() {
                    self.others.push((path, "是输出文件夹".into()));
                } else if depth >= MAX_DEPTH {
                    let why = format!("文件夹超过 {MAX_DEPTH} 层");
                    self.closed.push((path, Error::Usage(why)));
                } else {
                    self.enter(root, &path, depth + 1, except);
                }
            } else if kind.is_ok_and(|kind| !kind.is_file()) {
                // Who opens a pipe waits for somebody to write into it.
                self.others.push((path, "不是普通文件".into()));
            } else if has_ending(&path, WORKBOOKS) {
                if !is_except() {
                    self.workbooks.push(path);
                }
            } else if has_ending(&path, DOCUMENTS) {
                if !is_except() {
                    self.documents.push(path);
                }
            } else if !is_except() {
                self.others.push((path, String::new()));
            }
        }
    }
}

/// Whether a document holds a report. Folders that are watched are walked again and again: what
/// has not changed is not looked at twice.
fn holds_report(path: &Path) -> bool {
    static SEEN: Mutex<BTreeMap<(PathBuf, u64, SystemTime), bool>> = Mutex::new(BTreeMap::new());
    // One that cannot be opened may hold one: whoever reads it will say why it cannot.
    let look = || {
        read_file(path).is_ok_and(|bytes| {
            reader::holds_report(&bytes, Forms::shipped()).unwrap_or(has_ending(path, WORD))
        })
    };
    let state = path.metadata().and_then(|state| Ok((state.len(), state.modified()?)));
    let Ok((length, time)) = state else { return look() };
    let key = (path.to_owned(), length, time);
    let seen = || SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    let known = seen().get(&key).copied();
    known.unwrap_or_else(|| {
        let found = look();
        seen().insert(key, found);
        found
    })
}

/// A file that is passed over, with the reason where there is one.
pub fn named(path: &str, why: &str) -> String {
    if why.is_empty() { path.to_owned() } else { format!("{path}（{why}）") }
}

/// The workbook that a file of Excel, WPS or LibreOffice marks as being edited.
fn edited(name: &str) -> Option<&str> {
    let name = name.strip_suffix('#').unwrap_or(name);
    ["~$", ".~lock.", ".~"].iter().find_map(|mark| name.strip_prefix(mark))
}

/// What the edited file is called: Word puts the mark in the place of up to two characters.
fn whole_name(folder: &Path, edited: &str) -> String {
    if !folder.join(edited).exists() {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let is_it = |name: &String| {
            let before = name.strip_suffix(edited).filter(|before| !before.starts_with("~$"));
            before.is_some_and(|before| (1..=2).contains(&before.chars().count()))
        };
        if let Some(name) = names.filter(is_it).min() {
            return name;
        }
    }
    edited.to_owned()
}

/// Whether a file has one of these endings, in any case.
fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_lowercase();
    endings.contains(&ending.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::names::slashed;
    use std::fs;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        folder
    }

    fn names(paths: &[PathBuf]) -> Vec<String> {
        paths.iter().map(|path| slashed(path)).collect()
    }

    fn owned<'w>((path, why): (&str, &'w str)) -> (String, &'w str) {
        (path.to_owned(), why)
    }

    fn others(found: &Contents) -> Vec<(String, &str)> {
        found.others.iter().map(|(path, why)| (slashed(path), why.as_str())).collect()
    }

    #[test]
    fn workbooks_come_in_order_and_the_rest_by_name() {
        let folder = folder(&[
            "b.xlsx",
            "a/c.et",
            "a.XLS",
            "b.docx",
            "b.findings.txt",
            "说明.txt",
            "~$b.xlsx",
            ".x.xlsx",
            "out/d.xlsx",
        ]);
        let out = folder.path().join("out").canonicalize().unwrap();
        let found = Contents::walk(folder.path(), &[out]);
        assert_eq!(names(&found.workbooks), ["a/c.et", "a.XLS", "b.xlsx"]);
        let open = "正在打开，可能有修改没有保存";
        assert_eq!(
            others(&found),
            [("b.xlsx", open), ("out", "是输出文件夹"), ("说明.txt", "")].map(owned)
        );
        assert_eq!(found.hidden, 1);
        assert!(found.closed.is_empty());
    }

    #[test]
    fn the_mark_that_word_puts_in_the_place_of_two_characters_names_the_whole_file() {
        let folder = folder(&["年报草稿.docx", "~$草稿.docx", "~$别的.docx"]);
        let found = Contents::walk(folder.path(), &[]);
        let open = |name: &str| (PathBuf::from(name), "正在打开，可能有修改没有保存".to_owned());
        for name in ["年报草稿.docx", "别的.docx"] {
            assert!(found.others.contains(&open(name)), "{:?}", found.others);
        }
    }

    #[test]
    fn documents_with_a_report_are_inputs_and_outputs_are_none() {
        let folder = folder(&["甲.xlsx", "d/feed.xml", "乙.xml"]);
        let page = "<html><body><h1>某县2024年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>六、其他需要报告的事项</p></body></html>";
        for name in ["甲.html", "丙.html", "丙.htm", "乙.html", "d/丁.html"] {
            fs::write(folder.path().join(name), page).unwrap();
        }
        fs::write(folder.path().join("会议.html"), "<html><body>通知</body></html>").unwrap();
        let found = Contents::walk(folder.path(), &[]);
        assert_eq!(names(&found.workbooks), ["丙.html", "甲.xlsx"]);
        let ours = "是本程序生成的";
        assert_eq!(
            others(&found),
            [
                ("d/feed.xml", ""),
                ("d/丁.html", ours),
                ("丙.htm", "与同名的文档是同一份"),
                ("乙.html", ours),
                ("乙.xml", ""),
                ("会议.html", ""),
            ]
            .map(owned)
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_plain_file_is_not_opened() {
        let folder = folder(&["a.xlsx"]);
        let pipe = folder.path().join("管道.xlsx");
        let _socket = std::os::unix::net::UnixListener::bind(pipe).unwrap();
        let found = Contents::walk(folder.path(), &[]);
        assert_eq!(names(&found.workbooks), ["a.xlsx"]);
        assert_eq!(found.others, [(PathBuf::from("管道.xlsx"), "不是普通文件".to_owned())]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_named_and_not_followed() {
        let folder = folder(&["sub/a.xlsx"]);
        let link = std::os::unix::fs::symlink::<&Path, PathBuf>;
        link(folder.path(), folder.path().join("sub/up")).unwrap();
        link(Path::new("/etc/passwd"), folder.path().join("b.xlsx")).unwrap();
        let found = Contents::walk(folder.path(), &[]);
        assert_eq!(names(&found.workbooks), ["sub/a.xlsx"]);
        let others: Vec<String> = others(&found).into_iter().map(|(path, _)| path).collect();
        assert_eq!(others, ["b.xlsx", "sub/up"]);
    }
}
