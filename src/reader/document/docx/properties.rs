//! What the properties of paragraphs and runs say.

use super::flag::{is_on, value};
use super::numbering::Link;
use super::styles::{self, Styles};
use crate::formats::Fault;
use crate::formats::xml::tokens::{Token, Xml};

/// How a run is shown.
#[derive(Default, Clone, Copy)]
pub struct Run {
    /// It is not to be seen.
    pub is_hidden: bool,
    /// It is struck out.
    pub is_struck: bool,
    /// It stands above the line.
    pub is_raised: bool,
}

/// What the properties of a paragraph say.
#[derive(Default)]
pub struct Properties {
    /// The name of its style.
    pub style: String,
    /// The level of its heading, where it has one of its own.
    pub outline: Option<u8>,
    /// The list it belongs to.
    pub link: Link,
    /// Its end was deleted: the next paragraph goes on with it.
    pub is_mark_deleted: bool,
    /// Its end was inserted.
    pub is_mark_inserted: bool,
    /// It is the last of a section of pages.
    pub is_section_end: bool,
}

impl Properties {
    /// Reads those of a paragraph, whose tag was just opened, to their end.
    ///
    /// # Errors
    /// When the part is damaged.
    pub fn read(xml: &mut Xml<'_>) -> Result<Properties, Fault> {
        let outside = xml.depth() - 1;
        let mut own = Properties::default();
        loop {
            match xml.token()? {
                Token::Open(tag) => match tag.local() {
                    "pStyle" => own.style = value(&tag),
                    "outlineLvl" => own.outline = value(&tag).parse().ok().and_then(styles::level),
                    "numId" => own.link.list = Some(value(&tag)),
                    "ilvl" => own.link.level = value(&tag).parse().ok(),
                    // In the properties of the mark at its end.
                    "del" | "moveFrom" => own.is_mark_deleted = true,
                    "ins" | "moveTo" => own.is_mark_inserted = true,
                    "sectPr" => {
                        own.is_section_end = true;
                        xml.skip()?;
                    }
                    "pPrChange" | "rPrChange" => xml.skip()?,
                    _ => {}
                },
                Token::Close(tag) if tag.depth == outside => return Ok(own),
                Token::End => return Ok(own),
                _ => {}
            }
        }
    }
}

impl Run {
    /// A run of a paragraph in this style, before it says anything itself.
    pub fn of_style(style: &str, styles: &Styles) -> Run {
        Run {
            is_hidden: styles.is_hidden(style),
            is_struck: styles.is_struck(style),
            is_raised: false,
        }
    }

    /// Adds what the properties of a run say, whose tag was just opened, to their end.
    ///
    /// # Errors
    /// When the part is damaged.
    pub fn read(&mut self, xml: &mut Xml<'_>, styles: &Styles) -> Result<(), Fault> {
        let outside = xml.depth() - 1;
        loop {
            match xml.token()? {
                Token::Open(tag) => match tag.local() {
                    "rStyle" => {
                        let style = value(&tag);
                        self.is_hidden |= styles.is_hidden(&style);
                        self.is_struck |= styles.is_struck(&style);
                    }
                    "vanish" => self.is_hidden = is_on(&tag),
                    "strike" => self.is_struck = is_on(&tag),
                    "dstrike" => self.is_struck |= is_on(&tag),
                    "vertAlign" => self.is_raised = value(&tag) == "superscript",
                    "rPrChange" => xml.skip()?,
                    _ => {}
                },
                Token::Close(tag) if tag.depth == outside => return Ok(()),
                Token::End => return Ok(()),
                _ => {}
            }
        }
    }
}
