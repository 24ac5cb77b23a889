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
