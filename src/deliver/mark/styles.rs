//! The formats of cells: a coloured twin of each format that is needed, and the way back.
//!
//! Our fills remember what they cover ([`super::paint`]): a file that is marked again gets
//! its own fills back first.

use super::book::Book;
use super::broken;
use super::list::List;
use super::paint::Paint;
use crate::diag::Severity;
use crate::error::Error;
use crate::formats::opc::Edit;
use crate::formats::xml::markup::{TagKind, tags};
use crate::formats::xml::patch::Patch;
use std::collections::HashMap;

/// Excel's limit is 65,490 formats; beyond this cells stay as they are.
const MOST_FORMATS: usize = 64_000;

/// Formats of a workbook that has none.
const PLAIN: &str = "<fonts count=\"1\"><font><sz val=\"11\"/><name val=\"宋体\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"1\"><xf/></cellXfs>";

const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";

/// The formats of a workbook.
#[derive(Debug)]
pub struct Styles {
    text: String,
    /// Prefix of its elements.
    prefix: String,
    fonts: List,
    fills: List,
    borders: List,
    formats: List,
    /// Which of the formats have a fill of ours.
    ours: Vec<bool>,
    /// Twins already made: of the unmarked format, and of those with a fill.
    twins: HashMap<(usize, Option<Severity>), usize>,
    by_libreoffice: bool,
}

impl Styles {
    /// Reads the formats.
    pub fn open(book: &Book, package: &mut Edit<'_>) -> Result<Styles, Error> {
        let old = match &book.styles {
            Some(part) => package.text(part)?,
            None => None,
        };
        let text = match old {
            // A list that says nothing at all is as good as none.
            Some(text) if tags(&text).flatten().any(|tag| tag.depth == 1) => text,
            _ => plain(book.strict),
        };
        let prefix = tags(&text).next().transpose()?.map(|root| root.prefix().to_owned());
        let before_fills = ["numFmts", "fonts"];
        let before_formats = ["numFmts", "fonts", "fills", "borders", "cellStyleXfs"];
        let fonts = List::read(&text, "fonts", &["numFmts"])?;
        let fills = List::read(&text, "fills", &before_fills)?;
        let borders = List::read(&text, "borders", &["numFmts", "fonts", "fills"])?;
        let formats = List::read(&text, "cellXfs", &before_formats)?;
        let prefix = prefix.unwrap_or_default();
        if formats.items.is_empty() {
            return Err(broken("工作簿的单元格格式表是空的，请用 WPS 或 Excel 另存一次后再标注"));
        }
        let by_libreoffice = book.by_libreoffice;
        let (ours, twins) = (Vec::new(), HashMap::new());
        let mut styles =
            Styles { text, prefix, fonts, fills, borders, formats, ours, twins, by_libreoffice };
        let ours: Vec<bool> =
            (0..styles.fills.items.len()).map(|fill| styles.paint(fill).is_ours()).collect();
        let fill_is_ours = |format: &String| ours.get(fill_of(format)).is_some_and(|ours| *ours);
        styles.ours = styles.formats.items.iter().map(fill_is_ours).collect();
        Ok(styles)
    }

    /// Whether any format has a fill of ours.
    pub fn has_ours(&self) -> bool {
        self.ours.contains(&true)
    }

    /// The format as it was before we filled it; itself when we did not.
    pub fn unmarked(&mut self, format: usize) -> usize {
        if !self.ours.get(format).is_some_and(|ours| *ours) {
            return format;
        }
        if let Some(&twin) = self.twins.get(&(format, None)) {
            return twin;
        }
        let before = self.paint(fill_of(&self.formats.items[format])).before();
        let known = (0..self.fills.items.len()).find(|fill| self.paint(*fill) == before);
        let known = match (known, &before) {
            (_, Paint::Other) => self.patterned(format).unwrap_or(0),
            (Some(known), _) => known,
            (None, _) => self.add_fill(&before),
        };
        let twin = with_fill(&self.formats.items[format], known);
        let same = self.formats.items.iter().position(|other| is_twin(other, known, &twin));
        let unmarked = same.unwrap_or_else(|| self.formats.add(twin));
        self.twins.insert((format, None), unmarked);
        unmarked
    }

    /// The pattern or gradient of the first format that is this one but for its fill.
    fn patterned(&self, format: usize) -> Option<usize> {
        let mut fills = self.formats.items.iter().map(|other| (fill_of(other), other));
        let is_it = |(fill, other): &(usize, &String)| {
            let twin = with_fill(&self.formats.items[format], *fill);
            self.paint(*fill) == Paint::Other && is_twin(other, *fill, &twin)
        };
        fills.find(is_it).map(|(fill, _)| fill)
    }

    /// The same format with the fill of a severity; itself when there is no room for more.
    pub fn marked(&mut self, format: usize, severity: Severity) -> usize {
        let unmarked = self.unmarked(self.existing(format));
        if let Some(&twin) = self.twins.get(&(unmarked, Some(severity))) {
            return twin;
        }
        let paint = Paint::mark(severity, self.paint(fill_of(&self.formats.items[unmarked])));
        let fill = self.add_fill(&paint);
        let twin = with_fill(&self.formats.items[unmarked], fill);
        if self.formats.items.len() >= MOST_FORMATS && !self.formats.items.contains(&twin) {
            return unmarked;
        }
        let twin = self.formats.add(twin);
        self.twins.insert((unmarked, Some(severity)), twin);
        twin
    }

