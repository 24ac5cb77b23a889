//! `nianbao verify`.

use super::args::VerifyArgs;
use super::console::Console;
use crate::batch::{Listener, Settings};
use crate::deliver::archive::verify::{self, Line};
use crate::deliver::archive::{FILES, sums};
use crate::error::Error;
use crate::pipeline::{Format, Outcome};
use std::collections::BTreeMap;
use std::path::Path;

/// Checks the fingerprints of a folder made by `archive`, and whether its documents have the
/// same figures.
pub fn run(args: &VerifyArgs, console: &Console) -> Result<Outcome, Error> {
    let folder = &args.folder;
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).map_err(|source| Error::Read { path, source })
    };
    if !folder.join(sums::NAME).exists() {
        return Err(Error::Usage(format!(
            "“{}”不是归档文件夹（里面没有校验值清单 {}）；请写 nianbao archive 生成的那个文件夹",
            folder.display(),
            sums::NAME
        )));
    }
    let listed = sums::read(&read(sums::NAME)?).map_err(|line| {
        Error::Usage(format!(
            "校验值清单“{}”第 {line} 行被改动过",
            folder.join(sums::NAME).display()
        ))
    })?;
    let mut files: BTreeMap<String, Option<Vec<u8>>> = BTreeMap::new();
    for name in names(folder)? {
        let is_wanted = FILES.contains(&&*name) || listed.iter().any(|(listed, _)| *listed == name);
        let bytes = if is_wanted { Some(read(&name)?) } else { None };
        files.insert(name, bytes);
    }
    let settings = Settings {
        formats: vec![Format::Pdf],
        font_dir: args.font_dir.clone(),
        forms: args.forms.form.clone(),
        ..Settings::default()
    };
    let options = settings.load(1)?;
    let lines = verify::verify(&listed, &files, options.forms, &options.fonts);
    for line in &lines {
        console.print(&format!("{line}\n"));
    }
    let is_same = !lines.iter().any(|line| matches!(line, Line::Different(_)));
    let is_whole = lines.iter().all(|line| matches!(line, Line::Same(_)));
    let verdict = match (is_same, is_whole) {
        (false, _) => "有不符之处",
        (true, false) => "核对过的都一致，有的没有核对",
        (true, true) => "全部一致",
    };
    console.print(&format!("{}：{verdict}\n", folder.display()));
    Ok(if is_same { Outcome::Clean } else { Outcome::Findings })
}

/// What stands in the folder besides the list of fingerprints.
fn names(folder: &Path) -> Result<Vec<String>, Error> {
    let failed = |source| Error::Read { path: folder.to_owned(), source };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
        if name != sums::NAME {
            names.push(name);
        }
    }
    Ok(names)
}
