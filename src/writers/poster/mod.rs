//! 一图读懂: the report in one picture, for the public. Its look is `templates/poster.typ`, its
//! words are `templates/poster.toml`; figures and sentences are the report's own, as they stand.
//!
//! `compose` chooses what is shown: `tables` the figures, `years` their lines, `points` the
//! problems and next steps; `said` what is not drawn, `alt` all of it in words. The pages are
//! set as those of the PDF are: `writers::pdf`. The tall picture comes out as SVG and PNG, the
//! page as PDF.

mod alt;
mod compose;
mod content;
mod figure;
mod picture;
mod points;
#[cfg(feature = "raster")]
mod raster;
mod said;
mod tables;
#[cfg(test)]
mod tests;
mod words;
mod years;

pub use content::Poster;

use crate::error::Error;
use crate::writers::pdf::{self, Fonts, Laid, Options, Written};
use serde_json::Value;

/// What the picture is called where it cannot be made.
const NAME: &str = "一图读懂";
/// What of the data comes from the report.
const FROM_THE_REPORT: [&str; 4] = ["title", "sections", "source", "signature"];

/// The two shapes of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// 1080 pixels wide and as high as need be.
    Tall,
    /// A4.
    Page,
}

impl Shape {
    fn name(self) -> &'static str {
        match self {
            Shape::Tall => "tall",
            Shape::Page => "page",
        }
    }
}

/// The tall picture as SVG: letters as outlines, and all that it says in `<desc>`.
///
/// # Errors
/// [`Error::Writer`], or [`Error::Usage`] with a template of the user's own, when it cannot be
/// set; [`Error::Usage`] when such a template makes more than a page of it.
pub fn svg(poster: &Poster, fonts: &Fonts, options: &Options) -> Result<Written, Error> {
    let laid = laid(poster, Shape::Tall, fonts, options)?;
    let bytes = picture::svg(picture::only_page(&laid)?, poster).into_bytes();
    Ok(written(bytes, laid))
}

/// The tall picture as PNG, 1080 pixels wide, with all that it says in its description.
///
/// # Errors
/// As [`svg`], and [`Error::Writer`] when it is too large.
#[cfg(feature = "raster")]
pub fn png(poster: &Poster, fonts: &Fonts, options: &Options) -> Result<Written, Error> {
    let laid = laid(poster, Shape::Tall, fonts, options)?;
    let bytes = raster::png(picture::only_page(&laid)?, poster)?;
    Ok(written(bytes, laid))
}

/// No PNG without the feature that draws pixels.
///
/// # Errors
/// Always [`Error::Usage`].
#[cfg(not(feature = "raster"))]
pub fn png(_: &Poster, _: &Fonts, _: &Options) -> Result<Written, Error> {
    Err(Error::Usage("这里不能生成 PNG 图片，请改用 svg".into()))
}

/// The picture on A4, to the standards of the PDF.
///
/// # Errors
/// As [`pdf::write`].
pub fn pdf(poster: &Poster, fonts: &Fonts, options: &Options) -> Result<Written, Error> {
    let laid = laid(poster, Shape::Page, fonts, options)?;
    let identity = format!("nianbao/poster/{}/{}", poster.document.author, poster.document.title);
    laid.pdf(identity).map_err(named)
}

fn laid<'f>(
    poster: &Poster,
    shape: Shape,
    fonts: &'f Fonts,
    options: &'f Options,
) -> Result<Laid<'f>, Error> {
    let data = data(poster, shape, fonts).map_err(|error| Error::writer(NAME, error))?;
    // What is the same for every report would be a page of its own; here it is little.
    pdf::set(data, b"{}".to_vec(), fonts, options).map_err(named)
}

/// What the template sees.
fn data(poster: &Poster, shape: Shape, fonts: &Fonts) -> Result<Vec<u8>, serde_json::Error> {
    let mut data = serde_json::to_value(poster)?;
    pdf::replace_missing(&mut data, &FROM_THE_REPORT, fonts);
    data["fonts"] = serde_json::to_value(fonts.roles())?;
    data["form"] = Value::from(shape.name());
    serde_json::to_vec(&data)
}

fn written(bytes: Vec<u8>, laid: Laid<'_>) -> Written {
    Written { bytes, pages: 1, warnings: laid.warnings.clone() }
}

/// What could not be set, under the name of the picture.
fn named(error: Error) -> Error {
    match error {
        Error::Writer { reason, .. } => Error::writer(NAME, reason),
        error => error,
    }
}
