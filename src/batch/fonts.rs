//! The user's own fonts, out of a folder.

use super::load::bytes;
use crate::error::Error;
use crate::writers::pdf::Fonts;
use std::path::Path;

/// Endings of files that may be fonts.
const ENDINGS: [&str; 4] = ["ttf", "otf", "ttc", "otc"];

/// The shipped faces behind those of a folder.
///
/// # Errors
/// [`Error::Read`] when the folder or a font in it cannot be read, [`Error::Usage`] when it
/// holds no font at all.
pub fn of_folder(folder: &Path) -> Result<Fonts, Error> {
    let failed = |source| Error::Read { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        if ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) {
            paths.push(path);
        }
    }
    // The order of a folder is nobody's promise.
    paths.sort();
    let files = paths.iter().map(|path| bytes(path)).collect::<Result<_, _>>()?;
    Fonts::with_own(files).ok_or_else(|| {
        let shown = folder.display();
        Error::Usage(format!("文件夹“{shown}”里没有可用的字体文件（.ttf、.otf、.ttc）"))
    })
}
