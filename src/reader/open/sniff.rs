//! What the bytes are. Extensions lie: .xls may be HTML, .et may be a zip, .xlsx may be a
//! locked compound file.

use super::refuse;
use crate::error::Error;
use crate::formats::opc::Package;
use crate::reader::guard::compound::Compound;
use crate::reader::guard::limits::MAX_FILE;
use crate::reader::guard::{locked, too_much};

/// A spreadsheet, ready to be read.
pub enum FileKind<'a> {
    /// Workbook in XML: .xlsx, .xlsm, .xltx, the newer .et.
    Xlsx(Package<'a>),
    /// Workbook in binary parts: .xlsb.
    Xlsb(Package<'a>),
    /// OpenDocument spreadsheet.
    Ods(Package<'a>),
    /// A Word file: .docx, .docm, .dotx.
    Docx(Package<'a>),
    /// A page of the web, whatever it is called.
    Page,
    /// The record stream of an .xls or the older .et.
    Xls(Vec<u8>),
}

/// Tells what the bytes are.
///
/// # Errors
/// [`Error::NotAWorkbook`] with a sentence for everything that is not a spreadsheet.
pub fn sniff(bytes: &[u8]) -> Result<FileKind<'_>, Error> {
    if bytes.is_empty() {
        return Err(refuse::empty());
    }
    if bytes.len() > MAX_FILE {
        return Err(too_much(format_args!("文件超过 {} MB", MAX_FILE >> 20)));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return package(Package::open(bytes)?);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return compound(bytes);
    }
    // Some exporting programs write the record stream without the compound file around it.
    if bytes.starts_with(b"\x09\x08") && matches!(bytes.get(4..6), Some(b"\x00\x05" | b"\x00\x06"))
    {
        return Ok(FileKind::Xls(bytes.to_vec()));
    }
    if refuse::is_page(bytes) {
        return Ok(FileKind::Page);
    }
    Err(refuse::other(bytes))
}

/// The list of parts of an OpenDocument package, and how much of it is read, in bytes.
const MANIFEST: &str = "META-INF/manifest.xml";
const MANIFEST_SIZE: u64 = 1 << 20;

fn package(mut package: Package<'_>) -> Result<FileKind<'_>, Error> {
    let mut mimetype = package.bytes("mimetype", 128)?.unwrap_or_default();
    // Some writers leave it out; then the list of parts says what the package is.
    if mimetype.is_empty() && package.has("content.xml") {
        let list = package.bytes(MANIFEST, MANIFEST_SIZE)?.unwrap_or_default();
        let spreadsheet = b"application/vnd.oasis.opendocument.spreadsheet";
        if list.windows(spreadsheet.len()).any(|window| window == spreadsheet) {
            mimetype = spreadsheet.to_vec();
        }
    }
    if let Some(kind) = mimetype.strip_prefix(b"application/vnd.oasis.opendocument.") {
        if !kind.starts_with(b"spreadsheet") {
            return Err(refuse::is("文字或演示文稿（OpenDocument）"));
        }
        let list = package.bytes(MANIFEST, MANIFEST_SIZE)?.unwrap_or_default();
        let encrypted = list.windows(15).any(|window| window == b"encryption-data");
        if encrypted || package.has("encrypted-package") {
            return Err(locked());
        }
        return Ok(FileKind::Ods(package));
    }
    if package.has("xl/workbook.bin") {
        return Ok(FileKind::Xlsb(package));
    }
    let is_book = |name: &str| name.starts_with("xl/") || name.ends_with("workbook.xml");
    if package.has("[Content_Types].xml") && package.names().any(is_book) {
        return Ok(FileKind::Xlsx(package));
    }
    if package.has("[Content_Types].xml") && is_word(&mut package)? {
        return Ok(FileKind::Docx(package));
    }
    Err(refuse::package(&package))
}

/// Whether the main part of a package is a text of Word.
fn is_word(package: &mut Package<'_>) -> Result<bool, Error> {
    let main = package.relationships("")?;
    let main = main.part("officeDocument").filter(|part| package.has(part));
    Ok(main.is_some_and(|part| part.to_lowercase().starts_with("word/"))
        || package.has("word/document.xml"))
}

fn compound(bytes: &[u8]) -> Result<FileKind<'_>, Error> {
    let compound = Compound::open(bytes)?;
    // A workbook in one of the streams decides, whatever else is embedded beside it.
    for name in ["Workbook", "Book"] {
        if let Some(stream) = compound.stream(name)? {
            return Ok(FileKind::Xls(stream));
        }
    }
    Err(refuse::compound(&compound))
}
