//! Packages that are not what they seem.

use super::build::{package, rows, xlsx_parts, zip};
use super::*;

fn good() -> Vec<u8> {
    rows("<row><c><v>1</v></c></row>")
}

/// Where a mark stands for the last time.
fn last(bytes: &[u8], mark: &[u8]) -> usize {
    bytes.windows(mark.len()).rposition(|window| window == mark).unwrap()
}

#[test]
fn every_cut_of_a_package_is_incomplete() {
    let good = good();
    for length in 1..good.len() {
        let sentence = refused(&good[..length]);
        assert!(length < 4 || sentence.starts_with("文件已损坏"), "{length}: {sentence}");
    }
}

#[test]
fn names_that_occur_twice_are_refused() {
    let mut parts = xlsx_parts("<sheetData/>");
    parts.push(("xl/worksheets/sheet2.xml".into(), b"<worksheet/>".to_vec()));
    let mut file = package(&parts);
    while let Some(at) = file.windows(10).position(|window| window == b"sheet2.xml") {
        file[at..at + 10].copy_from_slice(b"sheet1.xml");
    }
    assert!(refused(&file).contains("重名"));
    assert!(
        refused(&zip(&[("[Content_Types].xml", ""), ("xl/A.xml", ""), ("xl\\a.xml", "")]))
            .contains("重名")
    );
}

#[test]
fn names_that_lead_out_are_refused() {
    assert!(
        refused(&zip(&[("[Content_Types].xml", ""), ("../../evil.xml", "")]))
            .contains("指向文件以外")
    );
}

#[test]
fn entries_that_share_bytes_are_refused() {
    let mut file = good();
    // The second entry of the directory points at the data of the first.
    let directory: Vec<usize> =
        (0..file.len() - 4).filter(|at| file[*at..].starts_with(b"PK\x01\x02")).collect();
    let offset = file[directory[3] + 42..directory[3] + 46].to_vec();
    file[directory[2] + 42..directory[2] + 46].copy_from_slice(&offset);
    assert!(refused(&file).contains("重叠"));
}

#[test]
fn thousands_of_entries_or_ends_are_refused_before_they_are_listed() {
    let many: Vec<(String, Vec<u8>)> = (0..2_001).map(|n| (n.to_string(), Vec::new())).collect();
    assert!(refused(&package(&many)).contains("2000 个"));
    let mut ends = good();
    ends.extend(b"PK\x05\x06\0\0\0\0".repeat(1_000));
    assert!(refused(&ends).contains("2000 个"));
}

#[test]
fn sizes_that_lie_are_found_while_inflating() {
    let mut file = good();
    let directory = last(&file, b"PK\x01\x02");
    file[directory + 24..directory + 28].copy_from_slice(&[1, 0, 0, 0]);
    // Declared as one byte: read to its true end or refused, but never half.
    match open(&file, &OpenOptions::default()) {
        Ok(opened) => assert_eq!(opened.book.sheets[0].cells.len(), 1),
        Err(error) => assert!(error.to_string().contains("文件已损坏")),
    }
}

#[test]
fn a_wrong_checksum_is_damage() {
    let mut file = good();
    let directory = last(&file, b"PK\x01\x02");
    file[directory + 16] ^= 1;
    assert!(refused(&file).starts_with("文件已损坏"));
}

#[test]
fn locked_entries_ask_for_the_password_to_be_removed() {
    let mut file = good();
    let directory = last(&file, b"PK\x01\x02");
    file[directory + 8] |= 1;
    assert!(refused(&file).contains("密码"));
}

#[test]
fn names_with_backslashes_and_other_cases_are_found() {
    let parts: Vec<(String, Vec<u8>)> =
        xlsx_parts("<sheetData><row><c><v>1</v></c></row></sheetData>")
            .into_iter()
            .map(|(name, bytes)| (name.replace('/', "\\").replace("sheet1", "Sheet1"), bytes))
            .collect();
    assert_eq!(content(&package(&parts), (0, 0)), number("1"));
}

#[test]
fn parts_in_utf_16_are_read_with_a_mark_and_without() {
    let row = "<sheetData><row><c t=\"str\"><v>机关名称</v></c></row></sheetData>";
    for mark in ["\u{FEFF}", ""] {
        for turn in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
            let wide = |(name, bytes): (String, Vec<u8>)| {
                let text = String::from_utf8(bytes).unwrap();
                let text = format!("{mark}<?xml version=\"1.0\" encoding=\"UTF-16\"?>{text}");
                (name, text.encode_utf16().flat_map(turn).collect())
            };
            let parts: Vec<_> = xlsx_parts(row).into_iter().map(wide).collect();
            assert_eq!(content(&package(&parts), (0, 0)), text("机关名称"));
        }
    }
}
