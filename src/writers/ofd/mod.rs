//! OFD (GB/T 33190-2016), the Chinese format of fixed pages, and OFD-A (GB/T 42133-2022), its
//! part for archives: the very pages of the PDF, glyph by glyph from the same layout.
//!
//! `pages` walks the frames that Typst has laid out; `text`, `path` and `image` hold what is
//! drawn, in millimetres; `fonts` embeds the glyphs in use; `parts` knows which title, section
//! and cell a piece of text is, and `tags` writes it down, so that a program finds every figure
//! again; `document` and `metadata` say what is in the package. What the standards ask and who
//! sees to it stands in `docs/ofd.md`.

mod color;
mod document;
mod fonts;
mod geometry;
mod image;
mod metadata;
mod options;
mod pages;
mod parts;
mod path;
pub mod printed;
mod tags;
#[cfg(test)]
mod tests;
mod text;

pub use options::{NO_ROOM, Options, Standard};
pub use tags::NAMESPACE as TAGS_NAMESPACE;
pub use text::is_shown;

use crate::error::Error;
use crate::formats::opc::archive::{Packed, archive};
use crate::formats::xml::printer::Printer;
use crate::publication::Publication;
use crate::writers::pdf::{Attachment, Laid};
use pages::Drawing;

/// The namespace of all parts.
const OFD: &str = "http://www.ofdspec.org/2016";
/// Where the document lies in the package.
const FOLDER: &str = "Doc_0";

/// Writes laid-out pages as OFD. Same pages, same bytes.
///
/// # Errors
/// [`Error::Usage`] when a file is to be put inside that the standard has no room for, and when
/// a user's own template draws what has no counterpart here; [`Error::Writer`] when a font
/// cannot be embedded.
pub fn write(
    laid: &Laid<'_>,
    publication: &Publication,
    options: &Options,
) -> Result<Vec<u8>, Error> {
    options.check()?;
    let mut ids = Ids::default();
    let drawing = Drawing::of(laid.document(), &mut ids)?;
    let fonts = fonts::embed(&drawing.faces, &mut ids)?;
    let parts = parts::told(&drawing.pieces, publication);
    let mut package = Package::default();
    let pages = drawing.pages.len();
    package.root("OFD.xml", metadata::write(publication, options.standard, pages));
    package.part(
        "Document.xml",
        document::write(&drawing, ids.last(), !options.attachments.is_empty()),
    );
    package.part("PublicRes.xml", document::fonts(&fonts));
    if !drawing.images.is_empty() {
        package.part("DocumentRes.xml", document::images(&drawing.images));
    }
    for (number, page) in drawing.pages.iter().enumerate() {
        let area = document::area(page, &drawing);
        let content = page.write(&fonts, area.as_deref());
        package.part(&document::page(number), content);
    }
    for font in &fonts {
        package.part(&format!("Res/{}", font.file), font.bytes.clone());
    }
    for image in &drawing.images {
        package.part(&format!("Res/{}", image.file), image.bytes.to_vec());
    }
    package.part("Tags/CustomTags.xml", tags::list());
    package.part("Tags/Report.xml", tags::write(&parts, publication, &drawing));
    if !options.attachments.is_empty() {
        package.part("Attachs/Attachments.xml", document::attachments(&options.attachments));
        for (number, file) in options.attachments.iter().enumerate() {
            let name = document::attachment(number, file);
            package.part(&format!("Attachs/{name}"), file.bytes.clone());
        }
    }
    package.finish()
}

/// The parts of the package in their order.
#[derive(Default)]
struct Package(Vec<(String, Vec<u8>)>);

impl Package {
    fn root(&mut self, name: &str, bytes: Vec<u8>) {
        self.0.push((name.to_owned(), bytes));
    }

    fn part(&mut self, name: &str, bytes: Vec<u8>) {
        self.0.push((format!("{FOLDER}/{name}"), bytes));
    }

    fn finish(self) -> Result<Vec<u8>, Error> {
        let packed = self.0.iter().map(|(name, bytes)| Packed::new(name, bytes));
        let parts = packed.collect::<std::io::Result<Vec<_>>>();
        parts.and_then(|parts| archive(&parts)).map_err(|error| Error::writer("OFD", error))
    }
}

/// Numbers that tell everything in a document apart: pages, layers, objects, resources.
#[derive(Default)]
struct Ids(u32);

impl Ids {
    fn next(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }

    fn last(&self) -> u32 {
        self.0
    }
}

/// A part with its root element open.
fn root(name: &str, attributes: &[(&str, &str)]) -> Printer {
    let mut out = Printer::document();
    let mut all = vec![("xmlns:ofd", OFD)];
    all.extend(attributes);
    out.open(name, &all);
    out
}

/// What a user's own template draws and OFD, or this writer, has no word for.
fn unknown(what: &str) -> Error {
    Error::Usage(format!(
        "生成OFD失败：页面模板用了{what}，OFD 里写不出来；请改用简单的样式，或只生成 PDF"
    ))
}

/// Files to put inside, by the ending of their names in capitals.
fn format_of(file: &Attachment) -> String {
    file.name.rsplit('.').next().unwrap_or_default().to_ascii_uppercase()
}
