//! Sanitizes the formats: of all styles, only whether a number is shown as a date matters.

use super::super::limits::{MAX_FORMAT_CODE, MAX_FORMATS, MAX_NUMBER_FORMATS};
use super::super::strange;
use super::{put, text};
use crate::error::Error;
use crate::formats::opc::{Package, Relationships};
use crate::formats::xml::tokens::Token;

/// Copies the number formats and the list of cell formats.
///
/// # Errors
/// When the part is damaged or has more formats than a spreadsheet program allows.
pub fn sanitize(
    package: &mut Package<'_>,
    links: &Relationships,
    out: &mut String,
) -> Result<(), Error> {
    let mut codes = Vec::new();
    let mut formats: Vec<u32> = Vec::new();
    let part = package.named(links, "styles", "xl/styles.xml")?;
    if let Some(mut xml) = part.map_or(Ok(None), |part| package.xml(&part))? {
        // Differential and cell style formats use the same elements in other lists.
        let mut list = String::new();
        loop {
            match xml.token()? {
                Token::Open(tag) => match (list.as_str(), tag.local()) {
                    ("numFmts", "numFmt") => {
                        let id = number(tag.attribute("numFmtId").as_deref());
                        let code = tag.attribute("formatCode").unwrap_or_default();
                        if code.len() <= MAX_FORMAT_CODE {
                            codes.push((id, code.into_owned()));
                        }
                    }
                    ("cellXfs", "xf") => {
                        formats.push(number(tag.attribute("numFmtId").as_deref()));
                    }
                    (_, name @ ("numFmts" | "cellXfs")) => list = name.to_owned(),
                    _ => {}
                },
                Token::Close(tag) if tag.local() == list => list.clear(),
                Token::End => break,
                _ => {}
            }
            if codes.len() > MAX_NUMBER_FORMATS || formats.len() > MAX_FORMATS {
                return Err(strange("单元格格式的种类超过表格软件的上限"));
            }
        }
    }
    out.push_str("<styleSheet><numFmts>");
    for (id, code) in codes {
        let code = text::escaped(&code);
        put(out, format_args!("<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>"));
    }
    out.push_str("</numFmts><cellXfs>");
    for id in &formats {
        put(out, format_args!("<xf numFmtId=\"{id}\"/>"));
    }
    out.push_str("</cellXfs></styleSheet>");
    Ok(())
}

fn number(text: Option<&str>) -> u32 {
    text.and_then(|text| text.trim().parse().ok()).unwrap_or(0)
}
