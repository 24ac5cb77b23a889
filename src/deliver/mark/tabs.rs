//! The colour of a sheet's tab: where errors and warnings are can be seen without turning
//! the sheets over.

use super::layout::Layout;
use super::paint::COLOURS;
use crate::diag::Severity;
use crate::formats::xml::markup::{Tag, TagKind, tags};
use crate::formats::xml::patch::Patch;

/// Colours the tab after the gravest finding of the sheet, or takes our colour away. A tab
/// that somebody else has coloured stays as it is.
pub fn colour(worst: Option<Severity>, layout: &Layout, patch: &mut Patch<'_>) {
    let colour = match worst {
        Some(Severity::Error) => Some(COLOURS[0]),
        Some(Severity::Warning) => Some(COLOURS[1]),
        Some(Severity::Info) | None => None,
    };
    let prefix = &layout.prefix;
    let element = colour.map(|colour| format!("<{prefix}tabColor rgb=\"FF{colour}\"/>"));
    let mut root = None;
    let mut properties: Option<Tag<'_>> = None;
    for tag in tags(patch.text()).flatten() {
        match (tag.depth, tag.local(), tag.kind) {
            (0, _, TagKind::Open) => root = Some(tag.span.end),
            (1, "sheetPr", TagKind::Open | TagKind::Empty) => properties = Some(tag),
            (1, "sheetPr", TagKind::Close) => {}
            (2, "tabColor", TagKind::Empty) if properties.is_some() => {
                let is_ours = tag.value("rgb").is_some_and(|rgb| {
                    COLOURS.iter().any(|own| rgb.text().eq_ignore_ascii_case(&format!("FF{own}")))
                });
                if is_ours {
                    return repaint(&tag, element, properties, patch);
                }
                return;
            }
            (1, ..) => break,
            _ => {}
        }
    }
    let Some(element) = element else { return };
    match (properties, root) {
        (Some(tag), _) if tag.kind == TagKind::Empty => tag.fill(&element, patch),
        (Some(tag), _) => patch.insert(tag.span.end, element),
        (None, Some(at)) => {
            patch.insert(at, format!("<{prefix}sheetPr>{element}</{prefix}sheetPr>"));
        }
        (None, None) => {}
    }
}

/// Puts another colour in the place of ours, or none.
fn repaint(
    tag: &Tag<'_>,
    element: Option<String>,
    properties: Option<Tag<'_>>,
    patch: &mut Patch<'_>,
) {
    if let Some(element) = element {
        return patch.replace(tag.span.clone(), &element);
    }
    // What we have put in only to hold the colour goes with it.
    let text = patch.text();
    let around = properties.filter(|tag| tag.attributes().next().is_none()).and_then(|open| {
        let close = format!("</{}sheetPr>", open.prefix());
        let is_alone = open.span.end == tag.span.start && text[tag.span.end..].starts_with(&close);
        is_alone.then_some(open.span.start..tag.span.end + close.len())
    });
    patch.remove(around.unwrap_or(tag.span.clone()));
}
