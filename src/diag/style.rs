//! How text for people looks on the stream it goes to: colours and width of a terminal,
//! neither in a file or a pipe.

use std::io::IsTerminal;

/// Columns of a terminal that does not say how many it has.
const USUAL_WIDTH: usize = 80;

/// Lines shorter than this would be all indent.
const LEAST_WIDTH: usize = 40;

/// What a stream can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// ANSI colours.
    pub colour: bool,
    /// Columns to wrap at; lines stay whole without it.
    pub width: Option<usize>,
}

/// What a piece of text is, shown by a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// A heading.
    Heading,
    /// Something wrong.
    Error,
    /// Something probably wrong.
    Warning,
    /// Something worth knowing.
    Info,
    /// What to do about it.
    Help,
}

impl Style {
    /// For files and pipes.
    pub const PLAIN: Style = Style { colour: false, width: None };

    /// That of standard output.
    pub fn stdout() -> Style {
        Style::of(std::io::stdout().is_terminal())
    }

    /// That of standard error.
    pub fn stderr() -> Style {
        Style::of(std::io::stderr().is_terminal())
    }

    fn of(is_terminal: bool) -> Style {
        if !is_terminal {
            return Style::PLAIN;
        }
        let wanted = !anstyle_query::no_color() && anstyle_query::clicolor() != Some(false);
        let able = || {
            anstyle_query::term_supports_color()
                && anstyle_query::windows::enable_ansi_colors() != Some(false)
        };
        let columns = std::env::var("COLUMNS").ok();
        let known = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Style { colour: wanted && able(), width: Some(width(columns.as_deref(), known)) }
    }

    /// The text in a colour, if there are any.
    pub fn paint(self, text: &str, ink: Ink) -> String {
        let code = match ink {
            Ink::Heading => "1",
            Ink::Error => "1;31",
            Ink::Warning => "1;33",
            Ink::Info => "1;36",
            Ink::Help => "32",
        };
        if self.colour && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// The user's word first, then the terminal's.
fn width(columns: Option<&str>, known: Option<usize>) -> usize {
    let said = columns.and_then(|text| text.trim().parse().ok()).filter(|width| *width > 0);
    said.or(known).unwrap_or(USUAL_WIDTH).max(LEAST_WIDTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_or_pipe_gets_neither_colours_nor_line_breaks() {
        assert_eq!(Style::of(false), Style::PLAIN);
        assert_eq!(Style::PLAIN.paint("错误", Ink::Error), "错误");
    }

    #[test]
    fn the_width_is_what_the_user_says_then_the_terminals_then_80() {
        assert_eq!(width(Some("100"), Some(120)), 100);
        assert_eq!(width(Some("宽"), Some(120)), 120);
        assert_eq!(width(Some("0"), None), 80);
        assert_eq!(width(None, Some(3)), 40);
    }
}
