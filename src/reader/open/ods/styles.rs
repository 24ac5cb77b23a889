//! Styles, as far as they change what is read: sheets that they hide, text that they strike
//! out or raise, numbers that they show in another unit.

use crate::error::Error;
use crate::formats::limits::cut_name;
use crate::formats::xml::tokens::{Tag, Token, Xml};
use crate::reader::guard::limits::{
    MAX_FORMAT_CODE, MAX_FORMATS, MAX_HIDING_STYLES, MAX_NUMBER_FORMATS,
};
use crate::reader::guard::looks::Look;
use crate::reader::guard::strange;
use crate::reader::number_format;
use std::collections::{BTreeSet, HashMap};

/// Every style of a package that matters.
#[derive(Default)]
pub struct Styles {
    hiding: BTreeSet<String>,
    /// By family and name.
    own: HashMap<(String, String), Style>,
    /// Codes of number formats by name.
    codes: HashMap<String, String>,
    style: Option<((String, String), Style)>,
    data: Option<Data>,
}

/// What a style says; nothing of what it leaves to the text around.
#[derive(Debug, Default, Clone)]
pub struct Style {
    struck: Option<bool>,
    raised: Option<bool>,
    format: Option<String>,
}

/// A number format while it is read, as a spreadsheet shows its code.
#[derive(Default)]
struct Data {
    name: String,
    code: String,
    /// Thousands that the number is divided by.
    thousands: usize,
    /// Digits behind a point that is only drawn.
    drawn: Option<usize>,
    inside: Inside,
}

/// Whose text comes next.
#[derive(Default, PartialEq)]
enum Inside {
    #[default]
    Nothing,
    Text,
    /// Text so many digits from the right.
    Embedded(usize),
}

impl Style {
    /// How text looks in this style inside of text that looks so.
    pub fn over(&self, around: Look) -> Look {
        Look {
            struck: self.struck.unwrap_or(around.struck),
            raised: self.raised.unwrap_or(around.raised),
        }
    }

    fn read(&mut self, tag: &Tag<'_>) {
        for (key, value) in tag.attributes() {
            match key {
                "style:text-line-through-style" | "style:text-line-through-type" => {
                    self.struck = Some(value != "none");
                }
                "style:text-position" => self.raised = Some(is_raised(value)),
                _ => {}
            }
        }
    }

    fn says_nothing(&self) -> bool {
        self.struck.is_none() && self.raised.is_none() && self.format.is_none()
    }
}

impl Styles {
    /// Reads a part that has nothing but styles.
    ///
    /// # Errors
    /// When the part is damaged or passes a limit.
    pub fn read(&mut self, mut xml: Xml<'_>) -> Result<(), Error> {
        loop {
            let token = xml.token()?;
            if matches!(token, Token::End) {
                return Ok(());
            }
            self.take(token)?;
        }
    }

    /// Takes a token of a part with styles in it.
    ///
    /// # Errors
    /// When there are more than a spreadsheet program writes.
    pub fn take(&mut self, token: Token<'_>) -> Result<(), Error> {
        match token {
            Token::Open(tag) => self.open(&tag),
            Token::Text(text) => {
                if let Some(data) = &mut self.data {
                    data.text(&text);
                }
                Ok(())
            }
            Token::Close(tag) => self.close(tag.name()),
            Token::Other | Token::End => Ok(()),
        }
    }

    /// Whether a style hides the sheet.
    pub fn hides(&self, style: &str) -> bool {
        self.hiding.contains(style)
    }

    /// What the style of a cell, of a paragraph or of a piece of text says.
    pub fn get(&self, family: &str, name: &str) -> Option<&Style> {
        self.own.get(&(family.to_owned(), name.to_owned()))
    }

    /// The code of the number format of a style, where that shows another unit than is stored.
    pub fn code(&self, style: &Style) -> Option<&str> {
        self.codes.get(style.format.as_deref()?).map(String::as_str)
    }

    fn open(&mut self, tag: &Tag<'_>) -> Result<(), Error> {
        let text = |key| cut_name(&tag.attribute(key).unwrap_or_default());
        match (tag.name(), &mut self.style, &mut self.data) {
            ("style:style", ..) => {
                let family = text("family");
                let parent = self.get(&family, &text("parent-style-name")).cloned();
                let mut style = parent.unwrap_or_default();
                style.format =
                    tag.attribute("data-style-name").map(|name| cut_name(&name)).or(style.format);
                self.style = Some(((family, text("name")), style));
            }
            ("style:text-properties", Some((_, style)), _) => style.read(tag),
            ("style:table-properties", Some(((_, name), _)), _)
                if tag.attribute("display").is_some_and(|display| display == "false") =>
            {
                self.hiding.insert(name.clone());
            }
            ("number:number-style" | "number:currency-style", ..) => {
                self.data = Some(Data { name: text("name"), ..Data::default() });
            }
            (name, _, Some(data)) if name.starts_with("number:") => data.open(tag),
            _ => {}
        }
        if self.hiding.len() > MAX_HIDING_STYLES {
            return Err(strange("隐藏工作表的样式太多"));
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Error> {
        match (name, &mut self.data) {
            ("style:style", _) => {
                self.own.extend(self.style.take().filter(|(_, style)| !style.says_nothing()));
            }
            ("number:number-style" | "number:currency-style", _) => {
                let data = self.data.take().map(|data| (data.name, data.code));
                self.codes.extend(data.filter(|(_, code)| number_format::shown(code).is_some()));
            }
            (name, Some(data)) => data.close(name),
            _ => {}
        }
        if self.own.len() > MAX_FORMATS || self.codes.len() > MAX_NUMBER_FORMATS {
            return Err(strange("单元格格式的种类超过表格软件的上限"));
        }
        Ok(())
    }
}

impl Data {
    fn open(&mut self, tag: &Tag<'_>) {
        let number = |key| tag.attribute(key).and_then(|text| text.parse::<f64>().ok());
        match tag.name() {
            "number:number" => {
                let factor = number("display-factor").unwrap_or(1.0).max(1.0);
                self.thousands = (factor.log10() / 3.0).round().min(6.0) as usize;
                self.drawn = None;
            }
            "number:text" => self.inside = Inside::Text,
            "number:embedded-text" => {
                let position = number("position").unwrap_or_default().clamp(0.0, 9.0);
                self.inside = Inside::Embedded(position as usize);
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.inside {
            Inside::Embedded(digits) if text == "." => self.drawn = Some(digits),
            Inside::Nothing => {}
            _ if self.code.len() + text.len() <= MAX_FORMAT_CODE => {
                self.code.push_str(&format!("\"{}\"", text.replace('"', "")));
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "number:number" => {
                self.code.push('0');
                if let Some(digits) = self.drawn {
                    self.code.push_str(&format!("\".\"{}", "0".repeat(digits)));
                }
                self.code.push_str(&",".repeat(self.thousands));
            }
            "number:text" | "number:embedded-text" => self.inside = Inside::Nothing,
            _ => {}
        }
    }
}

/// `super 58%`, or `33% 58%`: a third of a line up.
fn is_raised(position: &str) -> bool {
    let first = position.split_whitespace().next().unwrap_or_default();
    let percent = first.strip_suffix('%').and_then(|number| number.parse::<f64>().ok());
    first == "super" || percent.is_some_and(|percent| percent > 0.0)
}
