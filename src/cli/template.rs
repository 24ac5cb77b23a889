//! `nianbao template`.

use super::args::TemplateArgs;
use super::console::Console;
use crate::batch::Listener;
use crate::batch::collect;
use crate::batch::settings::forms;
use crate::deliver::own_files::OwnFiles;
use crate::deliver::save::save;
use crate::error::Error;
use crate::model::{Edition, Form, Forms};
use crate::pipeline::Outcome;
use crate::writers::workbook;
use std::path::{Path, PathBuf};

/// Writes the blank workbook of an edition.
pub fn run(args: &TemplateArgs, console: &Console) -> Result<Outcome, Error> {
    if args.roster {
        let path = args.output.clone().unwrap_or_else(|| PathBuf::from("名单.xlsx"));
        return put(path, collect::blank()?, args.force, console);
    }
    let forms = forms(&args.forms.form)?;
    let edition = match (&args.edition, &args.forms.form[..]) {
        (Some(typed), _) => known_edition(typed, forms)?,
        // Whoever hands over one form wants its workbook.
        (None, [_]) => forms.added().next().unwrap_or(forms.newest()).edition(),
        (None, _) => forms.newest().edition(),
    };
    let bytes = workbook::blank(edition)?;
    let path =
        args.output.clone().unwrap_or_else(|| PathBuf::from(format!("official-{edition}.xlsx")));
    put(path, bytes, args.force, console)
}

fn put(path: PathBuf, bytes: Vec<u8>, force: bool, console: &Console) -> Result<Outcome, Error> {
    must_end_in_xlsx(&path)?;
    // A blank workbook of an earlier time may go, one that somebody has filled in may not.
    let file = (path, bytes);
    OwnFiles::default().claim(std::slice::from_ref(&file), None, force)?;
    let (path, bytes) = file;
    save(&path, &bytes)?;
    console.print(&format!("已生成 {}\n", path.display()));
    Ok(Outcome::Clean)
}

/// Refuses to give a workbook the name of something else.
pub fn must_end_in_xlsx(path: &Path) -> Result<(), Error> {
    match path.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx")) {
        true => Ok(()),
        false => Err(Error::Usage(format!(
            "生成的是工作簿，文件名应以 .xlsx 结尾，不能是“{}”",
            path.display()
        ))),
    }
}

/// An edition by its name, or by a report year that it is used for.
pub fn known_edition(typed: &str, forms: Forms) -> Result<Edition, Error> {
    let of_year = || forms.covering(typed.parse().ok()?).map(Form::edition);
    if let Some(edition) = forms.find(typed).or_else(of_year) {
        return Ok(edition);
    }
    let known: Vec<String> = forms
        .iter()
        .map(|form| match form.last_year {
            Some(last) => format!("{}（{}—{last} 年度）", form.name, form.first_year),
            None => format!("{}（{} 年度起）", form.name, form.first_year),
        })
        .collect();
    Err(Error::Usage(format!("没有“{typed}”版的格式，可以写：{}", known.join("、"))))
}
