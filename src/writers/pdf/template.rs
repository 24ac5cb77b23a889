//! The look of what Typst sets: our `templates/report.typ` and `templates/poster.typ`, or the
//! user's folder with one.

use std::sync::{Arc, LazyLock};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};

/// What a template is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Look {
    /// The report.
    #[default]
    Report,
    /// 一图读懂.
    Poster,
}

impl Look {
    /// The name of its main file.
    pub fn main(self) -> &'static str {
        self.path().trim_start_matches('/')
    }

    /// The same as Typst sees it.
    pub(super) fn path(self) -> &'static str {
        match self {
            Look::Report => "/report.typ",
            Look::Poster => "/poster.typ",
        }
    }

    /// Our own, parsed once.
    fn shipped(self) -> Source {
        match self {
            Look::Report => REPORT.clone(),
            Look::Poster => POSTER.clone(),
        }
    }

    fn parsed(self, text: String) -> Source {
        Source::new(file_id(self.path()), text)
    }
}

static REPORT: LazyLock<Source> =
    LazyLock::new(|| Look::Report.parsed(include_str!("../../../templates/report.typ").to_owned()));
static POSTER: LazyLock<Source> =
    LazyLock::new(|| Look::Poster.parsed(include_str!("../../../templates/poster.typ").to_owned()));

/// The files beside a user's own template.
pub trait TemplateFiles: std::fmt::Debug + Send + Sync {
    /// A file by its path below the template's folder, with `/`.
    ///
    /// # Errors
    /// Why it cannot be had; what lies outside of the folder is not there.
    fn file(&self, path: &str) -> std::io::Result<Vec<u8>>;
}

/// A template: the source of its main file and, for a user's own, the folder whose other
/// files it may use.
#[derive(Debug, Clone, Default)]
pub struct Template {
    look: Look,
    own: Option<Own>,
}

#[derive(Debug, Clone)]
struct Own {
    source: Source,
    files: Arc<dyn TemplateFiles>,
}

impl Template {
    /// Our own.
    pub fn shipped(look: Look) -> Template {
        Template { look, own: None }
    }

    /// A user's own: the text of its main file, and the files beside it.
    pub fn new(look: Look, source: String, files: Arc<dyn TemplateFiles>) -> Template {
        Template { look, own: Some(Own { source: look.parsed(source), files }) }
    }

    /// What it is for.
    pub(super) fn look(&self) -> Look {
        self.look
    }

    /// Whether the user brought it.
    pub(super) fn is_own(&self) -> bool {
        self.own.is_some()
    }

    /// Its main file; one value for all documents, so that its hash is taken once.
    pub(super) fn source(&self) -> Source {
        match &self.own {
            Some(own) => own.source.clone(),
            None => self.look.shipped(),
        }
    }

    /// Another file of the user's folder, by its path below it.
    pub(super) fn file(&self, path: &str) -> std::io::Result<Vec<u8>> {
        match &self.own {
            Some(own) => own.files.file(path),
            None => Err(std::io::ErrorKind::NotFound.into()),
        }
    }
}

/// The name of a file beside the template.
pub(super) fn file_id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("our own paths are well-formed");
    RootedPath::new(VirtualRoot::Project, path).intern()
}
