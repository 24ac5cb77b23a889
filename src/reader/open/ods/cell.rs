//! One cell: its attributes, and the text that it shows.

use super::styles::Styles;
use super::value::{self, repeated};
use crate::error::Error;
use crate::formats::limits::cut_name;
use crate::formats::xml::decode;
use crate::formats::xml::tokens::{Tag, Token, Xml};
use crate::reader::grid::{Cell, Content};
use crate::reader::guard::limits::MAX_CELL_TEXT;
use crate::reader::guard::looks::Look;
use crate::reader::guard::strange;
use crate::text::raised::raised;

/// What the opening tag of a cell says.
#[derive(Debug, Default)]
pub struct Stored {
    kind: String,
    value: String,
    is_error: bool,
    /// Name of its style, where it has one of its own.
    pub style: Option<String>,
    /// Formula as a spreadsheet shows it, without `=`.
    pub formula: Option<String>,
    /// Columns that show the same.
    pub repeated: u32,
    /// Rows of the merged area that begins here.
    pub rows: u32,
    /// Columns of the merged area that begins here.
    pub columns: u32,
}

impl Stored {
    /// Reads the tag.
    pub fn read(tag: &Tag<'_>) -> Stored {
        let mut stored = Stored {
            repeated: repeated(tag, "number-columns-repeated"),
            rows: repeated(tag, "number-rows-spanned"),
            columns: repeated(tag, "number-columns-spanned"),
            ..Stored::default()
        };
        for (key, raw) in tag.attributes() {
            match key {
                "office:value-type" => stored.kind = raw.into(),
                "calcext:value-type" => stored.is_error = raw == "error",
                "office:value"
                | "office:date-value"
                | "office:time-value"
                | "office:boolean-value"
                | "office:string-value" => {
                    stored.value = decode(raw).into_owned();
                }
                "table:style-name" => stored.style = Some(cut_name(&decode(raw))),
                "table:formula" => stored.formula = Some(value::formula(&decode(raw))),
                _ => {}
            }
        }
        stored
    }

    /// Takes out of a struck cell what is not read, and gives what that was. Text in it that
    /// is not struck stays.
    pub fn empty(&mut self, text: &str, struck: String) -> String {
        if !text.is_empty() {
            return struck;
        }
        let Stored { value, .. } = std::mem::replace(
            self,
            Stored {
                repeated: self.repeated,
                rows: self.rows,
                columns: self.columns,
                ..Stored::default()
            },
        );
        if struck.is_empty() { value } else { struck }
    }

    /// What the cell holds; `None` when it is empty.
    pub fn content(
        &self,
        text: String,
        has_formula: bool,
        number: impl FnOnce(f64) -> Content,
    ) -> Option<Content> {
        if self.is_error || has_formula && value::is_error(&text) {
            return Some(Content::Error(text));
        }
        let value = self.value.trim();
        let date = |serial: Option<f64>| match serial {
            Some(serial) => Content::Date(serial),
            None => Content::DateText(value.to_owned()),
        };
        let content = match self.kind.as_str() {
            "float" | "percentage" | "currency" => value.parse().ok().map(number),
            "date" => Some(date(value::date(value))),
            "time" => Some(date(value::time(value))),
            "boolean" => Some(Content::Bool(value == "true")),
            _ => None,
        };
        let text = if text.is_empty() { self.value.clone() } else { text };
        match content {
            Some(content) => Some(content),
            None if !text.is_empty() => Some(Content::Text(text)),
            None => has_formula.then_some(Content::Uncalculated),
        }
    }
}

/// Bytes of text that a cell costs.
pub fn size(cell: &Cell) -> usize {
    let formula = cell.formula.as_ref().map_or(0, String::len);
    formula
        + match &cell.content {
            Content::Text(text) | Content::Error(text) | Content::DateText(text) => text.len(),
            _ => 0,
        }
}

/// What stands in a cell.
#[derive(Debug, Default)]
pub struct Words {
    /// What is to be read.
    pub text: String,
    /// What is struck out.
    pub struck: String,
}

/// The paragraphs of the cell whose opening tag was just read, one a line; raised digits as
/// raised characters. Comments and drawings in it are no text of the cell.
///
/// # Errors
/// When the part is damaged or the text longer than any cell holds.
pub fn text(xml: &mut Xml<'_>, styles: &Styles, own: Look) -> Result<Words, Error> {
    let outside = xml.depth() - 1;
    let Words { mut text, mut struck } = Words::default();
    // How the text looks in each open element, and whether a paragraph is open.
    let mut looks = vec![own];
    let mut paragraph = false;
    let mut paragraphs = 0;
    let mut blank = true;
    loop {
        if text.len().max(struck.len()) > MAX_CELL_TEXT {
            return Err(strange("有一个单元格的文字超过表格软件的上限"));
        }
        let look = looks.last().copied().unwrap_or(own);
        let styled = |family, tag: &Tag<'_>| {
            let name = tag.attribute("style-name").unwrap_or_default();
            styles.get(family, &name).map_or(look, |style| style.over(look))
        };
        let mut inner = look;
        let skip = match xml.token()? {
            Token::Open(tag) => match tag.name() {
                "text:p" | "text:h" if !paragraph => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    blank = true;
                    paragraph = true;
                    inner = styled("paragraph", &tag);
                    false
                }
                "text:s" => {
                    let count = repeated(&tag, "c") as usize;
                    text.extend(std::iter::repeat_n(' ', count.min(MAX_CELL_TEXT)));
                    blank = false;
                    false
                }
                "text:tab" => {
                    text.push('\t');
                    false
                }
                "text:line-break" => {
                    text.push('\n');
                    blank = true;
                    false
                }
                "text:span" => {
                    inner = styled("text", &tag);
                    false
                }
                "text:ruby-text" | "text:note" => true,
                name => !name.starts_with("text:"),
            },
            Token::Text(piece) => {
                match look {
                    _ if !paragraph => {}
                    Look { struck: true, .. } => struck.push_str(&piece),
                    Look { raised: true, .. } => push(&mut text, &raised(&piece), &mut blank),
                    _ => push(&mut text, &piece, &mut blank),
                }
                continue;
            }
            Token::Close(tag) => {
                looks.pop();
                if matches!(tag.name(), "text:p" | "text:h") {
                    paragraph = false;
                }
                if tag.depth == outside {
                    return Ok(Words { text, struck });
                }
                continue;
            }
            Token::End => return Ok(Words { text, struck }),
            Token::Other => continue,
        };
        match skip {
            true => xml.skip()?,
            false => looks.push(inner),
        }
    }
}

/// Appends text; white space counts once, and not at the beginning of a line.
fn push(text: &mut String, piece: &str, blank: &mut bool) {
    for c in piece.chars() {
        let is_blank = matches!(c, ' ' | '\t' | '\r' | '\n');
        match is_blank {
            true if *blank => {}
            true => text.push(' '),
            false => text.push(c),
        }
        *blank = is_blank;
    }
}
