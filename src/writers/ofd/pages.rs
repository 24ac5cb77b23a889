//! The frames of Typst walked through, page by page: what is drawn, in the order of drawing,
//! and which element of the text it belongs to.

use super::color::Color;
use super::fonts::{Embedded, Faces};
use super::geometry::{Area, Matrix, mm};
use super::image::{self, File, Picture};
use super::parts::{Layer, Piece, Pieces};
use super::path::Path;
use super::text::{Text, clusters};
use super::{Ids, root, unknown};
use crate::error::Error;
use typst::foundations::Smart;
use typst::introspection::Tag;
use typst::layout::{Frame, FrameItem, GroupItem};
use typst_layout::PagedDocument;

/// Everything that is drawn.
pub struct Drawing {
    pub pages: Vec<Page>,
    pub faces: Faces,
    pub images: Vec<File>,
    /// Titles, headings, paragraphs, tables and cells, in their order.
    pub pieces: Vec<Piece>,
}

/// A page.
pub struct Page {
    pub id: u32,
    /// Width and height in millimetres.
    pub size: (f64, f64),
    /// Background, body, foreground.
    layers: [Vec<Object>; 3],
    /// Numbers of the layers.
    ids: [u32; 3],
}

enum Object {
    Text(Text),
    Path(Path),
    Picture(Picture),
}

impl Drawing {
    /// Walks through a document.
    ///
    /// # Errors
    /// For what a template draws and OFD has no word for, and faces that cannot be embedded.
    pub fn of(document: &PagedDocument, ids: &mut Ids) -> Result<Drawing, Error> {
        let faces = Faces::default();
        let mut walk =
            Walk { ids, faces, images: Vec::new(), pages: Vec::new(), pieces: Pieces::default() };
        for page in document.pages() {
            let id = walk.ids.next();
            let layer_ids = [walk.ids.next(), walk.ids.next(), walk.ids.next()];
            let size = (mm(page.frame.width()), mm(page.frame.height()));
            let mut layers = [Vec::new(), Vec::new(), Vec::new()];
            if let Smart::Custom(Some(paint)) = &page.fill {
                let area = Area { left: 0.0, top: 0.0, right: size.0, bottom: size.1 };
                let mut path = Path::filled(area, Color::of(paint)?);
                path.id = walk.ids.next();
                layers[0].push(Object::Path(path));
            }
            walk.pages.push(Page { id, size, layers, ids: layer_ids });
            walk.frame(&page.frame, Matrix::IDENTITY)?;
        }
        let Walk { faces, images, pages, pieces, .. } = walk;
        Ok(Drawing { pages, faces, images, pieces: pieces.all() })
    }
}

struct Walk<'i> {
    ids: &'i mut Ids,
    faces: Faces,
    images: Vec<File>,
    pages: Vec<Page>,
    pieces: Pieces,
}

impl Walk<'_> {
    fn frame(&mut self, frame: &Frame, matrix: Matrix) -> Result<(), Error> {
        for (at, item) in frame.items() {
            let matrix = matrix.moved(*at);
            match item {
                FrameItem::Group(group) => self.group(group, matrix)?,
                FrameItem::Tag(Tag::Start(element, _)) => self.pieces.open(element),
                FrameItem::Tag(Tag::End(location, ..)) => self.pieces.close(*location),
                FrameItem::Text(item) => {
                    for cluster in clusters(item, &matrix, &mut self.faces)? {
                        self.text(cluster);
                    }
                }
                FrameItem::Shape(shape, _) => {
                    if let Some(path) = Path::of(shape, &matrix)? {
                        self.path(path);
                    }
                }
                FrameItem::Image(image, size, _) => {
                    let picture = image::place(image, *size, matrix, &mut self.images, self.ids)?;
                    self.objects().push(Object::Picture(picture));
                }
                // OFD-A keeps no links in the text.
                FrameItem::Link(..) => {}
            }
        }
        Ok(())
    }

    fn group(&mut self, group: &GroupItem, matrix: Matrix) -> Result<(), Error> {
        if group.clip.is_some() && !group.frame.is_empty() {
            return Err(unknown("裁剪（clip）"));
        }
        let parent = group.parent.map(|parent| parent.location);
        if let Some(location) = parent {
            self.pieces.enter(location);
        }
        self.frame(&group.frame, matrix.before(&group.transform))?;
        if let Some(location) = parent {
            self.pieces.close(location);
        }
        Ok(())
    }

    /// What is drawn in the layer of the element at hand.
    fn objects(&mut self) -> &mut Vec<Object> {
        let layer = match self.pieces.layer() {
            Layer::Background => 0,
            Layer::Body => 1,
            Layer::Foreground => 2,
        };
        // A page is there before anything on it.
        &mut self.pages.last_mut().expect("on a page").layers[layer]
    }

    fn text(&mut self, cluster: super::text::Cluster) {
        let piece = self.pieces.current();
        if let Some(piece) = piece {
            self.pieces.add_text(piece, &cluster.content);
        }
        let within = self.pieces.innermost();
        let cluster = match self.objects().last_mut() {
            Some(Object::Text(text)) => match text.join(within, cluster) {
                None => return,
                Some(cluster) => cluster,
            },
            _ => cluster,
        };
        let (id, corner) = (self.ids.next(), cluster.corner());
        let page = self.pages.last().map_or(0, |page| page.id);
        if let Some(piece) = piece {
            self.pieces.add_object(piece, page, id, corner);
        }
        self.objects().push(Object::Text(Text::new(id, within, cluster)));
    }

    fn path(&mut self, path: Path) {
        let mut path = match self.objects().last_mut() {
            Some(Object::Path(before)) => match before.join(path) {
                None => return,
                Some(path) => path,
            },
            _ => path,
        };
        path.id = self.ids.next();
        self.objects().push(Object::Path(path));
    }
}

impl Page {
    /// The content of the page; its area where it is not that of the document.
    pub fn write(&self, fonts: &[Embedded], area: Option<&str>) -> Vec<u8> {
        let mut out = root("ofd:Page", &[]);
        if let Some(area) = area {
            out.open("ofd:Area", &[]);
            out.leaf("ofd:PhysicalBox", &[], area);
            out.close("ofd:Area");
        }
        out.open("ofd:Content", &[]);
        let named = ["Background", "Body", "Foreground"];
        for ((objects, id), name) in self.layers.iter().zip(self.ids).zip(named) {
            // An empty page still has a body.
            if objects.is_empty() && name != "Body" {
                continue;
            }
            out.open("ofd:Layer", &[("Type", name), ("ID", &id.to_string())]);
            for object in objects {
                match object {
                    Object::Text(text) => text.write(fonts, &mut out),
                    Object::Path(path) => path.write(&mut out),
                    Object::Picture(picture) => picture.write(&mut out),
                }
            }
            out.close("ofd:Layer");
        }
        out.close("ofd:Content");
        out.close("ofd:Page");
        out.finish()
    }
}
