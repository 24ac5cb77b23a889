//! Pages that a browser saved as one file (.mht, .mhtml): the pages in it, decoded. Nothing
//! else of it is looked at.

use super::decode::decode;

/// Parts looked at, and parts inside each other.
const MAX_PARTS: usize = 4_096;
const MAX_DEPTH: usize = 4;
/// Longest list of headers of a part, in bytes.
const MAX_HEAD: usize = 16 << 10;

/// Whether bytes are such a file: headers of a message with more than one part.
pub fn is_archive(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4_096)]).to_lowercase();
    let is_header = |line: &str| {
        line.split_once(':').is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
    };
    head.lines().next().is_some_and(is_header)
        && head.lines().any(|line| line.starts_with("mime-version:"))
        && head.contains("content-type:")
}

/// The pages in it, in their order.
pub fn pages(bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    let mut left = MAX_PARTS;
    part(bytes, 0, &mut left, &mut found);
    found
}

fn part(bytes: &[u8], depth: usize, left: &mut usize, found: &mut Vec<String>) {
    if *left == 0 || depth > MAX_DEPTH {
        return;
    }
    *left -= 1;
    let (head, body) = split(bytes);
    let header =
        |name: &str| head.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let kind = header("content-type").unwrap_or("text/plain");
    let lower = kind.to_ascii_lowercase();
    if lower.starts_with("multipart/") {
        if let Some(boundary) = parameter(kind, "boundary") {
            for inner in parts(body, &format!("--{boundary}")) {
                part(inner, depth + 1, left, found);
            }
        }
    } else if lower.starts_with("text/html") || lower.starts_with("application/xhtml") {
        let coding = header("content-transfer-encoding").unwrap_or_default();
        let bytes = match coding.trim().to_ascii_lowercase().as_str() {
            "base64" => base64(body),
            "quoted-printable" => quoted_printable(body),
            _ => body.to_vec(),
        };
        found.push(decode(&bytes, parameter(kind, "charset")).into_owned());
    }
}

/// The headers, folded lines put together, and what stands behind them.
fn split(bytes: &[u8]) -> (Vec<(String, String)>, &[u8]) {
    let mut headers: Vec<(String, String)> = Vec::new();
    let mut at = 0;
    while let Some(length) = bytes[at..].iter().position(|byte| *byte == b'\n') {
        let line = String::from_utf8_lossy(&bytes[at..at + length]);
        let line = line.trim_end_matches('\r');
        at += length + 1;
        if line.trim().is_empty() && (!headers.is_empty() || at > 4) || at > MAX_HEAD {
            break;
        }
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = headers.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    (headers, &bytes[at..])
}

/// `utf-8` of `text/html; charset="utf-8"`.
fn parameter<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    header.split(';').skip(1).find_map(|one| {
        let (key, value) = one.split_once('=')?;
        (key.trim().eq_ignore_ascii_case(name)).then(|| value.trim().trim_matches('"'))
    })
}

/// What stands between lines that begin with a boundary.
fn parts<'b>(body: &'b [u8], boundary: &str) -> Vec<&'b [u8]> {
    let finder = memchr::memmem::Finder::new(boundary.as_bytes());
    let marks: Vec<usize> = finder
        .find_iter(body)
        .filter(|at| *at == 0 || body[*at - 1] == b'\n')
        .take(MAX_PARTS)
        .collect();
    let mut found = Vec::new();
    for (index, at) in marks.iter().enumerate() {
        let start = at + boundary.len();
        let end = marks.get(index + 1).copied().unwrap_or(body.len());
        if body[start..].starts_with(b"--") {
            break;
        }
        let line =
            body[start..end].iter().position(|byte| *byte == b'\n').map_or(end, |n| start + n + 1);
        found.push(&body[line.min(end)..end]);
    }
    found
}

/// Characters that are none of the alphabet are passed over.
fn base64(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for byte in body {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = (bits << 6 | u32::from(six)) & 0xFF_FFFF;
        count += 1;
        if count % 4 != 1 {
            let shift = [0, 0, 4, 2][count % 4];
            bytes.push((bits >> shift) as u8);
        }
    }
    bytes
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len());
    let mut at = 0;
    while at < body.len() {
        let rest = &body[at + 1..];
        let digit = |index: usize| rest.get(index).and_then(|b| char::from(*b).to_digit(16));
        match (body[at], digit(0), digit(1)) {
            (b'=', Some(high), Some(low)) => {
                bytes.push((high << 4 | low) as u8);
                at += 3;
            }
            // A soft line end.
            (b'=', ..) if rest.starts_with(b"\r\n") => at += 3,
            (b'=', ..) if rest.starts_with(b"\n") => at += 2,
            (byte, ..) => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_of_an_archive_are_decoded() {
        let text = "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"x--1\"\r\n\r\n\r\n--x--1\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<meta charset=3D\"utf-8\"><p>=E6=80=BB=\r\n=E8=AE=A1</p>\r\n--x--1\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--x--1\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+19y8xg==\r\n--x--1--\r\n";
        assert!(is_archive(text.as_bytes()));
        let found = pages(text.as_bytes());
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].trim(), "<meta charset=\"utf-8\"><p>总计</p>");
        assert_eq!(found[1], "<p>总计");
        assert!(!is_archive(b"<html><body>"));
    }

    #[test]
    fn base64_is_what_everybody_takes_it_for() {
        for (coded, plain) in
            [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9v\r\nYg==", "foob")]
        {
            assert_eq!(base64(coded.as_bytes()), plain.as_bytes(), "{coded}");
        }
    }
}
