//! The look of the PDF: our `templates/report.typ`, or the user's folder with one.

use std::sync::{Arc, LazyLock};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};

/// The main file of a template.
pub const MAIN: &str = "report.typ";
/// The same as Typst sees it.
pub(super) const PATH: &str = "/report.typ";
/// Our own, parsed once.
static SHIPPED: LazyLock<Source> =
    LazyLock::new(|| parsed(include_str!("../../../templates/report.typ").to_owned()));
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
    own: Option<Own>,
}

#[derive(Debug, Clone)]
struct Own {
    source: Source,
    files: Arc<dyn TemplateFiles>,
}

impl Template {
    /// A user's own: the text of its main file, and the files beside it.
    pub fn new(source: String, files: Arc<dyn TemplateFiles>) -> Template {
        Template { own: Some(Own { source: parsed(source), files }) }
    }

    /// Whether the user brought it.
    pub(super) fn is_own(&self) -> bool {
        self.own.is_some()
    }

    /// Its main file; one value for all documents, so that its hash is taken once.
    pub(super) fn source(&self) -> Source {
        match &self.own {
            Some(own) => own.source.clone(),
            None => SHIPPED.clone(),
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

fn parsed(text: String) -> Source {
    Source::new(file_id(PATH), text)
}

/// The name of a file beside the template.
pub(super) fn file_id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("our own paths are well-formed");
    RootedPath::new(VirtualRoot::Project, path).intern()
}
