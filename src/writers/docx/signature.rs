//! The body's name and the date without a seal, GB/T 9704-2012 clause 7.3.5.2.

use docx_rs::{AlignmentType, LineSpacing, Paragraph};

use super::face::Face;
use super::page::Page;
use super::text;

/// What the clause asks for, in characters: the name ends two before the right edge, and
/// the date begins two after the beginning of the name.
const STEP: f64 = 2.0;

/// The paragraphs of the block; none where there is neither name nor date.
pub fn paragraphs(name: &str, date: &str, page: &Page) -> Vec<Paragraph> {
    let (right, left) = indents(text::characters(name), text::characters(date), page.characters);
    let set = |style, side, left, right| {
        let (left, right) = (page.wide(left), page.wide(right));
        Paragraph::new().style(style).align(side).indent(Some(left), None, Some(right), None)
    };
    let made = [
        (name, set("Signature", AlignmentType::Right, 0.0, right)),
        // From the left and with room beyond the edge: where a date ends depends on the
        // width of its digits, and that on the font and the program.
        (date, set("Date", AlignmentType::Left, left, -STEP)),
    ];
    made.into_iter()
        .filter(|(words, _)| !words.is_empty())
        .enumerate()
        .map(|(place, (words, mut paragraph))| {
            // One blank line above the block.
            if place == 0 {
                paragraph = paragraph.line_spacing(LineSpacing::new().before(page.line as u32));
            }
            text::write(paragraph, words, Face::FangSong, None)
        })
        .collect()
}

/// Right indent of the name and left indent of the date from their widths, all in
/// characters. A date longer than the name ends two before the edge itself and pushes the
/// name; a name that fills the line begins at its left edge.
fn indents(name: f64, date: f64, line: f64) -> (f64, f64) {
    let right = if name == 0.0 || date <= name { STEP } else { 2.0 * STEP + date - name };
    let begins = if name == 0.0 { line - STEP - date } else { line - right - name + STEP };
    (right, begins.max(STEP))
}

#[cfg(test)]
mod tests {
    use super::indents;

    /// Where name and date begin and end on a line of 28.
    fn places(name: f64, date: f64) -> [(f64, f64); 2] {
        let (right, left) = indents(name, date, 28.0);
        [(28.0 - right - name, 28.0 - right), (left, left + date)]
    }

    #[test]
    fn date_begins_two_characters_right_of_the_name() {
        // 淳化县人民政府 over 2022年2月8日, whose six digits are half as wide.
        assert_eq!(places(7.0, 6.0), [(19.0, 26.0), (21.0, 27.0)]);
    }

    #[test]
    fn a_date_longer_than_the_name_ends_two_before_the_edge_and_pushes_the_name() {
        assert_eq!(places(4.0, 6.5), [(17.5, 21.5), (19.5, 26.0)]);
    }

    #[test]
    fn a_name_longer_than_the_line_keeps_the_date_on_it() {
        assert_eq!(indents(40.0, 6.0, 28.0), (2.0, 2.0));
    }

    #[test]
    fn a_date_without_a_name_ends_two_before_the_edge() {
        assert_eq!(indents(0.0, 6.0, 28.0).1, 20.0);
    }
}
