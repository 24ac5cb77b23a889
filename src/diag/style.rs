//! How text for people looks: colours and a width on a terminal, neither in a file or a pipe.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_or_pipe_gets_no_colours() {
        assert_eq!(Style::PLAIN.paint("错误", Ink::Error), "错误");
    }
}
