//! `[Content_Types].xml`: what every part is.

use super::edit::Edit;
use super::fold;
use crate::formats::fault::{Damage, Fault};
use crate::formats::xml::markup::{Malformed, TagKind, tags};
use crate::formats::xml::patch::Patch;
use crate::formats::xml::printer::encode;
use crate::formats::xml::tree::Element;

/// Name of the list.
pub const LIST: &str = "[Content_Types].xml";

/// An entry that says what a part is.
pub fn entry(part: &str, content_type: &str) -> Element {
    Element::new("Override")
        .with("PartName", format_args!("/{part}"))
        .with("ContentType", content_type)
}

impl Edit<'_> {
    /// Says what a part is, unless the list says so already.
    pub fn declare(&mut self, part: &str, content_type: &str) -> Result<(), Fault> {
        let missing = || Fault::Damaged(Damage::Missing(LIST.to_owned()));
        let text = self.text(LIST)?.ok_or_else(missing)?;
        let patch = declaration(&text, part, content_type);
        let patch = patch.map_err(|_| Fault::Damaged(Damage::Malformed(LIST.to_owned())))?;
        self.put(LIST, patch);
        Ok(())
    }
}

fn declaration<'t>(text: &'t str, part: &str, content_type: &str) -> Result<Patch<'t>, Malformed> {
    let mut patch = Patch::new(text);
    if of(part, text)?.as_deref() == Some(content_type) {
        return Ok(patch);
    }
    // Excel itself declares drawings of this kind by their extension.
    let by_extension = part.ends_with(".vml") && of(".vml", text)?.is_none();
    let path = encode(part);
    for tag in tags(text) {
        let tag = tag?;
        if tag.depth == 0 && tag.kind == TagKind::Close {
            let what = match by_extension {
                true => "Default Extension=\"vml\"".to_owned(),
                false => format!("Override PartName=\"/{path}\""),
            };
            let entry = format!("<{}{what} ContentType=\"{content_type}\"/>", tag.prefix());
            patch.insert(tag.span.start, entry);
        }
    }
    Ok(patch)
}

/// What the list says of a part.
fn of(part: &str, list: &str) -> Result<Option<String>, Malformed> {
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
