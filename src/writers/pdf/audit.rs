//! A check before export that every character on the pages has a glyph.

use crate::error::Error;
use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;

/// Refuses a document with a glyph for a missing character, which would print as a box or as
/// nothing. The text of the report cannot bring one about, a template can.
///
/// # Errors
/// [`Error::Writer`] with the characters and the page of the first.
pub fn glyphs(document: &PagedDocument) -> Result<(), Error> {
    for (number, page) in document.pages().iter().enumerate() {
        let mut missing = Vec::new();
        collect(&page.frame, &mut missing);
        if !missing.is_empty() {
            let named: Vec<String> = missing
                .iter()
                .map(|text| super::characters::named_text(text).to_string())
                .collect();
            return Err(Error::writer(
                "PDF",
                format!(
                    "第 {} 页的{}在所有字体里都没有；请用 --font-dir 指定有这些字的字体",
                    number + 1,
                    named.join("、")
                ),
            ));
        }
    }
    Ok(())
}

fn collect(frame: &Frame, missing: &mut Vec<String>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, missing),
            FrameItem::Text(text) => {
                for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
                    let characters = text.text.get(glyph.range()).unwrap_or_default().to_owned();
                    if !missing.contains(&characters) {
                        missing.push(characters);
                    }
                }
            }
            _ => {}
        }
    }
}
