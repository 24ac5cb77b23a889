//! A document as bytes of every format.

use super::options::Attach;
use super::{Document, Format, Options, publish};
use crate::diag::{Acceptance, Finding};
use crate::error::Error;
use crate::model::{Address, Place, Report};
use crate::payload::write as payload;
use crate::publication::Publication;
use crate::writers::poster::{self, Poster};
use crate::writers::{docx, html, ofd, pdf, workbook};
use std::cell::{OnceCell, RefCell};

crate::diag::codes! {
    NB906 = Error "有的内容排不出来"
        what "报告里有内容超出了某种文件的限度，这种文件生成不了。"
        why "例如一长串没有标点和空格的文字，中间没有可以换行的地方；或者缺少这种文件必须有的内容。"
        fix "按提示改正；文字特别长的，加上标点、分成几段，或移到附件里。"
        basis "PDF/A、DOCX 等文件格式本身的限度。";
}

/// A file in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The ending of its name: `pdf`, or `NAME.xml` for a mapping.
    pub ending: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Writes a document in one format, whatever was found in it.
///
/// # Errors
/// [`Error::Writer`] when something in the report cannot be written; [`Error::Usage`] when
/// an option is at fault.
pub fn write(document: &Document, format: Format, options: &Options) -> Result<Vec<u8>, Error> {
    let publication = publish(document);
    let own = own(document, &[format], options)?;
    one(document, &publication, format, options, &Pages::new(&publication, options, &own))
}

/// Every page of the PDF as a picture for a screen (SVG), whatever was found in the document.
///
/// # Errors
/// As [`write()`].
pub fn pages(document: &Document, options: &Options) -> Result<Vec<String>, Error> {
    pdf::pages(&publish(document), &options.fonts, &options.pdf)
}

/// What a document was written to.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// Every mapping and every format that could be written.
    pub outputs: Vec<Output>,
    /// What the page template had to say.
    pub warnings: Vec<String>,
    /// What a format could not take.
    pub findings: Vec<Finding>,
}

/// Every mapping and every format. One that cannot be written does not stop the others.
pub(super) fn all(document: &Document, options: &Options) -> Result<Written, Error> {
    let publication = publish(document);
    let mut written = Written::default();
    for mapping in &options.mappings {
        let ending = format!("{}.xml", mapping.name);
        written.outputs.push(Output { ending, bytes: mapping.write(&document.report) });
    }
    let formats: Vec<Format> = options.formats.iter().copied().collect();
    let own = own(document, &formats, options)?;
    let pages = Pages::new(&publication, options, &own);
    for format in formats {
        match one(document, &publication, format, options, &pages) {
            Ok(bytes) => {
                written.outputs.push(Output { ending: format.ending().to_owned(), bytes });
            }
            Err(Error::Writer { format: name, reason }) => {
                let place = match format.has_pages() {
                    true => obstacle(document, &publication, options),
                    false => None,
                };
                written.findings.push(finding(name, &reason).at(place));
            }
            Err(error) => return Err(error),
        }
    }
    written.warnings = pages.warnings();
    Ok(written)
}

/// Where in the workbook stands what cannot be set.
fn obstacle(document: &Document, publication: &Publication, options: &Options) -> Option<Place> {
    let own = document.report.metadata.title.is_some();
    let title = Address::Field(if own { "title" } else { "agency" }.into());
    let address = pdf::obstacle(publication, &title, &options.fonts, &options.pdf)?;
    document.origins.get(&address).cloned()
}

fn one(
    document: &Document,
    publication: &Publication,
    format: Format,
    options: &Options,
    pages: &Pages<'_>,
) -> Result<Vec<u8>, Error> {
    match format {
        Format::Docx => docx::write(publication, &options.docx),
        Format::Xml => payload::write_issue(&document.report, document.issue),
        Format::Html if options.html_fragment => Ok(html::fragment(&document.report, publication)),
        Format::Html => Ok(html::page(&document.report, publication)),
        Format::Xlsx => {
            let accepted: Vec<_> = document.acceptances.iter().map(Acceptance::row).collect();
            workbook::filled_with(&document.report, &accepted)
        }
        Format::Pdf => {
            pdf::allowed(publication, pages.options)?;
            Ok(pages.laid()?.write(publication)?.bytes)
        }
        Format::Ofd => {
            let own = ofd::Options {
                standard: options.ofd,
                attachments: attachments(document, options)?,
            };
            let named = |error| match error {
                Error::Writer { reason, .. } => Error::writer("OFD", reason),
                error => error,
            };
            ofd::write(pages.laid().map_err(named)?, publication, &own)
        }
        Format::Png | Format::Svg | Format::Poster => {
            picture(document, publication, format, options, pages)
        }
    }
}

