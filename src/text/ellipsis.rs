//! Long texts cut short, for messages.

/// The first characters of a text, for messages.
pub fn shortened(text: &str) -> String {
    const MOST: usize = 30;
    let mut cut: String =
        text.chars().take(MOST).map(|c| if c == '\n' { ' ' } else { c }).collect();
    if text.chars().count() > MOST {
        cut.push('…');
    }
    cut
}
