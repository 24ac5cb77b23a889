//! An edition of the form as the handle that reports and tables carry.

use super::{Form, Forms};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

/// An edition, named by the year of its notice. It leads to its form and to no other one.
#[derive(Clone, Copy)]
pub struct Edition(&'static Form);

impl Edition {
    /// The edition of a form.
    pub fn of(form: &'static Form) -> Edition {
        Edition(form)
    }

    /// Its form.
    pub fn form(self) -> &'static Form {
        self.0
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        &self.0.name
    }
}

impl Deref for Edition {
    type Target = Form;
    fn deref(&self) -> &Form {
        self.0
    }
}

impl PartialEq for Edition {
    fn eq(&self, other: &Edition) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Edition {}

impl PartialOrd for Edition {
    fn partial_cmp(&self, other: &Edition) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Edition {
    fn cmp(&self, other: &Edition) -> Ordering {
        self.name().cmp(other.name())
    }
}

impl Hash for Edition {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl fmt::Debug for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Edition({:?})", self.name())
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// As its name.
impl Serialize for Edition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// By its name, among the editions that come with the program.
impl<'de> Deserialize<'de> for Edition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Edition, D::Error> {
        let name = String::deserialize(deserializer)?;
        let found = Forms::shipped().find(&name);
        found.ok_or_else(|| serde::de::Error::custom(format!("没有“{name}”版的格式")))
    }
}
