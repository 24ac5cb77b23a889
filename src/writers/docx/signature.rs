//! The body's name and the date without a seal, GB/T 9704-2012 clause 7.3.5.2.

use docx_rs::{AlignmentType, BreakType, LineSpacing, Paragraph, Run};

use super::face::Face;
use super::page::Page;
use super::text;

/// What the clause asks for, in characters: the name ends two before the right edge, and
/// the date begins two after the beginning of the name.
const STEP: f64 = 2.0;

/// The paragraphs of the block; none where there is neither name nor date.
pub fn paragraphs(name: &str, date: &str, page: &Page) -> Vec<Paragraph> {
    let (right, date_right) = indents(name, date);
    // Both from the right: how wide digits are depends on the font and the program, and a
    // date must not run into the margin.
    let set = |style, right| {
        let right = Some(page.wide(right));
        Paragraph::new().style(style).align(AlignmentType::Right).indent(Some(0), None, right, None)
    };
    [(name, set("Signature", right)), (date, set("Date", date_right))]
        .into_iter()
        .filter(|(words, _)| !words.is_empty())
        .enumerate()
        .map(|(place, (words, mut paragraph))| {
            // One blank line above the block.
            if place == 0 {
                paragraph = paragraph.line_spacing(LineSpacing::new().before(page.line as u32));
            }
            for (number, line) in words.lines().enumerate() {
                if number > 0 {
                    paragraph = paragraph.add_run(Run::new().add_break(BreakType::TextWrapping));
                }
                paragraph = text::write(paragraph, line, Face::FangSong, None);
            }
            paragraph
        })
        .collect()
}

/// Right indents of name and date in characters. A date longer than the name ends two before
/// the edge itself and pushes the name; below a name of several lines it ends where they do.
fn indents(name: &str, date: &str) -> (f64, f64) {
    let longer = text::characters(name) - text::characters(date);
    match () {
        () if name.is_empty() || name.contains('\n') => (STEP, STEP),
        () if longer < 0.0 => (2.0 * STEP - longer, STEP),
        () => (STEP, longer),
    }
}

#[cfg(test)]
mod tests {
    use super::indents;
    use crate::writers::docx::text::characters;

    /// Where name and date begin and end on a line of 28.
    fn places(name: &str, date: &str) -> [(f64, f64); 2] {
        let (right, date_right) = indents(name, date);
        [(name, right), (date, date_right)]
            .map(|(words, right)| (28.0 - right - characters(words), 28.0 - right))
    }

    #[test]
    fn date_begins_two_characters_right_of_the_name() {
        // Its six digits are half as wide.
        let found = places("淳化县人民政府", "2022年2月8日");
        assert_eq!(found, [(19.0, 26.0), (21.0, 27.0)]);
    }

    #[test]
    fn a_date_longer_than_the_name_ends_two_before_the_edge_and_pushes_the_name() {
        assert_eq!(places("某县政府", "2022年12月8日"), [(17.5, 21.5), (19.5, 26.0)]);
    }

    #[test]
    fn a_date_never_leaves_the_line() {
        let found = places("淳化县人民政府", "2022年12月28日");
        assert_eq!(found[1], (21.0, 28.0));
    }

    #[test]
    fn a_date_below_several_lines_or_alone_ends_two_before_the_edge() {
        assert_eq!(indents("某某市某某局\n（某某市某某办公室）", "2022年2月8日"), (2.0, 2.0));
        assert_eq!(indents("", "2022年2月8日").1, 2.0);
    }
}
