//! The faces in use, and the parts of them that go into the file.
//!
//! Typst's own subsetter leaves out the table of characters, which OFD-A asks for; allsorts
//! keeps it. It would search the whole of a face for the characters of a few hundred glyphs:
//! it is given a table of those that stand on the pages instead.

use super::Ids;

use crate::error::Error;
use allsorts::binary::read::ReadScope;
use allsorts::error::ParseError;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use allsorts::tables::{Fixed, FontTableProvider};
use allsorts::{tag, variations};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;
use ttf_parser::GlyphId;
use typst::text::FontInstance;

/// A face as the pages use it.
pub struct Face {
    font: FontInstance,
    /// Where each glyph in use has its ink, in em, y upwards. The first is the one for missing
    /// characters.
    glyphs: BTreeMap<u16, Ink>,
    characters: BTreeMap<char, u16>,
}

/// The ink of a glyph, in em from its origin, y upwards; `None` for a blank.
#[derive(Debug, Clone, Copy)]
pub struct Ink(Option<[f64; 4]>);

impl Ink {
    pub fn corners(self) -> impl Iterator<Item = (f64, f64)> {
        let all = |[left, bottom, right, top]: [f64; 4]| {
            [(left, bottom), (right, bottom), (left, top), (right, top)]
        };
        self.0.map(all).into_iter().flatten()
    }
}

/// All faces, in the order of their first use.
#[derive(Default)]
pub struct Faces(Vec<Face>);

impl Faces {
    /// The index of a face.
    ///
    /// # Errors
    /// When its licence forbids embedding.
    pub fn index(&mut self, font: &FontInstance) -> Result<usize, Error> {
        if let Some(index) = self.0.iter().position(|face| face.font == *font) {
            return Ok(index);
        }
        if font.ttf().permissions() == Some(ttf_parser::Permissions::Restricted) {
            let sentence =
                format!("字体“{}”的许可不允许嵌入文件，请换一种字体", font.info().family);
            return Err(Error::Usage(format!("生成OFD失败：{sentence}")));
        }
        let (glyphs, characters) = (BTreeMap::from([(0, Ink(None))]), BTreeMap::new());
        self.0.push(Face { font: font.clone(), glyphs, characters });
        Ok(self.0.len() - 1)
    }

    /// Notes that a glyph is used, and for which character if it is one. Gives its ink.
    pub fn use_glyph(&mut self, index: usize, glyph: u16, character: Option<char>) -> Ink {
        let Face { font, glyphs, characters } = &mut self.0[index];
        if let Some(character) = character {
            characters.entry(character).or_insert(glyph);
        }
        *glyphs.entry(glyph).or_insert_with(|| {
            let em = |units: i16| f64::from(units) / font.units_per_em();
            let area = font.ttf().glyph_bounding_box(GlyphId(glyph));
            Ink(area.map(|area| [area.x_min, area.y_min, area.x_max, area.y_max].map(em)))
        })
    }
}

/// A font inside the file.
pub struct Embedded {
    pub id: u32,
    pub name: String,
    pub family: String,
    /// Its name below `Res`.
    pub file: String,
    pub bytes: Vec<u8>,
    /// The glyphs of the whole face that are in it, in order.
    glyphs: Vec<u16>,
}

impl Embedded {
    /// The number that a glyph of the whole face has here.
    pub fn place(&self, glyph: u16) -> usize {
        self.glyphs.binary_search(&glyph).unwrap_or_default()
    }
}

/// The used parts of all faces.
///
/// # Errors
/// [`Error::Writer`] when a face of the user's own is broken.
pub fn embed(faces: &Faces, ids: &mut Ids) -> Result<Vec<Embedded>, Error> {
    let embedded = |face: &Face| {
        let info = face.font.info();
        let failed = |cause: &dyn Display| {
            Error::writer("OFD", format!("字体“{}”不能嵌入（{cause}），请换一种字体", info.family))
        };
        let glyphs: Vec<u16> = face.glyphs.keys().copied().collect();
        let bytes = part(face, &glyphs).map_err(|cause| failed(&cause))?;
        let id = ids.next();
        let ending = if bytes.starts_with(b"OTTO") { "otf" } else { "ttf" };
        let name = face.font.post_script_name().unwrap_or_else(|| info.family.clone());
        let (family, file) = (info.family.clone(), format!("font_{id}.{ending}"));
        Ok(Embedded { id, name, family, file, bytes, glyphs })
    };
    faces.0.iter().map(embedded).collect()
}

