//! The text of a shared or inline string: plain, or in runs of different fonts.

use super::super::limits::MAX_CELL_TEXT;
use super::super::strange;
use crate::error::Error;
use crate::formats::xml::printer::{PART_TEXT, escape};
use crate::formats::xml::tokens::{Tag, Token, Xml};
use crate::text::raised::raised;

/// The text of a cell.
#[derive(Debug, Default, Clone)]
pub struct Text {
    /// What is to be read. Digits of raised runs are raised digits: `477²`.
    pub text: String,
    /// What was struck out, and is not to be read.
    pub struck: String,
    /// What of `text` has a font of its own: it is not struck out with its cell.
    pub own: String,
}

/// How a run of text is shown.
#[derive(Default, Clone, Copy)]
struct Run {
    struck: bool,
    raised: bool,
}

/// Reads the text of the element whose opening tag was just read, to its closing tag.
/// Pronunciation guides are left out.
///
/// # Errors
/// When the part is damaged or the text longer than any cell holds.
pub fn body(xml: &mut Xml<'_>) -> Result<Text, Error> {
    let outside = xml.depth() - 1;
    let mut text = Text::default();
    let (mut shown, mut is_own) = (Run::default(), false);
    loop {
        let preserve = match xml.token()? {
            Token::Open(tag) => match tag.local() {
                "rPh" | "extLst" => {
                    xml.skip()?;
                    continue;
                }
                "r" => {
                    (shown, is_own) = (Run::default(), false);
                    continue;
                }
                "rPr" => {
                    (shown, is_own) = (properties(xml)?, true);
                    continue;
                }
                "t" => tag.attribute("space").is_some_and(|space| space == "preserve"),
                _ => continue,
            },
            Token::Close(tag) if tag.depth == outside => return Ok(text),
            Token::End => return Ok(text),
            _ => continue,
        };
        let run = run(xml)?;
        // Spreadsheet programs drop blanks at the ends unless told to keep them.
        let run = if preserve { &*run } else { run.trim_matches([' ', '\t', '\r', '\n']) };
        let run = if shown.raised { raised(run) } else { run.to_owned() };
        match shown.struck {
            true => text.struck.push_str(&run),
            false => text.text.push_str(&run),
        }
        if is_own && !shown.struck {
            text.own.push_str(&run);
        }
        check(&text.text)?;
        check(&text.struck)?;
    }
}

/// Reads the properties of a run to their closing tag.
fn properties(xml: &mut Xml<'_>) -> Result<Run, Error> {
    let outside = xml.depth() - 1;
    let mut run = Run::default();
    loop {
        match xml.token()? {
            Token::Open(tag) => match tag.local() {
                "strike" => run.struck = is_on(&tag),
                "vertAlign" => {
                    run.raised = tag.attribute("val").is_some_and(|val| val == "superscript");
                }
                _ => {}
            },
            Token::Close(tag) if tag.depth == outside => return Ok(run),
            Token::End => return Ok(run),
            _ => {}
        }
    }
}

/// Whether a switch such as `<strike/>` is on: it is unless it says otherwise.
pub fn is_on(tag: &Tag<'_>) -> bool {
    !tag.attribute("val").is_some_and(|val| matches!(&*val, "0" | "false"))
}

/// Reads the plain text of the element whose opening tag was just read.
///
/// # Errors
/// As [`body`].
pub fn run(xml: &mut Xml<'_>) -> Result<String, Error> {
    let outside = xml.depth() - 1;
    let mut text = String::new();
    loop {
        match xml.token()? {
            Token::Text(piece) => {
                text.push_str(&piece);
                check(&text)?;
            }
            Token::Close(tag) if tag.depth == outside => return Ok(text),
            Token::End => return Ok(text),
            _ => {}
        }
    }
}

fn check(text: &str) -> Result<(), Error> {
    if text.len() > MAX_CELL_TEXT {
        return Err(strange("有一个单元格的文字超过表格软件的上限"));
    }
    Ok(())
}

/// Text as it stands in a part. A carriage return that was meant would become a line feed.
pub fn escaped(text: &str) -> String {
    escape(text, PART_TEXT)
}
