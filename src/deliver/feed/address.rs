//! Addresses on the web of what lies in the folder.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::fmt;

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const NO_SCHEME: &str = "应以 https:// 或 http:// 开头";

/// Where the folder is on the web; ends in `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(String);

impl Base {
    /// An absolute `http` or `https` address without query; a missing last `/` is added and
    /// text in the path is encoded.
    ///
    /// # Errors
    /// What is wrong with it, as the end of a sentence.
    pub fn new(typed: &str) -> Result<Base, &'static str> {
        let typed = typed.trim();
        if typed.contains(['?', '#']) {
            return Err("文件夹的网址里不能有 ? 和 #");
        }
        let (scheme, rest) = typed.split_once("://").ok_or(NO_SCHEME)?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let last = path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        if [".xml", ".html", ".htm"].iter().any(|ending| last.ends_with(ending)) {
            return Err("应是文件夹的网址，不是其中一个文件的，请去掉最后的文件名");
        }
        if path.split('/').any(|part| matches!(part, "." | "..")) {
            return Err("网址里不能有 . 和 .. 这样的文件夹");
        }
        let legal = |c: char| if c.is_ascii() { c.to_string() } else { encode(&c.to_string()) };
        let path: String = path.chars().map(legal).collect();
        let slash = if path.is_empty() || path.ends_with('/') { "" } else { "/" };
        let (scheme, host) = (scheme.to_ascii_lowercase(), host.to_ascii_lowercase());
        let whole = format!("{scheme}://{host}/{path}{slash}");
        check(&whole).map(|()| Base(whole))
    }

    /// The address that a feed has had so far, whatever it is.
    pub fn kept(written: &str) -> Option<Base> {
        written.ends_with('/').then(|| Base(written.to_owned()))
    }

    /// Whether it still is what [`Base::new`] takes.
    pub fn is_right(&self) -> bool {
        check(&self.0).is_ok()
    }

    /// Host and path, whichever way they are reached.
    pub fn place(&self) -> &str {
        self.0.split_once("://").map_or(&self.0, |(_, place)| place)
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

/// Whether a link can hold an address.
pub fn is_web(address: &str) -> bool {
    check(address).is_ok()
}

/// What keeps an address from being one of the web, by RFC 3986.
fn check(address: &str) -> Result<(), &'static str> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let rest = rest.ok_or(NO_SCHEME)?;
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if !host.is_ascii() {
        return Err("中文域名请写成以 xn-- 开头的写法，可向网站管理员查询");
    }
    if host.contains('@') {
        return Err("网址里不能有用户名和密码（@ 和它前面的部分）");
    }
    let (name, port) = host.split_once(':').unwrap_or((host, "80"));
    let is_label = |label: &str| {
        let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        !label.is_empty() && !label.starts_with('-') && label.chars().all(legal)
    };
    if !name.split('.').all(is_label) {
        return Err("网址里的域名写得不对");
    }
    if !port.bytes().all(|b| b.is_ascii_digit()) || port.parse::<u16>().is_err() {
        return Err("网址里的端口写得不对");
    }
    let mut parts = path.split('%');
    let plain = parts.next().unwrap_or_default();
    let is_code = |part: &&str| {
        part.as_bytes().get(..2).is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit))
    };
    if !parts.clone().all(|part| is_code(&part)) {
        return Err("网址里的 % 后面应是两位十六进制数字，百分号本身写成 %25");
    }
    let legal = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/?".contains(c);
    let (_, fragment) = path.split_once('#').unwrap_or_default();
    let is_legal = |part: &str| part.chars().all(|c| legal(c) || c == '#');
    match is_legal(plain) && parts.all(is_legal) && !fragment.contains('#') {
        true => Ok(()),
        false => Err("网址里有不能用的字符（如空格、引号、括号 [ ]）"),
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
        let other = Base::new("http://new.example").unwrap();
        assert_eq!(base.moved("https://www.example.gov.cn/xxgk/a", &other), "http://new.example/a");
        let own = Base::new(" HTTPS://Www.Example.gov.cn:8080/公开/%E5%B9%B4 ").unwrap();
        assert_eq!(
            own.to_string(),
            "https://www.example.gov.cn:8080/%E5%85%AC%E5%BC%80/%E5%B9%B4/"
        );
    }

    #[test]
    fn what_no_link_can_hold_is_refused_with_the_reason() {
        let refused = [
            ("", "开头"),
            ("www.example.gov.cn", "开头"),
            ("file:///etc", "开头"),
            ("https://", "域名"),
            ("https://a..b/", "域名"),
            ("https://甲.gov.cn/", "xn--"),
            ("https://user@a.cn/", "用户名"),
            ("https://user:pw@a.cn/", "用户名"),
            ("https://a.cn/feed.xml", "文件名"),
            ("https://a.cn/xxgk/Index.HTML", "文件名"),
            ("http://[::1]/", "域名"),
            ("http://a:b/", "端口"),
            ("http://a:99999/", "端口"),
            ("http://a/?b", "?"),
            ("http://a/#b", "#"),
            ("http://a b/", "域名"),
            ("http://a/b c/", "字符"),
            ("http://a/{b}/", "字符"),
            ("http://a/%zz", "%25"),
            ("http://a/%", "%25"),
            ("http://a/%1年", "%25"),
            ("http://a/../b", ".."),
            ("http://a/\"b", "字符"),
        ];
        for (wrong, because) in refused {
            let why = Base::new(wrong).unwrap_err();
            assert!(why.contains(because), "{wrong}: {why}");
        }
        assert!(is_web("https://a.cn/b?c=%20d#e") && !is_web("https://a.cn/b?c=%2"));
    }
}
