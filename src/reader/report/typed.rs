//! A figure as it was typed, for messages.

use crate::diag::{Message, number, say};
use crate::model::{Figure, Value};
use rust_decimal::Decimal;

/// What was typed, for messages.
pub fn typed(figure: &Figure) -> Message {
    let Figure { value, unit, remark } = figure;
    let value: Message = match value {
        Value::Blank => Message::default(),
        Value::Whole(whole) => number(whole).into(),
        Value::Exact(exact) => number(exact).into(),
        // A serial number that is no date.
        Value::Kept(text) if text.parse::<Decimal>().is_ok() => number(text).into(),
        Value::Kept(text) => text.as_str().into(),
    };
    let words = |words: &Option<String>| words.clone().unwrap_or_default();
    say!("{}{}{}", value, words(unit), words(remark))
}
