//! Custom tags (GB/T 33190-2016, 16): which objects on the pages are the title, a section, a
//! cell of a table, in the words of our XML. A program finds every figure by its row and column.

use super::pages::Drawing;
use super::parts::Part;
use super::root;
use crate::formats::xml::printer::Printer;
use crate::model::Address;
use crate::publication::{Block, Publication};

/// The namespace of the tags.
pub const NAMESPACE: &str = "urn:x-nianbao:ofd-tags:1";
/// What kind of tags they are, as the text of the standard asks; its schema asks for the
/// namespace.
const TYPE: &str = "xxgk-report";

/// The list of the package's tags: ours.
pub fn list() -> Vec<u8> {
    let mut out = root("ofd:CustomTags", &[]);
    out.open("ofd:CustomTag", &[("TypeID", TYPE), ("NameSpace", NAMESPACE)]);
    out.leaf("ofd:FileLoc", &[], "Report.xml");
    out.close("ofd:CustomTag");
    out.close("ofd:CustomTags");
    out.finish()
}

/// Our tags.
pub fn write(parts: &[Part], publication: &Publication, drawing: &Drawing) -> Vec<u8> {
    let mut out = Printer::document();
    let spaces = [("xmlns:nb", NAMESPACE), ("xmlns:ofd", super::OFD)];
    out.open("nb:report", &spaces);
    let mut section = None;
    for part in parts {
        let own = match part {
            Part::Block(block, _) | Part::Table(block, _) => {
                section_of(&publication.blocks[*block]).or(section)
            }
            _ => None,
        };
        if own != section {
            if section.is_some() {
                out.close("nb:section");
            }
            if let Some(number) = own {
                out.open("nb:section", &[("no", &number.to_string())]);
            }
            section = own;
        }
        part_of(part, publication, drawing, &mut out);
    }
    if section.is_some() {
        out.close("nb:section");
    }
    out.close("nb:report");
    out.finish()
}

fn part_of(part: &Part, publication: &Publication, drawing: &Drawing, out: &mut Printer) {
    match part {
        Part::Title(piece) => element("nb:title", &[], *piece, drawing, out),
        Part::Name(piece) => element("nb:signature", &[], *piece, drawing, out),
        Part::Date(piece) => element("nb:date", &[], *piece, drawing, out),
        Part::Block(block, piece) => match &publication.blocks[*block] {
            Block::Heading { level, .. } => {
                element("nb:heading", &[("level", &level.to_string())], *piece, drawing, out);
            }
            block if matches!(block.address(), Some(Address::Note(..))) => {
                element("nb:note", &[], *piece, drawing, out);
            }
            _ => element("nb:p", &[], *piece, drawing, out),
        },
        Part::Table(block, figures) => {
            let Block::Table(table) = &publication.blocks[*block] else { return };
            out.open("nb:table", &[("id", &table.id)]);
            for rows in figures.chunk_by(|one, next| one.0 == next.0) {
                out.open("nb:row", &[("id", &rows[0].0)]);
                for (_, column, piece) in rows {
                    element("nb:cell", &[("col", column)], *piece, drawing, out);
                }
                out.close("nb:row");
            }
            out.close("nb:table");
        }
    }
}

/// The number of the section that a block is part of, where it says so.
fn section_of(block: &Block) -> Option<u8> {
    match block.address()? {
        Address::Heading(number) | Address::Passage(number, _) | Address::Note(number, _) => {
            Some(number)
        }
        _ => None,
    }
}

/// An element with the objects of a piece; a blank cell has none.
fn element(
    name: &str,
    attributes: &[(&str, &str)],
    piece: usize,
    drawing: &Drawing,
    out: &mut Printer,
) {
    let objects = &drawing.pieces[piece].objects;
    let refer =
        |(page, id): &(u32, u32)| format!("<ofd:ObjectRef PageRef=\"{page}\">{id}</ofd:ObjectRef>");
    match objects[..] {
        [] => out.empty(name, attributes),
        _ => out.inline(name, attributes, &objects.iter().map(refer).collect::<String>()),
    }
}
