//! Where the messages of a run go: to a console, to a log, or nowhere.

use crate::error::Error;

/// A text for one of two streams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A result, for standard output.
    Out(String),
    /// Everything else, for standard error.
    Err(String),
}

/// Messages of one workbook among many, in the order in which they were said.
#[derive(Debug, Default)]
pub struct Messages(Vec<Message>);

impl Messages {
    /// A result.
    pub fn print(&mut self, text: String) {
        self.0.push(Message::Out(text));
    }

    /// Anything else.
    pub fn complain(&mut self, text: String) {
        self.0.push(Message::Err(text));
    }

    /// What could not be done.
    pub fn error(&mut self, error: &Error) {
        self.complain(sentence(error));
    }

    /// All of them.
    pub fn into_vec(self) -> Vec<Message> {
        self.0
    }
}

/// Hears a run.
pub trait Listener {
    /// A result.
    fn print(&self, text: &str);

    /// Anything else.
    fn complain(&self, text: &str);

    /// What could not be done.
    fn error(&self, error: &Error) {
        self.complain(&sentence(error));
    }

    /// A long run over so many workbooks begins.
    fn begin(&self, _workbooks: usize) {}

    /// One workbook is done. Of one without findings nobody need read who can see how far the
    /// run is.
    fn step(&self, messages: &[Message], is_clean: bool);

    /// The last workbook is done.
    fn end(&self) {}
}

/// An error as one line.
pub fn sentence(error: &Error) -> String {
    format!("无法完成：{error}\n")
}
