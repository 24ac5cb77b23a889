//! What the fuzz targets share: the modules of the reader, taken as they stand in `../src`,
//! and how an input becomes a workbook.

// Parts of these modules serve the writers, which are not here.
#![allow(dead_code, unused_imports)]

#[path = "../src/diag/mod.rs"]
pub mod diag;
#[path = "../src/error.rs"]
pub mod error;
#[path = "../src/formats/mod.rs"]
pub mod formats;
#[path = "input.rs"]
pub mod input;
#[path = "../src/model/mod.rs"]
pub mod model;
#[path = "../src/payload/mod.rs"]
pub mod payload;
#[path = "../src/publication/mod.rs"]
pub mod publication;
#[path = "../src/reader/mod.rs"]
pub mod reader;
#[path = "../src/rules/mod.rs"]
pub mod rules;
#[path = "../src/sum/mod.rs"]
pub mod sum;
#[path = "../src/text/mod.rs"]
pub mod text;

use reader::OpenOptions;

/// Lets a panic end the process, so that it is found. The program itself catches panics of
/// the parser and calls the file damaged; so one inside calamine is no find, and goes on.
pub fn stop_at_our_own_panics() {
    // The reader puts a hook of its own in place once, at its first file.
    let _ = reader::open::open(b"", &OpenOptions::default());
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let is_calamine = info.location().is_some_and(|at| at.file().contains("calamine-"));
        if !is_calamine {
            before(info);
            eprintln!("{info}");
            std::process::abort();
        }
    }));
}
