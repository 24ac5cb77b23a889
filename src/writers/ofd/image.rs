//! Pictures of a user's own template, such as a letterhead: PNG and JPEG as they are.

use super::geometry::{Area, Matrix, mm, numbers};
use super::{Ids, unknown};
use crate::error::Error;
use crate::formats::xml::printer::Printer;
use typst::foundations::Bytes;
use typst::layout::Size;
use typst::visualize::{ExchangeFormat, Image, ImageKind, RasterFormat};

/// The file of a picture.
pub struct File {
    pub id: u32,
    /// Its name below `Res`.
    pub file: String,
    /// As OFD calls the format.
    pub format: &'static str,
    pub bytes: Bytes,
}

/// An image object.
pub struct Picture {
    pub id: u32,
    resource: u32,
    matrix: Matrix,
    size: (f64, f64),
}

/// A picture in its place, its file once.
///
/// # Errors
/// For formats that OFD does not take.
pub fn place(
    image: &Image,
    size: Size,
    matrix: Matrix,
    files: &mut Vec<File>,
    ids: &mut Ids,
) -> Result<Picture, Error> {
    let ImageKind::Raster(raster) = image.kind() else {
        return Err(unknown("矢量图（SVG、PDF）"));
    };
    let (format, ending) = match raster.format() {
        RasterFormat::Exchange(ExchangeFormat::Png) => ("PNG", "png"),
        RasterFormat::Exchange(ExchangeFormat::Jpg) if raster.exif_rotation().is_none() => {
            ("JPEG", "jpg")
        }
        _ => return Err(unknown("不是 PNG、JPEG 的图片")),
    };
    let resource = match files.iter().find(|file| file.bytes == *raster.data()) {
        Some(file) => file.id,
        None => {
            let (id, bytes) = (ids.next(), raster.data().clone());
            files.push(File { id, file: format!("image_{id}.{ending}"), format, bytes });
            id
        }
    };
    Ok(Picture { id: ids.next(), resource, matrix, size: (mm(size.x), mm(size.y)) })
}

impl Picture {
    /// `ImageObject`.
    pub fn write(&self, out: &mut Printer) {
        let (matrix, (width, height)) = (self.matrix, self.size);
        let mut area = Area::NONE;
        for corner in [(0.0, 0.0), (width, 0.0), (0.0, height), (width, height)] {
            area.add(matrix.apply(corner.0, corner.1));
        }
        let (e, f) = (matrix.e - area.left, matrix.f - area.top);
        let Matrix { a, b, c, d, .. } = matrix;
        let form = numbers(&[a * width, b * width, c * height, d * height, e, f]);
        let (id, resource) = (self.id.to_string(), self.resource.to_string());
        let attributes = [
            ("ID", id.as_str()),
            ("Boundary", &area.boundary()),
            ("CTM", &form),
            ("ResourceID", &resource),
        ];
        out.empty("ofd:ImageObject", &attributes);
    }
}
