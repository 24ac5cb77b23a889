//! The finished package: the document in its frame, its properties, all parts in their order.

use super::frame::{Frame, NAMESPACES};
use super::page::Page;
use super::template::Template;
use super::{body, properties};
use crate::error::Error;
use crate::formats::opc::archive::{Packed, archive};
use crate::formats::xml::printer::DECLARATION;
use crate::publication::Publication;

/// The finished file.
pub fn pack(
    publication: &Publication,
    page: &Page,
    template: Option<&Template>,
) -> Result<Vec<u8>, Error> {
    let failed = |cause| Error::writer("DOCX", cause);
    let custom = properties::custom(&publication.document);
    let frame = match template {
        None => Frame::ours(page, custom.is_some())?,
        Some(template) => Frame::new(page, Some(template), custom.is_some())?.into(),
    };
    let flow = body::write(publication, page, template)?;
    let document = document(&flow, &frame.section);
    let document = Packed::new("word/document.xml", document.as_bytes()).map_err(failed)?;
    let mut own = vec![
        ("docProps/core.xml", properties::core(&publication.document)),
        ("docProps/app.xml", properties::application(&publication.document)),
    ];
    own.extend(custom.map(|custom| ("docProps/custom.xml", custom)));
    let own: Vec<Packed> = own
        .iter()
        .map(|(path, part)| Packed::new(path, &part.to_xml()).map_err(failed))
        .collect::<Result<_, _>>()?;
    let parts = frame.lists.iter().chain([&document]).chain(&frame.parts).chain(&own);
    archive(parts).map_err(failed)
}

/// The document part.
fn document(flow: &str, section: &str) -> String {
    let [(w, word), (r, relations)] = NAMESPACES;
    format!(
        "{DECLARATION}<w:document {w}=\"{word}\" {r}=\"{relations}\"><w:body>{flow}{section}</w:body></w:document>"
    )
}
