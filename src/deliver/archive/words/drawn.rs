//! How the pages of a PDF are drawn: every operation with its numbers, what is laid over a page,
//! and the letters inside. The same words may be drawn elsewhere, in white, or under a box.

use crate::formats::digest::sha256;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Object, Stream};
use hayro_syntax::page::Page;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What a PDF draws.
#[derive(Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The fingerprint of each page.
    pages: Vec<String>,
    /// How many embedded fonts and pictures have this fingerprint.
    streams: BTreeMap<String, usize>,
}

impl Drawn {
    /// Reads a PDF.
    pub fn of(pdf: &Pdf) -> Drawn {
        let mut streams = BTreeMap::new();
        for object in pdf.objects() {
            for stream in embedded(&object) {
                let bytes = stream.decoded().map(|bytes| bytes.into_owned());
                *streams.entry(sha256(&bytes.unwrap_or_default())).or_default() += 1;
            }
        }
        Drawn { pages: pdf.pages().iter().map(page).collect(), streams }
    }

    /// What is drawn otherwise than it should be.
    pub fn differences(&self, due: &Drawn) -> Vec<String> {
        let pairs = (1..).zip(self.pages.iter().zip(&due.pages));
        let other = pairs.filter(|(_, (own, due))| own != due);
        let mut all: Vec<String> =
            other.map(|(number, _)| format!("第 {number} 页画的内容")).collect();
        if self.streams != due.streams {
            all.push("里面的字体或图片".to_owned());
        }
        all
    }
}

/// The letters of a font, and pictures.
fn embedded<'a>(object: &Object<'a>) -> Vec<Stream<'a>> {
    match object {
        Object::Dict(dict) => ["FontFile", "FontFile2", "FontFile3"]
            .iter()
            .filter_map(|name| dict.get(*name))
            .collect(),
        Object::Stream(stream)
            if stream.dict().contains_key("BBox") || is_picture(stream.dict()) =>
        {
            vec![stream.clone()]
        }
        _ => Vec::new(),
    }
}

fn is_picture(dict: &Dict<'_>) -> bool {
    dict.contains_key("Width") && dict.contains_key("Height")
}

/// The fingerprint of a page. How its content is packed makes no difference.
fn page(page: &Page<'_>) -> String {
    let mut all = format!("{:?}\n", page.media_box());
    let mut operations = page.operations();
    while let Some(instruction) = operations.next() {
        for operand in instruction.operands() {
            let _ = write!(all, "{operand:?} ");
        }
        let _ = writeln!(all, "{}", String::from_utf8_lossy(&instruction.operator[..]));
    }
    let laid_over = page.raw().get::<Array<'_>>("Annots");
    let _ = write!(all, "{}", laid_over.map_or(0, |list| list.iter::<Object<'_>>().count()));
    sha256(all.as_bytes())
}
