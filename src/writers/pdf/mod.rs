//! The archival PDF: `templates/report.typ` set by Typst, which runs inside this program.
//!
//! The publication goes in as `/data.json`, what all have in common as `/data-page.json`; the
//! template decides the look, `world` what the template can see, `fonts` which faces exist,
//! `characters` which letters they lack. What the standards ask and who sees to it stands in
//! `STANDARD.md`.

mod audit;
mod characters;
mod explain;
mod fonts;
mod headers;
mod objects;
mod obstacle;
mod options;
mod pack;
mod preview;
mod template;
#[cfg(test)]
mod tests;
mod world;

pub(super) use characters::replace_missing;
pub use characters::{CODES, NB902, characters};
pub use fonts::{Embedded, FontSource, Fonts};
pub use obstacle::obstacle;
pub use options::{Attachment, Options, Relationship, Standards};
pub use preview::pages;
pub use template::{Look, Template, TemplateFiles};

use crate::error::Error;
use crate::publication::Publication;
use serde_json::{Value, json};
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use world::ReportWorld;

/// How many documents' worth of layout the cache may keep: fonts and the template stay warm,
/// text does not pile up.
const CACHE_AGE: usize = 2;

/// What of the template's data is the same for every report of a run.
const PAGE: [&str; 3] = ["measures", "fonts", "extras"];

/// Why nothing can be put inside.
pub const NO_ROOM: &str = "只有 PDF/A-3 可以附带文件，请把 --pdf-standard 改为 a-3b、a-3u 或 a-3a";

/// A PDF, and what Typst had to say about the user's own template.
#[derive(Debug, Clone)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// One sentence each, Typst's own words in a Chinese frame.
    pub warnings: Vec<String>,
}

/// Sets a publication as PDF. A character that no face has is printed as `〓`, never left
/// out; [`characters`] names it.
///
/// # Errors
/// [`Error::Usage`] when files are to be put inside and the standard has no room for them;
/// [`Error::Writer`] when PDF/A is asked for and there is no date, and with Typst's message,
/// file and line when the template or a standard refuses the document.
pub fn write(
    publication: &Publication,
    fonts: &Fonts,
    options: &Options,
) -> Result<Written, Error> {
    allowed(publication, options)?;
    lay_out(publication, fonts, options)?.write(publication)
}

/// Takes what has not been used for so many documents out of Typst's cache, which all
/// documents share, at the end of each: also of one that failed, or its share would stay for
/// good.
struct Eviction(usize);

impl Drop for Eviction {
    fn drop(&mut self) {
        typst::comemo::evict(self.0);
    }
}

/// Gives back what Typst keeps for further documents: none will come.
pub fn forget() {
    typst::comemo::evict(0);
}

/// Whether the standard takes the publication at all.
///
/// # Errors
/// As [`write()`].
pub fn allowed(publication: &Publication, options: &Options) -> Result<(), Error> {
    let standards = &options.standards;
    if !options.attachments.is_empty() && !standards.take_attachments() {
        return Err(Error::Usage(NO_ROOM.into()));
    }
    if standards.is_archival() && publication.document.date.is_none() {
        let sentence = "PDF/A 文件必须有日期，而工作簿没有成文日期，也没有公开日期；请在“基本信息”表填写公开日期";
        return Err(Error::writer("PDF", sentence));
    }
    Ok(())
}

/// A publication on its pages, for every format of pages.
pub struct Laid<'f> {
    document: PagedDocument,
    world: ReportWorld<'f>,
    options: &'f Options,
    /// What Typst had to say about the user's own template.
    pub warnings: Vec<String>,
    _evicts: Eviction,
}

