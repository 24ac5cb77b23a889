//! Two hundred forgeries of one character each, in every file of a folder, sealed anew as a
//! forger would: all are noticed.

use super::verify::{Line, verify};
use super::*;
use crate::formats::digest::sha256;
use crate::formats::opc::Edit;
use crate::model::Forms;
use crate::reader::{self, OpenOptions};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::ops::Range;
use std::sync::OnceLock;

/// Forgeries of each file.
const FORGERIES: usize = 50;

type Files = BTreeMap<String, Vec<u8>>;

fn folder() -> &'static Files {
    static FILES: OnceLock<Files> = OnceLock::new();
    FILES.get_or_init(|| {
        let bytes = include_bytes!("../../../templates/example-2021.xlsx");
        let report = reader::read(bytes, &OpenOptions::default()).unwrap().report;
        let given = Given {
            archive_number: Some("X001-WS·2022-Y-0001".into()),
            fonds: Some("X001".into()),
            retention: Some("永久".into()),
        };
        let folder = super::folder(
            (&report, Issue::FIRST),
            "example",
            "00",
            &given,
            &pdf::Fonts::embedded(),
            true,
        );
        let files = folder.unwrap().files.into_iter();
        files.map(|(name, bytes)| (name.to_owned(), bytes)).collect()
    })
}

fn lines(files: &Files) -> Vec<Line> {
    let listed = sums::read(&files[sums::NAME]).unwrap();
    let files = files.iter().filter(|(name, _)| *name != sums::NAME);
    let files = files.map(|(name, bytes)| (name.clone(), Some(bytes.clone()))).collect();
    verify(&listed, &files, Forms::shipped(), &pdf::Fonts::embedded())
}

fn is_noticed(files: &Files) -> bool {
    lines(files).iter().any(|line| matches!(line, Line::Different(_)))
}

/// The folder with one file exchanged and everything counted and sealed anew.
fn sealed_with(name: &str, bytes: Vec<u8>) -> Files {
    let mut files = folder().clone();
    let old = files.insert(name.to_owned(), bytes).unwrap();
    if name != METADATA {
        let size = |bytes: &[u8]| format!("<计算机文件大小>{}<", bytes.len());
        let about = String::from_utf8(files[METADATA].clone()).unwrap();
        let about = about.replace(&sha256(&old), &sha256(&files[name]));
        let about = about.replace(&size(&old), &size(&files[name]));
        files.insert(METADATA.to_owned(), about.into_bytes());
    }
    files.remove(sums::NAME);
    let sums = files.iter().map(|(name, bytes)| (name.clone(), sha256(bytes))).collect();
    files.insert(sums::NAME.to_owned(), sums::lines(&sums));
    files
}

/// The same throws every time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

/// Text with one of the characters in these ranges exchanged.
fn forged(text: &str, ranges: &[Range<usize>], dice: &mut Dice) -> (String, String) {
    let places: Vec<usize> = ranges
        .iter()
        .flat_map(|range| text[range.clone()].char_indices().map(|(at, c)| (range.start + at, c)))
        .filter(|(_, c)| !c.is_whitespace() && !matches!(c, '&' | ';'))
        .map(|(at, _)| at)
        .collect();
    let at = places[dice.throw(places.len())];
    let old = text[at..].chars().next().unwrap();
    let new = match old {
        '0'..='8' => char::from(old as u8 + 1),
        '9' => '0',
        '某' => '甲',
        _ => '某',
    };
    let forged = format!("{}{new}{}", &text[..at], &text[at + old.len_utf8()..]);
    let start = text[..at].char_indices().rev().nth(20).map_or(0, |(at, _)| at);
    (forged, format!("{old} → {new} after {:?}", &text[start..at]))
}

/// What stands between a start and the next end.
fn between(text: &str, start: &str, end: &str) -> Vec<Range<usize>> {
    text.match_indices(start)
        .filter_map(|(at, _)| {
            let from = at + start.len();
            Some(from..from + text[from..].find(end)?)
        })
        .filter(|range| !range.is_empty())
        .collect()
}

fn each(name: &str, forge: impl Fn(&[u8], &mut Dice) -> (Vec<u8>, String)) {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ name.len() as u64);
    for _ in 0..FORGERIES {
        let (bytes, what) = forge(&folder()[name], &mut dice);
        assert!(is_noticed(&sealed_with(name, bytes)), "{name}: {what}");
    }
}

#[test]
fn an_untouched_folder_agrees_also_when_it_was_packed_anew() {
    assert!(!is_noticed(folder()), "{:?}", lines(folder()));
    let mut edit = Edit::open(&folder()[DOCX]).unwrap();
    let text = edit.text("word/document.xml").unwrap().unwrap();
    edit.write("word/document.xml", text);
    let anew = sealed_with(DOCX, edit.finish().unwrap());
    assert!(!is_noticed(&anew), "{:?}", lines(&anew));
    let pdf = with_stream(&folder()[PDF], |content| content.extend(b"\n"));
    let anew = sealed_with(PDF, pdf);
    assert!(!is_noticed(&anew), "{:?}", lines(&anew));
}

