//! What a cell is filled with.

use super::markup::tags;
use crate::diag::Severity;

/// Colours of errors, warnings and hints: light enough for black text, far enough from each
/// other for most colour-blind readers, and not among the standard colours of Excel or WPS,
/// so that a fill of ours can be told from the user's own.
const COLOURS: [&str; 3] = ["FFF9BEB8", "FFFFDF9E", "FFC7E1F5"];

/// Nothing: the background of every solid fill that Excel writes.
const NOTHING: &str = "indexed=\"64\"";

/// Colours nearer than this are the same to a program that keeps a palette.
const NEAR: i32 = 40;

/// A fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paint {
    /// No fill.
    None,
    /// One colour, as written in its attributes.
    Solid(String),
    /// Ours: our colour, and the colour before.
    Mark(&'static str, Option<String>),
    /// A pattern or a gradient.
    Other,
}

impl Paint {
    /// The fill that an element means.
    pub fn of(fill: &str) -> Paint {
        let (mut kind, mut front, mut back) = (None, String::new(), String::new());
        for tag in tags(fill).flatten() {
            if tag.opens("patternFill") {
                kind = Some(tag.value("patternType").map(|value| value.text().into_owned()));
            } else if tag.opens("fgColor") {
                front = fill[tag.span.clone()].to_owned();
            } else if tag.opens("bgColor") {
                back = fill[tag.span.clone()].to_owned();
            }
        }
        match kind.map(|kind| kind.unwrap_or_else(|| "none".to_owned())).as_deref() {
            Some("none") => Paint::None,
            Some("solid") => {
                let rgb = rgb_of(&front);
                match COLOURS.into_iter().find(|own| rgb.is_some() && rgb_of_hex(own) == rgb) {
                    Some(own) => Paint::Mark(own, before(own, &back)),
                    None => Paint::Solid(attributes(&front)),
                }
            }
            _ => Paint::Other,
        }
    }

    /// The fill of a severity, over what was there before.
    pub fn mark(severity: Severity, before: Option<&Paint>) -> Paint {
        let colour = match severity {
            Severity::Error => COLOURS[0],
            Severity::Warning => COLOURS[1],
            Severity::Info => COLOURS[2],
        };
        let before = match before {
            Some(Paint::Solid(colour)) => Some(colour.clone()),
            _ => None,
        };
        Paint::Mark(colour, before)
    }

    /// Whether it is one of ours.
    pub fn is_ours(&self) -> bool {
        matches!(self, Paint::Mark(..))
    }

    /// What was there before ours.
    pub fn before(&self) -> Paint {
        match self {
            Paint::Mark(_, Some(colour)) => Paint::Solid(colour.clone()),
            Paint::Mark(_, None) => Paint::None,
            paint => paint.clone(),
        }
    }

    /// The element that means it.
    pub fn element(&self, prefix: &str) -> String {
        let (front, back) = match self {
            Paint::Solid(colour) => (colour.clone(), NOTHING),
            Paint::Mark(colour, before) => {
                (format!("rgb=\"{colour}\""), before.as_deref().unwrap_or(NOTHING))
            }
            Paint::None | Paint::Other => {
                return format!("<{prefix}fill><{prefix}patternFill patternType=\"none\"/></{prefix}fill>");
            }
        };
        format!(
            "<{prefix}fill><{prefix}patternFill patternType=\"solid\"><{prefix}fgColor {front}/><{prefix}bgColor {back}/></{prefix}patternFill></{prefix}fill>"
        )
    }
}

/// The colour that a background of ours keeps. LibreOffice writes a neighbour of the
/// foreground there instead, which means nothing.
fn before(own: &str, back: &str) -> Option<String> {
    let near = match (rgb_of(back), rgb_of_hex(own)) {
        (Some(a), Some(b)) => a.iter().zip(b).all(|(a, b)| (i32::from(*a) - i32::from(b)).abs() < NEAR),
        _ => false,
    };
    let attributes = attributes(back);
    let is_nothing = attributes.is_empty() || attributes == NOTHING || attributes.contains("auto=");
    (!near && !is_nothing).then_some(attributes)
}

/// The attributes of a colour in one way of writing.
fn attributes(colour: &str) -> String {
    let Some(Ok(tag)) = tags(colour).next() else { return String::new() };
    let written = tag.attributes().map(|(name, value)| format!("{name}=\"{}\"", &colour[value.span]));
    written.collect::<Vec<_>>().join(" ")
}

fn rgb_of(colour: &str) -> Option<[u8; 3]> {
    let tag = tags(colour).next()?.ok()?;
    rgb_of_hex(&tag.value("rgb")?.text())
}

/// Red, green and blue; how opaque it is means nothing in a workbook.
fn rgb_of_hex(hex: &str) -> Option<[u8; 3]> {
    let number = u32::from_str_radix(hex, 16).ok()?;
    let [_, red, green, blue] = number.to_be_bytes();
    Some([red, green, blue])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solid(front: &str, back: &str) -> String {
        format!("<x:fill><x:patternFill patternType='solid'><x:fgColor {front}/><x:bgColor {back}/></x:patternFill></x:fill>")
    }

    #[test]
    fn our_fill_remembers_what_was_there() {
        for colour in ["rgb=\"FFFFF8DC\"", "theme=\"4\" tint=\"-0.5\"", "indexed=\"13\""] {
            let own = Paint::of(&solid(colour, "indexed=\"64\""));
            assert_eq!(own, Paint::Solid(colour.into()));
            for severity in [Severity::Error, Severity::Warning, Severity::Info] {
                let mark = Paint::mark(severity, Some(&own));
                assert_eq!(Paint::of(&mark.element("x:")), mark);
                assert_eq!(mark.before(), own);
            }
        }
        let over_nothing = Paint::mark(Severity::Info, Some(&Paint::None));
        assert_eq!(Paint::of(&over_nothing.element("")).before(), Paint::None);
    }

    #[test]
    fn what_libreoffice_makes_of_our_background_is_no_colour_of_before() {
        let saved = solid("rgb=\"FFF9BEB8\"", "rgb=\"FFFFCCCC\"");
        assert_eq!(Paint::of(&saved).before(), Paint::None);
    }

    #[test]
    fn patterns_and_gradients_are_something_else() {
        assert_eq!(Paint::of("<fill><patternFill patternType=\"gray125\"/></fill>"), Paint::Other);
        assert_eq!(Paint::of("<fill><gradientFill degree=\"90\"/></fill>"), Paint::Other);
        assert_eq!(Paint::of("<fill><patternFill/></fill>"), Paint::None);
    }
}
