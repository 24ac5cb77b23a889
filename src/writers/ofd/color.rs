//! Colours of fills and lines.

use super::unknown;
use crate::error::Error;
use crate::formats::xml::printer::Printer;
use typst::visualize::Paint;

/// Red, green, blue and how opaque, 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color([u8; 4]);

impl Color {
    pub const BLACK: Color = Color([0, 0, 0, 255]);

    /// # Errors
    /// For gradients and patterns.
    pub fn of(paint: &Paint) -> Result<Color, Error> {
        match paint {
            Paint::Solid(color) => {
                let color = color.to_rgb();
                let parts = [color.red, color.green, color.blue, color.alpha];
                Ok(Color(parts.map(|part| (part * 255.0).round() as u8)))
            }
            Paint::Gradient(_) => Err(unknown("渐变色")),
            Paint::Tiling(_) => Err(unknown("图案填充")),
        }
    }

    /// `FillColor` or `StrokeColor`.
    pub fn write(self, name: &str, out: &mut Printer) {
        let [red, green, blue, alpha] = self.0;
        let value = format!("{red} {green} {blue}");
        match alpha {
            255 => out.empty(name, &[("Value", &value)]),
            _ => out.empty(name, &[("Value", &value), ("Alpha", &alpha.to_string())]),
        }
    }
}