#[test]
fn a_file_that_is_neither_there_nor_listed_is_missing() {
    for name in FILES {
        let mut files = folder().clone();
        files.remove(name);
        files.remove(sums::NAME);
        let sums = files.iter().map(|(name, bytes)| (name.clone(), sha256(bytes))).collect();
        files.insert(sums::NAME.to_owned(), sums::lines(&sums));
        let told = lines(&files).iter().map(ToString::to_string).collect::<String>();
        assert!(told.contains(&format!("{name}：文件缺失")), "{told}");
    }
}

#[test]
fn every_forged_character_of_the_word_document_is_noticed() {
    each(DOCX, |bytes, dice| {
        let mut edit = Edit::open(bytes).unwrap();
        let parts: Vec<String> = edit.names().map(str::to_owned).collect();
        let mut texts = Vec::new();
        for part in parts.iter().filter(|part| part.ends_with(".xml")) {
            let text = edit.text(part).unwrap().unwrap_or_default();
            let is_core = part == "docProps/core.xml";
            let ranges = match is_core {
                true => between(&text, "<dc:title>", "<"),
                false => {
                    let plain = between(&text, "<w:t>", "<").into_iter();
                    plain.chain(between(&text, "<w:t xml:space=\"preserve\">", "<")).collect()
                }
            };
            if !ranges.is_empty() {
                texts.push((part.clone(), text, ranges));
            }
        }
        let chosen = if dice.throw(5) == 0 { dice.throw(texts.len()) } else { usize::MAX };
        let is_body = |(part, _, _): &&(String, String, Vec<_>)| part == "word/document.xml";
        let body = texts.iter().find(is_body).unwrap();
        let (part, text, ranges) = texts.get(chosen).unwrap_or(body);
        let (text, what) = forged(text, ranges, dice);
        edit.write(part, text);
        (edit.finish().unwrap(), format!("{part}: {what}"))
    });
}

#[test]
fn every_forged_character_and_glyph_of_the_ofd_is_noticed() {
    each(OFD, |bytes, dice| {
        let mut edit = Edit::open(bytes).unwrap();
        let is_page = |name: &&str| name.contains("/pages/");
        let mut parts: Vec<String> = edit.names().filter(is_page).map(str::to_owned).collect();
        parts.sort();
        let which = dice.throw(10);
        let part = match which {
            0 => edit.names().find(|name| name.ends_with("ofd.xml")).unwrap().to_owned(),
            1 => edit.names().find(|name| name.ends_with("document.xml")).unwrap().to_owned(),
            2 => edit.names().find(|name| name.ends_with("report.xml")).unwrap().to_owned(),
            _ => parts[dice.throw(parts.len())].clone(),
        };
        let text = edit.text(&part).unwrap().unwrap();
        let ranges = match which {
            0 => {
                let mut ranges = between(&text, "\">", "<");
                for name in ["Title", "Author", "Subject", "DocID"] {
                    ranges.extend(between(&text, &format!("<ofd:{name}>"), "<"));
                }
                ranges.retain(|range| !text[range.clone()].contains("nianbao"));
                ranges.retain(|range| !text[range.clone()].trim().is_empty());
                ranges
            }
            1 => between(&text, "OutlineElem Title=\"", "\""),
            2 => between(&text, "col=\"", "\""),
            3 => between(&text, "<ofd:Glyphs>", "<"),
            _ => {
                let codes = between(&text, "<ofd:TextCode", "</");
                let inner = |range: Range<usize>| {
                    let start = text[range.clone()].find('>').unwrap() + 1;
                    range.start + start..range.end
                };
                codes.into_iter().map(inner).filter(|range| !range.is_empty()).collect()
            }
        };
        let (text, what) = forged(&text, &ranges, dice);
        edit.write(&part, text);
        (edit.finish().unwrap(), format!("{part}: {what}"))
    });
}

#[test]
fn every_forged_character_of_the_xml_is_noticed() {
    each(XML, |bytes, dice| {
        let text = std::str::from_utf8(bytes).unwrap();
        let body = text.find("<r:report").unwrap();
        let mut ranges = between(text, ">", "<");
        ranges.extend(between(text, "label=\"", "\""));
        ranges.retain(|range| range.start > body);
        let (text, what) = forged(text, &ranges, dice);
        (text.into_bytes(), what)
    });
}

#[test]
fn every_forged_character_of_the_metadata_is_noticed() {
    each(METADATA, |bytes, dice| {
        let text = std::str::from_utf8(bytes).unwrap();
        let (text, what) = forged(text, &between(text, ">", "<"), dice);
        (text.into_bytes(), what)
    });
}

