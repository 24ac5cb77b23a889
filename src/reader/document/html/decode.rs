//! The bytes of a page as text. What a page says of its encoding is often wrong: what the
//! bytes can be counts first.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// So far from the beginning stands what a page says of its encoding, in bytes.
const HEAD: usize = 4_096;

/// The text, by its byte order mark, by what the bytes are, by what the page or `told` says.
pub fn decode<'b>(bytes: &'b [u8], told: Option<&str>) -> Cow<'b, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    match bytes {
        [b'<', 0, ..] => return UTF_16LE.decode_without_bom_handling(bytes).0,
        [0, b'<', ..] => return UTF_16BE.decode_without_bom_handling(bytes).0,
        _ => {}
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let declared = declared(bytes).or_else(|| Encoding::for_label(told?.as_bytes()));
    // A page that says UTF-8 and is not: cut off, or of another code page.
    let declared = declared.filter(|encoding| *encoding != UTF_8);
    let guess = || match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(_) => GB18030,
        None if damage(bytes, UTF_8) <= damage(bytes, GB18030) => UTF_8,
        None => GB18030,
    };
    // GB2312 and GBK are parts of GB18030.
    let encoding = match declared.map(Encoding::name) {
        Some("GBK" | "gb18030") => GB18030,
        Some(_) => declared.unwrap_or(GB18030),
        None => guess(),
    };
    encoding.decode_without_bom_handling(bytes).0
}

/// How many characters cannot be read so.
fn damage(bytes: &[u8], encoding: &'static Encoding) -> usize {
    encoding.decode_without_bom_handling(bytes).0.matches('\u{FFFD}').count()
}

/// What a page says of itself: `charset=gb2312`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_lowercase();
    let (_, after) = head.split_once("charset")?;
    let after = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = after.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'));
    Encoding::for_label(&after.as_bytes()[..end.unwrap_or(after.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_bytes_are_counts_before_what_is_said() {
        let page = "<meta charset=gb2312>总计";
        assert_eq!(decode(page.as_bytes(), None), page, "says GB2312 and is UTF-8");
        let other = page.replace("gb2312", "utf-8");
        assert_eq!(decode(&GB18030.encode(&other).0, None), other, "says UTF-8 and is GBK");
        let silent = "<p>总计</p>";
        assert_eq!(decode(&GB18030.encode(silent).0, None), silent);
        let wide: Vec<u8> = silent.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide, None), silent);
        let (big5, ..) = encoding_rs::BIG5.encode("<p>總計");
        assert_eq!(decode(&big5, Some("big5")), "<p>總計");
    }
}
