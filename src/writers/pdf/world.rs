//! All that Typst can see: one template with the files beside it, one data file, what is to
//! be attached, our fonts. No clock, no network, no packages, nothing else of the disk.

use super::fonts::Fonts;
use super::options::{Attachment, Options};
use super::template::{Look, Template, file_id};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use typst::comemo::Track;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Context, Datetime, Duration, NativeElement, ShowFn, Target, dict};
use typst::layout::{BlockElem, LayoutElem, Size};
use typst::syntax::{FileId, Source, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::layout_fragment;

/// The standard library, built once.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features = [Feature::A11yExtras].into_iter().collect();
    let mut library = Library::builder().with_features(features).build();
    library.rules.replace(Target::Paged, LAYOUT);
    LazyHash::new(library)
});

/// Typst's own rule for `layout(room => …)`, with one thing more: `room.left` is what is left
/// of the page below the place. A table decides by it how to part. With `here().position()`
/// it could as well, but knew only from the pages of an earlier pass, so all was set three
/// times, and where tables push each other about, five times without an end.
const LAYOUT: ShowFn<LayoutElem> = |elem, _, _| {
    let body = BlockElem::multi_layouter(elem.clone(), |elem, engine, locator, styles, regions| {
        let Size { x: width, y: height } = regions.base();
        let room = dict! { "width" => width, "height" => height, "left" => regions.size.y };
        let context = Context::new(elem.location(), Some(styles));
        let content = elem.func.call(engine, context.track(), [room])?.display();
        layout_fragment(engine, &content, locator, styles, regions)
    });
    Ok(body.pack())
};

/// Where the files to be attached stand for the template.
pub const ATTACHMENTS: &str = "/attachments/";

/// What Typst begins with. The template is a module: Typst works out once what does not
/// depend on the report, and keeps it for the next.
const MAIN: &str = r#"#import "/report.typ" as look
#let typeset = dictionary(look).at("typeset", default: none)
#if type(typeset) == function { typeset(json("/data.json")) } else { include "/report.typ" }
"#;

/// The files that every world has, under names that no folder of a user is likely to have.
struct Files {
    main: Source,
    look: FileId,
    data: FileId,
    page: FileId,
}

impl Files {
    fn of(look: Look, main: &str) -> Files {
        Files {
            main: Source::new(file_id(main), MAIN.replace(Look::Report.path(), look.path())),
            look: file_id(look.path()),
            data: file_id("/data.json"),
            page: file_id("/data-page.json"),
        }
    }
}

static REPORT: LazyLock<Files> = LazyLock::new(|| Files::of(Look::Report, "/nianbao-main.typ"));
static POSTER: LazyLock<Files> = LazyLock::new(|| Files::of(Look::Poster, "/nianbao-poster.typ"));

/// A world with one report in it.
pub struct ReportWorld<'f> {
    files: &'static Files,
    data: Bytes,
    page: Bytes,
    fonts: &'f Fonts,
    template: &'f Template,
    attachments: &'f [Attachment],
    /// What was read once stays as it is, even if somebody edits the file meanwhile.
    read: Mutex<HashMap<FileId, FileResult<Bytes>>>,
    parsed: Mutex<HashMap<FileId, Source>>,
}

impl<'f> ReportWorld<'f> {
    /// The template with the data of one report, and with what all reports have in common.
    pub fn new(
        data: Vec<u8>,
        page: Vec<u8>,
        fonts: &'f Fonts,
        options: &'f Options,
    ) -> ReportWorld<'f> {
        let files = match options.template.look() {
            Look::Report => &REPORT,
            Look::Poster => &POSTER,
        };
        ReportWorld {
            files,
            data: Bytes::new(data),
            page: Bytes::new(page),
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

impl World for ReportWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.files.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.files.main.id() {
            return Ok(self.files.main.clone());
        }
        if id == self.files.look {
            return Ok(self.template.source());
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
        if id == self.files.data {
            return Ok(self.data.clone());
        }
        if id == self.files.page {
            return Ok(self.page.clone());
        }
        if id == self.files.look {
            return Ok(Bytes::from_string(self.template.source()));
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
