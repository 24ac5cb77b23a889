//! What holds the pages together: the document, its fonts and pictures, what is attached.

use super::fonts::Embedded;
use super::geometry::{number, numbers};
use super::image::File;
use super::pages::{Drawing, Page};
use super::parts::{Kind, Piece};
use super::{format_of, root};
use crate::formats::xml::printer::Printer;
use crate::writers::pdf::Attachment;

/// The part of a page, below the document's folder.
pub fn page(number: usize) -> String {
    format!("Pages/Page_{number}/Content.xml")
}

/// The area that most pages have: that of the first.
fn common(drawing: &Drawing) -> (f64, f64) {
    drawing.pages.first().map_or((210.0, 297.0), |page| page.size)
}

fn physical((width, height): (f64, f64)) -> String {
    numbers(&[0.0, 0.0, width, height])
}

/// The area of a page, where it is another than that of the document.
pub fn area(page: &Page, drawing: &Drawing) -> Option<String> {
    (page.size != common(drawing)).then(|| physical(page.size))
}

/// `Document.xml`; `last` is the highest number in use.
pub fn write(drawing: &Drawing, last: u32, has_attachments: bool) -> Vec<u8> {
    let mut out = root("ofd:Document", &[]);
    out.open("ofd:CommonData", &[]);
    out.leaf("ofd:MaxUnitID", &[], &last.to_string());
    out.open("ofd:PageArea", &[]);
    out.leaf("ofd:PhysicalBox", &[], &physical(common(drawing)));
    out.leaf("ofd:ApplicationBox", &[], &physical(common(drawing)));
    out.close("ofd:PageArea");
    out.leaf("ofd:PublicRes", &[], "PublicRes.xml");
    if !drawing.images.is_empty() {
        out.leaf("ofd:DocumentRes", &[], "DocumentRes.xml");
    }
    out.close("ofd:CommonData");
    out.open("ofd:Pages", &[]);
    for (number, one) in drawing.pages.iter().enumerate() {
        let (id, place) = (one.id.to_string(), page(number));
        out.empty("ofd:Page", &[("ID", &id), ("BaseLoc", &place)]);
    }
    out.close("ofd:Pages");
    outlines(&drawing.pieces, &mut out);
    out.leaf("ofd:CustomTags", &[], "Tags/CustomTags.xml");
    if has_attachments {
        out.leaf("ofd:Attachments", &[], "Attachs/Attachments.xml");
    }
    out.close("ofd:Document");
    out.finish()
}

/// The headings as a tree, each with its place.
fn outlines(pieces: &[Piece], out: &mut Printer) {
    let headings: Vec<(usize, &Piece)> = pieces
        .iter()
        .filter(|piece| !piece.objects.is_empty())
        .filter_map(|piece| match piece.kind {
            Kind::Heading(level) => Some((level, piece)),
            _ => None,
        })
        .collect();
    if headings.is_empty() {
        return;
    }
    out.open("ofd:Outlines", &[]);
    let mut open: Vec<usize> = Vec::new();
    for (level, heading) in headings {
        while open.last().is_some_and(|above| *above >= level) {
            open.pop();
            out.close("ofd:OutlineElem");
        }
        open.push(level);
        out.open("ofd:OutlineElem", &[("Title", &heading.text)]);
        destination(heading, out);
    }
    open.iter().for_each(|_| out.close("ofd:OutlineElem"));
    out.close("ofd:Outlines");
}

fn destination(heading: &Piece, out: &mut Printer) {
    let (left, top) = heading.corner;
    let page = heading.objects.first().map_or(0, |(page, _)| *page).to_string();
    out.open("ofd:Actions", &[]);
    out.open("ofd:Action", &[("Event", "CLICK")]);
    out.open("ofd:Goto", &[]);
    let (left, top) = (number(left), number(top.max(0.0)));
    let place = [("Type", "XYZ"), ("PageID", &*page), ("Left", &left), ("Top", &top)];
    out.empty("ofd:Dest", &place);
    out.close("ofd:Goto");
    out.close("ofd:Action");
    out.close("ofd:Actions");
}

/// `PublicRes.xml`.
pub fn fonts(fonts: &[Embedded]) -> Vec<u8> {
    let mut out = root("ofd:Res", &[("BaseLoc", "Res")]);
    if !fonts.is_empty() {
        out.open("ofd:Fonts", &[]);
        for font in fonts {
            let id = font.id.to_string();
            let names = [("ID", &*id), ("FontName", &font.name), ("FamilyName", &font.family)];
            out.open("ofd:Font", &names);
            out.leaf("ofd:FontFile", &[], &font.file);
            out.close("ofd:Font");
        }
        out.close("ofd:Fonts");
    }
    out.close("ofd:Res");
    out.finish()
}

/// `DocumentRes.xml`.
pub fn images(files: &[File]) -> Vec<u8> {
    let mut out = root("ofd:Res", &[("BaseLoc", "Res")]);
    out.open("ofd:MultiMedias", &[]);
    for file in files {
        let id = file.id.to_string();
        let about = [("ID", &*id), ("Type", "Image"), ("Format", file.format)];
        out.open("ofd:MultiMedia", &about);
        out.leaf("ofd:MediaFile", &[], &file.file);
        out.close("ofd:MultiMedia");
    }
    out.close("ofd:MultiMedias");
    out.close("ofd:Res");
    out.finish()
}

/// The name of an attached file in the package; its own may be in Chinese.
pub fn attachment(index: usize, file: &Attachment) -> String {
    format!("{}.{}", index + 1, format_of(file).to_ascii_lowercase())
}

/// `Attachments.xml`.
pub fn attachments(files: &[Attachment]) -> Vec<u8> {
    const KILOBYTE: f64 = 1024.0;
    let mut out = root("ofd:Attachments", &[]);
    for (index, file) in files.iter().enumerate() {
        let (id, format) = (format!("A{}", index + 1), format_of(file));
        let size = number(file.bytes.len() as f64 / KILOBYTE);
        let about = [("ID", &*id), ("Name", &file.name), ("Format", &format), ("Size", &size)];
        out.open("ofd:Attachment", &about);
        out.leaf("ofd:FileLoc", &[], &attachment(index, file));
        out.close("ofd:Attachment");
    }
    out.close("ofd:Attachments");
    out.finish()
}
