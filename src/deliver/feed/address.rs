//! Addresses on the web of what lies in the folder.

use std::fmt;

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
        let path = decode(address.strip_prefix(&self.0)?)?;
        let is_inside =
            |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':']);
        path.split('/').all(is_inside).then_some(path)
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
    let mut encoded = String::new();
    for byte in part.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// What was percent-encoded.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        let mut digit = || char::from(rest.next()?).to_digit(16);
        bytes.push(if byte == b'%' { (digit()? * 16 + digit()?) as u8 } else { byte });
    }
    String::from_utf8(bytes).ok()
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
