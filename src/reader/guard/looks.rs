//! How the text of a cell looks where fonts matter: struck out, raised. What is struck out is
//! not to be read, and a raised figure is the mark of a note.

use crate::text::raised::raised;

/// What matters of a font.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Struck out.
    pub struck: bool,
    /// Raised above the line.
    pub raised: bool,
}

/// A text from here on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Where it begins, in UTF-16 units.
    pub start: u16,
    /// How it looks.
    pub look: Look,
}

/// The fonts of one text, in order; before the first it is that of the cell.
pub type Runs = Vec<Run>;

/// What is to be read of a text, and what is struck out of it.
pub fn split(text: &str, runs: &[Run]) -> (String, String) {
    let (mut seen, mut struck) = (String::new(), String::new());
    let mut put = |piece: &str, look: Look| match look {
        Look { struck: true, .. } => struck.push_str(piece),
        Look { raised: true, .. } => seen.push_str(&raised(piece)),
        _ => seen.push_str(piece),
    };
    let (mut look, mut begin, mut units) = (Look::default(), 0, 0);
    let mut next = runs.iter().peekable();
    for (at, c) in text.char_indices() {
        while let Some(run) = next.next_if(|run| usize::from(run.start) <= units) {
            put(&text[begin..at], look);
            (look, begin) = (run.look, at);
        }
        units += c.len_utf16();
    }
    put(&text[begin..], look);
    (seen, struck)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_split_where_its_fonts_change() {
        let struck = Look { struck: true, raised: false };
        let raised = Look { struck: false, raised: true };
        let run = |start, look| Run { start, look };
        let runs = [run(1, struck), run(3, Look::default()), run(4, raised)];
        // The second character takes two units.
        assert_eq!(split("8𠮷21", &runs), ("82¹".into(), "𠮷".into()));
        assert_eq!(split("甲乙", &[run(0, struck)]), (String::new(), "甲乙".into()));
        assert_eq!(split("甲", &[run(9, struck)]), ("甲".into(), String::new()));
        assert_eq!(split("", &[run(0, raised)]), (String::new(), String::new()));
    }
}