/// 一图读懂 of a document.
fn picture(
    document: &Document,
    publication: &Publication,
    format: Format,
    options: &Options,
    pages: &Pages<'_>,
) -> Result<Vec<u8>, Error> {
    let before: Vec<&Report> = options
        .earlier
        .iter()
        .chain(options.previous.as_ref().map(|previous| &previous.report))
        .collect();
    let shown = Poster::of(&document.report, publication, &before);
    let own = pdf::Options {
        standards: options.pdf.standards.clone(),
        template: options.poster.clone(),
        attachments: Vec::new(),
        at_once: options.pdf.at_once,
    };
    let written = match format {
        Format::Png => poster::png(&shown, &options.fonts, &own)?,
        Format::Svg => poster::svg(&shown, &options.fonts, &own)?,
        _ => {
            pdf::allowed(publication, &own)?;
            poster::pdf(&shown, &options.fonts, &own)?
        }
    };
    pages.tell(written.warnings);
    Ok(written.bytes)
}

/// The pages, laid out when a format first asks for them and once for all.
struct Pages<'p> {
    publication: &'p Publication,
    fonts: &'p pdf::Fonts,
    options: &'p pdf::Options,
    laid: OnceCell<pdf::Laid<'p>>,
    /// What Typst had to say of other pages.
    told: RefCell<Vec<String>>,
}

impl<'p> Pages<'p> {
    fn new(publication: &'p Publication, options: &'p Options, own: &'p pdf::Options) -> Pages<'p> {
        Pages {
            publication,
            fonts: &options.fonts,
            options: own,
            laid: OnceCell::new(),
            told: RefCell::default(),
        }
    }

    fn laid(&self) -> Result<&pdf::Laid<'p>, Error> {
        if let Some(laid) = self.laid.get() {
            return Ok(laid);
        }
        let laid = pdf::lay_out(self.publication, self.fonts, self.options)?;
        Ok(self.laid.get_or_init(|| laid))
    }

    /// Keeps what Typst had to say of other pages, each sentence once.
    fn tell(&self, warnings: Vec<String>) {
        let mut told = self.told.borrow_mut();
        for warning in warnings {
            if !told.contains(&warning) {
                told.push(warning);
            }
        }
    }

    /// What Typst had to say.
    fn warnings(&self) -> Vec<String> {
        let own = self.laid.get().map(|laid| laid.warnings.clone()).unwrap_or_default();
        own.into_iter().chain(self.told.borrow().iter().cloned()).collect()
    }
}

/// How the pages are set, with what goes into the PDF.
fn own(document: &Document, formats: &[Format], options: &Options) -> Result<pdf::Options, Error> {
    let mut own = options.pdf.clone();
    if formats.contains(&Format::Pdf) {
        own.attachments.extend(attachments(document, options)?);
    }
    Ok(own)
}

/// The workbook, where there is one and it is wanted, and the report as XML.
fn attachments(document: &Document, options: &Options) -> Result<Vec<pdf::Attachment>, Error> {
    if options.attach == Attach::Nothing {
        return Ok(Vec::new());
    }
    let workbook = (options.attach == Attach::All && document.is_workbook())
        .then(|| pdf::Attachment::workbook(&document.name, document.bytes.clone()));
    let name = format!("{}.xml", document.stem());
    let xml = pdf::Attachment::xml(&name, payload::write_issue(&document.report, document.issue)?);
    Ok(workbook.into_iter().chain([xml]).collect())
}

/// What a writer could not do, as something found in the document.
fn finding(format: &str, reason: &str) -> Finding {
    let help = "按上面的说明改正工作簿；特别长的文字请加上标点、分成几段，一段一格。";
    Finding::new(&NB906, format!("生成不了 {format} 文件：{reason}"), help)
}
