//! The inputs kept by the fuzz targets, read once more: those that once stopped the reader,
//! and those that the search starts from. `fuzz/input.rs` says what their bytes stand for.

#[path = "../../fuzz/input.rs"]
mod input;

use self::input::{Input, understand};
use nianbao::model::Forms;
use nianbao::reader::{self, OpenOptions};
use nianbao::rules;
use std::fs;
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Panics outside of calamine, by their place. Its own are caught by the reader, and ours
/// would be, too: only the hook sees them.
static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn inputs(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz").join(target);
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn watch_panics() {
    // The reader puts a hook of its own in place once, at its first file.
    let _ = reader::read(b"", &OpenOptions::default());
    panic::set_hook(Box::new(|info| {
        if !info.location().is_some_and(|at| at.file().contains("calamine-")) {
            PANICS.lock().unwrap().push(info.to_string());
        }
    }));
}

#[test]
fn no_input_that_was_ever_found_stops_the_reader() {
    watch_panics();
    let mut read_well = 0;
    for path in ["guard", "reader", "document"].into_iter().flat_map(inputs) {
        let bytes = fs::read(&path).unwrap();
        let ended = panic::catch_unwind(|| {
            let read = match understand(&bytes) {
                Input::File(bytes) => reader::read(&bytes, &OpenOptions::default()),
                Input::Grid(book) => reader::from_book(&book, Forms::shipped()),
            };
            let found = |read: reader::Read| {
                rules::check(&read.report, &read.origins, &read.sheets, Forms::shipped());
            };
            read.map(found).is_ok()
        });
        let panics = std::mem::take(&mut *PANICS.lock().unwrap());
        assert!(panics.is_empty() && ended.is_ok(), "{}: {panics:?}", path.display());
        read_well += usize::from(ended.unwrap());
    }
    // A search that starts from files nobody can open finds nothing.
    assert!(read_well >= 6, "only {read_well} inputs can be read");
}
