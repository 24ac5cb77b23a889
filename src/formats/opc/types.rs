//! `[Content_Types].xml`: what every part is.

use super::edit::{Package, fold};
use crate::deliver::mark::broken;
use crate::error::Error;
use crate::formats::xml::markup::{Kind, encode, tags};
use crate::formats::xml::patch::Patch;

/// Name of the list.
pub const LIST: &str = "[Content_Types].xml";

/// Says what a part is, unless the list says so already.
pub fn declare(part: &str, content_type: &str, package: &mut Package<'_>) -> Result<(), Error> {
    let text = package.text(LIST)?.ok_or_else(|| broken("工作簿缺少内容类型表"))?;
    if of(part, &text)?.as_deref() == Some(content_type) {
        return Ok(());
    }
    let mut patch = Patch::new(&text);
    let path = encode(part);
    for tag in tags(&text) {
        let tag = tag?;
        let prefix = tag.prefix();
        match (tag.depth, tag.kind) {
            // Excel itself declares drawings of this kind by their extension.
            (0, Kind::Close) if part.ends_with(".vml") && !has_default("vml", &text)? => patch
                .insert(
                    tag.span.start,
                    format!("<{prefix}Default Extension=\"vml\" ContentType=\"{content_type}\"/>"),
                ),
            (0, Kind::Close) => patch.insert(
                tag.span.start,
                format!("<{prefix}Override PartName=\"/{path}\" ContentType=\"{content_type}\"/>"),
            ),
            _ => {}
        }
    }
    package.put(LIST, patch);
    Ok(())
}

/// What the list says of a part.
pub fn of(part: &str, list: &str) -> Result<Option<String>, Error> {
    let part = fold(part);
    let extension = part.rsplit('.').next().unwrap_or_default();
    let mut by_extension = None;
    for tag in tags(list) {
        let tag = tag?;
        let value = |key| tag.value(key).map(|value| value.text().into_owned());
        if tag.opens("Override") && value("PartName").is_some_and(|name| fold(&name) == part) {
            return Ok(value("ContentType"));
        }
        if tag.opens("Default")
            && value("Extension").is_some_and(|name| name.eq_ignore_ascii_case(extension))
        {
            by_extension = value("ContentType");
        }
    }
    Ok(by_extension)
}

fn has_default(extension: &str, list: &str) -> Result<bool, Error> {
    Ok(of(&format!(".{extension}"), list)?.is_some())
}
