//! `nianbao convert`.

use super::Outcome;
use super::args::{ConvertArgs, Format};
use super::console::Console;
use super::feed;
use super::load::{Loaded, load};
use crate::diag::{Profile, Severity, Style, sort, text};
use crate::error::Error;
use crate::publication::compose;
use crate::writers::mapping::Mapping;
use crate::writers::{docx, html, pdf, save::save, workbook, xml};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What every workbook of a run is converted with.
struct Job<'a> {
    args: &'a ConvertArgs,
    formats: Vec<Format>,
    fonts: Option<pdf::Fonts>,
    pdf: pdf::Options,
    profile: Option<Profile>,
    mappings: Vec<Mapping>,
}

/// Converts every workbook; one that fails does not stop the others.
pub fn run(args: &ConvertArgs, console: &Console) -> Result<Outcome, Error> {
    let mut formats = args.to.clone();
    formats.sort_unstable();
    formats.dedup();
    let targets = targets(args)?;
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
    let pdf = pdf::Options { standards, template, ..pdf::Options::default() };
    let profile = args.profile.as_deref().map(Profile::load).transpose()?;
    let feed = feed_folder(args, &formats, &targets)?;
    let mappings = mappings(&args.mapping)?;
    let job = Job { args, formats, fonts, pdf, profile, mappings };
    let mut outcome = Outcome::Clean;
    let mut made = 0;
    for (workbook, stem) in args.workbooks.iter().zip(&targets) {
        outcome = outcome.max(match job.convert(workbook, stem, console) {
            Ok(Converted { outcome, is_made }) => {
                made += usize::from(is_made);
                outcome
            }
            Err(error) => {
                console.error(&error);
                Outcome::Failed
            }
        });
    }
    if let (Some(folder), true) = (feed, made > 0) {
        let request = feed::Request {
            base_url: args.base_url.as_deref(),
            note: args.note.as_deref(),
            date: args.date.as_deref(),
            ..feed::Request::default()
        };
        outcome = outcome.max(feed::update(&folder, &request, console)?);
    }
    Ok(outcome)
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

/// The folder whose feed is to be kept, if that is asked for.
fn feed_folder(
    args: &ConvertArgs,
    formats: &[Format],
    targets: &[PathBuf],
) -> Result<Option<PathBuf>, Error> {
    if args.base_url.is_none() {
        return Ok(None);
    }
    if !formats.contains(&Format::Xml) {
        return Err(Error::Usage("用了 --base-url，--to 里要有 xml".into()));
    }
    let folders: BTreeSet<&Path> = targets.iter().filter_map(|target| target.parent()).collect();
    match folders.into_iter().collect::<Vec<_>>()[..] {
        [folder] if folder.as_os_str().is_empty() => Ok(Some(PathBuf::from("."))),
        [folder] => Ok(Some(folder.to_owned())),
        _ => Err(Error::Usage(
            "工作簿不在同一个文件夹里，用 --base-url 时须用 -o 写明输出文件夹".into(),
        )),
    }
}

/// How the conversion of one workbook ended.
struct Converted {
    outcome: Outcome,
    /// Whether its files were made.
    is_made: bool,
}

/// The path of each workbook's outputs without ending; two that would meet are an error
/// before anything is written.
fn targets(args: &ConvertArgs) -> Result<Vec<PathBuf>, Error> {
    if let Some(folder) = args.output.as_deref().filter(|folder| folder.is_file()) {
        return Err(Error::Usage(format!(
            "输出文件夹“{}”是一个文件，请换一个名字",
            folder.display()
        )));
    }
    let mut seen: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    let mut targets = Vec::new();
    for workbook in &args.workbooks {
        let Some(stem) = workbook.file_stem() else {
            return Err(Error::Usage(format!("“{}”不是文件名", workbook.display())));
        };
        let folder = match &args.output {
            Some(folder) => folder.clone(),
            None => workbook.parent().unwrap_or(Path::new("")).to_owned(),
        };
        let target = folder.join(stem);
        if let Some(other) = seen.insert(target.clone(), workbook) {
            return Err(Error::Usage(format!(
                "“{}”和“{}”会生成同名文件，请改名或分开转换",
                other.display(),
                workbook.display()
            )));
        }
        targets.push(target);
    }
    Ok(targets)
}

impl Job<'_> {
    /// One workbook, all formats or none.
    fn convert(&self, workbook: &Path, stem: &Path, console: &Console) -> Result<Converted, Error> {
        let mut loaded = load(workbook)?;
        if let Some(fonts) = &self.fonts {
            loaded.findings.extend(pdf::characters(&loaded.report, &loaded.origins, fonts));
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
        console.complain(&text::render(&name, &shown, &Style::stderr()));
        if loaded.has_errors() && !self.args.allow_errors {
            console.complain(&format!(
                "{name}：{tally}，没有生成文件；改正后重试，或加 --allow-errors 照样生成\n"
            ));
            return Ok(Converted { outcome: Outcome::Findings, is_made: false });
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
        for (path, bytes) in &files {
            save(path, bytes)?;
            if !self.args.quiet {
                console.print(&format!("已生成 {}\n", path.display()));
            }
        }
        if !self.args.quiet {
            console.complain(&format!("{name}：{tally}\n"));
        }
        let outcome = Outcome::of(&loaded.findings, self.args.strict);
        Ok(Converted { outcome, is_made: true })
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
        let fingerprint = from_workbook.then(|| fingerprint(&loaded.bytes));
        let publication = || compose(&loaded.report, fingerprint.as_deref());
        match (format, &self.fonts) {
            (Format::Docx, _) => docx::write(&publication(), &docx::Options::default()),
            (Format::Xml, _) => xml::write(&loaded.report),
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
                    let report = xml::write(&loaded.report)?;
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

/// SHA-256 in hexadecimal.
fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether both paths lead to one file that exists.
fn is_same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}
