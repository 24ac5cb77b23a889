//! What the terminal behind a stream supports: colours, and how many columns it has.

use crate::diag::Style;
use std::io::IsTerminal;

/// Columns of a terminal that does not say how many it has.
const USUAL_WIDTH: usize = 80;

/// Lines shorter than this would be all indent.
const LEAST_WIDTH: usize = 40;

/// The style of standard output.
pub fn stdout() -> Style {
    style(std::io::stdout().is_terminal())
}

/// The style of standard error.
pub fn stderr() -> Style {
    style(std::io::stderr().is_terminal())
}

fn style(is_terminal: bool) -> Style {
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

/// What the user says comes before what the terminal says.
fn width(columns: Option<&str>, known: Option<usize>) -> usize {
    let said = columns.and_then(|text| text.trim().parse().ok()).filter(|width| *width > 0);
    said.or(known).unwrap_or(USUAL_WIDTH).max(LEAST_WIDTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_or_pipe_gets_neither_colours_nor_line_breaks() {
        assert_eq!(style(false), Style::PLAIN);
    }

    #[test]
    fn the_width_is_what_the_user_says_then_the_terminals_then_80() {
        assert_eq!(width(Some("100"), Some(120)), 100);
        assert_eq!(width(Some("宽"), Some(120)), 120);
        assert_eq!(width(Some("0"), None), 80);
        assert_eq!(width(None, Some(3)), 40);
    }
}