    /// A format for text of several lines, to be written in.
    pub fn wrapped(&mut self) -> usize {
        let prefix = &self.prefix;
        self.formats.add(format!("<{prefix}xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyAlignment=\"1\" applyProtection=\"1\"><{prefix}alignment vertical=\"top\" wrapText=\"1\"/><{prefix}protection locked=\"0\"/></{prefix}xf>"))
    }

    /// The format of a cell of 核对结果.
    pub fn of(&mut self, look: Look) -> usize {
        let prefix = &self.prefix;
        // Lists that are missing begin with what all cells have that name nothing.
        if self.fonts.items.is_empty() {
            self.fonts.add(font(prefix, "", "11"));
        }
        if self.borders.items.is_empty() {
            self.borders.add(format!("<{prefix}border/>"));
        }
        let (before, size) = match look {
            Look::Title => ("<b/>", "14"),
            Look::Head => ("<b/>", "11"),
            Look::Link => ("<u/>", "11"),
            Look::Line | Look::Text => ("", "11"),
        };
        let font = self.fonts.add(font(prefix, before, size));
        let side = |name: &str| {
            format!(
                "<{prefix}{name} style=\"thin\"><{prefix}color rgb=\"FFBFBFBF\"/></{prefix}{name}>"
            )
        };
        let is_boxed = !matches!(look, Look::Title | Look::Line);
        let border = match is_boxed {
            true => {
                let sides: String = ["left", "right", "top", "bottom"].map(side).concat();
                self.borders
                    .add(format!("<{prefix}border>{sides}<{prefix}diagonal/></{prefix}border>"))
            }
            false => 0,
        };
        let wrap = if is_boxed { " wrapText=\"1\"" } else { "" };
        self.formats.add(format!("<{prefix}xf numFmtId=\"49\" fontId=\"{font}\" fillId=\"0\" borderId=\"{border}\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><{prefix}alignment vertical=\"top\"{wrap}/></{prefix}xf>"))
    }

    /// Writes what was added.
    pub fn save(self, book: &Book, package: &mut Edit<'_>) -> Result<(), Error> {
        let mut patch = Patch::new(&self.text);
        self.fonts.append(&self.prefix, &mut patch);
        self.borders.append(&self.prefix, &mut patch);
        self.fills.append(&self.prefix, &mut patch);
        self.formats.append(&self.prefix, &mut patch);
        let text = patch.apply();
        if text == self.text {
            return Ok(());
        }
        if let Some(part) = book.styles.as_ref().filter(|part| package.has(part)) {
            package.write(part, text);
            return Ok(());
        }
        let folder = book.part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let part = match &book.styles {
            Some(part) => part.clone(),
            None if folder.is_empty() => "styles.xml".to_owned(),
            None => format!("{folder}/styles.xml"),
        };
        package.write(&part, text);
        if book.styles.is_none() {
            package.relate(&book.part, "styles", &part, book.strict)?;
        }
        Ok(package.declare(&part, TYPE)?)
    }

    fn existing(&self, format: usize) -> usize {
        if format < self.formats.items.len() { format } else { 0 }
    }

    /// The first two fills of every workbook are fixed, whatever its list says.
    fn add_fill(&mut self, paint: &Paint) -> usize {
        if self.fills.items.is_empty() {
            let prefix = &self.prefix;
            self.fills.items = ["none", "gray125"].map(|pattern| format!("<{prefix}fill><{prefix}patternFill patternType=\"{pattern}\"/></{prefix}fill>")).into();
        }
        self.fills.add(paint.element(&self.prefix))
    }

    fn paint(&self, fill: usize) -> Paint {
        let fill = self.fills.items.get(fill);
        fill.map_or(Paint::None, |fill| Paint::of(fill, self.by_libreoffice))
    }
}

/// What a cell of 核对结果 is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The counts above all.
    Title,
    /// What to do with the sheet.
    Line,
    /// Head of a column.
    Head,
    /// Words.
    Text,
    /// A place that can be gone to.
    Link,
}

/// A font, underlined ones in the colour of links.
fn font(prefix: &str, kind: &str, size: &str) -> String {
    let kind = kind.replace('<', &format!("<{prefix}"));
    let colour = if kind.contains("u/>") { "FF0563C1" } else { "FF000000" };
    format!(
        "<{prefix}font>{kind}<{prefix}sz val=\"{size}\"/><{prefix}color rgb=\"{colour}\"/><{prefix}name val=\"宋体\"/><{prefix}family val=\"3\"/><{prefix}charset val=\"134\"/></{prefix}font>"
    )
}

/// The formats of a workbook without any.
fn plain(strict: bool) -> String {
    let namespace = super::NAMESPACES[usize::from(strict)];
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<styleSheet xmlns=\"{namespace}\">{PLAIN}</styleSheet>"
    )
}

/// The fill that a format names.
fn fill_of(format: &str) -> usize {
    let tag = tags(format).next().and_then(Result::ok);
    tag.and_then(|tag| tag.value("fillId")?.number()).unwrap_or(0)
}

/// The format with another fill.
fn with_fill(format: &str, fill: usize) -> String {
    let Some(Ok(tag)) = tags(format).next() else { return format.to_owned() };
    debug_assert!(tag.kind != TagKind::Close);
    let mut patch = Patch::new(format);
    tag.set("fillId", &fill.to_string(), &mut patch);
    tag.set("applyFill", "1", &mut patch);
    patch.apply()
}

/// Whether a format has this fill and is else like the twin.
fn is_twin(format: &str, fill: usize, twin: &str) -> bool {
    fill_of(format) == fill && with_fill(format, fill) == twin
}
