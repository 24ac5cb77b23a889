//! Writes the workbooks of `templates` anew: the blank official ones and the filled example.
//!
//! `cargo run --example example_workbook [folder]`

#![allow(clippy::disallowed_methods, reason = "an example writes files")]

use nianbao::model::{Forms, Report};
use nianbao::writers::workbook::{blank, filled};
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("templates");
    let folder = std::env::args_os().nth(1).map_or(here, PathBuf::from);

    for form in Forms::shipped().iter() {
        let edition = form.edition();
        std::fs::write(folder.join(format!("official-{edition}.xlsx")), blank(edition)?)?;
    }
    let report: Report = toml::from_str(include_str!("../templates/example-2021.toml"))?;
    std::fs::write(folder.join("example-2021.xlsx"), filled(&report)?)?;
    Ok(())
}
