//! Smaller, and the same: objects that are no streams go together into one compressed
//! object stream (ISO 32000-1, 7.5.7), and a cross-reference stream takes the place of the
//! table. The tags of a report are hundreds of small objects; krilla writes each as it is.
//! Heads of tables are completed on the way (`headers`).
//!
//! Only for PDF 1.5 and later, hence never for PDF/A-1, which has no chains of heads. Nothing
//! is lost or reordered: what cannot be understood is left exactly as it was.

use super::headers;
use super::objects::{Object, body, cross_references, find, number_after};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::borrow::Cow;
use std::io::Write;

/// Where an object is, as the cross-reference stream says it.
#[derive(Clone, Copy)]
enum Place {
    Free,
    At(usize),
    Packed(usize),
}

/// The same file, smaller; or as it was.
pub fn pack(pdf: Vec<u8>) -> Vec<u8> {
    match packed(&pdf) {
        Some(smaller) if smaller.len() < pdf.len() => smaller,
        _ => pdf,
    }
}

fn packed(pdf: &[u8]) -> Option<Vec<u8>> {
    let table = number_after(pdf, b"startxref\n")?;
    let (offsets, trailer) = cross_references(pdf.get(table..)?)?;
    let size = offsets.len();
    let mut objects = Vec::with_capacity(size);
    for (number, offset) in offsets.iter().enumerate() {
        if let Some(offset) = offset {
            let body = Cow::Borrowed(body(pdf.get(*offset..)?, number)?);
            objects.push(Object { number, body });
        }
    }
    headers::complete(&mut objects);
    for object in &mut objects {
        quiet(&mut object.body);
    }
    // Objects stand in a row: what is before the first is the header.
    let header = pdf.get(..offsets.iter().flatten().copied().min()?)?;

    let container = size;
    let mut places = vec![Place::Free; size + 2];
    let (mut index, mut content) = (Vec::new(), Vec::new());
    let mut out = header.to_vec();
    let (streams, plain): (Vec<&Object>, Vec<&Object>) =
        objects.iter().partition(|object| object.body.ends_with(b"endstream"));
    if plain.is_empty() || plain.len() > usize::from(u16::MAX) {
        return None;
    }
    for (order, object) in plain.iter().enumerate() {
        places[object.number] = Place::Packed(order);
        write!(index, "{} {} ", object.number, content.len()).ok()?;
        content.extend_from_slice(&object.body);
        content.push(b'\n');
    }
    for object in streams {
        places[object.number] = Place::At(out.len());
        writeln!(out, "{} 0 obj", object.number).ok()?;
        out.extend_from_slice(&object.body);
        out.extend_from_slice(b"\nendobj\n");
    }
    places[container] = Place::At(out.len());
    let first = index.len();
    index.append(&mut content);
    let keys = format!("/Type/ObjStm/N {}/First {first}", plain.len());
    stream(&mut out, container, &keys, &index)?;

    let start = out.len();
    places[container + 1] = Place::At(start);
    let mut rows = Vec::with_capacity(places.len() * 7);
    for place in &places {
        let (kind, value, extra) = match *place {
            Place::Free => (0u8, 0, 0),
            Place::At(offset) => (1, offset, 0),
            Place::Packed(order) => (2, container, order),
        };
        rows.push(kind);
        rows.extend_from_slice(&u32::try_from(value).ok()?.to_be_bytes());
        rows.extend_from_slice(&u16::try_from(extra).ok()?.to_be_bytes());
    }
    let keys = format!("/Type/XRef/Size {}/W[1 4 2]{trailer}", places.len());
    stream(&mut out, container + 1, &keys, &rows)?;
    write!(out, "startxref\n{start}\n%%EOF").ok()?;
    Some(out)
}

fn stream(out: &mut Vec<u8>, number: usize, keys: &str, bytes: &[u8]) -> Option<()> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).ok()?;
    let bytes = encoder.finish().ok()?;
    write!(out, "{number} 0 obj\n<</Length {}/Filter/FlateDecode{keys}>>\nstream\n", bytes.len())
        .ok()?;
    out.extend_from_slice(&bytes);
    out.extend_from_slice(b"\nendstream\nendobj\n");
    Some(())
}

/// Leaves out what says no more than its default and what poppler complains of.
fn quiet(body: &mut Cow<'_, [u8]>) {
    for said in [&b"/Suspects false"[..], b"/BorderColor[0 0 0]"] {
        if body.starts_with(b"<</Type/")
            && let Some(at) = find(body, said)
        {
            body.to_mut().drain(at..at + said.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_understood_stays_as_it_was() {
        for strange in [&b""[..], b"%PDF-1.7\n", b"startxref\n5\n%%EOF", b"startxref\n99999999\n"] {
            assert_eq!(pack(strange.to_vec()), strange);
        }
    }
}
