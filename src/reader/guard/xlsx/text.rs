//! The text of a shared or inline string: plain, or in runs of different fonts.

use super::super::limits::MAX_CELL_TEXT;
use super::super::strange;
use crate::error::Error;
use crate::formats::xml::printer::{PART_TEXT, escape};
use crate::formats::xml::tokens::{Token, Xml};

/// Reads the text of the element whose opening tag was just read, to its closing tag.
/// Pronunciation guides are left out.
///
/// # Errors
/// When the part is damaged or the text longer than any cell holds.
pub fn body(xml: &mut Xml<'_>) -> Result<String, Error> {
    let outside = xml.depth() - 1;
    let mut text = String::new();
    loop {
        let preserve = match xml.token()? {
            Token::Open(tag) if matches!(tag.local(), "rPh" | "rPr" | "extLst") => None,
            Token::Open(tag) if tag.local() == "t" => {
                Some(tag.attribute("space").is_some_and(|space| space == "preserve"))
            }
            Token::Close(tag) if tag.depth == outside => return Ok(text),
            Token::End => return Ok(text),
            _ => continue,
        };
        match preserve {
            None => xml.skip()?,
            Some(preserve) => {
                let run = run(xml)?;
                // Spreadsheet programs drop blanks at the ends unless told to keep them.
                let blank = [' ', '\t', '\r', '\n'];
                text.push_str(if preserve { &run } else { run.trim_matches(blank) });
                check(&text)?;
            }
        }
    }
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
