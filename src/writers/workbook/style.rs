//! How cells look: one name for every look, and the measures of screen and paper.

use super::guide::LineStyle;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatPattern};

/// Size of the text in tables.
pub const TABLE_PT: f64 = 11.0;
/// Size of the help beside a value.
pub const HINT_PT: f64 = 10.0;
/// Size of narrative.
pub const TEXT_PT: f64 = 12.0;
/// Width of every sheet on A4 upright; printing shrinks it to the page.
pub const UPRIGHT_MM: f64 = 205.0;
/// Width of a sheet with a table of many columns, on A4 lengthwise.
pub const LENGTHWISE_MM: f64 = 290.0;
/// More columns than this are printed lengthwise.
pub const UPRIGHT_COLUMNS: usize = 12;

/// Dots on the screen in a millimetre.
const PX_PER_MM: f64 = 96.0 / 25.4;
/// Millimetres in a point.
const MM_PER_PT: f64 = 25.4 / 72.0;
/// What borders and padding take from the width of a cell.
const PADDING_MM: f64 = 2.5;

const INPUT: Color = Color::RGB(0xFFF8DC);
const TOTAL: Color = Color::RGB(0xE6F2E0);
const LABEL: Color = Color::RGB(0xEFEFEF);
const BAND: Color = Color::RGB(0xDFE6EE);
const LINE: Color = Color::RGB(0x7F7F7F);
const RULE: Color = Color::RGB(0xD9D2B4);
const ALERT: Color = Color::RGB(0xC00000);
const ALERT_FILL: Color = Color::RGB(0xFFD5D5);

/// The looks of cells. What is meant to be filled in is unlocked, the rest is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Heading of a sheet, in A1.
    Heading,
    /// Row over the whole width of a table.
    Band,
    /// Column head.
    Head,
    /// Row label.
    Label,
    /// Row label of a key that must be filled in.
    Required,
    /// Figure to fill in.
    Figure,
    /// Figure worked out by a formula.
    Total,
    /// Figure that is a total, but typed.
    TypedTotal,
    /// Text below a table.
    Note,
    /// Value of a key.
    Value,
    /// Value of a key that must stay text.
    Code,
    /// Value of a key that is a date.
    Date,
    /// Help beside a value.
    Hint,
    /// Paragraph of narrative.
    Paragraph,
    /// Sub-heading of narrative.
    SubHeading,
    /// Cell outside all of these that may be written in.
    Free,
    /// Cell of the first sheet.
    Guide(LineStyle),
}

impl Look {
    /// The format of the cell.
    pub fn format(self) -> Format {
        let table = song(TABLE_PT).set_border(FormatBorder::Thin).set_border_color(LINE);
        let middle = table.clone().set_align(FormatAlign::Center);
        match self {
            Look::Heading => hei(16.0),
            Look::Band => fill(middle, BAND).set_bold(),
            Look::Head => fill(middle, LABEL),
            Look::Label => fill(table, LABEL),
            Look::Required => fill(table, LABEL).set_bold().set_font_color(ALERT),
            Look::Figure => fill(middle, INPUT).set_unlocked(),
            Look::Total => fill(middle, TOTAL),
            Look::TypedTotal => fill(middle, TOTAL).set_unlocked(),
            Look::Note => ruled(song(TABLE_PT)).set_align(FormatAlign::Top),
            Look::Value => fill(table, INPUT).set_unlocked(),
            Look::Code => fill(table, INPUT).set_unlocked().set_num_format("@"),
            Look::Date => fill(table, INPUT).set_unlocked().set_num_format("yyyy-mm-dd"),
            Look::Hint => table.set_font_size(HINT_PT).set_font_color(Color::RGB(0x595959)),
            Look::Paragraph => ruled(text("仿宋")),
            Look::SubHeading => ruled(text("楷体")).set_bold(),
            Look::Free => text("宋体").set_unlocked(),
            Look::Guide(LineStyle::Title) => hei(16.0).set_align(FormatAlign::Center),
            Look::Guide(LineStyle::Head) => hei(13.0),
            Look::Guide(LineStyle::Text) => text("宋体"),
            Look::Guide(LineStyle::Input) => fill(text("宋体"), INPUT),
            Look::Guide(LineStyle::Total) => fill(text("宋体"), TOTAL),
            Look::Guide(LineStyle::Label) => fill(text("宋体"), LABEL),
            Look::Guide(LineStyle::Alert) => fill(text("宋体"), ALERT_FILL).set_font_color(ALERT),
        }
    }
}

/// How figures that do not add up are shown.
pub fn alert() -> Format {
    fill(Format::new(), ALERT_FILL).set_font_color(ALERT)
}

/// The format of cells nobody styled. Column widths are counted in its digits, so it is a
/// font that every office has or has the measures of; our own cells name their own fonts.
pub fn default_format() -> Format {
    Format::new().set_font_name("Arial").set_font_size(11)
}

/// Millimetres as dots on the screen.
pub fn pixels(mm: f64) -> u32 {
    (mm * PX_PER_MM).round() as u32
}

/// The height in points that a text needs in a cell of this width.
pub fn height_pt(text: &str, width_mm: f64, font_pt: f64) -> f64 {
    let line = ((width_mm - PADDING_MM) / (font_pt * MM_PER_PT)).max(1.0);
    let lines: f64 = text.split('\n').map(|part| (ems(part) / line.floor()).ceil().max(1.0)).sum();
    (lines * font_pt * 1.35 + 7.0).min(409.0)
}

/// The length of a text in characters of full width.
fn ems(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.55 } else { 1.0 }).sum()
}

fn song(size: f64) -> Format {
    Format::new()
        .set_font_name("宋体")
        .set_font_size(size)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

fn hei(size: f64) -> Format {
    Format::new().set_font_name("黑体").set_font_size(size).set_align(FormatAlign::VerticalCenter)
}

fn text(font: &str) -> Format {
    song(TEXT_PT).set_font_name(font)
}

/// A sheet to write on: shaded, ruled like paper, unlocked.
fn ruled(format: Format) -> Format {
    fill(format, INPUT).set_border(FormatBorder::Thin).set_border_color(RULE).set_unlocked()
}

fn fill(format: Format, colour: Color) -> Format {
    format.set_pattern(FormatPattern::Solid).set_background_color(colour)
}
