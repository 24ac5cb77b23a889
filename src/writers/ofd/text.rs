//! Text: the glyphs of one font on one line, with the characters they stand for.
//!
//! A run keeps one glyph for each UTF-16 unit, which every reader understands. Where characters
//! and glyphs do not pair off so, as beyond the basic plane, a cluster is a run by itself.

use super::color::Color;
use super::fonts::{Embedded, Faces};
use super::geometry::{Area, Matrix, mm, number, numbers};
use super::unknown;
use crate::error::Error;
use crate::formats::xml::printer::Printer;
use typst::text::{TextItem, is_default_ignorable};

/// Places may be off by half a thousandth of a millimetre, for longer rows of equal steps.
const SLACK: f64 = 0.0005;
/// So many equal steps are written as one.
const ROW: usize = 3;
/// Glyphs this far apart, in em, are not of one text.
const GAP: f64 = 4.0;
/// Two places on one line.
const SAME_LINE: f64 = 1e-4;

/// How a run is set.
#[derive(Debug, Clone, PartialEq)]
struct Style {
    /// Index of the face.
    face: usize,
    /// Millimetres.
    size: f64,
    /// A turn or another distortion: a, b, c, d of a matrix.
    distorted: Option<[f64; 4]>,
    fill: Color,
}

/// Glyphs that cannot be parted, and their characters.
pub struct Cluster {
    style: Style,
    /// Where the baseline begins, on the page.
    origin: (f64, f64),
    /// Glyph and its distance from the origin, along the baseline.
    glyphs: Vec<(u16, f64)>,
    pub content: String,
    ink: Area,
}

/// A text object.
pub struct Text {
    pub id: u32,
    /// The innermost element that it stands in, as an index.
    pub within: Option<usize>,
    first: Cluster,
}

impl Cluster {
    /// Whether it has one glyph for each character, and these one UTF-16 unit each.
    fn is_plain(&self) -> bool {
        self.glyphs.len() == self.content.encode_utf16().count()
            && self.content.chars().all(|c| c.len_utf16() == 1)
    }

    /// Its place for a bookmark: left, and above the letters.
    pub fn corner(&self) -> (f64, f64) {
        (self.origin.0, self.origin.1 - self.style.size)
    }
}

/// The clusters of a piece of Typst's text, from left to right. What steers the line breaks and
/// draws nothing is left out.
///
/// # Errors
/// For paints that OFD has no word for.
pub fn clusters(
    item: &TextItem,
    matrix: &Matrix,
    faces: &mut Faces,
) -> Result<Vec<Cluster>, Error> {
    if item.stroke.is_some() {
        return Err(unknown("描边文字"));
    }
    let fill = Color::of(&item.fill)?;
    let index = faces.index(&item.font)?;
    let (size, distorted) = match matrix.scale() {
        Some(scale) => (mm(item.size) * scale, None),
        None => (mm(item.size), Some([matrix.a, matrix.b, matrix.c, matrix.d])),
    };
    let style = Style { face: index, size, distorted, fill };
    let em = mm(item.size);
    let (mut clusters, mut x) = (Vec::new(), 0.0);
    for group in item.glyphs.chunk_by(|one, next| one.range == next.range) {
        let text = item.text.get(group[0].range()).unwrap_or_default();
        let content: String = text.chars().filter(|c| is_shown(*c)).collect();
        let start = x;
        let mut glyphs = Vec::new();
        let mut ink = Area::NONE;
        let (mut origin, mut rise) = (start, 0.0);
        for glyph in group {
            let at = x + glyph.x_offset.get() * em;
            if glyphs.is_empty() {
                (origin, rise) = (at, glyph.y_offset.get() * em);
            }
            if !content.is_empty() {
                let own = faces.use_glyph(index, glyph.id, single(&content));
                for corner in own.corners() {
                    let (up, along) = (corner.1 * em + glyph.y_offset.get() * em, corner.0 * em);
                    ink.add(matrix.apply(at + along, -up));
                }
                let scale = matrix.scale().unwrap_or(1.0);
                glyphs.push((glyph.id, (at - origin) * scale));
            }
            x += glyph.x_advance.get() * em;
        }
        if content.is_empty() {
            continue;
        }
        if ink.is_none() {
            ink.add(matrix.apply(origin, -0.8 * em));
            ink.add(matrix.apply(x.max(origin + 0.1 * em), 0.0));
        }
        let origin = matrix.apply(origin, -rise);
        clusters.push(Cluster { style: style.clone(), origin, glyphs, content, ink });
    }
    Ok(clusters)
}

/// Whether a character draws something, or shows in the glyph by choosing a variant.
pub fn is_shown(c: char) -> bool {
    is_selector(c) || !is_default_ignorable(c)
}

fn is_selector(c: char) -> bool {
    matches!(u32::from(c), 0xFE00..=0xFE0F | 0xE0100..=0xE01EF)
}

/// The character, if it is one, whatever its variant.
fn single(content: &str) -> Option<char> {
    let mut characters = content.chars().filter(|c| !is_selector(*c));
    let first = characters.next();
    first.filter(|_| characters.next().is_none())
}

impl Text {
    /// A run of its own.
    pub fn new(id: u32, within: Option<usize>, first: Cluster) -> Text {
        Text { id, within, first }
    }

