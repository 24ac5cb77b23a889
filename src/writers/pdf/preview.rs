//! The pages as pictures, exactly as the PDF shows them: for a screen.

use super::{Fonts, Options, lay_out};
use crate::error::Error;
use crate::publication::Publication;
use typst_svg::SvgOptions;

/// Every page as an SVG of its own, letters as outlines.
///
/// # Errors
/// As [`super::write`].
pub fn pages(
    publication: &Publication,
    fonts: &Fonts,
    options: &Options,
) -> Result<Vec<String>, Error> {
    let laid = lay_out(publication, fonts, options)?;
    let look = SvgOptions::default();
    Ok(laid.document.pages().iter().map(|page| typst_svg::svg(page, &look)).collect())
}
