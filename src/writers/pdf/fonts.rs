//! Faces and what each is for. The shipped ones are part of the program; a user's own
//! folder comes first; the system's fonts are never asked.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash};
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};
use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontBook, FontInfo, FontVariant, FontVariations};
use typst::utils::LazyHash;

/// A file in `fonts/`: its name and its bytes.
#[cfg(feature = "faces")]
macro_rules! shipped {
    ($file:literal) => {
        ($file, include_bytes!(concat!("../../../fonts/", $file)))
    };
}

/// A file in `fonts/` that somebody else brings.
#[cfg(not(feature = "faces"))]
macro_rules! shipped {
    ($file:literal) => {
        ($file, &[])
    };
}

/// The faces that the program knows, by file; their bytes where they are inside it.
static SHIPPED: &[(&str, &[u8])] = &[
    #[cfg(feature = "fandol")]
    shipped!("FandolFang-Regular.ttf"),
    #[cfg(feature = "fandol")]
    shipped!("FandolSong-PageNumber.otf"),
    shipped!("NotoSerifCJKsc-Bold.otf"),
    shipped!("NotoSansCJKsc-Regular.otf"),
    shipped!("NBWenKai-Regular.ttf"),
    shipped!("NotoSerifCJKsc-Regular.otf"),
    shipped!("DejaVuSans-Symbols.ttf"),
];

/// What Typst needs to know of each face before it opens one, read from the faces once and
/// for all: opening one takes longer than setting a page.
static KNOWN: LazyLock<BTreeMap<String, FontInfo>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../fonts/book.json"))
        .expect("fonts/book.json is readable")
});

/// Where the bytes of the shipped faces come from. [`Embedded`] has them in the program; a
/// caller that must stay small hands in what it has loaded.
pub trait FontSource: Send + Sync {
    /// The bytes of a face by the name of its file in `fonts/`; `None` where it is not at
    /// hand, and then others stand in for it.
    fn bytes(&self, file: &str) -> Option<&[u8]>;
}

/// The faces inside the program.
#[derive(Debug, Clone, Copy)]
pub struct Embedded;

impl FontSource for Embedded {
    fn bytes(&self, file: &str) -> Option<&[u8]> {
        let (_, bytes) = SHIPPED.iter().find(|(name, _)| *name == file)?;
        cfg!(feature = "faces").then_some(*bytes)
    }
}

/// The shipped faces of one source, each opened once, when first used.
struct Shelf {
    source: Arc<dyn FontSource>,
    faces: Vec<(&'static str, OnceLock<Option<Font>>)>,
}

/// The faces inside the program, opened once in a process.
static EMBEDDED: LazyLock<Arc<Shelf>> = LazyLock::new(|| Arc::new(Shelf::new(Arc::new(Embedded))));

impl Shelf {
    fn new(source: Arc<dyn FontSource>) -> Shelf {
        let at_hand = SHIPPED.iter().filter(|(file, _)| source.bytes(file).is_some());
        let faces = at_hand.map(|(file, _)| (*file, OnceLock::new())).collect();
        Shelf { source, faces }
    }

    fn face(&self, index: usize) -> Option<Font> {
        let (file, face) = self.faces.get(index)?;
        let open = || {
            let by_name = Arc::new(AtomicBool::new(true));
            let shipped = Shipped { file, source: self.source.clone(), by_name: by_name.clone() };
            let data = Bytes::new(shipped);
            data.hash(&mut DefaultHasher::new());
            by_name.store(false, Ordering::Relaxed);
            Font::new(data, 0)
        };
        face.get_or_init(open).clone()
    }

