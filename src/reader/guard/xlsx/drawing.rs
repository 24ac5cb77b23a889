//! What floats above a sheet: text boxes with their words, and pictures.

use super::text;
use crate::error::Error;
use crate::formats::limits::cut_name;
use crate::formats::opc::Package;
use crate::formats::xml::tokens::{Token, Xml};
use crate::reader::grid::{Floating, Position};

/// More are not kept.
const MOST: usize = 200;

/// Reads the drawing of a sheet; nothing where it has none.
///
/// # Errors
/// When the part is damaged or passes a limit.
pub fn read(package: &mut Package<'_>, sheet: &str) -> Result<Vec<(Position, Floating)>, Error> {
    let links = package.relationships(sheet)?;
    let part = links.part("drawing").filter(|part| package.has(part)).map(str::to_owned);
    let Some(mut xml) = part.map_or(Ok(None), |part| package.xml(&part))? else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    let (mut at, mut words) = ((0, 0), String::new());
    let (mut is_picture, mut anchor) = (false, None);
    while found.len() < MOST {
        match xml.token()? {
            Token::Open(tag) => match tag.local() {
                "twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor" => {
                    (at, is_picture, anchor) = ((0, 0), false, Some(xml.depth() - 1));
                    words.clear();
                }
                "from" => at = corner(&mut xml)?,
                "pic" => is_picture = true,
                "t" => words.push_str(&text::run(&mut xml)?),
                "p" if !words.is_empty() => words.push('\n'),
                _ => {}
            },
            Token::Close(tag) if Some(tag.depth) == anchor => {
                anchor = None;
                let text = std::mem::take(&mut words);
                match text.trim() {
                    "" if is_picture => found.push((at, Floating::Picture)),
                    "" => {}
                    text => found.push((at, Floating::TextBox(cut_name(text)))),
                }
            }
            Token::End => break,
            _ => {}
        }
    }
    Ok(found)
}

/// Row and column of the upper left corner of an anchor.
fn corner(xml: &mut Xml<'_>) -> Result<Position, Error> {
    let outside = xml.depth() - 1;
    let mut at = (0, 0);
    loop {
        let is_row = match xml.token()? {
            Token::Open(tag) if tag.local() == "row" => true,
            Token::Open(tag) if tag.local() == "col" => false,
            Token::Close(tag) if tag.depth == outside => return Ok(at),
            Token::End => return Ok(at),
            _ => continue,
        };
        let number = text::run(xml)?.trim().parse().unwrap_or(0);
        *(if is_row { &mut at.0 } else { &mut at.1 }) = number;
    }
}
