//! Text to runs: one run as long as one font holds every character.

use docx_rs::{BreakType, Paragraph, Run, RunFonts};

use super::face::Face;

/// Adds the text to a paragraph whose style is set in `face`; `size`, in half points,
/// only where it differs from the style's.
pub fn write(paragraph: Paragraph, text: &str, face: Face, size: Option<usize>) -> Paragraph {
    pieces(text, face)
        .into_iter()
        .fold(paragraph, |paragraph, (font, piece)| paragraph.add_run(run(piece, font, size)))
}

fn run(text: &str, font: Option<&str>, size: Option<usize>) -> Run {
    // The hint makes quotation marks, dashes and dots Chinese ones: without it Word takes
    // them for Latin text, with Latin widths and line breaks.
    let fonts = RunFonts::new().hint("eastAsia");
    let fonts = match font {
        Some(name) => fonts.ascii(name).hi_ansi(name).east_asia(name).cs(name),
        None => fonts,
    };
    let mut run = Run::new().fonts(fonts);
    if let Some(size) = size {
        run = run.size(size);
    }
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        for (place, part) in line.split('\t').enumerate() {
            if place > 0 {
                run = run.add_tab();
            }
            if !part.is_empty() {
                run = run.add_text(part);
            }
        }
    }
    run
}

/// The text cut where the font changes; `None` is the face of the style.
pub fn pieces(text: &str, face: Face) -> Vec<(Option<&'static str>, &str)> {
    let mut pieces = Vec::new();
    let (mut start, mut current) = (0, None);
    for (place, character) in text.char_indices() {
        // A mark stays with the character it belongs to.
        let font = if is_mark(character) { current } else { face.substitute(character) };
        if font != current {
            if place > start {
                pieces.push((current, &text[start..place]));
            }
            (start, current) = (place, font);
        }
    }
    if start < text.len() {
        pieces.push((current, &text[start..]));
    }
    pieces
}

/// Combining marks and variation selectors.
fn is_mark(character: char) -> bool {
    matches!(
        character,
        '\u{0300}'..='\u{036F}' | '\u{20D0}'..='\u{20FF}' | '\u{3099}' | '\u{309A}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}'
    )
}

/// Width of a text set in a Chinese face, in characters: ASCII takes half of one.
pub fn characters(text: &str) -> f64 {
    text.chars().map(|character| if character.is_ascii() { 0.5 } else { 1.0 }).sum()
}
