//! The look of the PDF: our `templates/report.typ`, or the user's folder with one.

use super::world::{LOOK, file_id};
use crate::error::Error;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use typst::syntax::Source;

/// The file that a folder with a template must have.
const MAIN: &str = "report.typ";
/// Our own, parsed once.
static SHIPPED: LazyLock<Source> =
    LazyLock::new(|| parsed(include_str!("../../../templates/report.typ").to_owned()));
/// The largest file a template may use.
const MOST_BYTES: u64 = 64 << 20;

/// A template: the source of its main file and, for a user's own, the folder whose other
/// files it may use.
#[derive(Debug, Clone, Default)]
pub struct Template {
    own: Option<Own>,
}

#[derive(Debug, Clone)]
struct Own {
    source: Source,
    /// Resolved, without links: nothing outside of it is ever read.
    folder: PathBuf,
}

impl Template {
    /// The template of a folder.
    ///
    /// # Errors
    /// [`Error::Usage`] when it is no folder or has no `report.typ`; [`Error::Read`] when
    /// that cannot be read.
    pub fn of_folder(folder: &Path) -> Result<Template, Error> {
        let shown = folder.display();
        if !folder.is_dir() {
            return Err(Error::Usage(format!("--pdf-template 要写文件夹，“{shown}”不是文件夹")));
        }
        let folder = folder
            .canonicalize()
            .map_err(|source| Error::Read { path: folder.to_owned(), source })?;
        let path = folder.join(MAIN);
        if !path.is_file() {
            return Err(Error::Usage(format!(
                "文件夹“{shown}”里没有 {MAIN}；可以从程序的 templates/{MAIN} 复制一份来改"
            )));
        }
        let bytes = read_within(&folder, MAIN)
            .map_err(|source| Error::Read { path: path.clone(), source })?;
        let source = String::from_utf8(bytes)
            .map_err(|_| Error::Usage(format!("“{}”不是 UTF-8 编码的文本", path.display())))?;
        Ok(Template { own: Some(Own { source: parsed(source), folder }) })
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
            Some(own) => read_within(&own.folder, path),
            None => Err(std::io::ErrorKind::NotFound.into()),
        }
    }
}

fn parsed(text: String) -> Source {
    Source::new(file_id(LOOK), text)
}

/// A file of a folder; one that is elsewhere in truth, through `..` or a link, is not there.
fn read_within(folder: &Path, path: &str) -> std::io::Result<Vec<u8>> {
    use std::io::ErrorKind;
    let path = folder.join(path).canonicalize()?;
    if !path.starts_with(folder) {
        return Err(ErrorKind::PermissionDenied.into());
    }
    let about = std::fs::metadata(&path)?;
    if about.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    // A pipe would wait for ever.
    if !about.is_file() {
        return Err(ErrorKind::PermissionDenied.into());
    }
    if about.len() > MOST_BYTES {
        return Err(ErrorKind::FileTooLarge.into());
    }
    std::fs::read(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    #[test]
    fn a_folder_without_report_typ_is_refused_with_what_to_do() {
        let folder = folder(&[("other.typ", "")]);
        let error = Template::of_folder(folder.path()).unwrap_err().to_string();
        assert!(error.contains("没有 report.typ"), "{error}");
        let error = Template::of_folder(&folder.path().join("other.typ")).unwrap_err().to_string();
        assert!(error.contains("不是文件夹"), "{error}");
    }

    #[test]
    fn a_template_sees_its_own_folder_and_nothing_above() {
        let outer = folder(&[("secret.txt", "x")]);
        let inner = outer.path().join("look");
        std::fs::create_dir(&inner).unwrap();
        std::fs::write(inner.join(MAIN), "").unwrap();
        std::fs::write(inner.join("logo.svg"), "<svg/>").unwrap();
        let template = Template::of_folder(&inner).unwrap();
        assert_eq!(template.file("logo.svg").unwrap(), b"<svg/>");
        assert!(template.file("../secret.txt").is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(outer.path().join("secret.txt"), inner.join("link"))
                .unwrap();
            let kind = template.file("link").unwrap_err().kind();
            assert_eq!(kind, std::io::ErrorKind::PermissionDenied);
        }
    }
}
