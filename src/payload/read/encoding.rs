//! XML in other encodings than UTF-8, as portals and databases of earlier years write it.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// Bytes of a declaration.
const DECLARATION: usize = 200;

/// The document in UTF-8, without a declaration where that said otherwise. What cannot be
/// decoded stays as it is, for the parser to refuse.
pub fn decoded(bytes: &[u8]) -> Cow<'_, [u8]> {
    let Some(encoding) = encoding(bytes) else { return Cow::Borrowed(bytes) };
    let (text, _, is_wrong) = encoding.decode(bytes);
    if is_wrong {
        return Cow::Borrowed(bytes);
    }
    let start = match text.starts_with("<?xml") {
        true => text.find("?>").map_or(0, |end| end + "?>".len()),
        false => 0,
    };
    Cow::Owned(text.as_bytes()[start..].to_vec())
}

/// By the mark at the start, the first character, or the declaration; nothing for UTF-8.
fn encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => return Some(UTF_16LE),
        [0xFE, 0xFF, ..] | [0, b'<', ..] => return Some(UTF_16BE),
        _ => {}
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION)]);
    let declaration = head.strip_prefix("<?xml")?.split("?>").next()?;
    let (_, rest) = declaration.split_once("encoding")?;
    let name = rest.trim_start().strip_prefix('=')?.trim_start();
    let name = name.strip_prefix(['"', '\''])?.split(['"', '\'']).next()?;
    // One that calls itself UTF-16 and can be read here is none.
    let known = Encoding::for_label(name.as_bytes())?;
    (known != UTF_8 && known != UTF_16LE && known != UTF_16BE).then_some(known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GBK;

    #[test]
    fn chinese_encodings_become_utf8_and_what_is_none_stays() {
        let text =
            |encoding: &str| format!("<?xml version='1.0' encoding='{encoding}'?><a>年报</a>");
        for name in ["GBK", "gb2312", "GB18030"] {
            let text = text(name);
            let (bytes, _, _) = GBK.encode(&text);
            assert_eq!(&*decoded(&bytes), "<a>年报</a>".as_bytes(), "{name}");
        }
        let units = |text: &str, big: bool| -> Vec<u8> {
            let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
            text.encode_utf16().flat_map(bytes).collect()
        };
        for big in [false, true] {
            for start in ["\u{FEFF}", ""] {
                let bytes = units(&(start.to_owned() + &text("UTF-16")), big);
                assert_eq!(&*decoded(&bytes), "<a>年报</a>".as_bytes());
            }
        }
        let plain = text("UTF-8");
        assert_eq!(&*decoded(plain.as_bytes()), plain.as_bytes());
        let broken = b"<?xml version='1.0' encoding='GBK'?>\xFF\xFF";
        assert_eq!(&*decoded(broken), broken);
    }
}
