//! Sanitizes the formats: of all styles only matters whether a number is shown as a date or
//! in another unit, and whether it is struck out.

use super::super::limits::{MAX_FORMAT_CODE, MAX_FORMATS, MAX_NUMBER_FORMATS};
use super::super::strange;
use super::{put, text};
use crate::error::Error;
use crate::formats::opc::{Package, Relationships};
use crate::formats::xml::tokens::Token;
use crate::reader::number_format;
use std::collections::HashMap;

/// What matters of a cell's style.
#[derive(Debug, Default, Clone)]
pub struct CellStyle {
    /// Code of its number format, where that shows another unit than is stored.
    pub format: Option<String>,
    /// Whether it is struck out.
    pub struck: bool,
}

/// Copies the number formats and the list of cell formats; gives the styles of cells.
///
/// # Errors
/// When the part is damaged or has more formats than a spreadsheet program allows.
pub fn sanitize(
    package: &mut Package<'_>,
    links: &Relationships,
    out: &mut String,
) -> Result<Vec<CellStyle>, Error> {
    let mut codes = Vec::new();
    // Number format and font of each cell style.
    let mut formats: Vec<(u32, u32)> = Vec::new();
    let mut struck_fonts: Vec<bool> = Vec::new();
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
                        let id = |name| number(tag.attribute(name).as_deref());
                        formats.push((id("numFmtId"), id("fontId")));
                    }
                    ("fonts", "font") => struck_fonts.push(false),
                    ("fonts", "strike") if text::is_on(&tag) => {
                        struck_fonts.last_mut().into_iter().for_each(|font| *font = true);
                    }
                    (_, name @ ("numFmts" | "fonts" | "cellXfs")) => list = name.to_owned(),
                    _ => {}
                },
                Token::Close(tag) if tag.local() == list => list.clear(),
                Token::End => break,
                _ => {}
            }
            let fonts = struck_fonts.len();
            if codes.len() > MAX_NUMBER_FORMATS || formats.len().max(fonts) > MAX_FORMATS {
                return Err(strange("单元格格式的种类超过表格软件的上限"));
            }
        }
    }
    put(out, format_args!("<styleSheet><numFmts>"));
    for (id, code) in &codes {
        let code = text::escaped(code);
        put(out, format_args!("<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>"));
    }
    put(out, format_args!("</numFmts><cellXfs>"));
    for (id, _) in &formats {
        put(out, format_args!("<xf numFmtId=\"{id}\"/>"));
    }
    put(out, format_args!("</cellXfs></styleSheet>"));
    let codes: HashMap<u32, String> =
        codes.into_iter().filter(|(_, code)| number_format::shown(code).is_some()).collect();
    let style = |(format, font): (u32, u32)| CellStyle {
        format: codes.get(&format).cloned(),
        struck: struck_fonts.get(font as usize).copied().unwrap_or_default(),
    };
    Ok(formats.into_iter().map(style).collect())
}

fn number(text: Option<&str>) -> u32 {
    text.and_then(|text| text.trim().parse().ok()).unwrap_or(0)
}
