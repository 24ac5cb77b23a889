//! The styles of the template, and ours where it has none for a role.

use super::Template;
use crate::formats::xml::tree::{Element, Node};

/// Longest chain of styles based on each other; Word allows ten.
const LONGEST_CHAIN: usize = 24;

/// Styles of one kind.
pub fn of_kind<'a>(styles: &'a Element, kind: &str) -> impl Iterator<Item = &'a Element> {
    styles.elements().filter(move |style| {
        style.name == "w:style" && style.attribute("w:type").unwrap_or("paragraph") == kind
    })
}

/// Name of a style.
pub fn name(style: &Element) -> Option<&str> {
    style.find("w:name")?.attribute("w:val")
}

/// Names as they are compared: Word and WPS differ in case and spaces.
pub fn normalized(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Id of the style of that name.
pub fn by_name(styles: &Element, kind: &str, wanted: &str) -> Option<String> {
    let wanted = normalized(wanted);
    let mut named = of_kind(styles, kind);
    let style = named.find(|style| name(style).is_some_and(|name| normalized(name) == wanted))?;
    style.attribute("w:styleId").map(str::to_owned)
}

/// Style of that id.
pub fn find<'a>(styles: &'a Element, id: &str) -> Option<&'a Element> {
    let mut all = styles.elements().filter(|style| style.name == "w:style");
    all.find(|style| style.attribute("w:styleId") == Some(id))
}

/// Id of the style of every paragraph that names none.
pub fn default_paragraph(styles: &Element) -> Option<String> {
    let is_default = |style: &&Element| matches!(style.attribute("w:default"), Some("1" | "true"));
    of_kind(styles, "paragraph").find(is_default)?.attribute("w:styleId").map(str::to_owned)
}

/// An attribute of a property that a style has, inherits, or has from the defaults.
pub fn effective(styles: &Element, id: &str, group: &str, name: &str, key: &str) -> Option<String> {
    let of = |style: &Element| -> Option<String> {
        style.find(group)?.find(name)?.attribute(key).map(str::to_owned)
    };
    let mut next = find(styles, id);
    for _ in 0..LONGEST_CHAIN {
        let Some(style) = next else { break };
        if let Some(value) = of(style) {
            return Some(value);
        }
        let base = style.find("w:basedOn").and_then(|base| base.attribute("w:val"));
        next = base.and_then(|id| find(styles, id));
    }
    let defaults = styles.find("w:docDefaults")?;
    of(defaults.find(if group == "w:rPr" { "w:rPrDefault" } else { "w:pPrDefault" })?)
}

/// The styles part of the report.
pub fn merge(template: &Template, ours: &Element) -> Element {
    let mut merged = template.styles.clone();
    speak_chinese(&mut merged);
    for style in ours.elements().filter(|style| style.name == "w:style") {
        let id = style.attribute("w:styleId").unwrap_or_default();
        let kind = style.attribute("w:type").unwrap_or_default();
        let has_default = || {
            of_kind(&template.styles, kind)
                .any(|style| matches!(style.attribute("w:default"), Some("1" | "true")))
        };
        let is_there = match kind {
            "paragraph" => template.role(id).is_some(),
            _ => has_default(),
        };
        if !is_there {
            merged.nodes.push(Node::Element(adapted(template, style)));
        }
    }
    merged
}

/// Our style among those of the template: what it builds on may look quite different there.
fn adapted(template: &Template, style: &Element) -> Element {
    let mut style = style.clone();
    let ours = style.attribute("w:styleId").unwrap_or_default().to_owned();
    for (key, value) in &mut style.attributes {
        if key == "w:styleId" {
            *value = template.id(&ours);
        }
    }
    let taken =
        name(&style).is_some_and(|name| by_name(&template.styles, "paragraph", name).is_some());
    let named = format!("报告{}", name(&style).unwrap_or_default());
    for child in style.elements_mut() {
        let reference = matches!(child.name.as_str(), "w:basedOn" | "w:next" | "w:link");
        for (_, value) in child.attributes.iter_mut().filter(|(key, _)| key == "w:val") {
            if reference {
                *value = template.id(value);
            } else if child.name == "w:name" && taken {
                value.clone_from(&named);
            }
        }
    }
    if taken && style.attribute("w:customStyle").is_none() {
        style = style.with("w:customStyle", "1");
    }
    if template.role("Normal").is_none() || ours == "Normal" {
        return style;
    }
    // The face of the text is the office's; sizes and faces of headings are ours.
    if ours == "NormalIndent" {
        return style;
    }
    if ours.starts_with("Table") || ours == "Signature" || ours == "Date" {
        for child in style.elements_mut().filter(|child| child.name == "w:rPr") {
            child.retain(|child| child.name != "w:rFonts");
        }
    }
    let is_flush = style.find("w:pPr").is_none_or(|look| look.find("w:ind").is_none());
    if is_flush && style.attribute("w:type") == Some("paragraph") {
        let flush = ["w:left", "w:right", "w:firstLineChars", "w:firstLine"]
            .into_iter()
            .fold(Element::new("w:ind"), |ind, key| ind.with(key, 0));
        style.add_to("w:pPr", flush);
    }
    for look in style.elements_mut().filter(|child| child.name == "w:pPr") {
        for spacing in look.elements_mut().filter(|child| child.name == "w:spacing") {
            for key in ["w:before", "w:after"] {
                if spacing.attribute(key).is_none() {
                    spacing.attributes.push((key.to_owned(), "0".to_owned()));
                }
            }
        }
    }
    style
}

/// The text is Chinese, whatever the template was written in.
fn speak_chinese(styles: &mut Element) {
    if styles.find("w:docDefaults").is_none() {
        styles.nodes.insert(0, Node::Element(Element::new("w:docDefaults")));
    }
    for defaults in styles.elements_mut().filter(|child| child.name == "w:docDefaults") {
        if defaults.find("w:rPrDefault").is_none() {
            defaults.nodes.insert(0, Node::Element(Element::new("w:rPrDefault")));
        }
        for runs in defaults.elements_mut().filter(|child| child.name == "w:rPrDefault") {
            if runs.find("w:rPr").is_none_or(|look| look.find("w:lang").is_none()) {
                runs.add_to("w:rPr", Element::new("w:lang").with("w:val", "en-US"));
            }
            for look in runs.elements_mut() {
                for lang in look.elements_mut().filter(|child| child.name == "w:lang") {
                    lang.attributes.retain(|(key, _)| key != "w:eastAsia");
                    lang.attributes.push(("w:eastAsia".into(), "zh-CN".into()));
                }
            }
        }
    }
}
