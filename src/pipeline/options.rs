//! How one document is read, checked and written. Plain values: whoever calls has read the
//! files that options name.

use super::Format;
use super::compared::Previous;
use crate::diag::Profile;
use crate::error::Error;
use crate::model::{Forms, Report};
use crate::reader::OpenOptions;
use crate::reader::open::Isolate;
use crate::sum::Gathered;
use crate::writers::mapping::Mapping;
use crate::writers::{docx, ofd, pdf};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Everything that a document depends on besides its bytes and its name.
pub struct Options {
    /// What is written, and so what is checked for.
    pub formats: BTreeSet<Format>,
    /// Whether HTML is a piece for the inside of a page.
    pub html_fragment: bool,
    /// How the Word file looks.
    pub docx: docx::Options,
    /// Standards and look of the PDF; what is attached is decided by `attach`.
    pub pdf: pdf::Options,
    /// The standard of the OFD.
    pub ofd: ofd::Standard,
    /// The look of 一图读懂.
    pub poster: pdf::Template,
    /// What is put inside the PDF and the OFD.
    pub attach: Attach,
    /// The faces that print.
    pub fonts: Arc<pdf::Fonts>,
    /// Further XML in the words of other portals.
    pub mappings: Vec<Mapping>,
    /// Whether what a portal needs is an error where it is missing or wrong.
    pub portal_strict: bool,
    /// Severities other than the codes' own.
    pub profile: Option<Profile>,
    /// Whether a report with errors is written all the same.
    pub allow_errors: bool,
    /// Last year's report, to compare with.
    pub previous: Option<Previous>,
    /// Reports of years before that one: 一图读懂 draws them, nothing is compared with them.
    pub earlier: Vec<Report>,
    /// The reports of the bodies below, to compare with.
    pub children: Option<Gathered>,
    /// Keys that are given from outside, by the id of their field.
    pub sets: Vec<(String, String)>,
    /// The editions of the form there are.
    pub forms: Forms,
    /// Whether the cells of the file stay with the document, for whoever draws them.
    pub keeps_cells: bool,
    /// How to run what may abort the process; on the spot without it.
    pub isolate: Option<Arc<dyn Isolate + Send>>,
}

/// What is put inside a file of pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Attach {
    /// Nothing.
    #[default]
    Nothing,
    /// The report as XML.
    Xml,
    /// The XML, and the workbook that the report was read from.
    All,
}

impl Default for Options {
    /// DOCX, PDF and XML in the common look, nothing compared.
    fn default() -> Options {
        Options {
            formats: BTreeSet::from([Format::Docx, Format::Pdf, Format::Xml]),
            html_fragment: false,
            docx: docx::Options::default(),
            pdf: pdf::Options::default(),
            ofd: ofd::Standard::default(),
            poster: pdf::Template::shipped(pdf::Look::Poster),
            attach: Attach::Nothing,
            fonts: Arc::new(pdf::Fonts::embedded()),
            mappings: Vec::new(),
            portal_strict: false,
            profile: None,
            allow_errors: false,
            previous: None,
            earlier: Vec::new(),
            children: None,
            sets: Vec::new(),
            forms: Forms::shipped(),
            keeps_cells: false,
            isolate: None,
        }
    }
}

impl Options {
    /// Finds what does not go together, before any document is read.
    ///
    /// # Errors
    /// [`Error::Usage`] that names it.
    pub fn check(&self) -> Result<(), Error> {
        let usage = |sentence: &str| Err(Error::Usage(sentence.to_owned()));
        if self.html_fragment && !self.formats.contains(&Format::Html) {
            return usage("--html-fragment 要和 --to html 一起用");
        }
        let (has_pdf, has_ofd) =
            (self.formats.contains(&Format::Pdf), self.formats.contains(&Format::Ofd));
        let attaches = self.attach != Attach::Nothing;
        if attaches && (has_pdf || !has_ofd) && !self.pdf.standards.take_attachments() {
            return usage(pdf::NO_ROOM);
        }
        if self.attach == Attach::All && has_ofd && !self.ofd.takes_workbooks() {
            return usage(ofd::NO_ROOM);
        }
        let mut names = BTreeSet::new();
        match self.mappings.iter().find(|mapping| !names.insert(&mapping.name)) {
            Some(Mapping { name, .. }) => {
                Err(Error::Usage(format!("两个映射文件的 name 都是“{name}”，请改其中一个")))
            }
            None => Ok(()),
        }
    }

    /// How a file is opened.
    pub fn open(&self) -> OpenOptions<'_> {
        OpenOptions {
            isolate: self.isolate.as_deref().map(|isolate| isolate as &dyn Isolate),
            forms: self.forms,
            sets: &self.sets,
            keeps_cells: self.keeps_cells,
        }
    }
}
