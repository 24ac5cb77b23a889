//! The five faces of an official document, which characters they hold, and the font table.
//!
//! No font is embedded: the names are promises that the reader's system keeps or, through
//! `w:altName` and `w:panose1`, replaces sensibly.

use crate::formats::xml::tree::Element;
use encoding_rs::GBK;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// A role of type in GB/T 9704.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// 仿宋: body text, tables, third-level headings.
    FangSong,
    /// 楷体: second-level headings.
    KaiTi,
    /// 黑体: first-level headings.
    Hei,
    /// 小标宋: the title.
    XiaoBiaoSong,
    /// 宋体: page numbers.
    Song,
}

/// For hanzi beyond U+FFFF, which none of the other faces has.
const EXTENSION: &str = "宋体-ExtB";

impl Face {
    /// Name of the font.
    pub fn name(self) -> &'static str {
        match self {
            Face::FangSong => "仿宋_GB2312",
            Face::KaiTi => "楷体_GB2312",
            Face::Hei => "黑体",
            Face::XiaoBiaoSong => "方正小标宋简体",
            Face::Song => "宋体",
        }
    }

    /// The font that has to take this character's place on, or none where the face has it.
    ///
    /// Three of the faces hold no more than GB2312. Left alone, Word would pick any font
    /// for the rare characters of names and places.
    pub fn substitute(self, character: char) -> Option<&'static str> {
        if matches!(character, '\u{20000}'..='\u{3FFFF}') {
            return Some(EXTENSION);
        }
        let wider = match self {
            Face::FangSong => "仿宋",
            Face::KaiTi => "楷体",
            Face::XiaoBiaoSong => "宋体",
            Face::Hei | Face::Song => return None,
        };
        (!in_gb2312(character)).then_some(wider)
    }
}

/// True for ASCII and the 7445 characters of GB/T 2312-1980.
fn in_gb2312(character: char) -> bool {
    let code = u32::from(character) as usize;
    character.is_ascii() || GB2312.get(code / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 1)
}

/// GB2312 by rows: lead byte, and the trail bytes it has characters at. GBK fills the gaps, so
/// both bytes above 0xA0 is not enough.
const ROWS: [(RangeInclusive<u8>, &[RangeInclusive<u8>]); 12] = [
    (0xA1..=0xA1, &[0xA1..=0xFE]),
    (0xA2..=0xA2, &[0xB1..=0xE2, 0xE5..=0xEE, 0xF1..=0xFC]),
    (0xA3..=0xA3, &[0xA1..=0xFE]),
    (0xA4..=0xA4, &[0xA1..=0xF3]),
    (0xA5..=0xA5, &[0xA1..=0xF6]),
    (0xA6..=0xA6, &[0xA1..=0xB8, 0xC1..=0xD8]),
    (0xA7..=0xA7, &[0xA1..=0xC1, 0xD1..=0xF1]),
    (0xA8..=0xA8, &[0xA1..=0xBA, 0xC5..=0xE9]),
    (0xA9..=0xA9, &[0xA4..=0xEF]),
    (0xB0..=0xD6, &[0xA1..=0xFE]),
    (0xD7..=0xD7, &[0xA1..=0xF9]),
    (0xD8..=0xF7, &[0xA1..=0xFE]),
];

/// One bit for each character of the basic plane.
static GB2312: LazyLock<[u64; 1024]> = LazyLock::new(|| {
    let mut bytes = Vec::new();
    for (leads, trails) in ROWS {
        for lead in leads {
            bytes.extend(trails.iter().cloned().flatten().flat_map(|trail| [lead, trail]));
        }
    }
    let mut bits = [0; 1024];
    for character in GBK.decode_without_bom_handling(&bytes).0.chars() {
        let code = u32::from(character) as usize;
        bits[code / 64] |= 1 << (code % 64);
    }
    bits
});

/// Name, other names to look for, PANOSE, family, pitch.
const FONTS: [[&str; 5]; 8] = [
    ["仿宋_GB2312", "FangSong_GB2312,仿宋,FangSong", "02010609030101010101", "modern", "fixed"],
    ["楷体_GB2312", "KaiTi_GB2312,楷体,KaiTi", "02010609030101010101", "modern", "fixed"],
    ["黑体", "SimHei", "02010609060101010101", "modern", "fixed"],
    [
        "方正小标宋简体",
        "FZXiaoBiaoSong-B05S,方正小标宋_GBK,STZhongsong",
        "03000509000000000000",
        "script",
        "fixed",
    ],
    ["宋体", "SimSun", "02010600030101010101", "auto", "variable"],
    ["仿宋", "FangSong", "02010609060101010101", "modern", "fixed"],
    ["楷体", "KaiTi", "02010609060101010101", "modern", "fixed"],
    ["宋体-ExtB", "SimSun-ExtB", "02010609060101010101", "modern", "fixed"],
];

/// The font table part. Character set 86 is GB2312.
pub fn font_table() -> Element {
    let fonts = FONTS.map(|[name, others, panose, family, pitch]| {
        Element::new("w:font").with("w:name", name).children([
            Element::value("w:altName", others),
            Element::value("w:panose1", panose),
            Element::value("w:charset", "86"),
            Element::value("w:family", family),
            Element::value("w:pitch", pitch),
        ])
    });
    Element::new("w:fonts").children(fonts)
}
