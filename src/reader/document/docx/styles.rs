//! What paragraph styles say: headings, numbers, hidden text.

use super::flag::{is_on, value};
use super::numbering::Link;
use crate::formats::Fault;
use crate::formats::limits::cut_name;
use crate::formats::xml::tokens::{Token, Xml};
use std::collections::BTreeMap;

/// Styles beyond this are not looked at. Word keeps some hundred, pasted ones some thousand.
const MAX_STYLES: usize = 20_000;
/// Styles based on each other.
const MAX_CHAIN: usize = 16;
/// Body text in the levels of an outline; headings are 0 to 8.
const BODY: u8 = 9;

/// The styles of a document by id.
#[derive(Debug, Default)]
pub struct Styles(BTreeMap<String, Style>);

/// One style.
#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    number: Link,
    is_hidden: Option<bool>,
    is_struck: Option<bool>,
}

impl Styles {
    /// Reads the part.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn read(xml: &mut Xml<'_>) -> Result<Styles, Fault> {
        let mut styles = Styles::default();
        let mut id = String::new();
        let mut style = Style::default();
        loop {
            match xml.token()? {
                Token::Open(tag) => match tag.local() {
                    "style" => {
                        id = cut_name(&tag.attribute("styleId").unwrap_or_default());
                        style = Style::default();
                    }
                    "name" => style.name = cut_name(&value(&tag)).to_lowercase(),
                    "basedOn" => style.based_on = Some(cut_name(&value(&tag))),
                    "outlineLvl" => style.outline = value(&tag).parse().ok(),
                    "numId" => style.number.list = Some(cut_name(&value(&tag))),
                    "ilvl" => style.number.level = value(&tag).parse().ok(),
                    "vanish" => style.is_hidden = Some(is_on(&tag)),
                    "strike" | "dstrike" => style.is_struck = Some(is_on(&tag)),
                    "docDefaults" | "latentStyles" | "tblStylePr" => xml.skip()?,
                    _ => {}
                },
                Token::Close(tag) if tag.local() == "style" && styles.0.len() < MAX_STYLES => {
                    styles.0.insert(std::mem::take(&mut id), std::mem::take(&mut style));
                }
                Token::End => return Ok(styles),
                _ => {}
            }
        }
    }

    /// A style and those it is based on, nearest first.
    fn chain(&self, id: &str) -> impl Iterator<Item = &Style> {
        let next = |style: &&Style| self.0.get(style.based_on.as_deref()?);
        std::iter::successors(self.0.get(id), next).take(MAX_CHAIN)
    }

    /// The level of the heading that a style makes, from 1.
    pub fn level(&self, id: &str) -> Option<u8> {
        self.chain(id)
            .find_map(|style| style.outline.or_else(|| named(&style.name)))
            .and_then(level)
    }

    /// The list that a style puts its paragraphs in.
    pub fn number(&self, id: &str) -> Link {
        let mut link = Link::default();
        for style in self.chain(id) {
            link.list = link.list.or_else(|| style.number.list.clone());
            link.level = link.level.or(style.number.level);
        }
        link
    }

    /// Whether a style hides its text.
    pub fn is_hidden(&self, id: &str) -> bool {
        self.chain(id).find_map(|style| style.is_hidden).unwrap_or(false)
    }

    /// Whether a style strikes its text out.
    pub fn is_struck(&self, id: &str) -> bool {
        self.chain(id).find_map(|style| style.is_struck).unwrap_or(false)
    }

    /// Whether a style is one of a table of contents.
    pub fn is_contents(&self, id: &str) -> bool {
        self.0.get(id).is_some_and(|style| style.name.starts_with("toc "))
    }
}

/// The heading of a level of the outline, counted from 0 there and from 1 here.
pub fn level(outline: u8) -> Option<u8> {
    (outline < BODY).then_some(outline + 1)
}

/// The level that a name gives: `heading 1`, `标题 1`.
fn named(name: &str) -> Option<u8> {
    let number = name.strip_prefix("heading").or_else(|| name.strip_prefix("标题"))?;
    number.trim().parse::<u8>().ok()?.checked_sub(1)
}
