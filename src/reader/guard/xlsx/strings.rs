//! Sanitizes the shared strings. The counts that the part declares are not even copied:
//! calamine would reserve memory for them.

use super::super::limits::{MAX_STRINGS, MAX_TEXT};
use super::super::too_much;
use super::{put, text};
use crate::error::Error;
use crate::formats::opc::{Package, Relationships};
use crate::formats::xml::tokens::Token;
use std::collections::HashMap;

/// The shared strings, as far as the sheets need to know them.
#[derive(Debug, Default)]
pub struct Strings {
    /// Bytes of each.
    pub lengths: Vec<u32>,
    /// What was struck out of them, by their number.
    pub struck: HashMap<usize, String>,
    /// What of them has a font of its own.
    pub own: HashMap<usize, String>,
}

/// Copies the strings.
///
/// # Errors
/// When the part is damaged or holds more than [`MAX_STRINGS`] or [`MAX_TEXT`].
pub fn sanitize(
    package: &mut Package<'_>,
    links: &Relationships,
    out: &mut String,
) -> Result<Strings, Error> {
    let mut strings = Strings::default();
    let mut total = 0;
    out.push_str("<sst>");
    let part = package.named(links, "sharedStrings", "xl/sharedStrings.xml")?;
    if let Some(mut xml) = part.map_or(Ok(None), |part| package.xml(&part))? {
        loop {
            match xml.token()? {
                Token::Open(tag) if tag.local() == "si" => {}
                Token::End => break,
                _ => continue,
            }
            let text::Text { text, struck, own } = text::body(&mut xml)?;
            total += text.len() as u64;
            if total > MAX_TEXT {
                return Err(too_much(format_args!("文字总量超过 {} MB", MAX_TEXT >> 20)));
            }
            if strings.lengths.len() == MAX_STRINGS {
                return Err(too_much(format_args!("不同的文字超过 {} 万条", MAX_STRINGS / 10_000)));
            }
            if !struck.is_empty() {
                strings.struck.insert(strings.lengths.len(), struck);
            }
            if !own.is_empty() {
                strings.own.insert(strings.lengths.len(), own);
            }
            strings.lengths.push(text.len() as u32);
            put(
                out,
                format_args!("<si><t xml:space=\"preserve\">{}</t></si>", text::escaped(&text)),
            );
        }
    }
    put(out, format_args!("</sst>"));
    Ok(strings)
}
