//! The archival PDF: `templates/report.typ` set by Typst, which runs inside this program.
//!
//! The publication goes in as `/data.json`; the template decides the look, `world` what the
//! template can see, `fonts` which faces exist.

mod fonts;
mod world;

pub use fonts::Fonts;

use crate::error::Error;
use crate::publication::Publication;
use typst::diag::SourceDiagnostic;
use typst::WorldExt;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use world::ReportWorld;

/// The template that is used unless the user brings one.
const TEMPLATE: &str = include_str!("../../../templates/report.typ");

/// How many documents' worth of layout the cache may keep: fonts and the template stay warm,
/// text does not pile up.
const CACHE_AGE: usize = 5;

/// How the PDF is made.
#[derive(Debug, Clone)]
pub struct Options {
    /// Standards the file must conform to.
    pub standards: Vec<PdfStandard>,
}

impl Default for Options {
    fn default() -> Self {
        Options { standards: vec![PdfStandard::A_2a, PdfStandard::Ua_1] }
    }
}

/// Sets a publication as PDF.
///
/// # Errors
/// [`Error::Writer`] with Typst's message, file and line, when the template or a standard
/// refuses the document.
pub fn write(publication: &Publication, fonts: &Fonts, options: &Options) -> Result<Vec<u8>, Error> {
    let result = set(publication, fonts, options);
    // On every path, or the cache of a failed document would stay for good.
    typst::comemo::evict(CACHE_AGE);
    result
}

fn set(publication: &Publication, fonts: &Fonts, options: &Options) -> Result<Vec<u8>, Error> {
    let world = ReportWorld::new(TEMPLATE, data(publication, fonts)?, fonts);
    let document = typst::compile::<PagedDocument>(&world)
        .output
        .map_err(|errors| explain(&world, &errors))?;
    let standards = PdfStandards::new(&options.standards)
        .map_err(|error| Error::writer("PDF", error.message()))?;
    let options = PdfOptions {
        ident: Smart::Custom(identity(publication)),
        creator: Smart::Custom(Some(concat!("nianbao ", env!("CARGO_PKG_VERSION")).into())),
        timestamp: None,
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| explain(&world, &errors))
}

/// The document as the template sees it.
fn data(publication: &Publication, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    let mut data =
        serde_json::to_value(publication).map_err(|error| Error::writer("PDF", error))?;
    data["fonts"] = serde_json::to_value(fonts.roles()).map_err(|error| Error::writer("PDF", error))?;
    data["tagged"] = true.into();
    data["bookmarks"] = true.into();
    data["extras"] = true.into();
    serde_json::to_vec(&data).map_err(|error| Error::writer("PDF", error))
}

/// Same report, same identity: body and title do not change when a sentence does.
fn identity(publication: &Publication) -> String {
    format!("nianbao/{}/{}", publication.document.author, publication.document.title)
}

/// Typst's messages with file and line.
fn explain(world: &ReportWorld<'_>, errors: &[SourceDiagnostic]) -> Error {
    let lines: Vec<String> = errors
        .iter()
        .map(|error| {
            let at = world
                .range(error.span)
                .map(|range| format!("report.typ 第 {} 行：", world.line(range.start)))
                .unwrap_or_default();
            let hints: String =
                error.hints.iter().map(|hint| format!("（提示：{}）", hint.v)).collect();
            format!("{at}{}{hints}", error.message)
        })
        .collect();
    Error::writer("PDF", lines.join("；"))
}
