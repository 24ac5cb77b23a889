//! What was asked for about each document, in terms of files: read once, before the first
//! document, into the plain options of the pipeline.

use super::child::ChildProcess;
use super::fonts;
use super::load::{bytes, load};
use super::template::{self, Folder};
use crate::diag::Profile;
use crate::error::Error;
use crate::model::Forms;
use crate::model::form::{field_label, field_named, fields};
use crate::pipeline::{Attach, Document, Format, Options, codes};
use crate::writers::mapping::Mapping;
use crate::writers::{docx, ofd, pdf};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Three years are drawn: this one and so many before it.
const MOST_YEARS: usize = 2;

/// Options of a document as somebody states them.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// What is written; twice the same is once.
    pub formats: Vec<Format>,
    /// See [`Options::html_fragment`].
    pub html_fragment: bool,
    /// See [`Options::allow_errors`].
    pub allow_errors: bool,
    /// A folder with the user's own fonts.
    pub font_dir: Option<PathBuf>,
    /// An office's own Word document.
    pub docx_template: Option<PathBuf>,
    /// Which of its styles is for what.
    pub docx_styles: Option<PathBuf>,
    /// The type area of the Word file.
    pub docx_profile: docx::Profile,
    /// Standards of the PDF, as in `a-2a,ua-1`; the usual ones where nothing is said.
    pub pdf_standard: Option<String>,
    /// A folder with the user's own page template.
    pub pdf_template: Option<PathBuf>,
    /// A folder with the user's own look of 一图读懂.
    pub poster_template: Option<PathBuf>,
    /// Reports of earlier years, one or two.
    pub previous: Vec<PathBuf>,
    /// See [`Options::ofd`].
    pub ofd_standard: ofd::Standard,
    /// See [`Options::attach`].
    pub attach: Attach,
    /// Files of mappings.
    pub mappings: Vec<PathBuf>,
    /// See [`Options::portal_strict`].
    pub portal_strict: bool,
    /// The file of a profile.
    pub profile: Option<PathBuf>,
    /// Keys given from outside, as `名=值`.
    pub sets: Vec<String>,
    /// Files of editions of the form, besides those of the program.
    pub forms: Vec<PathBuf>,
    /// Whether errors say their technical cause too.
    pub verbose: bool,
}

impl Settings {
    /// Reads what the settings name, for so many documents at the same time.
    ///
    /// # Errors
    /// [`Error::Usage`] for what cannot be meant, [`Error::Read`] for files that cannot be
    /// read.
    pub fn load(&self, at_once: usize) -> Result<Options, Error> {
        let forms = self.load_forms()?;
        let mapping = |path: &PathBuf| mapping(path, forms);
        let fonts = match &self.font_dir {
            Some(folder) => fonts::of_folder(folder)?,
            None => pdf::Fonts::embedded(),
        };
        let standards = match &self.pdf_standard {
            Some(text) => pdf::Standards::parse(text)?,
            None => pdf::Standards::default(),
        };
        let template = match &self.pdf_template {
            Some(folder) => Folder::open(pdf::Look::Report, folder)?,
            None => pdf::Template::default(),
        };
        let poster = match &self.poster_template {
            Some(folder) => Folder::open(pdf::Look::Poster, folder)?,
            None => pdf::Template::shipped(pdf::Look::Poster),
        };
        let mut options = Options {
            formats: self.formats.iter().copied().collect(),
            html_fragment: self.html_fragment,
            docx: self.docx()?,
            pdf: pdf::Options { standards, template, at_once, ..pdf::Options::default() },
            ofd: self.ofd_standard,
            poster,
            attach: self.attach,
            fonts: Arc::new(fonts),
            mappings: self.mappings.iter().map(mapping).collect::<Result<_, _>>()?,
            portal_strict: self.portal_strict,
            profile: self.load_profile()?,
            allow_errors: self.allow_errors,
            sets: sets(&self.sets)?,
            forms,
            isolate: ChildProcess::of_this_program(self.verbose).map(|child| Arc::new(child) as _),
            ..Options::default()
        };
        options.check()?;
        self.look_back(&mut options)?;
        Ok(options)
    }

