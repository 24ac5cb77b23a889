//! Addresses on the web of what lies in the folder.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::fmt;

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Where the folder is on the web; ends in `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(String);

impl Base {
    /// An absolute `http` or `https` address without query; a missing last `/` is added.
    pub fn new(typed: &str) -> Option<Base> {
        let typed = typed.trim();
        let rest = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://"))?;
        let host = rest.split('/').next().unwrap_or_default();
        if host.is_empty() || rest.contains(['?', '#', ' ', '"', '<', '>', '\\']) {
            return None;
        }
        let slash = if typed.ends_with('/') { "" } else { "/" };
        let legal = |c: char| if c.is_ascii() { c.to_string() } else { encode(&c.to_string()) };
        let encoded: String = typed.chars().map(legal).collect();
        Some(Base(format!("{encoded}{slash}")))
    }

    /// The address of a path below the folder.
    pub fn join(&self, path: &str) -> String {
        let parts: Vec<String> = path.split('/').map(encode).collect();
        format!("{}{}", self.0, parts.join("/"))
    }

    /// The path below the folder that an address of [`Base::join`] leads to.
    pub fn path(&self, address: &str) -> Option<String> {
        let path = percent_decode_str(address.strip_prefix(&self.0)?).decode_utf8().ok()?;
        let is_inside =
            |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':']);
        (path.split('/').all(is_inside) && self.join(&path) == address).then(|| path.into_owned())
    }

    /// The same place below another base, if it is below this one.
    pub fn moved(&self, address: &str, to: &Base) -> String {
        match address.strip_prefix(&self.0) {
            Some(path) => format!("{to}{path}"),
            None => address.to_owned(),
        }
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A part of a path with everything but unreserved characters percent-encoded.
pub fn encode(part: &str) -> String {
    utf8_percent_encode(part, &RESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_ascii_and_absolute() {
        let base = Base::new("https://www.example.gov.cn/xxgk").unwrap();
        assert_eq!(
            base.join("2021/r1/年 报.pdf"),
            "https://www.example.gov.cn/xxgk/2021/r1/%E5%B9%B4%20%E6%8A%A5.pdf"
        );
        let path = |address: &str| base.path(&format!("{base}{address}"));
        assert_eq!(path("2021/r1/%E5%B9%B4%20%E6%8A%A5.pdf").as_deref(), Some("2021/r1/年 报.pdf"));
        for outside in ["../a", "a/%2E%2E/b", "a//b", "%FF", "%", "c:/a"] {
            assert_eq!(path(outside), None, "{outside}");
        }
        let other = Base::new("http://甲.example/").unwrap();
        assert_eq!(
            base.moved("https://www.example.gov.cn/xxgk/a", &other),
            "http://%E7%94%B2.example/a"
        );
        for wrong in
            ["", "www.example.gov.cn", "file:///etc", "https://", "http://a/?b", "http://a b/"]
        {
            assert!(Base::new(wrong).is_none(), "{wrong}");
        }
    }
}
