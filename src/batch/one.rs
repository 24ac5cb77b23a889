//! One workbook: read, checked, and written in every format or none.

use super::key::fingerprint;
use super::semaphore::Gate;
use crate::cli::args::{ConvertArgs, DocxProfile, Format};
use crate::cli::console::Console;
use crate::cli::terminal;
use crate::deliver::save::save_all;
use crate::diag::{Profile, Severity, sort, text};
use crate::error::Error;
use crate::payload::write;
use crate::pipeline::characters::add_characters;
use crate::pipeline::load::{Loaded, load, load_profile};
use crate::publication::compose;
use crate::writers::mapping::Mapping;
use crate::writers::{docx, html, pdf, workbook};
use std::path::{Path, PathBuf};

/// What every workbook of a run is converted with.
pub struct Job<'a> {
    args: &'a ConvertArgs,
    /// What is written, each once, in order.
    pub formats: Vec<Format>,
    fonts: Option<pdf::Fonts>,
    pdf: pdf::Options,
    docx: docx::Options,
    profile: Option<Profile>,
    mappings: Vec<Mapping>,
    at_once: usize,
    gate: Gate,
}

/// Reads what the options name, for so many workbooks at the same time.
///
/// # Errors
/// [`Error::Usage`] for options that do not go together, [`Error::Read`] for files of theirs
/// that cannot be read.
pub fn job(args: &ConvertArgs, at_once: usize) -> Result<Job<'_>, Error> {
    let mut formats = args.to.clone();
    formats.sort_unstable();
    formats.dedup();
    if args.html_fragment && !formats.contains(&Format::Html) {
        return Err(Error::Usage("--html-fragment 要和 --to html 一起用".into()));
    }
    let fonts = match (&args.font_dir, formats.contains(&Format::Pdf)) {
        (_, false) => None,
        (Some(folder), true) => Some(pdf::Fonts::with_folder(folder)?),
        (None, true) => Some(pdf::Fonts::shipped()),
    };
    let standards = pdf::Standards::parse(&args.pdf_standard)?;
    if args.attach && !standards.take_attachments() {
        return Err(Error::Usage(pdf::NO_ROOM.into()));
    }
    let template = match &args.pdf_template {
        Some(folder) => pdf::Template::of_folder(folder)?,
        None => pdf::Template::default(),
    };
    let pdf = pdf::Options { standards, template, at_once, ..pdf::Options::default() };
    let docx = docx_options(args)?;
    let profile = args.profile.as_deref().map(load_profile).transpose()?;
    let mappings = mappings(&args.mapping)?;
    let gate = Gate::new(at_once);
    Ok(Job { args, formats, fonts, pdf, docx, profile, mappings, at_once, gate })
}

fn docx_options(args: &ConvertArgs) -> Result<docx::Options, Error> {
    let profile = match args.docx_profile {
        DocxProfile::Gbt9704 => docx::Profile::Common,
        DocxProfile::Gbt33476 => docx::Profile::Gbt33476,
    };
    let load = |path| docx::Template::load(path, args.docx_styles.as_deref());
    Ok(docx::Options { profile, template: args.docx_template.as_deref().map(load).transpose()? })
}

/// The mappings; two that would write the same file are refused.
fn mappings(paths: &[PathBuf]) -> Result<Vec<Mapping>, Error> {
    let mut mappings: Vec<Mapping> = Vec::new();
    for path in paths {
        let mapping = Mapping::load(path)?;
        if mappings.iter().any(|other| other.name == mapping.name) {
            let name = mapping.name;
            return Err(Error::Usage(format!("两个映射文件的 name 都是“{name}”，请改其中一个")));
        }
        mappings.push(mapping);
    }
    Ok(mappings)
}

/// What became of a workbook that could be read.
pub struct Done {
    /// The workbook, with what was found in it.
    pub loaded: Loaded,
    /// The findings counted, in words.
    pub tally: String,
    /// The files that were written; none where errors forbid it.
    pub files: Vec<(PathBuf, Vec<u8>)>,
}

