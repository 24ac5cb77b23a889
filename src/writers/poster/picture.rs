//! The laid-out picture as SVG.

use super::content::Poster;
use crate::error::Error;
use crate::formats::xml::printer::escape_text;
use crate::writers::pdf::Laid;
use typst_layout::Page;
use typst_svg::SvgOptions;

/// The one page of a picture.
///
/// # Errors
/// [`Error::Usage`] when a template of the user's own makes more than one.
pub fn only_page<'l>(laid: &'l Laid<'_>) -> Result<&'l Page, Error> {
    match laid.document().pages() {
        [page] => Ok(page),
        pages => Err(Error::Usage(format!(
            "一图读懂的版式要把长图排在一页里，现在有 {} 页；data.form 是 \"tall\" 时，请把页面的高度写成 auto",
            pages.len()
        ))),
    }
}

/// The page with its title and all that it says, for programs that read a picture out. A point
/// of the layout is a pixel of the picture.
pub fn svg(page: &Page, poster: &Poster) -> String {
    let svg = typst_svg::svg(page, &SvgOptions::default());
    let (start, rest) = svg.split_at(svg.find('>').map_or(0, |at| at + 1));
    let start = start.replace("pt\"", "\"").replacen(
        "<svg ",
        "<svg role=\"img\" aria-labelledby=\"title\" aria-describedby=\"desc\" ",
        1,
    );
    let (title, desc) = (escape_text(&poster.document.title), escape_text(&poster.alt));
    format!("{start}<title id=\"title\">{title}</title><desc id=\"desc\">{desc}</desc>{rest}")
}
