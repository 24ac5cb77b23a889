//! Faces and what each is for. The shipped ones are part of the program; a user's own
//! folder comes first; the system's fonts are never asked.

use crate::error::Error;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash};
use std::path::Path;
use std::sync::{LazyLock, OnceLock};
use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontBook, FontVariant, FontVariations};
use typst::utils::LazyHash;

/// The faces inside the program, those of every report first.
static SHIPPED: &[&[u8]] = &[
    #[cfg(feature = "fandol")]
    include_bytes!("../../../fonts/FandolFang-Regular.otf"),
    #[cfg(feature = "fandol")]
    include_bytes!("../../../fonts/FandolSong-PageNumber.otf"),
    include_bytes!("../../../fonts/NotoSerifCJKsc-Bold.otf"),
    include_bytes!("../../../fonts/NotoSansCJKsc-Regular.otf"),
    include_bytes!("../../../fonts/NBWenKai-Regular.ttf"),
    include_bytes!("../../../fonts/NotoSerifCJKsc-Regular.otf"),
    include_bytes!("../../../fonts/DejaVuSans-Symbols.ttf"),
];
/// How many at the end of [`SHIPPED`] few reports need.
const RARE: usize = 2;

/// The shipped faces, file by file, read once in a process, on all its processors.
static SHIPPED_FACES: LazyLock<Vec<Vec<Font>>> = LazyLock::new(|| {
    let files: Vec<Vec<Font>> = std::thread::scope(|scope| {
        let read =
            |bytes: &'static [u8]| scope.spawn(move || Font::iter(Bytes::new(bytes)).collect());
        let reading: Vec<_> = SHIPPED.iter().map(|bytes| read(bytes)).collect();
        let joined = reading.into_iter().map(|reading| reading.join());
        joined.map(|file| file.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    warm(files[..files.len() - RARE].concat());
    files
});

/// Typst tells fonts apart by the hash of all their bytes and keeps it: a third of the time
/// of a first report. It is worked out while the workbook is still being read.
fn warm(faces: Vec<Font>) {
    let work = move || {
        for face in faces {
            face.hash(&mut DefaultHasher::new());
        }
    };
    // Without a thread the first report is slower, that is all.
    let _ = std::thread::Builder::new().spawn(work);
}

/// Families for one use, user's own and shipped.
#[derive(Deserialize)]
struct Role {
    user: Vec<String>,
    shipped: Vec<String>,
}

static ROLES: LazyLock<BTreeMap<String, Role>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../fonts/roles.toml")).expect("fonts/roles.toml is readable")
});

/// Endings of files that may be fonts.
const ENDINGS: [&str; 4] = ["ttf", "otf", "ttc", "otc"];

/// One face.
struct Face {
    font: Font,
    /// Its characters, sorted.
    covered: OnceLock<Vec<u32>>,
}

/// The faces of one run.
pub struct Fonts {
    book: LazyHash<FontBook>,
    faces: Vec<Face>,
    roles: BTreeMap<String, Vec<String>>,
}

impl Fonts {
    /// The shipped faces alone.
    pub fn shipped() -> Fonts {
        Fonts::with(Vec::new())
    }

    /// The shipped faces behind those of a folder.
    ///
    /// # Errors
    /// [`Error::Read`] when the folder or a font in it cannot be read, [`Error::Usage`] when
    /// it holds no font at all.
    pub fn with_folder(folder: &Path) -> Result<Fonts, Error> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::Read { path, source }
        };
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(failed(folder))? {
            let path = entry.map_err(failed(folder))?.path();
            let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
            if ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) {
                paths.push(path);
            }
        }
        // The order of a folder is nobody's promise.
        paths.sort();
        let mut own = Vec::new();
        for path in paths {
            own.extend(Font::iter(Bytes::new(std::fs::read(&path).map_err(failed(&path))?)));
        }
        if own.is_empty() {
            return Err(Error::Usage(format!(
                "文件夹“{}”里没有可用的字体文件（.ttf、.otf、.ttc）",
                folder.display()
            )));
        }
        Ok(Fonts::with(own))
    }

    fn with(own: Vec<Font>) -> Fonts {
        let mut own_families: Vec<String> = Vec::new();
        for font in &own {
            if !own_families.contains(&font.info().family) {
                own_families.push(font.info().family.clone());
            }
        }
        let fonts: Vec<Font> =
            own.into_iter().chain(SHIPPED_FACES.iter().flatten().cloned()).collect();
        let book = FontBook::from_fonts(&fonts);
        let roles = ROLES
            .iter()
            .map(|(name, role)| (name.clone(), families(role, &own_families, &book)))
            .collect();
        let faces = fonts.into_iter().map(|font| Face { font, covered: OnceLock::new() }).collect();
        Fonts { book: LazyHash::new(book), faces, roles }
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
        let families = self.roles.get(role).map_or(&[][..], Vec::as_slice);
        let has = |index: usize| self.has(index, character);
        let family_has = |name: &String| self.book.select_family(&name.to_lowercase()).any(has);
        let rank = families.iter().position(family_has);
        rank.or_else(|| (0..self.faces.len()).any(has).then_some(families.len()))
    }

    fn has(&self, index: usize, character: char) -> bool {
        self.faces.get(index).is_some_and(|face| {
            let covered = || face.font.info().coverage.iter().collect();
            face.covered.get_or_init(covered).binary_search(&character.into()).is_ok()
        })
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
        self.faces.get(index).map(|face| face.font.clone())
    }
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
