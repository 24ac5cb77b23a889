//! The laid-out picture as pixels.

use super::NAME;
use super::content::Poster;
use crate::error::Error;
use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use typst::utils::Scalar;
use typst_layout::Page;
use typst_render::RenderOptions;

/// No picture is longer on a side, in pixels: programs that show one have such a limit.
const LONGEST: f64 = 16_384.0;

/// The page as PNG, a pixel for each point, with its title and all that it says.
///
/// # Errors
/// [`Error::Writer`] when it is too large.
pub fn png(page: &Page, poster: &Poster) -> Result<Vec<u8>, Error> {
    if page.frame.size().max_by_side().to_pt() > LONGEST {
        return Err(Error::writer(NAME, "图太长，多半是某一处文字特别长；请改用 --to poster"));
    }
    let options = RenderOptions { pixel_per_pt: Scalar::ONE, ..RenderOptions::default() };
    let canvas = typst_render::render(page, &options);
    // On white: what is to be seen may not depend on what lies behind.
    let opaque = canvas.pixels().iter().flat_map(|pixel| {
        let behind = u8::MAX - pixel.alpha();
        [pixel.red(), pixel.green(), pixel.blue()].map(|colour| colour.saturating_add(behind))
    });
    let pixels: Vec<u8> = opaque.collect();
    let failed = |error: png::EncodingError| Error::writer(NAME, error);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, canvas.width(), canvas.height());
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Balanced);
    // Flat areas are smaller as they are: a fifth less than with filters.
    encoder.set_filter(Filter::NoFilter);
    for (name, text) in [("Title", &poster.document.title), ("Description", &poster.alt)] {
        encoder.add_itxt_chunk(name.to_owned(), text.clone()).map_err(failed)?;
    }
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(&pixels).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}
