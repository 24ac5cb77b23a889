//! What every sheet has beside its cells: A4 print set-up, footer for signing, protection.

use super::guide::Guide;
use super::style;
use rust_xlsxwriter::{ProtectionOptions, Worksheet, XlsxError};

/// A4 in the numbering of paper sizes.
const A4: u8 = 9;
/// Inches in a millimetre.
const IN_PER_MM: f64 = 1.0 / 25.4;
/// Longer headers are cut: the limit of a whole header is 255 characters.
const HEADER_CHARACTERS: usize = 100;

/// How a sheet lies on A4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// Upright, with the wide margins of text.
    Text,
    /// Upright, for a table.
    Upright,
    /// Lengthwise, for a table of many columns.
    Lengthwise,
}

/// Sets a sheet up for A4, one page wide. Shading is for the screen and is not printed.
pub fn set_up(sheet: &mut Worksheet, paper: Paper) {
    let side_mm = if paper == Paper::Text { 25.0 } else { 15.0 };
    sheet
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_print_center_horizontally(true)
        .set_print_black_and_white(true)
        .set_screen_gridlines(false)
        .set_margins(
            side_mm * IN_PER_MM,
            side_mm * IN_PER_MM,
            20.0 * IN_PER_MM,
            22.0 * IN_PER_MM,
            10.0 * IN_PER_MM,
            10.0 * IN_PER_MM,
        );
    if paper == Paper::Lengthwise {
        sheet.set_landscape();
    }
}

/// The places to sign at the foot, and what the sheet belongs to at the head.
pub fn sign(sheet: &mut Worksheet, guide: &Guide, title: &str) {
    let parts = &guide.footer;
    let (left, center, right) = (plain(&parts.left), plain(&parts.center), plain(&parts.right));
    sheet.set_footer(format!("&L&\"宋体\"&11{left}&C&\"宋体\"&11{center}&R&\"宋体\"&11{right}"));
    if !title.is_empty() {
        let title: String = title.chars().take(HEADER_CHARACTERS).collect();
        sheet.set_header(format!("&L&\"宋体\"&9{}", plain(&title)));
    }
}

/// Locks what is not meant to be filled in, without a password. Rows and columns may be
/// resized, and rows inserted where paragraphs go.
pub fn protect(sheet: &mut Worksheet, insert_rows: bool) {
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        insert_rows,
        delete_rows: insert_rows,
        ..ProtectionOptions::new()
    });
}

/// Sets widths given in millimetres.
pub fn widths(sheet: &mut Worksheet, widths_mm: &[f64]) -> Result<(), XlsxError> {
    for (column, width) in (0..).zip(widths_mm) {
        sheet.set_column_width_pixels(column, style::pixels(*width))?;
    }
    Ok(())
}

/// Text for a header or footer, where `&` opens a code and a digit would join the size.
fn plain(text: &str) -> String {
    let gap = if text.starts_with(|c: char| c.is_ascii_digit()) { " " } else { "" };
    format!("{gap}{}", text.replace('&', "&&"))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn text_of_a_header_is_never_taken_for_a_code() {
        assert_eq!(plain("甲&乙"), "甲&&乙");
        assert_eq!(plain("2021年报告"), " 2021年报告");
        assert_eq!(plain("甲县2021年报告"), "甲县2021年报告");
    }
}
