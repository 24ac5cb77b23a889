//! Faces and what each is for. The shipped ones are part of the program; a user's own
//! folder comes first; the system's fonts are never asked.

use crate::error::Error;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{LazyLock, OnceLock};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

/// The faces inside the program.
static SHIPPED: &[&[u8]] = &[
    #[cfg(feature = "fandol")]
    include_bytes!("../../../fonts/FandolFang-Regular.otf"),
    #[cfg(feature = "fandol")]
    include_bytes!("../../../fonts/FandolSong-PageNumber.otf"),
    include_bytes!("../../../fonts/NBWenKai-Regular.ttf"),
    include_bytes!("../../../fonts/NotoSansCJKsc-Regular.otf"),
    include_bytes!("../../../fonts/NotoSerifCJKsc-Bold.otf"),
    include_bytes!("../../../fonts/NotoSerifCJKsc-Regular.otf"),
    include_bytes!("../../../fonts/DejaVuSans-Symbols.ttf"),
];

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

/// One face: where its bytes are, parsed when first asked for.
struct Face {
    data: Bytes,
    index: u32,
    font: OnceLock<Option<Font>>,
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
            own.push(Bytes::new(std::fs::read(&path).map_err(failed(&path))?));
        }
        if own.iter().all(|data| FontInfo::iter(data).next().is_none()) {
            return Err(Error::Usage(format!(
                "文件夹“{}”里没有可用的字体文件（.ttf、.otf、.ttc）",
                folder.display()
            )));
        }
        Ok(Fonts::with(own))
    }

    fn with(own: Vec<Bytes>) -> Fonts {
        let mut book = FontBook::new();
        let mut faces = Vec::new();
        let mut own_families = Vec::new();
        let own_count = own.len();
        let shipped = SHIPPED.iter().map(|bytes| Bytes::new(*bytes));
        for (order, data) in own.into_iter().chain(shipped).enumerate() {
            for (index, info) in FontInfo::iter(&data).enumerate() {
                if order < own_count && !own_families.contains(&info.family) {
                    own_families.push(info.family.clone());
                }
                book.push(info);
                let index = index as u32;
                faces.push(Face { data: data.clone(), index, font: OnceLock::new() });
            }
        }
        let roles = ROLES
            .iter()
            .map(|(name, role)| (name.clone(), families(role, &own_families, &book)))
            .collect();
        Fonts { book: LazyHash::new(book), faces, roles }
    }

    /// Families for each use, most wanted first; only such as exist.
    pub fn roles(&self) -> &BTreeMap<String, Vec<String>> {
        &self.roles
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(super) fn face(&self, index: usize) -> Option<Font> {
        let face = self.faces.get(index)?;
        face.font.get_or_init(|| Font::new(face.data.clone(), face.index)).clone()
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
