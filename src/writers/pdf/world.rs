//! All that Typst can see: one template with the files beside it, one data file, what is to
//! be attached, our fonts. No clock, no network, no packages, nothing else of the disk.

use super::fonts::Fonts;
use super::options::{Attachment, Options};
use super::template::Template;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
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

/// Where the files to be attached stand for the template.
pub const ATTACHMENTS: &str = "/attachments/";

/// A world with one report in it.
pub struct ReportWorld<'f> {
    main: Source,
    data_id: FileId,
    data: Bytes,
    fonts: &'f Fonts,
    template: &'f Template,
    attachments: &'f [Attachment],
    /// What was read once stays as it is, even if somebody edits the file meanwhile.
    read: Mutex<HashMap<FileId, FileResult<Bytes>>>,
    parsed: Mutex<HashMap<FileId, Source>>,
}

impl<'f> ReportWorld<'f> {
    /// The template with the data of one report.
    pub fn new(data: Vec<u8>, fonts: &'f Fonts, options: &'f Options) -> ReportWorld<'f> {
        ReportWorld {
            main: options.template.source(),
            data_id: file_id("/data.json"),
            data: Bytes::new(data),
            fonts,
            template: &options.template,
            attachments: &options.attachments,
            read: Mutex::default(),
            parsed: Mutex::default(),
        }
    }

    fn read(&self, id: FileId) -> FileResult<Bytes> {
        if !matches!(id.get().root(), VirtualRoot::Project) {
            return Err(FileError::Other(Some("模板不能使用网上的软件包".into())));
        }
        let path = id.get().vpath();
        let attached = path
            .get_with_slash()
            .strip_prefix(ATTACHMENTS)
            .and_then(|number| self.attachments.get(number.parse::<usize>().ok()?));
        if let Some(attachment) = attached {
            return Ok(Bytes::new(attachment.bytes.clone()));
        }
        let below = path.get_without_slash();
        let bytes = self.template.file(below).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => FileError::NotFound(below.into()),
            std::io::ErrorKind::PermissionDenied => FileError::AccessDenied,
            std::io::ErrorKind::IsADirectory => FileError::IsDirectory,
            std::io::ErrorKind::FileTooLarge => FileError::Other(Some("文件过大".into())),
            _ => FileError::Other(None),
        })?;
        Ok(Bytes::new(bytes))
    }
}

/// The name of a file beside the template.
pub(super) fn file_id(path: &str) -> FileId {
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
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        if let Some(source) = self.parsed.lock().unwrap_or_else(PoisonError::into_inner).get(&id) {
            return Ok(source.clone());
        }
        let bytes = self.file(id)?;
        let text = bytes.as_str().map_err(|_| FileError::InvalidUtf8)?;
        let source = Source::new(id, text.trim_start_matches('\u{feff}').to_owned());
        let mut parsed = self.parsed.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(parsed.entry(id).or_insert(source).clone())
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id {
            return Ok(self.data.clone());
        }
        if id == self.main.id() {
            return Ok(Bytes::from_string(self.main.clone()));
        }
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.entry(id).or_insert_with(|| self.read(id)).clone()
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.face(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
