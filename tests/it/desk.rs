//! What tests share: a folder of its own for each, workbooks in it, and the program.

use nianbao::model::Report;
use nianbao::writers::workbook::filled;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// The example workbook.
pub const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/example-2021.xlsx");

/// What the program remembers of its own files in a folder; in the order of the work, which
/// no test is about.
const RECORD: &str = ".nianbao-written";

/// The report in the example workbook.
pub fn example() -> Report {
    toml::from_str(include_str!("../../templates/example-2021.toml")).unwrap()
}

/// The example workbook after a change to its report.
pub fn workbook(change: impl FnOnce(&mut Report)) -> Vec<u8> {
    let mut report = example();
    change(&mut report);
    filled(&report).unwrap()
}

/// A folder of its own for one test, with spaces and Chinese in its name.
pub struct Desk(tempfile::TempDir);

impl Desk {
    /// An empty folder.
    pub fn new() -> Desk {
        Desk(tempfile::Builder::new().prefix("年报 测试-").tempdir().unwrap())
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    /// The path of something in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    /// Puts a file, and the folders that lead to it.
    pub fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Puts the example workbook after a change to its report.
    pub fn report(&self, name: &str, change: impl FnOnce(&mut Report)) -> PathBuf {
        self.put(name, &workbook(change))
    }

    /// The program in this folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
        command.args(arguments).current_dir(self.folder());
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// The program at work, its standard output to be read or not.
    pub fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Names in the folder, in order.
    pub fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| name != RECORD);
        names.sort();
        names
    }

    /// Every file below a folder with its bytes, by its path with `/`.
    pub fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let root = self.path(folder);
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    if path.file_name().is_some_and(|name| name == RECORD) {
                        continue;
                    }
                    let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                    // It may be gone by now, where somebody is at work.
                    if let Ok(bytes) = fs::read(&path) {
                        files.insert(name.replace('\\', "/"), bytes);
                    }
                }
            }
        }
        files
    }
}

/// What a run said on standard error.
pub fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// What a run printed on standard output.
pub fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}
