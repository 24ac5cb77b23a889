//! A workbook file as a document.

use crate::deliver::patience::patiently;
use crate::diag::Severity;
use crate::error::Error;
use crate::pipeline::{Document, Options, judge, read};
use crate::reader::MAX_FILE;
use crate::text::file_name::is_device;
use std::io::Read;
use std::path::Path;

/// Reads a file: all of it, but no more than it takes to see that it is too big.
///
/// # Errors
/// [`Error::Read`] when it cannot be read.
pub fn read_file(path: &Path) -> Result<Vec<u8>, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    refuse_device(path)?;
    if path.is_dir() {
        return Err(failed(std::io::ErrorKind::IsADirectory.into()));
    }
    let mut bytes = Vec::new();
    let file = patiently(|| std::fs::File::open(path)).map_err(failed)?;
    file.take(MAX_FILE as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// Reads a file that an option names, whatever its length.
///
/// # Errors
/// [`Error::Read`] when it cannot be read.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    refuse_device(path)?;
    patiently(|| std::fs::read(path))
        .map_err(|source| Error::Read { path: path.to_owned(), source })
}

/// On Windows who opens `com1.xlsx` waits for a machine at the serial port, and `nul.xlsx` is
/// always empty.
///
/// # Errors
/// [`Error::Usage`] there for such a name, whether or not there is such a file.
pub fn refuse_device(path: &Path) -> Result<(), Error> {
    match cfg!(windows) && names_device(path) {
        true => Err(Error::Usage(device_sentence(path))),
        false => Ok(()),
    }
}

fn names_device(path: &Path) -> bool {
    path.file_name().is_some_and(|name| is_device(&name.to_string_lossy()))
}

fn device_sentence(path: &Path) -> String {
    format!(
        "“{}”的名字在 Windows 上指的是设备，不是文件，没有打开；请在别的系统上或从压缩包里取出时改名",
        path.display()
    )
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

/// Reads the report in a file and counts its errors.
///
/// # Errors
/// As [`load`].
pub fn judged(path: &Path, options: &Options) -> Result<(Document, usize), Error> {
    let document = load(path, options)?;
    let found = judge(&document);
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error).count();
    Ok((document, errors))
}

/// Whether both paths lead to one file that exists.
pub fn is_same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_a_device_on_windows_is_known_before_anything_is_opened() {
        for name in ["com1.x.xlsx", "报送/nul.xlsx", "AUX", "lpt9 .xls"] {
            assert!(names_device(Path::new(name)), "{name}");
            assert!(device_sentence(Path::new(name)).contains("改名"));
            let refused = read_file(Path::new(name)).unwrap_err();
            assert_eq!(matches!(refused, Error::Usage(_)), cfg!(windows), "{refused}");
        }
        for name in ["com10.xlsx", "某局.xlsx", "nul/年报.xlsx"] {
            assert!(!names_device(Path::new(name)), "{name}");
        }
    }
}
