//! What a finding says: a sentence in typed parts, so that grouping and other renderers need
//! not parse it.
//!
//! [`Display`](fmt::Display) gives the whole sentence; `say!` builds one:
//!
//! ```text
//! say!("{}填的是{}，按未提供处理", label(name), value(text))
//! ```

use serde::{Deserialize, Serialize};
use std::fmt;

/// A sentence in parts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Message(Vec<Part>);

/// A part of a sentence. Two findings can be grouped if they differ only in labels and
/// numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Part {
    /// Plain words.
    Text(String),
    /// What the form calls a row, a column or a key, or a cell's own formula; in quotation
    /// marks.
    Label(String),
    /// What the user wrote; in quotation marks.
    Value(String),
    /// A cell or a range.
    Cells(String),
    /// A number.
    Number(String),
}

/// A name that the form gives, or a cell's own formula.
pub fn label(name: impl fmt::Display) -> Part {
    Part::Label(name.to_string())
}

/// What the user wrote.
pub fn value(text: impl fmt::Display) -> Part {
    Part::Value(text.to_string())
}

/// A cell or a range.
pub fn cells(reference: impl fmt::Display) -> Part {
    Part::Cells(reference.to_string())
}

/// A number.
pub fn number(number: impl fmt::Display) -> Part {
    Part::Number(number.to_string())
}

/// Builds a message from a sentence and a part for each `{}` in it: a text, the result of
/// [`label`], [`value`], [`cells`] or [`number`], or another message. A wrong number of parts
/// does not compile.
macro_rules! say {
    ($sentence:literal $(, $part:expr)* $(,)?) => {{
        const { assert!($crate::diag::message::gaps($sentence) == [$(stringify!($part)),*].len()) };
        $crate::diag::Message::filled($sentence, [$($crate::diag::Message::from($part)),*])
    }};
}
pub(crate) use say;

/// The number of `{}` in a sentence.
pub const fn gaps(sentence: &str) -> usize {
    let (bytes, mut at, mut count) = (sentence.as_bytes(), 1, 0);
    while at < bytes.len() {
        if bytes[at - 1] == b'{' && bytes[at] == b'}' {
            count += 1;
        }
        at += 1;
    }
    count
}

impl Message {
    /// Puts the parts in place of each `{}`.
    pub fn filled<const N: usize>(sentence: &str, parts: [Message; N]) -> Message {
        let mut texts = sentence.split("{}");
        let mut message = Message::from(texts.next().unwrap_or_default());
        for (part, text) in parts.into_iter().zip(texts) {
            message.push(part);
            message.push(text);
        }
        message
    }

    /// Appends to the message.
    pub fn push(&mut self, more: impl Into<Message>) {
        for part in more.into().0 {
            match (self.0.last_mut(), part) {
                (Some(Part::Text(text)), Part::Text(more)) => text.push_str(&more),
                (_, part) => self.0.push(part),
            }
        }
    }

    /// Joins messages with a separator.
    pub fn join(
        messages: impl IntoIterator<Item = impl Into<Message>>,
        separator: &str,
    ) -> Message {
        let mut all = Message::default();
        for (index, message) in messages.into_iter().enumerate() {
            if index > 0 {
                all.push(separator);
            }
            all.push(message);
        }
        all
    }

    /// The same with other names for its cells.
    pub fn with_cells(self, name: impl Fn(&str) -> String) -> Message {
        let parts = self.0.into_iter().map(|part| match part {
            Part::Cells(cells) => Part::Cells(name(&cells)),
            other => other,
        });
        Message(parts.collect())
    }

    /// The same with other plain words.
    pub fn with_texts(self, word: impl Fn(&str) -> String) -> Message {
        let parts = self.0.into_iter().map(|part| match part {
            Part::Text(text) => Part::Text(word(&text)),
            other => other,
        });
        Message(parts.collect())
    }

    /// Its parts, in order; adjacent texts are merged.
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// Whether it has no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Part> for Message {
    fn from(part: Part) -> Message {
        Message(vec![part])
    }
}

impl From<String> for Message {
    fn from(text: String) -> Message {
        let parts = if text.is_empty() { Vec::new() } else { vec![Part::Text(text)] };
        Message(parts)
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Message {
        text.to_owned().into()
    }
}

impl From<&String> for Message {
    fn from(text: &String) -> Message {
        text.as_str().into()
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Text(text) | Part::Cells(text) | Part::Number(text) => f.write_str(text),
            // Quotation marks inside quotation marks are single ones.
            Part::Label(text) | Part::Value(text) if text.contains(['“', '”']) => {
                write!(f, "“{}”", text.replace('“', "‘").replace('”', "’"))
            }
            Part::Label(text) | Part::Value(text) => write!(f, "“{text}”"),
        }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| part.fmt(f))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_prints_its_parts_with_quotation_marks_where_they_belong() {
        let message = say!("{}填的是{}，D5:I5 之和是 {}", label("总计"), value("约 5"), number(7));
        assert_eq!(message.to_string(), "“总计”填的是“约 5”，D5:I5 之和是 7");
        assert_eq!(message.parts().len(), 5);
    }

    #[test]
    fn nothing_said_is_no_part() {
        assert!(say!("{}", "").is_empty() && Message::join(Vec::<Part>::new(), "、").is_empty());
        assert_eq!(Message::join([number(1), number(2)], "、").to_string(), "1、2");
    }
}