impl Job<'_> {
    /// In how many lanes the work is to be done.
    pub fn lanes(&self) -> usize {
        Gate::lanes(self.at_once)
    }

    /// One workbook, all formats or none.
    pub fn convert(&self, workbook: &Path, stem: &Path, console: &Console) -> Result<Done, Error> {
        let pass = self.gate.enter();
        let mut loaded = load(workbook)?;
        if let Some(fonts) = &self.fonts {
            add_characters(&mut loaded.findings, &loaded.report, &loaded.origins, fonts);
            sort(&mut loaded.findings, &loaded.sheets);
        }
        if self.args.portal_strict {
            loaded.apply_portal();
        }
        for mapping in &self.mappings {
            loaded.findings.extend(mapping.check(&loaded.report));
            sort(&mut loaded.findings, &loaded.sheets);
        }
        let profile = self.profile.as_ref();
        let omitted = profile.map_or(0, |profile| profile.apply(&mut loaded.findings));
        let tally = text::tally(&loaded.findings, profile, omitted);
        let name = workbook.display().to_string();
        let mut shown = loaded.findings.clone();
        if self.args.quiet {
            let least = if self.args.strict { Severity::Warning } else { Severity::Error };
            shown.retain(|finding| finding.severity <= least);
        }
        console.complain(&text::render(&name, &shown, &terminal::stderr()));
        if loaded.has_errors() && !self.args.allow_errors {
            console.complain(&format!(
                "{name}：{tally}，没有生成文件；改正后重试，或加 --allow-errors 照样生成\n"
            ));
            return Ok(Done { loaded, tally, files: Vec::new() });
        }
        // All are made before the first is saved: a failure leaves nothing half done.
        let mut files = Vec::new();
        let path = |ending: &str| {
            let mut path = stem.as_os_str().to_owned();
            path.push(".");
            path.push(ending);
            PathBuf::from(path)
        };
        for mapping in &self.mappings {
            files.push((path(&format!("{}.xml", mapping.name)), mapping.write(&loaded.report)));
        }
        for format in &self.formats {
            let path = path(format.ending());
            if is_same_file(&path, workbook) {
                console.complain(&format!("{name}：不覆盖源文件，略过 {}\n", format.ending()));
                continue;
            }
            files.push((path, self.write(*format, workbook, &loaded, console)?));
        }
        drop(pass);
        save_all(&files)?;
        for (path, _) in &files {
            if !self.args.quiet {
                console.print(&format!("已生成 {}\n", path.display()));
            }
        }
        if !self.args.quiet {
            console.complain(&format!("{name}：{tally}\n"));
        }
        Ok(Done { loaded, tally, files })
    }

    /// One format as bytes.
    fn write(
        &self,
        format: Format,
        workbook: &Path,
        loaded: &Loaded,
        console: &Console,
    ) -> Result<Vec<u8>, Error> {
        let from_workbook = !loaded.sheets.is_empty();
        let publication = || {
            let fingerprint = from_workbook.then(|| fingerprint(&loaded.bytes));
            compose(&loaded.report, fingerprint.as_deref())
        };
        match (format, &self.fonts) {
            (Format::Docx, _) => docx::write(&publication(), &self.docx),
            (Format::Xml, _) => write::write(&loaded.report),
            (Format::Html, _) if self.args.html_fragment => {
                Ok(html::fragment(&loaded.report, &publication()))
            }
            (Format::Html, _) => Ok(html::page(&loaded.report, &publication())),
            (Format::Xlsx, _) => workbook::filled(&loaded.report),
            (Format::Pdf, None) => Ok(Vec::new()),
            (Format::Pdf, Some(fonts)) => {
                let mut options = self.pdf.clone();
                if self.args.attach {
                    let file = workbook.file_name().unwrap_or_default().to_string_lossy();
                    let stem = workbook.file_stem().unwrap_or_default().to_string_lossy();
                    let report = write::write(&loaded.report)?;
                    if from_workbook {
                        let source = pdf::Attachment::workbook(&file, loaded.bytes.clone());
                        options.attachments.push(source);
                    }
                    options.attachments.push(pdf::Attachment::xml(&format!("{stem}.xml"), report));
                }
                let written = pdf::write(&publication(), fonts, &options)?;
                for warning in &written.warnings {
                    console.complain(&format!("{warning}\n"));
                }
                Ok(written.bytes)
            }
        }
    }
}

/// Whether both paths lead to one file that exists.
fn is_same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}
