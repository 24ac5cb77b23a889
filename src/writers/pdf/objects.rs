//! The objects of a PDF as krilla writes them: one after the other, found by the table of
//! cross-references.

use std::borrow::Cow;

/// An object by its number, with its bytes between `obj` and `endobj`.
pub(super) struct Object<'a> {
    pub number: usize,
    pub body: Cow<'a, [u8]>,
}

/// Offsets by object number, and the keys of the trailer but for `/Size`.
pub(super) fn cross_references(bytes: &[u8]) -> Option<(Vec<Option<usize>>, String)> {
    let bytes = bytes.strip_prefix(b"xref\n0 ")?;
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let count: usize = std::str::from_utf8(&bytes[..end]).ok()?.trim().parse().ok()?;
    let rows = bytes.get(end + 1..)?;
    let table = rows.get(..count.checked_mul(20)?)?;
    let mut offsets = Vec::with_capacity(count);
    for row in table.chunks_exact(20) {
        let offset = std::str::from_utf8(&row[..10]).ok()?.parse().ok()?;
        match (row[17], &row[11..16]) {
            (b'n', b"00000") => offsets.push(Some(offset)),
            (b'f', _) => offsets.push(None),
            _ => return None,
        }
    }
    let trailer = std::str::from_utf8(&rows[count * 20..]).ok()?.strip_prefix("trailer\n<<")?;
    let (keys, _) = trailer.rsplit_once(">>\nstartxref\n")?;
    let size = format!("/Size {count}");
    keys.contains(&size).then(|| (offsets, keys.replacen(&size, "", 1)))
}

/// What stands between `N 0 obj` and `endobj`.
pub(super) fn body(bytes: &[u8], number: usize) -> Option<&[u8]> {
    let bytes = bytes.strip_prefix(format!("{number} 0 obj\n").as_bytes())?;
    let first = find(bytes, b"\nendobj\n")?;
    let end = match find(&bytes[..first], b">>\nstream\n") {
        // The bytes of a stream may hold the word `endobj`: only its length is certain.
        Some(start) => {
            let length = number_after(&bytes[..start], b"/Length ")?;
            let end = start + b">>\nstream\n".len() + length;
            bytes.get(end..)?.strip_prefix(b"\nendstream")?;
            end + b"\nendstream".len()
        }
        None => first,
    };
    bytes.get(end..)?.starts_with(b"\nendobj\n").then(|| &bytes[..end])
}

/// The number after the last such word.
pub(super) fn number_after(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let at = memchr::memmem::rfind(bytes, word)? + word.len();
    let digits: Vec<u8> = bytes[at..].iter().copied().take_while(u8::is_ascii_digit).collect();
    std::str::from_utf8(&digits).ok()?.parse().ok()
}

pub(super) fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, word)
}
