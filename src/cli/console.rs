//! Standard output and standard error, where a closed pipe is no error. A Windows console is
//! written to in Unicode by the standard library, whatever its code page, which stays as it is.

use super::progress::Progress;
use crate::batch::Listener;
use crate::batch::listener::Message;
use std::cell::RefCell;
use std::io::Write;

/// The two streams of the program, and the bar of a long run.
#[derive(Default)]
pub struct Console {
    progress: RefCell<Option<Progress>>,
}

impl Console {
    fn say(&self, messages: &[Message]) {
        for message in messages {
            match message {
                Message::Out(text) => write(std::io::stdout().lock(), text),
                Message::Err(text) => write(std::io::stderr().lock(), text),
            }
        }
    }

    /// Says something beside the bar, if there is one.
    fn beside_bar(&self, messages: &[Message]) {
        match &*self.progress.borrow() {
            Some(progress) => progress.suspend(|| self.say(messages)),
            None => self.say(messages),
        }
    }
}

impl Listener for Console {
    fn print(&self, text: &str) {
        self.beside_bar(&[Message::Out(text.to_owned())]);
    }

    fn complain(&self, text: &str) {
        self.beside_bar(&[Message::Err(text.to_owned())]);
    }

    fn begin(&self, workbooks: usize) {
        *self.progress.borrow_mut() = Progress::on_terminal(workbooks);
    }

    fn step(&self, messages: &[Message], is_clean: bool) {
        match &*self.progress.borrow() {
            Some(progress) => progress.step(messages, is_clean, |wanted| self.say(wanted)),
            None => self.say(messages),
        }
    }

    fn end(&self) {
        if let Some(progress) = self.progress.take() {
            progress.finish();
        }
    }
}

/// Who closed the pipe has read enough.
fn write(mut stream: impl Write, text: &str) {
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}
