//! `nianbao archive`.

use super::args::ArchiveArgs;
use super::console::Console;
use super::terminal;
use crate::batch::load::load;
use crate::batch::{Listener, Settings};
use crate::deliver::archive::{self, Given};
use crate::diag::text;
use crate::error::Error;
use crate::formats::digest::sha256;
use crate::pipeline::{Format, Outcome, check};
use crate::writers::pdf::Standards;

/// Writes the folder for the archive. A report with an error goes there only if it is asked
/// for: what has been published is handed over as it is.
pub fn run(args: &ArchiveArgs, console: &Console) -> Result<Outcome, Error> {
    let mut formats = vec![Format::Docx, Format::Pdf, Format::Xml];
    formats.extend(args.ofd.then_some(Format::Ofd));
    let settings = Settings {
        formats,
        font_dir: args.font_dir.clone(),
        allow_errors: args.allow_errors,
        forms: args.forms.form.clone(),
        ..Settings::default()
    };
    let mut options = settings.load(1)?;
    options.pdf.standards = Standards::archive();
    let document = load(&args.workbook, &options)?;
    let checked = check(&document, &options)?;
    let name = args.workbook.display().to_string();
    console.complain(&text::render(&name, &checked.findings, &terminal::stderr()));
    let counts = text::counts(&checked.findings);
    if checked.has_errors() && !args.allow_errors {
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
    let fingerprint = sha256(&document.bytes);
    let issue = (&document.report, document.issue);
    let folder = archive::folder(issue, &stem, &fingerprint, &given, &options.fonts, args.ofd)?;
    let target = archive::place(&folder, &args.output)?;
    console.print(&format!("已生成 {}\n", target.display()));
    console.complain(&format!("{name}：{counts}\n"));
    Ok(Outcome::of(&checked.findings, false))
}
