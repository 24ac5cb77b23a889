//! The page in twips: [`Measures`] turned into what WordprocessingML asks for, the section
//! and the page numbers.

use docx_rs::{
    AlignmentType, DocGrid, DocGridType, Docx, FieldCharType, Footer, InstrPAGE, InstrText,
    PageMargin, Paragraph, Run,
};

use super::Profile;
use crate::publication::Measures;
use crate::publication::measures;

/// Twips in a point.
pub const TWIPS_PER_PT: f64 = 20.0;

/// Twips in a millimetre.
pub const TWIPS_PER_MM: f64 = 1440.0 / 25.4;

/// How far GB/T 33476.2-2016 moves the margins outwards: the glyph stands that much below
/// the top of its line, and the standard measures the type area by glyphs.
const GBT33476_OUTWARDS_MM: f64 = 2.42;

/// Line pitch of GB/T 33476.2-2016: 10.39 mm.
const GBT33476_LINE_PT: f64 = 29.5;

/// From the rule of the page number down to the lower edge of its line.
const PAGE_NUMBER_HALF_MM: f64 = 2.5;

/// Lengths of the page in twips.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Page {
    /// Width of the paper.
    pub width: i32,
    /// Height of the paper.
    pub height: i32,
    /// Margins: top, right, bottom, left.
    pub margins: [i32; 4],
    /// Lower edge of the paper to the lower edge of the page number.
    pub footer: i32,
    /// Exact distance from line to line.
    pub line: i32,
    /// Correction of the character pitch in 1/4096 pt.
    pub char_space: i32,
    /// From one character to the next.
    pub character: f64,
    /// What that is less than the size of the type.
    pub tightening: i32,
    /// Characters on a line.
    pub characters: f64,
    /// First-line indent, in characters.
    pub indent: f64,
    /// Body text, in points.
    pub body_pt: f64,
    /// Title, in points.
    pub title_pt: f64,
    /// Page number, in points.
    pub page_number_pt: f64,
    /// Lines of tables, in eighths of a point.
    pub stroke: i32,
    /// What tables drawn for the official page are multiplied by to fill this one.
    pub table_scale: f64,
}

impl Page {
    /// Turns measures into twips.
    pub fn new(measures: &Measures, profile: Profile) -> Self {
        let outwards = match profile {
            Profile::Common => 0.0,
            Profile::Gbt33476 => GBT33476_OUTWARDS_MM,
        };
        let width = twips(measures.paper_width_mm);
        let height = twips(measures.paper_height_mm);
        // The left margin takes what rounding leaves: the type area must not grow.
        let right = twips(measures.margin_right_mm);
        let text_width = (measures.text_width_mm() * 72.0 / 25.4 * TWIPS_PER_PT).floor();
        let left = width - right - text_width as i32;
        let top = twips(measures.margin_top_mm - outwards);
        let bottom = twips(measures.margin_bottom_mm - outwards);
        let line = match profile {
            Profile::Common => (height - top - bottom) / measures.lines as i32,
            Profile::Gbt33476 => twips_of_pt(GBT33476_LINE_PT),
        };
        let character = text_width / f64::from(measures.characters);
        let short = character / TWIPS_PER_PT - measures.body_pt;
        let number = measures.margin_bottom_mm - measures.page_number_drop_mm;
        Page {
            width,
            height,
            margins: [top, right, bottom, left],
            footer: twips(number - PAGE_NUMBER_HALF_MM),
            line,
            // One unit to spare, here and above: a line must not lose its last character to
            // rounding. Justified text fills the line all the same.
            char_space: (short * 4096.0).floor() as i32 - 1,
            character,
            tightening: (short * TWIPS_PER_PT).floor() as i32 - 1,
            characters: f64::from(measures.characters),
            indent: f64::from(measures.indent_characters),
            body_pt: measures.body_pt,
            title_pt: measures.title_pt,
            page_number_pt: measures.page_number_pt,
            stroke: (measures.table_stroke_pt * 8.0).round() as i32,
            table_scale: 1.0,
        }
    }

    /// Width of so many characters of body text.
    pub fn wide(&self, characters: f64) -> i32 {
        (self.character * characters).round() as i32
    }

    /// An empty document with this page, its grid and its page numbers.
    pub fn document(&self) -> Docx {
        let [top, right, bottom, left] = self.margins;
        let mut docx = Docx::new()
            .page_size(self.width as u32, self.height as u32)
            .page_margin(PageMargin {
                top,
                right,
                bottom,
                left,
                // There is no header; Word only asks for less than the margin.
                header: top / 2,
                footer: self.footer,
                gutter: 0,
            })
            .footer(Footer::new().add_paragraph(self.page_number(AlignmentType::Right)))
            .even_footer(Footer::new().add_paragraph(self.page_number(AlignmentType::Left)));
        let grid = DocGrid::new()
            .grid_type(DocGridType::LinesAndChars)
            .line_pitch(self.line as usize)
            .char_space(self.char_space as isize);
        docx.document.section_property = docx.document.section_property.doc_grid(grid);
        docx
    }

    /// `— 1 —`, one character away from the outer edge: odd pages right, even pages left.
    fn page_number(&self, side: AlignmentType) -> Paragraph {
        let away = Some(twips_of_pt(self.page_number_pt));
        let (left, right) = match side {
            AlignmentType::Left => (away, None),
            _ => (None, away),
        };
        let begin = Run::new().add_field_char(FieldCharType::Begin, false);
        let page = Run::new().add_instr_text(InstrText::PAGE(InstrPAGE::new()));
        let separate = Run::new().add_field_char(FieldCharType::Separate, false);
        let end = Run::new().add_field_char(FieldCharType::End, false);
        Paragraph::new()
            .style("Footer")
            .align(side)
            .indent(left, None, right, None)
            .add_run(Run::new().add_text("— "))
            .add_run(begin)
            .add_run(page)
            .add_run(separate)
            .add_run(Run::new().add_text("1"))
            .add_run(end)
            .add_run(Run::new().add_text(" —"))
    }
}

/// Points to twips.
pub fn twips_of_pt(pt: f64) -> i32 {
    (pt * TWIPS_PER_PT).round() as i32
}

/// Millimetres to twips.
pub fn twips(mm: f64) -> i32 {
    measures::twips(mm) as i32
}

/// Points to half-points, the unit of `w:sz`.
pub fn half_points(pt: f64) -> usize {
    (pt * 2.0).round() as usize
}
