//! `nianbao archive`.

use super::Outcome;
use super::args::ArchiveArgs;
use super::console::Console;
use super::terminal;
use crate::deliver::archive::{self, Given, sums};
use crate::diag::{sort, text};
use crate::error::Error;
use crate::pipeline::characters::add_characters;
use crate::pipeline::load::load;
use crate::writers::pdf;

/// Writes the folder for the archive. A report with an error goes there only if it is asked
/// for: what has been published is handed over as it is.
pub fn run(args: &ArchiveArgs, console: &Console) -> Result<Outcome, Error> {
    let fonts = match &args.font_dir {
        Some(folder) => pdf::Fonts::with_folder(folder)?,
        None => pdf::Fonts::shipped(),
    };
    let mut loaded = load(&args.workbook)?;
    add_characters(&mut loaded.findings, &loaded.report, &loaded.origins, &fonts);
    sort(&mut loaded.findings, &loaded.sheets);
    let name = args.workbook.display().to_string();
    console.complain(&text::render(&name, &loaded.findings, &terminal::stderr()));
    if loaded.has_errors() && !args.allow_errors {
        let counts = text::counts(&loaded.findings);
        console.complain(&format!(
            "{name}：{counts}，没有生成归档文件夹；改正后重试，报告已经公开的加 --allow-errors 按原样归档\n"
        ));
        return Ok(Outcome::Findings);
    }
    let stem = args.workbook.file_stem().unwrap_or_default().to_string_lossy();
    let given = Given {
        archive_number: args.archive_number.clone(),
        fonds: args.fonds.clone(),
        retention: args.retention.clone(),
    };
    let fingerprint = sums::fingerprint(&loaded.bytes);
    let folder = archive::folder(&loaded.report, &stem, &fingerprint, &given, &fonts)?;
    let target = archive::place(&folder, &args.output)?;
    console.print(&format!("已生成 {}\n", target.display()));
    console.complain(&format!("{name}：{}\n", text::counts(&loaded.findings)));
    Ok(if loaded.has_errors() { Outcome::Findings } else { Outcome::Clean })
}
