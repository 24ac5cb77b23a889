//! Writes workbooks that all differ, for measuring: `benches/peers/run.py` uses it.
//!
//! `cargo run --release --example distinct_workbooks -- COUNT FOLDER`

#![allow(clippy::disallowed_methods, reason = "an example writes files")]

#[path = "../benches/stages/distinct.rs"]
mod distinct;

use nianbao::writers::workbook::filled;
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let count = arguments.next().and_then(|text| text.to_str()?.parse::<u64>().ok());
    let (Some(count), Some(folder)) = (count, arguments.next().map(PathBuf::from)) else {
        return Err("distinct_workbooks COUNT FOLDER".into());
    };
    std::fs::create_dir_all(&folder)?;
    for number in 1..=count {
        std::fs::write(
            folder.join(format!("report-{number:05}.xlsx")),
            filled(&distinct::report(number))?,
        )?;
    }
    Ok(())
}