    /// Reads the reports of earlier years: the last is compared with, all are drawn.
    fn look_back(&self, options: &mut Options) -> Result<(), Error> {
        if self.previous.len() > MOST_YEARS {
            return Err(Error::Usage(format!("--previous 最多写 {MOST_YEARS} 次：前年和上年")));
        }
        // What is set is this year's.
        let sets = std::mem::take(&mut options.sets);
        let reports = self.previous.iter().map(|path| load(path, options));
        let mut reports: Vec<Document> = reports.collect::<Result<_, _>>()?;
        options.sets = sets;
        reports.sort_by_key(|document| document.report.metadata.year);
        let last = reports.pop();
        options.earlier = reports.into_iter().map(|document| document.report).collect();
        options.previous = last.map(Into::into);
        Ok(())
    }

    /// The ids of the fields that are set.
    ///
    /// # Errors
    /// As [`Settings::load`].
    pub fn set_ids(&self) -> Result<Vec<String>, Error> {
        Ok(sets(&self.sets)?.into_iter().map(|(id, _)| id).collect())
    }

    /// Reads the profile alone.
    ///
    /// # Errors
    /// As [`Settings::load`].
    pub fn load_profile(&self) -> Result<Option<Profile>, Error> {
        self.profile.as_deref().map(profile).transpose()
    }

    /// Reads the editions alone: those of the program and those of the files.
    ///
    /// # Errors
    /// As [`Settings::load`].
    pub fn load_forms(&self) -> Result<Forms, Error> {
        forms(&self.forms)
    }

    fn docx(&self) -> Result<docx::Options, Error> {
        let (profile, styles) = (self.docx_profile, self.docx_styles.as_deref());
        let template = self.docx_template.as_deref().map(|path| template::docx(path, styles));
        Ok(docx::Options { profile, template: template.transpose()? })
    }
}

/// The editions of the program and those of these files.
///
/// # Errors
/// [`Error::Read`] when a file cannot be read; [`Error::Usage`] when it is no form.
pub fn forms(paths: &[PathBuf]) -> Result<Forms, Error> {
    let read = |path: &PathBuf| Ok((path.display().to_string(), bytes(path)?));
    Forms::with(&paths.iter().map(read).collect::<Result<Vec<_>, Error>>()?)
}

/// Fields with values, each given once.
fn sets(texts: &[String]) -> Result<Vec<(String, String)>, Error> {
    let mut sets: Vec<(String, String)> = Vec::new();
    for text in texts {
        let one = set(text)?;
        if sets.iter().any(|(id, _)| *id == one.0) {
            let label = field_label(&one.0);
            return Err(Error::Usage(format!("--set 里“{label}”写了两次，请只留一个")));
        }
        sets.push(one);
    }
    Ok(sets)
}

/// The field and the value of `公开日期=2024-01-26`.
fn set(text: &str) -> Result<(String, String), Error> {
    let usage = |sentence: String| Err(Error::Usage(sentence));
    let Some((name, value)) = text.split_once(['=', '＝']) else {
        return usage(format!("--set 要写成 名=值，例如 --set 报告年度=2024，不能是“{text}”"));
    };
    match field_named(name) {
        Some(field) => Ok((field.id.clone(), value.trim().to_owned())),
        None => {
            let known: Vec<&str> = fields().fields.iter().map(|field| &*field.label).collect();
            usage(format!("--set 里没有“{}”这一项；可以写的有{}", name.trim(), known.join("、")))
        }
    }
}

fn mapping(path: &Path, forms: Forms) -> Result<Mapping, Error> {
    Mapping::parse(&bytes(path)?, &stem(path), forms)
        .map_err(|what| Error::Usage(format!("映射文件“{}”不能用：{what}", path.display())))
}

fn profile(path: &Path) -> Result<Profile, Error> {
    Profile::parse(&bytes(path)?, &stem(path), codes())
        .map_err(|what| Error::Usage(format!("规则集“{}”不能用：{what}", path.display())))
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
