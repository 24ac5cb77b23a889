//! The page of GB/T 9704-2012 in numbers. Every millimetre and point of DOCX, PDF and
//! HTML is here; `templates/report.typ` receives the same values in its data.

use serde::Serialize;

/// Lengths of the page. Millimetres end in `_mm`, points in `_pt`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Measures {
    /// A4 width.
    pub paper_width_mm: f64,
    /// A4 height.
    pub paper_height_mm: f64,
    /// 天头.
    pub margin_top_mm: f64,
    /// Below the type area.
    pub margin_bottom_mm: f64,
    /// 订口.
    pub margin_left_mm: f64,
    /// Opposite 订口.
    pub margin_right_mm: f64,
    /// Lines on a full page of text.
    pub lines: u32,
    /// Characters on a full line.
    pub characters: u32,
    /// 三号: body text and headings.
    pub body_pt: f64,
    /// 二号: the title.
    pub title_pt: f64,
    /// 四号: page number.
    pub page_number_pt: f64,
    /// Distance from the type area down to the rule of the page number.
    pub page_number_drop_mm: f64,
    /// First-line indent of a paragraph, in characters.
    pub indent_characters: u32,
    /// Line weight of table grids.
    pub table_stroke_pt: f64,
}

/// GB/T 9704-2012 clause 5 and 7; A4 upright.
pub const OFFICIAL: Measures = Measures {
    paper_width_mm: 210.0,
    paper_height_mm: 297.0,
    margin_top_mm: 37.0,
    margin_bottom_mm: 35.0,
    margin_left_mm: 28.0,
    margin_right_mm: 26.0,
    lines: 22,
    characters: 28,
    body_pt: 16.0,
    title_pt: 22.0,
    page_number_pt: 14.0,
    page_number_drop_mm: 7.0,
    indent_characters: 2,
    table_stroke_pt: 0.5,
};

/// Points in a millimetre.
const PT_PER_MM: f64 = 72.0 / 25.4;

impl Measures {
    /// Width of the type area (版心).
    pub const fn text_width_mm(&self) -> f64 {
        self.paper_width_mm - self.margin_left_mm - self.margin_right_mm
    }

    /// Height of the type area (版心).
    pub fn text_height_mm(&self) -> f64 {
        self.paper_height_mm - self.margin_top_mm - self.margin_bottom_mm
    }

    /// Distance from one character to the next so that a line holds exactly
    /// [`Measures::characters`]; slightly less than the size of the type.
    pub fn character_pitch_pt(&self) -> f64 {
        self.text_width_mm() * PT_PER_MM / f64::from(self.characters)
    }

    /// How many Han characters of the title's size a line holds.
    pub const fn title_characters(&self) -> f64 {
        self.text_width_mm() * PT_PER_MM / self.title_pt
    }

    /// How many Han characters a line of the signature holds: it ends two before the edge.
    pub const fn signature_characters(&self) -> f64 {
        (self.characters - 2) as f64
    }
}

/// Twentieths of a point, the unit of WordprocessingML, rounded.
pub fn twips(mm: f64) -> i64 {
    (mm * PT_PER_MM * 20.0).round() as i64
}
