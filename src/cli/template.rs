//! `nianbao template`.

use super::args::TemplateArgs;
use super::console::Console;
use crate::batch::Listener;
use crate::deliver::save;
use crate::error::Error;
use crate::model::form::forms;
use crate::pipeline::Outcome;
use crate::writers::workbook;
use std::path::PathBuf;

/// Writes the blank workbook of an edition.
pub fn run(args: &TemplateArgs, console: &Console) -> Result<Outcome, Error> {
    let Some(form) = forms().iter().find(|form| form.edition.0 == args.edition) else {
        let known: Vec<&str> = forms().iter().map(|form| form.edition.0.as_str()).collect();
        return Err(Error::Usage(format!(
            "没有“{}”版的格式，可以写：{}",
            args.edition,
            known.join("、")
        )));
    };
    let bytes = workbook::blank(&form.edition)?;
    let path = args
        .output
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("official-{}.xlsx", form.edition)));
    save::save(&path, &bytes)?;
    console.print(&format!("已生成 {}\n", path.display()));
    Ok(Outcome::Clean)
}
