//! `SHA256SUMS`, as `sha256sum -c` reads it: sorted by name, one line a file.

use crate::formats::digest::sha256;
use std::collections::BTreeMap;

/// The name of the file.
pub const NAME: &str = "SHA256SUMS";

/// The file for these files.
pub fn write(files: &[(&'static str, Vec<u8>)]) -> Vec<u8> {
    lines(&files.iter().map(|(name, bytes)| ((*name).to_owned(), sha256(bytes))).collect())
}

/// The file for these names and fingerprints.
pub fn lines(sums: &BTreeMap<String, String>) -> Vec<u8> {
    sums.iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect::<String>().into_bytes()
}

/// Names and fingerprints, or the line that is none. A name with a path in it is refused:
/// nothing outside the folder is looked at.
///
/// # Errors
/// The number of the line, from 1.
pub fn read(bytes: &[u8]) -> Result<Vec<(String, String)>, usize> {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.strip_prefix('\u{feff}').unwrap_or(&text).lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| entry(line).ok_or(index + 1))
        .collect()
}

fn entry(line: &str) -> Option<(String, String)> {
    let (sum, name) = line.split_once(' ')?;
    let name = name.strip_prefix([' ', '*'])?;
    let is_sum = sum.len() == 64 && sum.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_plain = !name.is_empty() && name != ".." && !name.contains(['/', '\\', ':']);
    (is_sum && is_plain).then(|| (name.to_owned(), sum.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_sorted_and_read_back() {
        let sums = write(&[("b", b"2".to_vec()), ("a", b"1".to_vec())]);
        let read = read(&sums).unwrap();
        assert_eq!(read[0], ("a".to_owned(), sha256(b"1")));
        assert_eq!(read[1].0, "b");
        assert!(sums.ends_with(b"  b\n") && !sums.contains(&b'\r'));
    }

    #[test]
    fn a_line_that_leaves_the_folder_is_refused() {
        let sum = "0".repeat(64);
        assert_eq!(read(format!("{sum}  a\n{sum}  ../b\n").as_bytes()), Err(2));
        assert_eq!(read(b"hello\n"), Err(1));
        assert_eq!(read(format!("{sum} *a\r\n").as_bytes()).unwrap().len(), 1);
    }
}
