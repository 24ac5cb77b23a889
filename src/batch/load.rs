//! A workbook file as a document.

use crate::error::Error;
use crate::pipeline::{Document, Options, read};
use crate::reader::MAX_FILE;
use std::io::Read;
use std::path::Path;

/// Reads a file: all of it, but no more than it takes to see that it is too big.
///
/// # Errors
/// [`Error::Read`] when it cannot be read.
pub fn read_file(path: &Path) -> Result<Vec<u8>, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    if path.is_dir() {
        return Err(failed(std::io::ErrorKind::IsADirectory.into()));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    file.take(MAX_FILE as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// Reads a file that an option names, whatever its length.
///
/// # Errors
/// [`Error::Read`] when it cannot be read.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })
}

/// Reads the report in a file.
///
/// # Errors
/// [`Error::Read`] when the file cannot be read; what the pipeline says of its bytes, with
/// the name of the file before it.
pub fn load(path: &Path, options: &Options) -> Result<Document, Error> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let named = |text: String| format!("“{}”：{text}", path.display());
    read(&name, read_file(path)?, options).map_err(|error| match error {
        Error::NotAWorkbook(text) => Error::NotAWorkbook(named(text)),
        Error::NotTheForm(text) => Error::NotTheForm(named(text)),
        other => other,
    })
}

/// Whether both paths lead to one file that exists.
pub fn is_same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}
