//! The editions that a run knows: those that come with the program, and those of `--form`.

use super::{Edition, Form, parse};
use crate::error::Error;
use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{LazyLock, Mutex, PoisonError};

/// The editions in `templates/forms`, newest first.
const SHIPPED: [(&str, &str); 2] = [
    ("templates/forms/2021.toml", include_str!("../../../templates/forms/2021.toml")),
    ("templates/forms/2019.toml", include_str!("../../../templates/forms/2019.toml")),
];

/// A catalogue of editions. It lives as long as the program, so that whoever works with a
/// report carries forms about without owning any.
#[derive(Clone, Copy)]
pub struct Forms(&'static Catalogue);

/// What is made of the forms of a catalogue, by its type: patterns to look for, and the like.
type Derived = BTreeMap<TypeId, &'static (dyn Any + Send + Sync)>;

struct Catalogue {
    /// All, newest first.
    all: Vec<&'static Form>,
    /// Those that were added, newest first: they win where years overlap.
    added: Vec<&'static Form>,
    derived: Mutex<Derived>,
}

static SHIPPED_FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let read = |(name, text): (&str, &str)| -> &'static Form {
        let form = parse::form(text).unwrap_or_else(|why| panic!("{name}: {why}"));
        Box::leak(Box::new(form))
    };
    Forms::of(SHIPPED.map(read).to_vec(), Vec::new())
});

/// Catalogues with added editions, by the texts these were read from: none is made twice.
static ADDED_FORMS: Mutex<BTreeMap<Vec<Vec<u8>>, Forms>> = Mutex::new(BTreeMap::new());

impl Forms {
    /// The editions that come with the program.
    pub fn shipped() -> Forms {
        *SHIPPED_FORMS
    }

    /// These and the editions of some files, each with the name that messages call it by.
    ///
    /// # Errors
    /// [`Error::Usage`] with one sentence: the file, the line, and what is wrong there.
    pub fn with(files: &[(String, Vec<u8>)]) -> Result<Forms, Error> {
        if files.is_empty() {
            return Ok(Forms::shipped());
        }
        let texts: Vec<Vec<u8>> = files.iter().map(|(_, bytes)| bytes.clone()).collect();
        let mut known = ADDED_FORMS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(forms) = known.get(&texts) {
            return Ok(*forms);
        }
        let mut added: Vec<&'static Form> = Vec::new();
        for (name, bytes) in files {
            let refused = |why| Error::Usage(format!("格式文件“{name}”不能用：{why}"));
            let form = parse::bytes(bytes).map_err(refused)?;
            let others = Forms::shipped().iter().chain(added.iter().copied());
            if let Some(why) = others.filter_map(|other| clash(&form, other)).next() {
                return Err(refused(why));
            }
            added.push(Box::leak(Box::new(form)));
        }
        let forms = Forms::of(SHIPPED_FORMS.0.all.clone(), added);
        known.insert(texts, forms);
        Ok(forms)
    }

    fn of(shipped: Vec<&'static Form>, mut added: Vec<&'static Form>) -> Forms {
        added.sort_by_key(|form| std::cmp::Reverse(form.first_year));
        let mut all = [added.clone(), shipped].concat();
        all.sort_by_key(|form| std::cmp::Reverse(form.first_year));
        Forms(Box::leak(Box::new(Catalogue { all, added, derived: Mutex::default() })))
    }

    /// Every edition, newest first.
    pub fn iter(self) -> impl Iterator<Item = &'static Form> + Clone {
        self.0.all.iter().copied()
    }

    /// Those that were added, newest first.
    pub fn added(self) -> impl Iterator<Item = &'static Form> {
        self.0.added.iter().copied()
    }

    /// The newest edition.
    pub fn newest(self) -> &'static Form {
        self.0.all[0]
    }

    /// An edition by its name.
    pub fn find(self, name: &str) -> Option<Edition> {
        self.iter().find(|form| form.name == name).map(Edition::of)
    }

    /// The form officially in force for a report year, if there is one.
    pub fn covering(self, year: i32) -> Option<&'static Form> {
        self.0.added.iter().chain(&self.0.all).copied().find(|form| form.covers(year))
    }

    /// The form for a report year; the newest where none covers it or the year is not known.
    pub fn for_year(self, year: Option<i32>) -> &'static Form {
        self.covering(year.unwrap_or(i32::MAX)).unwrap_or(self.newest())
    }

    /// What is made of these forms once and for all.
    pub fn derived<T: Any + Send + Sync>(self, make: fn(Forms) -> T) -> &'static T {
        let known = || {
            let derived = self.0.derived.lock().unwrap_or_else(PoisonError::into_inner);
            derived.get(&TypeId::of::<T>()).and_then(|known| known.downcast_ref())
        };
        known().unwrap_or_else(|| {
            // Derived without the lock: what is made may be made of other things that are.
            let new: &'static T = Box::leak(Box::new(make(self)));
            let mut derived = self.0.derived.lock().unwrap_or_else(PoisonError::into_inner);
            let kept = *derived.entry(TypeId::of::<T>()).or_insert(new);
            kept.downcast_ref().unwrap_or(new)
        })
    }
}

/// What two editions of one catalogue may not share.
fn clash(form: &Form, other: &Form) -> Option<String> {
    if form.name == other.name {
        return Some(format!("已有“{}”版的格式，请另起名称（edition）", form.name));
    }
    (form.format_code == other.format_code).then(|| {
        let (code, name) = (&form.format_code, &other.name);
        format!("格式标识“{code}”是 {name} 年版的，请另写一个（format_code）")
    })
}

impl Default for Forms {
    fn default() -> Forms {
        Forms::shipped()
    }
}

impl fmt::Debug for Forms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|form| &form.name)).finish()
    }
}
