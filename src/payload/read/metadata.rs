//! `r:metadata` back to 基本信息.

use super::element::{attribute, no_text, only_attributes, text, unknown, words};
use crate::formats::xml::tree::Element;
use crate::model::{Date, Metadata};
use crate::payload::names::{ITEM, NAMES, of_field};
use crate::payload::write::NAMESPACE;
use crate::text::clean::{clean, trim};

/// Reads `r:metadata`: the known elements at most once and in their order, then the items.
pub fn read(part: &Element) -> Result<Metadata, String> {
    only_attributes(part, &[])?;
    no_text(part)?;
    let mut metadata = Metadata::default();
    let mut names = NAMES.iter();
    let mut parts = part.elements().peekable();
    while let Some(part) = parts.next_if(|part| part.name != ITEM) {
        // The order is fixed: what was passed over cannot come any more.
        let Some(name) = names.find(|name| part.is(NAMESPACE, name.element)) else {
            return Err(unknown(part));
        };
        field(&mut metadata, name.field, part)?;
    }
    for part in parts {
        if !part.is(NAMESPACE, ITEM) {
            return Err(unknown(part));
        }
        item(&mut metadata, part)?;
    }
    let missing = [
        ("ContentSource", metadata.agency.is_none()),
        ("PubDate", metadata.date_published.is_none()),
    ];
    match missing.iter().find(|(_, is_missing)| *is_missing) {
        Some((name, _)) => Err(format!("缺少 {name}")),
        None => Ok(metadata),
    }
}

fn field(metadata: &mut Metadata, field: &str, part: &Element) -> Result<(), String> {
    match field {
        "title" => title(metadata, part)?,
        "agency" => metadata.agency = Some(words(part)?),
        "datePublished" => published(metadata, part)?,
        "dateProduced" => metadata.date_produced = Some(date(&words(part)?)?),
        "preamble" => {
            only_attributes(part, &[])?;
            no_text(part)?;
            let lines: Vec<String> = part.elements().map(line).collect::<Result<_, _>>()?;
            metadata.fields.insert(field.to_owned(), lines.join("\n"));
        }
        field => {
            metadata.fields.insert(field.to_owned(), words(part)?);
        }
    }
    Ok(())
}

/// A title that the program composed is composed again.
fn title(metadata: &mut Metadata, part: &Element) -> Result<(), String> {
    only_attributes(part, &["composed"])?;
    let title = text(part)?;
    if title.is_empty() {
        return Err("ArticleTitle 是空的".to_owned());
    }
    metadata.title = match part.attribute("composed") {
        None | Some("false") => Some(title),
        Some("true") => None,
        Some(other) => return Err(format!("composed 的值“{other}”不认识")),
    };
    Ok(())
}

/// `YYYY-MM-DD HH:MM`; with `precision="day"` the time was not given.
fn published(metadata: &mut Metadata, part: &Element) -> Result<(), String> {
    only_attributes(part, &["precision"])?;
    let typed = text(part)?;
    let refused = || format!("公开日期“{typed}”应为 YYYY-MM-DD HH:MM");
    let (day, time) = typed.split_once(' ').ok_or_else(refused)?;
    let is_time = |(hour, minute): (&str, &str)| {
        let two = |text: &str, most: u8| {
            let is_number = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
            is_number && text.parse().is_ok_and(|number: u8| number <= most)
        };
        two(hour, 23) && two(minute, 59)
    };
    if !time.split_once(':').is_some_and(is_time) {
        return Err(refused());
    }
    metadata.date_published = Some(date(day).map_err(|_| refused())?);
    metadata.time_published = match part.attribute("precision") {
        None | Some("minute") => Some(time.to_owned()),
        Some("day") => None,
        Some(other) => return Err(format!("precision 的值“{other}”不认识")),
    };
    Ok(())
}

/// Only `YYYY-MM-DD`: it is a machine that wrote it.
fn date(typed: &str) -> Result<Date, String> {
    let date = Date::parse(typed).filter(|date| date.to_string() == typed);
    date.ok_or_else(|| format!("“{typed}”不是 YYYY-MM-DD 的日期"))
}

fn line(part: &Element) -> Result<String, String> {
    if part.is(NAMESPACE, "p") { words(part) } else { Err(unknown(part)) }
}

/// A key that no element carries: a field by its id, a key of the clerk's own by its name.
fn item(metadata: &mut Metadata, part: &Element) -> Result<(), String> {
    only_attributes(part, &["field", "name"])?;
    let value = text(part)?;
    match (part.attribute("field"), part.attribute("name")) {
        (Some(field), None) if of_field(field).is_none() && field != "year" => {
            metadata.fields.insert(field.to_owned(), value);
        }
        (None, Some(_)) => {
            let name = clean(attribute(part, "name")?).text;
            metadata.unknown.push((trim(&name).to_owned(), value));
        }
        _ => return Err("item 应有 name 或 field 之一".to_owned()),
    }
    Ok(())
}
