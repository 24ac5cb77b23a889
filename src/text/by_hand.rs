//! Small files that people write by hand: their text, and the lines that messages name.

/// The text of a file, without the mark that Windows puts before it.
///
/// # Errors
/// The rest of a sentence, when it is not UTF-8.
pub fn text(bytes: &[u8]) -> Result<&str, String> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| "编码不是 UTF-8，请用记事本另存为 UTF-8".to_owned())?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The number of the line that a byte stands on, from 1.
pub fn line(text: &str, byte: usize) -> usize {
    text.get(..byte).unwrap_or_default().matches('\n').count() + 1
}