    /// What is known of a face before it is opened.
    fn info(&self, file: &str) -> FontInfo {
        let read = || FontInfo::new(self.source.bytes(file)?, 0);
        KNOWN.get(file).cloned().or_else(read).expect("a shipped face is a font")
    }
}

/// The bytes of a shipped face. Typst tells fonts apart by a hash of all their bytes, a third
/// of the time of a first report, and keeps it. While `by_name`, the name of the file stands
/// for its bytes: unlike those of any other, and known beforehand.
struct Shipped {
    file: &'static str,
    source: Arc<dyn FontSource>,
    by_name: Arc<AtomicBool>,
}

impl AsRef<[u8]> for Shipped {
    fn as_ref(&self) -> &[u8] {
        if self.by_name.load(Ordering::Relaxed) {
            self.file.as_bytes()
        } else {
            self.source.bytes(self.file).unwrap_or_default()
        }
    }
}

/// Families for one use, user's own and shipped.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Role {
    user: Vec<String>,
    shipped: Vec<String>,
}

static ROLES: LazyLock<BTreeMap<String, Role>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../fonts/roles.toml")).expect("fonts/roles.toml is readable")
});

/// Characters, as ranges in order.
type Covered = Vec<RangeInclusive<u32>>;

/// The faces of one run: the user's own, then the shipped.
pub struct Fonts {
    book: LazyHash<FontBook>,
    own: Vec<Font>,
    shipped: Arc<Shelf>,
    /// What each face has, once somebody asked.
    covered: Vec<OnceLock<Covered>>,
    roles: BTreeMap<String, Vec<String>>,
    /// For each use the faces of its families, as the book counts them.
    faces: BTreeMap<String, Vec<Vec<usize>>>,
}

impl Fonts {
    /// The faces inside the program alone.
    pub fn embedded() -> Fonts {
        Fonts::new(Vec::new(), EMBEDDED.clone())
    }

    /// The faces inside the program behind the user's own: the bytes of font files in the
    /// order in which they are wanted.
    ///
    /// `None` when there is no face in any of the files.
    pub fn with_own(files: Vec<Vec<u8>>) -> Option<Fonts> {
        let own: Vec<Font> =
            files.into_iter().flat_map(|bytes| Font::iter(Bytes::new(bytes))).collect();
        (!own.is_empty()).then(|| Fonts::new(own, EMBEDDED.clone()))
    }

    /// The user's own faces, if any, and the shipped ones as somebody else has loaded them.
    pub fn from_source(source: Arc<dyn FontSource>, own: Vec<Vec<u8>>) -> Fonts {
        let own = own.into_iter().flat_map(|bytes| Font::iter(Bytes::new(bytes))).collect();
        Fonts::new(own, Arc::new(Shelf::new(source)))
    }

    fn new(own: Vec<Font>, shipped: Arc<Shelf>) -> Fonts {
        let mut own_families: Vec<String> = Vec::new();
        for font in &own {
            if !own_families.contains(&font.info().family) {
                own_families.push(font.info().family.clone());
            }
        }
        let own_infos = own.iter().map(|font| font.info().clone());
        let book = FontBook::from_infos(
            own_infos.chain(shipped.faces.iter().map(|(file, _)| shipped.info(file))),
        );
        let roles: BTreeMap<String, Vec<String>> = ROLES
            .iter()
            .map(|(name, role)| (name.clone(), families(role, &own_families, &book)))
            .collect();
        let faces_of = |family: &String| book.select_family(&family.to_lowercase()).collect();
        let faces = roles
            .iter()
            .map(|(name, families)| (name.clone(), families.iter().map(faces_of).collect()))
            .collect();
        let covered = (0..own.len() + shipped.faces.len()).map(|_| OnceLock::new()).collect();
        Fonts { book: LazyHash::new(book), own, shipped, covered, roles, faces }
    }

    /// How many faces there are.
    pub fn len(&self) -> usize {
        self.covered.len()
    }

    /// Whether there is no face at all.
    pub fn is_empty(&self) -> bool {
        self.covered.is_empty()
    }

    /// Families for each use, most wanted first; only such as exist.
    pub fn roles(&self) -> &BTreeMap<String, Vec<String>> {
        &self.roles
    }

