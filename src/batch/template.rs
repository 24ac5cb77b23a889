//! An office's own templates, out of files: a Word document, and a folder with a page
//! template.

use super::load::bytes;
use crate::error::Error;
use crate::writers::docx::{self, Refused};
use crate::writers::pdf::{Look, Template, TemplateFiles};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest file a page template may use.
const MOST_BYTES: u64 = 64 << 20;

/// Reads a Word document, and the file that says which style is for what.
///
/// # Errors
/// [`Error::Read`] when one of them cannot be read; [`Error::Usage`] when it cannot be used.
pub fn docx(path: &Path, styles: Option<&Path>) -> Result<docx::Template, Error> {
    let mapping = styles.map(bytes).transpose()?;
    docx::Template::read(&bytes(path)?, mapping.as_deref()).map_err(|refused| {
        Error::Usage(match refused {
            Refused::Document(what) => format!("DOCX 模板“{}”不能用：{what}", path.display()),
            Refused::Styles(what) => {
                format!("样式对照文件“{}”不能用：{what}", styles.unwrap_or(path).display())
            }
        })
    })
}

/// A folder with a page template, resolved, without links: nothing outside is ever read.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// The template of a folder.
    ///
    /// # Errors
    /// [`Error::Usage`] when it is no folder or has not the main file of such a template;
    /// [`Error::Read`] when that cannot be read.
    pub fn open(look: Look, folder: &Path) -> Result<Template, Error> {
        let (shown, main) = (folder.display(), look.main());
        if !folder.is_dir() {
            let option = match look {
                Look::Report => "--pdf-template",
                Look::Poster => "--poster-template",
            };
            return Err(Error::Usage(format!("{option} 要写文件夹，“{shown}”不是文件夹")));
        }
        let folder = folder
            .canonicalize()
            .map_err(|source| Error::Read { path: folder.to_owned(), source })?;
        let path = folder.join(main);
        if !path.is_file() {
            return Err(Error::Usage(format!(
                "文件夹“{shown}”里没有 {main}；可以从程序的 templates/{main} 复制一份来改"
            )));
        }
        let bytes = read_within(&folder, main)
            .map_err(|source| Error::Read { path: path.clone(), source })?;
        let source = String::from_utf8(bytes)
            .map_err(|_| Error::Usage(format!("“{}”不是 UTF-8 编码的文本", path.display())))?;
        Ok(Template::new(look, source, Arc::new(Folder(folder))))
    }
}

impl TemplateFiles for Folder {
    fn file(&self, path: &str) -> std::io::Result<Vec<u8>> {
        read_within(&self.0, path)
    }
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
        let error = Folder::open(Look::Report, folder.path()).unwrap_err().to_string();
        assert!(error.contains("没有 report.typ"), "{error}");
        let error = Folder::open(Look::Poster, folder.path()).unwrap_err().to_string();
        assert!(error.contains("没有 poster.typ"), "{error}");
        let other = folder.path().join("other.typ");
        let error = Folder::open(Look::Report, &other).unwrap_err().to_string();
        assert!(error.contains("不是文件夹"), "{error}");
    }

    #[test]
    fn a_template_sees_its_own_folder_and_nothing_above() {
        let outer = folder(&[("secret.txt", "x")]);
        let inner = outer.path().join("look");
        std::fs::create_dir(&inner).unwrap();
        std::fs::write(inner.join(Look::Report.main()), "").unwrap();
        std::fs::write(inner.join("logo.svg"), "<svg/>").unwrap();
        let files = Folder(inner.canonicalize().unwrap());
        assert_eq!(files.file("logo.svg").unwrap(), b"<svg/>");
        assert!(files.file("../secret.txt").is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(outer.path().join("secret.txt"), inner.join("link"))
                .unwrap();
            let kind = files.file("link").unwrap_err().kind();
            assert_eq!(kind, std::io::ErrorKind::PermissionDenied);
        }
    }
}