    /// Takes a cluster that continues the line in the same way. Gives back one that does not.
    pub fn join(&mut self, within: Option<usize>, next: Cluster) -> Option<Cluster> {
        let run = &mut self.first;
        // Some readers drop blanks that a text begins with, but not their glyphs.
        let is_blank = |cluster: &Cluster| cluster.content.trim().is_empty();
        let begins_blank = is_blank(run) && !is_blank(&next);
        let fits = self.within == within && run.style == next.style && !begins_blank;
        if !(fits && run.is_plain() && next.is_plain()) {
            return Some(next);
        }
        let (dx, dy) = (next.origin.0 - run.origin.0, next.origin.1 - run.origin.1);
        let (along, aside) = match run.style.distorted {
            None => (dx, dy),
            Some([a, b, c, d]) => {
                let area = a * d - b * c;
                ((d * dx - c * dy) / area, (a * dy - b * dx) / area)
            }
        };
        let last = run.glyphs.last().map_or(0.0, |(_, at)| *at);
        if aside.abs() > SAME_LINE
            || !along.is_finite()
            || along < last
            || along - last > GAP * run.style.size
        {
            return Some(next);
        }
        run.glyphs.extend(next.glyphs.iter().map(|(glyph, at)| (*glyph, at + along)));
        run.content.push_str(&next.content);
        run.ink.unite(&next.ink);
        None
    }

    /// `TextObject`.
    pub fn write(&self, fonts: &[Embedded], out: &mut Printer) {
        let Cluster { style, origin, glyphs, content, ink } = &self.first;
        let area = ink.outward();
        let (x, y) = (origin.0 - area.left, origin.1 - area.top);
        let (id, boundary, size) = (self.id.to_string(), area.boundary(), number(style.size));
        let embedded = &fonts[style.face];
        let font = embedded.id.to_string();
        let mut attributes = vec![("ID", id.as_str()), ("Boundary", &boundary)];
        let matrix = style.distorted.map(|[a, b, c, d]| numbers(&[a, b, c, d, x, y]));
        if let Some(matrix) = &matrix {
            attributes.push(("CTM", matrix));
        }
        attributes.extend([("Font", font.as_str()), ("Size", &size)]);
        out.open("ofd:TextObject", &attributes);
        // Black is what text has anyway.
        if style.fill != Color::BLACK {
            style.fill.write("ofd:FillColor", out);
        }
        let codes = content.encode_utf16().count().to_string();
        let count = glyphs.len().to_string();
        let counts = [("CodePosition", "0"), ("CodeCount", &codes), ("GlyphCount", &count)];
        out.open("ofd:CGTransform", &counts);
        let places: Vec<String> =
            glyphs.iter().map(|(glyph, _)| embedded.place(*glyph).to_string()).collect();
        out.leaf("ofd:Glyphs", &[], &places.join(" "));
        out.close("ofd:CGTransform");
        let (x, y) = match matrix {
            Some(_) => ("0".to_owned(), "0".to_owned()),
            None => (number(x), number(y)),
        };
        let steps = steps(glyphs.iter().map(|(_, at)| *at));
        let mut attributes = vec![("X", x.as_str()), ("Y", &y)];
        if !steps.is_empty() {
            attributes.push(("DeltaX", &steps));
        }
        out.leaf("ofd:TextCode", &attributes, content);
        out.close("ofd:TextObject");
    }
}

/// The steps from glyph to glyph, equal ones as `g COUNT STEP`.
fn steps(places: impl Iterator<Item = f64>) -> String {
    let mut rows: Vec<(usize, String)> = Vec::new();
    let (mut before, mut written) = (None::<f64>, 0.0);
    for place in places.skip(1) {
        let exact = place - written;
        let step = match before {
            Some(step) if (exact - step).abs() <= SLACK => step,
            _ => (exact * 10_000.0).round() / 10_000.0,
        };
        written += step;
        match rows.last_mut() {
            Some((count, _)) if before == Some(step) => *count += 1,
            _ => rows.push((1, number(step))),
        }
        before = Some(step);
    }
    let shown = rows.into_iter().map(|(count, step)| match count {
        ROW.. => format!("g {count} {step}"),
        _ => vec![step; count].join(" "),
    });
    shown.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn equal_steps_are_counted_and_never_drift() {
        let even = (0..5).map(|n| f64::from(n) * 5.644_44);
        assert_eq!(steps(even), "g 4 5.6444");
        assert_eq!(steps([0.0, 1.0, 2.0, 2.5].into_iter()), "1 1 0.5");
        assert_eq!(steps([0.0].into_iter()), "");
        let third = (0..2000).map(|n| f64::from(n) / 3.0);
        let (mut at, mut words) =
            (0.0, steps(third).split(' ').map(str::to_owned).collect::<Vec<_>>().into_iter());
        while let Some(word) = words.next() {
            let (count, step) = match word.as_str() {
                "g" => (words.next().unwrap().parse().unwrap(), words.next().unwrap()),
                _ => (1.0, word),
            };
            at += count * step.parse::<f64>().unwrap();
        }
        assert!((at - 1999.0 / 3.0).abs() < 0.001, "{at}");
    }
}