#[test]
fn every_forged_character_on_the_pages_is_noticed() {
    each(PDF, |bytes, dice| {
        let mut what = String::new();
        let which = dice.throw(4);
        let pdf = with_nth_stream(bytes, which, |content| {
            let glyphs = glyphs(content);
            let range = glyphs[dice.throw(glyphs.len())].clone();
            let old = content[range.clone()].to_vec();
            let new: &[u8] = if old.ends_with(b"\\002") { b"\\000\\003" } else { b"\\000\\002" };
            what = format!("page {which}: {:?}", String::from_utf8_lossy(&old));
            content.splice(range, new.iter().copied());
        });
        (pdf, what)
    });
}

/// The codes of two bytes in the strings of a page's content.
fn glyphs(content: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < content.len() {
        if content[at] != b'(' {
            at += 1;
            continue;
        }
        at += 1;
        let mut bytes = Vec::new();
        while content[at] != b')' {
            let length = match (content[at], content[at + 1]) {
                (b'\\', b'0'..=b'7') => 4,
                (b'\\', _) => 2,
                _ => 1,
            };
            bytes.push(at..at + length);
            at += length;
        }
        found.extend(bytes.chunks_exact(2).map(|pair| pair[0].start..pair[1].end));
    }
    found
}

fn with_stream(pdf: &[u8], change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    with_nth_stream(pdf, 0, change)
}

/// The file with the content of one page changed, and its table of offsets put right.
fn with_nth_stream(pdf: &[u8], page: usize, change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let find = |text: &[u8], from: usize| {
        let found = pdf[from..].windows(text.len()).position(|window| window == text);
        found.map(|at| from + at)
    };
    let mut pages = Vec::new();
    let mut from = 0;
    while let Some(at) = find(b"/FlateDecode>>\nstream\n", from) {
        let start = at + b"/FlateDecode>>\nstream\n".len();
        let end = find(b"\nendstream", start).unwrap();
        let mut content = Vec::new();
        let read = ZlibDecoder::new(&pdf[start..end]).read_to_end(&mut content);
        if read.is_ok() && content.starts_with(b"/") && content.windows(3).any(|w| w == b"]TJ") {
            pages.push((start, end, content));
        }
        from = end;
    }
    let count = pages.len();
    let (start, end, mut content) = pages.swap_remove(page % count);
    change(&mut content);
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&content).unwrap();
    let packed = packed.finish().unwrap();
    let object = pdf[..start].windows(5).rposition(|window| window == b" obj\n").unwrap() + 5;
    let head = format!("<</Length {}/Filter/FlateDecode>>\nstream\n", packed.len());
    let mut forged = [&pdf[..object], head.as_bytes(), &packed].concat();
    let grown = forged.len() as i64 - end as i64;
    let table = find(b"\nxref\n", end).unwrap() + 1;
    forged.extend(&pdf[end..table]);
    let moved = |offset: i64| if offset > start as i64 { offset + grown } else { offset };
    for line in std::str::from_utf8(&pdf[table..]).unwrap().split_inclusive('\n') {
        let line = match line.split_once(' ') {
            Some((offset, rest)) if rest.starts_with("00000 n") => {
                format!("{:010} {rest}", moved(offset.parse().unwrap()))
            }
            _ if line.trim().bytes().all(|b| b.is_ascii_digit()) && !line.trim().is_empty() => {
                format!("{}\n", moved(line.trim().parse().unwrap()))
            }
            _ => line.to_owned(),
        };
        forged.extend(line.bytes());
    }
    forged
}

#[test]
fn the_same_words_drawn_otherwise_are_noticed() {
    let old = &folder()["report.ofd"];
    let page = {
        let edit = Edit::open(old).unwrap();
        let is_page = |name: &&str| name.ends_with("content.xml");
        edit.names().find(is_page).unwrap().to_owned()
    };
    let turns: [fn(&str) -> String; 3] = [
        // Two objects change places.
        |text| {
            let places = between(text, " Boundary=\"", "\"");
            let (one, other) = (places[0].clone(), places[1].clone());
            let (a, b) = (&text[one.clone()], &text[other.clone()]);
            [&text[..one.start], b, &text[one.end..other.start], a, &text[other.end..]].concat()
        },
        |text| text.replacen("<ofd:TextObject ", "<ofd:TextObject Alpha=\"0\" ", 1),
        |text| text.replacen("<ofd:TextObject ", "<ofd:TextObject Visible=\"false\" ", 1),
    ];
    for turn in turns {
        let mut edit = Edit::open(old).unwrap();
        let text = edit.text(&page).unwrap().unwrap();
        edit.write(&page, turn(&text));
        assert!(is_noticed(&sealed_with("report.ofd", edit.finish().unwrap())));
    }
}
