//! All that Typst can see: one template, one data file, our fonts. No disk, no clock, no
//! packages.

use super::fonts::Fonts;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

/// The standard library, built once.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

/// A world with one report in it.
pub struct ReportWorld<'f> {
    main: Source,
    data_id: FileId,
    data: Bytes,
    fonts: &'f Fonts,
}

impl<'f> ReportWorld<'f> {
    /// The template's source with the data of one report.
    pub fn new(template: &str, data: Vec<u8>, fonts: &'f Fonts) -> ReportWorld<'f> {
        ReportWorld {
            main: Source::new(file_id("/report.typ"), template.to_owned()),
            data_id: file_id("/data.json"),
            data: Bytes::new(data),
            fonts,
        }
    }

    /// The line of a byte of the template, from 1.
    pub fn line(&self, byte: usize) -> usize {
        self.main.lines().byte_to_line(byte).map_or(0, |line| line + 1)
    }
}

fn file_id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("our own paths are well-formed");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for ReportWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(missing(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id {
            Ok(self.data.clone())
        } else if id == self.main.id() {
            Ok(Bytes::from_string(self.main.clone()))
        } else {
            Err(missing(id))
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.face(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_with_slash().into())
}