/// The glyphs of a face, numbered in this order.
fn part(face: &Face, glyphs: &[u16]) -> Result<Vec<u8>, String> {
    let failed = |cause: &dyn std::fmt::Debug| format!("{cause:?}");
    let still = still(&face.font)?;
    let data = still.as_deref().unwrap_or(face.font.data().as_slice());
    let index = if still.is_some() { 0 } else { face.font.index() as usize };
    let file = ReadScope::new(data).read::<FontData<'_>>().map_err(|cause| failed(&cause))?;
    let tables = file.table_provider(index).map_err(|cause| failed(&cause))?;
    let tables = Tables { tables, characters: characters(face) };
    subset(&tables, glyphs, &SubsetProfile::Minimal, CmapTarget::Unicode)
        .map_err(|cause| failed(&cause))
}

/// A variable font in the variant in use; `None` if it is an ordinary one.
fn still(font: &FontInstance) -> Result<Option<Vec<u8>>, String> {
    let axes: Vec<_> = font.ttf().variation_axes().into_iter().collect();
    if axes.is_empty() {
        return Ok(None);
    }
    let failed = |cause: &dyn std::fmt::Debug| format!("{cause:?}");
    let chosen = |axis: &ttf_parser::VariationAxis| {
        let tag = axis.tag.to_bytes();
        let own = font.variations().0.iter().find(|(name, _)| name.to_bytes() == tag);
        Fixed::from(own.map_or(axis.def_value, |(_, value)| value.0))
    };
    let values: Vec<Fixed> = axes.iter().map(chosen).collect();
    let scope = ReadScope::new(font.data().as_slice());
    let file = scope.read::<FontData<'_>>().map_err(|cause| failed(&cause))?;
    let tables = file.table_provider(font.index() as usize).map_err(|cause| failed(&cause))?;
    let (bytes, _) = variations::instance(&tables, &values).map_err(|cause| failed(&cause))?;
    Ok(Some(bytes))
}

/// A font with another table of characters.
struct Tables<T> {
    tables: T,
    characters: Vec<u8>,
}

impl<T: FontTableProvider> FontTableProvider for Tables<T> {
    fn table_data(&self, tag: u32) -> Result<Option<Cow<'_, [u8]>>, ParseError> {
        match tag {
            tag::CMAP => Ok(Some(Cow::Borrowed(&self.characters))),
            _ => self.tables.table_data(tag),
        }
    }

    fn has_table(&self, tag: u32) -> bool {
        self.tables.has_table(tag)
    }

    fn table_tags(&self) -> Option<Vec<u32>> {
        self.tables.table_tags()
    }
}

/// `cmap` in format 12 with the characters on the pages, by the glyphs of the whole face. Of
/// two glyphs for one character the usual one counts.
fn characters(face: &Face) -> Vec<u8> {
    const HEADER: u32 = 16;
    const GROUP: u32 = 12;
    let usual = |character: char| {
        let glyph = face.font.ttf().glyph_index(character)?.0;
        face.glyphs.contains_key(&glyph).then_some(glyph)
    };
    let groups: Vec<(u32, u16)> = face
        .characters
        .iter()
        .map(|(character, glyph)| (u32::from(*character), usual(*character).unwrap_or(*glyph)))
        .collect();
    let count = u32::try_from(groups.len()).unwrap_or(u32::MAX);
    let mut table = Vec::new();
    // Version 0, one table: Windows, all of Unicode, right behind this header.
    for short in [0u16, 1, 3, 10] {
        table.extend(short.to_be_bytes());
    }
    table.extend(12u32.to_be_bytes());
    table.extend(12u16.to_be_bytes());
    table.extend(0u16.to_be_bytes());
    for long in [HEADER + GROUP * count, 0, count] {
        table.extend(long.to_be_bytes());
    }
    for (character, glyph) in groups {
        for long in [character, character, u32::from(glyph)] {
            table.extend(long.to_be_bytes());
        }
    }
    table
}