impl Laid<'_> {
    /// The pages as a PDF.
    ///
    /// # Errors
    /// As [`write()`].
    pub fn write(&self, publication: &Publication) -> Result<Written, Error> {
        self.pdf(identity(publication))
    }

    /// The pages as a PDF that is known by this identity.
    ///
    /// # Errors
    /// As [`write()`].
    pub(super) fn pdf(&self, identity: String) -> Result<Written, Error> {
        let Laid { document, world, options, warnings, .. } = self;
        let standards = &options.standards;
        let pdf_options = PdfOptions {
            ident: Smart::Custom(identity),
            creator: Smart::Custom(Some(concat!("nianbao ", env!("CARGO_PKG_VERSION")).into())),
            timestamp: None,
            page_ranges: None,
            standards: standards.typst()?,
            tagged: true,
            pretty: false,
        };
        let bytes = typst_pdf::pdf(document, &pdf_options)
            .map_err(|errors| explain::failure(world, &errors, options.template.is_own()))?;
        let bytes = if standards.may_pack() { pack::pack(bytes) } else { bytes };
        Ok(Written { bytes, pages: document.pages().len(), warnings: warnings.clone() })
    }

    /// The pages as Typst has them.
    pub(super) fn document(&self) -> &PagedDocument {
        &self.document
    }
}

/// Sets a publication on pages, every character of them with a glyph.
///
/// # Errors
/// [`Error::Writer`], or [`Error::Usage`] with a template of the user's own, when it cannot be
/// set.
pub fn lay_out<'f>(
    publication: &Publication,
    fonts: &'f Fonts,
    options: &'f Options,
) -> Result<Laid<'f>, Error> {
    let (data, page) = data(publication, fonts, options)?;
    set(data, page, fonts, options)
}

/// Sets data by the template of the options, as `/data.json` and `/data-page.json`.
///
/// # Errors
/// As [`lay_out`].
pub(super) fn set<'f>(
    data: Vec<u8>,
    page: Vec<u8>,
    fonts: &'f Fonts,
    options: &'f Options,
) -> Result<Laid<'f>, Error> {
    let evicts = Eviction(CACHE_AGE * options.at_once.max(1));
    let world = ReportWorld::new(data, page, fonts, options);
    let compiled = typst::compile::<PagedDocument>(&world);
    let own = options.template.is_own();
    let document = compiled.output.map_err(|errors| explain::failure(&world, &errors, own))?;
    let warnings = explain::warnings(&world, &compiled.warnings);
    audit::glyphs(&document)?;
    Ok(Laid { document, world, options, warnings, _evicts: evicts })
}

/// What the template sees: the document, `templates/report.schema.json`, and by itself what
/// is the same for every report of a run.
fn data(
    publication: &Publication,
    fonts: &Fonts,
    options: &Options,
) -> Result<(Vec<u8>, Vec<u8>), Error> {
    let failed = |error| Error::writer("PDF", error);
    let mut data = serde_json::to_value(publication).map_err(failed)?;
    characters::replace_missing(&mut data, &["title", "blocks"], fonts);
    data["fonts"] = serde_json::to_value(fonts.roles()).map_err(failed)?;
    data["tagged"] = true.into();
    data["bookmarks"] = true.into();
    data["extras"] = true.into();
    let page: serde_json::Map<_, _> =
        PAGE.iter().map(|key| ((*key).to_owned(), data[*key].clone())).collect();
    let attached: Vec<Value> = options
        .attachments
        .iter()
        .enumerate()
        .map(|(number, file)| {
            json!({
                "path": format!("{}{number}", world::ATTACHMENTS),
                "name": file.name,
                "mime": file.mime,
                "relationship": file.relationship.name(),
                "description": file.description,
            })
        })
        .collect();
    data["attachments"] = attached.into();
    let bytes = |value: &Value| serde_json::to_vec(value).map_err(failed);
    Ok((bytes(&data)?, bytes(&page.into())?))
}

/// Same report, same identity: body and title do not change when a sentence does.
fn identity(publication: &Publication) -> String {
    format!("nianbao/{}/{}", publication.document.author, publication.document.title)
}