    /// Which family of this use prints the character, counted from 0; if none of them does,
    /// the number of families, as Typst then takes any other face that has it.
    ///
    /// `None` if no face at all has the character.
    pub fn rank(&self, role: &str, character: char) -> Option<usize> {
        let families = self.faces.get(role).map_or(&[][..], Vec::as_slice);
        let has = |index: &usize| self.has(*index, character);
        let rank = families.iter().position(|faces| faces.iter().any(has));
        rank.or_else(|| self.has_any(character).then_some(families.len()))
    }

    /// Whether any face at all has the character.
    pub fn has_any(&self, character: char) -> bool {
        (0..self.covered.len()).any(|index| self.has(index, character))
    }

    fn has(&self, index: usize, character: char) -> bool {
        let (Some(face), Some(info)) = (self.covered.get(index), self.book.info(index)) else {
            return false;
        };
        let covered = face.get_or_init(|| ranges(info.coverage.iter()));
        let code = u32::from(character);
        let next = covered.partition_point(|range| *range.end() < code);
        covered.get(next).is_some_and(|range| range.contains(&code))
    }

    /// The family that prints the character in this use.
    pub fn family(&self, role: &str, character: char) -> Option<&str> {
        self.roles.get(role)?.get(self.rank(role, character)?).map(String::as_str)
    }

    /// Whether the face that prints the character knows this variant of it.
    pub(super) fn has_variant(&self, role: &str, character: char, selector: char) -> bool {
        let Some(family) = self.family(role, character) else { return false };
        let knows = |font: Font| {
            let instance =
                font.instantiate(FontVariant::default(), Abs::pt(16.0), &FontVariations::default());
            instance.ttf().glyph_variation_index(character, selector).is_some()
        };
        self.book
            .select_family(&family.to_lowercase())
            .any(|index| self.face(index).is_some_and(knows))
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(super) fn face(&self, index: usize) -> Option<Font> {
        match self.own.get(index) {
            Some(font) => Some(font.clone()),
            None => self.shipped.face(index - self.own.len()),
        }
    }
}

fn ranges(codes: impl Iterator<Item = u32>) -> Covered {
    let mut ranges = Covered::new();
    for code in codes {
        match ranges.last_mut() {
            Some(last) if *last.end() + 1 == code => *last = *last.start()..=code,
            _ => ranges.push(code..=code),
        }
    }
    ranges
}

/// The user's face made for this use, the shipped ones, then whatever else the user has:
/// an unknown face may still hold the one rare character.
fn families(role: &Role, own: &[String], book: &FontBook) -> Vec<String> {
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    let wanted = role.user.iter().filter(|name| own.iter().any(|family| same(family, name)));
    let shipped = role.shipped.iter().filter(|name| book.contains_family(&name.to_lowercase()));
    let mut families: Vec<String> = Vec::new();
    for name in wanted.chain(shipped).chain(own) {
        if !families.iter().any(|family| same(family, name)) {
            families.push(name.clone());
        }
    }
    families
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `NIANBAO_BLESS=1` writes what is asked for here.
    #[test]
    fn what_is_known_of_the_shipped_faces_is_what_stands_in_them() {
        let read = |(file, bytes): &(&'static str, &[u8])| (*file, FontInfo::new(bytes, 0));
        let read: BTreeMap<_, _> = SHIPPED.iter().map(read).collect();
        if std::env::var_os("NIANBAO_BLESS").is_some() && cfg!(feature = "fandol") {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/book.json");
            std::fs::write(path, serde_json::to_string(&read).unwrap() + "\n").unwrap();
            return;
        }
        for (file, info) in read {
            assert_eq!(KNOWN.get(file), info.as_ref(), "{file}: run with NIANBAO_BLESS=1");
        }
    }

    #[test]
    fn a_shipped_face_gives_its_own_bytes_after_its_hash_is_known() {
        for (index, (file, bytes)) in SHIPPED.iter().enumerate() {
            let font = EMBEDDED.face(index).unwrap();
            assert!(font.data().as_slice() == *bytes, "{file}");
        }
    }
}
