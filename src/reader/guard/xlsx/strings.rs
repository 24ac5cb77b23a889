//! Sanitizes the shared strings. The counts that the part declares are not even copied:
//! calamine would reserve memory for them.

use super::super::limits::{MAX_STRINGS, MAX_TEXT};
use super::super::too_much;
use super::{put, text};
use crate::error::Error;
use crate::formats::opc::{Package, Relationships};
use crate::formats::xml::tokens::Token;

/// Copies the strings; gives the length of each.
///
/// # Errors
/// When the part is damaged or holds more than [`MAX_STRINGS`] or [`MAX_TEXT`].
pub fn sanitize(
    package: &mut Package<'_>,
    links: &Relationships,
    out: &mut String,
) -> Result<Vec<u32>, Error> {
    let mut lengths = Vec::new();
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
            let text = text::body(&mut xml)?;
            total += text.len() as u64;
            if total > MAX_TEXT {
                return Err(too_much(format_args!("文字总量超过 {} MB", MAX_TEXT >> 20)));
            }
            if lengths.len() == MAX_STRINGS {
                return Err(too_much(format_args!("不同的文字超过 {} 万条", MAX_STRINGS / 10_000)));
            }
            lengths.push(text.len() as u32);
            let text = text::escaped(&text);
            put(out, format_args!("<si><t xml:space=\"preserve\">{text}</t></si>"));
        }
    }
    out.push_str("</sst>");
    Ok(lengths)
}
