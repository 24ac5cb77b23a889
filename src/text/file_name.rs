//! What Windows refuses in the name of a file or folder.

/// Characters that no file name on Windows has.
const FORBIDDEN: &[char] = &['<', '>', ':', '"', '|', '?', '*', '/', '\\'];

/// Names of devices on Windows, with any ending.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$"];

/// The name with `_` for every character that Windows refuses.
pub fn without_forbidden(name: &str) -> String {
    let is_bad = |c: char| c.is_control() || FORBIDDEN.contains(&c);
    name.chars().map(|c| if is_bad(c) { '_' } else { c }).collect()
}

/// Whether Windows takes the name for a device, whatever its ending.
pub fn is_device(name: &str) -> bool {
    let base = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let mut rest = base.chars();
    let numbered = {
        let port: String = rest.by_ref().take(3).collect();
        let number = rest.next();
        matches!(port.as_str(), "com" | "lpt")
            && number.is_some_and(|c| matches!(c, '1'..='9' | '¹' | '²' | '³'))
            && rest.next().is_none()
    };
    numbered || DEVICES.contains(&base.as_str())
}
