//! The text of a form file to a form, or to one sentence for the clerk who wrote it: the
//! line and what is wrong there.

use super::sound::{self, Fault, Step};
use super::{Form, Forms, role};
use crate::text::by_hand;
use toml::de::{DeTable, DeValue};

/// A file of an added edition.
pub(super) fn bytes(bytes: &[u8]) -> Result<Form, String> {
    let text = by_hand::text(bytes)?;
    let mut form = read(text)?;
    let shipped: Vec<&Form> = Forms::shipped().iter().collect();
    role::inherit(&mut form, &shipped)
        .and_then(|()| sound::check(&form))
        .map_err(|fault| told(text, &fault))?;
    Ok(form)
}

/// A file that comes with the program.
pub(super) fn form(text: &str) -> Result<Form, String> {
    let form = read(text)?;
    sound::check(&form).map_err(|fault| told(text, &fault))?;
    Ok(form)
}

fn read(text: &str) -> Result<Form, String> {
    toml::from_str(text).map_err(|error| {
        let line = by_hand::line(text, error.span().unwrap_or_default().start);
        format!("第 {line} 行{}", in_words(error.message()))
    })
}

/// What the parser says of a file, in the clerk's words.
fn in_words(message: &str) -> String {
    let quoted = |start: &str| message.strip_prefix(start)?.split('`').next().map(str::to_owned);
    if let Some(key) = quoted("unknown field `") {
        let known: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
        return format!("有不认识的键“{key}”，可以写：{}", known.join("、"));
    }
    if let Some(key) = quoted("missing field `") {
        return format!("起的一段里缺少“{key}”");
    }
    if let Some(value) = quoted("unknown variant `") {
        let known: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
        return format!("的值“{value}”不认识，可以写：{}", known.join("、"));
    }
    if message.starts_with("duplicate key") {
        return "的键在同一段里写了两次".to_owned();
    }
    if let Some((_, wanted)) = message.split_once("expected ")
        && message.starts_with("invalid ")
    {
        return format!("的值不对，应为{}", kind(wanted));
    }
    "的写法有误：文字要加英文引号，列表用方括号，键和值之间用等号".to_owned()
}

/// What a value should be.
fn kind(wanted: &str) -> &'static str {
    match wanted {
        "a string" => "加引号的文字",
        "a sequence" | "an array" => "方括号里的列表",
        "f64" | "f32" => "数",
        "i32" | "i64" => "整数",
        "u8" => "0 至 255 的整数",
        "usize" | "u32" | "u64" => "不小于 0 的整数",
        _ => "一组键和值",
    }
}

/// The sentence on a fault, with the line where it stands.
fn told(text: &str, fault: &Fault) -> String {
    let line = DeTable::parse(text).ok().map_or(1, |root| {
        let mut span = root.span();
        let mut at: Option<&DeValue<'_>> = None;
        for step in &fault.path {
            let next = match (step, at) {
                (Step::Key(key), None) => root.get_ref().get(*key),
                (Step::Key(key), Some(value)) => value.get(*key),
                (Step::Item(index), Some(value)) => value.get(*index),
                (Step::Item(_), None) => None,
            };
            let Some(next) = next else { break };
            span = next.span();
            at = Some(next.get_ref());
        }
        by_hand::line(text, span.start)
    });
    format!("第 {line} 行：{}", fault.what)
}
