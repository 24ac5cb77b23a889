//! Word files (.docx, .docm, .dotx; WPS and LibreOffice write the same) to a [`Flow`].
//!
//! Read straight from the guarded package through its tokens. Macros, links and pictures are
//! never looked at; headers and footers stand around a page and are no part of its text.

mod body;
mod fields;
mod flag;
mod numbering;
mod properties;
mod styles;
mod symbol;
mod table;

use super::flow::{Flow, settled};
use crate::error::Error;
use crate::formats::Fault;
use crate::formats::limits::cut_name;
use crate::formats::opc::Package;
use crate::formats::xml::tokens::{Token, Xml};
use body::Body;
use numbering::Numbering;
use std::collections::BTreeMap;
use styles::Styles;

/// Where Word puts the body.
const MAIN: &str = "word/document.xml";
/// Most properties and footnotes kept, and the longest, in bytes.
const MOST: usize = 2_000;
const LONGEST: usize = 4 << 10;

/// The part of a package that holds the body of a Word file; none where it is no Word file.
pub fn main_part(package: &mut Package<'_>) -> Result<Option<String>, Fault> {
    let links = package.relationships("")?;
    let named = links.part("officeDocument").filter(|part| package.has(part));
    let named = named.filter(|part| part.to_lowercase().starts_with("word/")).map(str::to_owned);
    Ok(named.or_else(|| package.has(MAIN).then(|| MAIN.to_owned())))
}

/// Reads a Word file.
///
/// # Errors
/// When it is damaged, unsafe or holds too much.
pub fn read(mut package: Package<'_>) -> Result<Flow, Error> {
    let missing = || Fault::Damaged(crate::formats::fault::Damage::Missing(MAIN.to_owned()));
    let main = main_part(&mut package)?.ok_or_else(missing)?;
    let links = package.relationships(&main)?;
    let beside = |kind: &str| links.part(kind).map(str::to_owned);
    let mut body = Body::default();
    if let Some(part) = beside("styles")
        && let Some(mut xml) = package.xml(&part)?
    {
        body.styles = Styles::read(&mut xml)?;
    }
    if let Some(part) = beside("numbering")
        && let Some(mut xml) = package.xml(&part)?
    {
        body.numbering = Numbering::read(&mut xml)?;
    }
    for (kind, key) in [("footnotes", "f"), ("endnotes", "e")] {
        if let Some(part) = beside(kind)
            && let Some(mut xml) = package.xml(&part)?
        {
            footnotes(&mut xml, key, &mut body.footnotes)?;
        }
    }
    let mut flow = Flow { around: vec![0], facts: facts(&mut package)?, ..Flow::default() };
    let mut xml = package.xml(&main)?.ok_or_else(missing)?;
    loop {
        match xml.token()? {
            Token::Open(tag) if tag.local() == "document" => {}
            Token::Open(tag) if tag.local() == "body" => flow.blocks.extend(body.blocks(&mut xml)?),
            Token::Open(_) => xml.skip()?,
            Token::End => break,
            _ => {}
        }
    }
    body.close_fields();
    flow.blocks = settled(flow.blocks);
    flow.notes = body.notes;
    Ok(flow)
}

/// The texts of footnotes by the letter of their kind and their id.
fn footnotes(
    xml: &mut Xml<'_>,
    key: &str,
    found: &mut BTreeMap<String, String>,
) -> Result<(), Fault> {
    let mut id = String::new();
    let mut is_text = false;
    loop {
        match xml.token()? {
            Token::Open(tag) => match tag.local() {
                "footnote" | "endnote" => {
                    id = format!("{key}{}", cut_name(&tag.attribute("id").unwrap_or_default()));
                }
                "t" => is_text = true,
                _ => {}
            },
            Token::Text(piece) if is_text && found.len() < MOST => {
                let text = found.entry(id.clone()).or_default();
                if text.len() + piece.len() < LONGEST {
                    text.push_str(&piece);
                }
            }
            Token::Close(tag) if tag.local() == "t" => is_text = false,
            Token::End => return Ok(()),
            _ => {}
        }
    }
}

/// The user's own properties of the file.
fn facts(package: &mut Package<'_>) -> Result<Vec<(String, String)>, Fault> {
    let links = package.relationships("")?;
    let mut facts: Vec<(String, String)> = Vec::new();
    let Some(part) = links.part("custom-properties") else { return Ok(facts) };
    let Some(mut xml) = package.xml(part)? else { return Ok(facts) };
    loop {
        match xml.token()? {
            Token::Open(tag) if tag.local() == "property" && facts.len() < MOST => {
                facts.push((cut_name(&tag.attribute("name").unwrap_or_default()), String::new()));
            }
            Token::Text(piece) => {
                if let Some((_, value)) = facts.last_mut()
                    && value.len() + piece.len() < LONGEST
                {
                    value.push_str(&piece);
                }
            }
            Token::End => return Ok(facts),
            _ => {}
        }
    }
}
