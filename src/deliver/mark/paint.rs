//! What a cell is filled with.

use crate::diag::Severity;
use crate::formats::xml::markup::tags;

/// Colours of errors, warnings and hints: light enough for black text, far enough from each
/// other for most colour-blind readers, and not among the standard colours of Excel or WPS,
/// so that a fill of ours can be told from the user's own.
pub const COLOURS: [&str; 3] = ["F9BEB8", "FFDF9E", "C7E1F5"];

/// The background of every solid fill that Excel writes.
const NOTHING: &str = "indexed=\"64\"";
/// The background of ours over a pattern or a gradient.
const SOMETHING: &str = "auto=\"1\"";

/// A fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paint {
    /// No fill.
    None,
    /// One colour: its attributes, `rgb` without transparency.
    Solid(String),
    /// A pattern or a gradient.
    Other,
    /// Ours: our colour, and what was there before. A solid fill shows its foreground
    /// only, so its background can keep that.
    Mark(&'static str, Box<Paint>),
}

impl Paint {
    /// The fill that an element means. LibreOffice makes up backgrounds from its palette,
    /// so in its files those that are not ours for certain mean nothing.
    pub fn of(fill: &str, by_libreoffice: bool) -> Paint {
        let (mut kind, mut front, mut back) = (None, "", "");
        for tag in tags(fill).flatten() {
            if tag.opens("patternFill") {
                kind = Some(tag.value("patternType").map(|value| value.text().into_owned()));
            } else if tag.opens("fgColor") {
                front = &fill[tag.span.clone()];
            } else if tag.opens("bgColor") {
                back = &fill[tag.span.clone()];
            }
        }
        match kind.map(|kind| kind.unwrap_or_else(|| "none".to_owned())).as_deref() {
            Some("none") => Paint::None,
            Some("solid") => {
                let colour = colour(front);
                match COLOURS.into_iter().find(|own| colour == format!("rgb=\"{own}\"")) {
                    Some(own) => Paint::Mark(own, Box::new(before(back, by_libreoffice))),
                    None => Paint::Solid(colour),
                }
            }
            _ => Paint::Other,
        }
    }

    /// The fill of a severity, over what was there before.
    pub fn mark(severity: Severity, before: Paint) -> Paint {
        let colour = match severity {
            Severity::Error => COLOURS[0],
            Severity::Warning => COLOURS[1],
            Severity::Info => COLOURS[2],
        };
        Paint::Mark(colour, Box::new(before))
    }

    /// Whether it is one of ours.
    pub fn is_ours(&self) -> bool {
        matches!(self, Paint::Mark(..))
    }

    /// What was there before ours.
    pub fn before(self) -> Paint {
        match self {
            Paint::Mark(_, before) => *before,
            paint => paint,
        }
    }

    /// The element that means it.
    pub fn element(&self, prefix: &str) -> String {
        let (front, back) = match self {
            Paint::Solid(colour) => (opaque(colour, "FF"), NOTHING.to_owned()),
            Paint::Mark(colour, before) => {
                let back = match &**before {
                    Paint::Solid(colour) => opaque(colour, "00"),
                    Paint::Other => SOMETHING.to_owned(),
                    Paint::None | Paint::Mark(..) => NOTHING.to_owned(),
                };
                (format!("rgb=\"FF{colour}\""), back)
            }
            Paint::None | Paint::Other => {
                return format!(
                    "<{prefix}fill><{prefix}patternFill patternType=\"none\"/></{prefix}fill>"
                );
            }
        };
        format!(
            "<{prefix}fill><{prefix}patternFill patternType=\"solid\"><{prefix}fgColor {front}/><{prefix}bgColor {back}/></{prefix}patternFill></{prefix}fill>"
        )
    }
}

/// What the background of ours keeps. Full transparency, which means nothing in a workbook,
/// is how we write it; Excel makes it opaque.
fn before(back: &str, by_libreoffice: bool) -> Paint {
    let colour = colour(back);
    let certain = back.contains("rgb=\"00") || !back.contains("rgb=");
    match colour.as_str() {
        "" | NOTHING => Paint::None,
        SOMETHING => Paint::Other,
        _ if certain || !by_libreoffice => Paint::Solid(colour),
        _ => Paint::None,
    }
}

/// The attributes of a colour in one way of writing.
fn colour(element: &str) -> String {
    let Some(Ok(tag)) = tags(element).next() else { return String::new() };
    let written = tag.attributes().map(|(name, value)| {
        let value = &element[value.span];
        match value.get(2..) {
            Some(rgb) if name == "rgb" && value.len() == 8 => {
                format!("rgb=\"{}\"", rgb.to_ascii_uppercase())
            }
            _ => format!("{name}=\"{value}\""),
        }
    });
    written.collect::<Vec<_>>().join(" ")
}

/// The same with this transparency.
fn opaque(colour: &str, transparency: &str) -> String {
    colour.replace("rgb=\"", &format!("rgb=\"{transparency}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solid(front: &str, back: &str) -> String {
        format!(
            "<x:fill><x:patternFill patternType='solid'><x:fgColor {front}/><x:bgColor {back}/></x:patternFill></x:fill>"
        )
    }

    #[test]
    fn our_fill_remembers_what_was_there() {
        let painted =
            ["rgb=\"FFFFF8DC\"", "rgb='00fff8dc'", "theme=\"4\" tint=\"-0.5\"", "indexed=\"13\""];
        let fills = painted.map(|colour| Paint::of(&solid(colour, NOTHING), true));
        assert_eq!(fills[0], fills[1]);
        for before in fills.into_iter().chain([Paint::None, Paint::Other]) {
            for severity in [Severity::Error, Severity::Warning, Severity::Info] {
                let mark = Paint::mark(severity, before.clone());
                assert_eq!(Paint::of(&mark.element("x:"), true), mark);
                assert_eq!(mark.before(), before);
            }
        }
    }

    #[test]
    fn excel_may_make_the_background_opaque_and_libreoffice_may_make_one_up() {
        let saved = solid("rgb=\"FFF9BEB8\"", "rgb=\"FFFFF8DC\"");
        assert_eq!(Paint::of(&saved, false).before(), Paint::Solid("rgb=\"FFF8DC\"".into()));
        assert_eq!(Paint::of(&saved, true).before(), Paint::None);
    }

    #[test]
    fn patterns_and_gradients_are_something_else() {
        let pattern = "<fill><patternFill patternType=\"gray125\"/></fill>";
        assert_eq!(Paint::of(pattern, false), Paint::Other);
        assert_eq!(Paint::of("<fill><gradientFill degree=\"90\"/></fill>", false), Paint::Other);
        assert_eq!(Paint::of("<fill><patternFill/></fill>", false), Paint::None);
    }
}
