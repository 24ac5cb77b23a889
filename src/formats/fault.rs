//! Why a file cannot be read. A text is the name of the part that is meant.

/// Why a package or one of its parts cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Broken, most likely by accident.
    Damaged(Damage),
    /// As no program writes it: perhaps made to do harm.
    Strange(Oddity),
    /// Encrypted with a password.
    Locked,
}

/// What is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// The package has no end.
    NoEnd,
    /// The directory of the package cannot be read.
    NoDirectory,
    /// The directory of the package contradicts itself.
    Directory,
    /// A part cannot be inflated.
    Unreadable(String),
    /// A part is named but missing.
    Missing(String),
    /// A part ends while elements are open.
    Unfinished(String),
    /// A part is not well-formed.
    Malformed(String),
    /// The checksum of a part is wrong.
    Checksum(String),
}

/// What no program writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Oddity {
    /// More entries than [`MAX_ENTRIES`](super::limits::MAX_ENTRIES).
    Entries,
    /// A name that leads out of the package.
    OutsideName,
    /// Two entries of one name.
    RepeatedName,
    /// Entries that share bytes.
    Overlap,
    /// More relationships than [`MAX_RELATIONSHIPS`](super::limits::MAX_RELATIONSHIPS).
    Relationships(String),
    /// Elements nested deeper than [`MAX_DEPTH`](super::limits::MAX_DEPTH).
    Depth(String),
    /// An entity that XML does not define.
    Entity(String),
    /// A document type definition.
    Grammar(String),
    /// A part passes a limit while it inflates.
    Size(String, Size),
}

/// Which limit a part passes while it inflates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// [`MAX_EVENT`](super::limits::MAX_EVENT).
    Event,
    /// [`MAX_EVENTS`](super::limits::MAX_EVENTS).
    Events,
    /// [`MAX_INFLATED`](super::limits::MAX_INFLATED).
    Inflated,
    /// [`MAX_RATIO`](super::limits::MAX_RATIO).
    Ratio,
}

impl Fault {
    /// Why inflating a part stopped.
    pub fn inflating(part: &str, cause: &std::io::Error) -> Fault {
        match cause.get_ref().and_then(|inner| inner.downcast_ref::<Size>()) {
            Some(size) => Fault::Strange(Oddity::Size(part.to_owned(), *size)),
            None => Fault::Damaged(Damage::Checksum(part.to_owned())),
        }
    }
}

/// So that a reader can carry it through [`std::io::Error`].
impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Size {}
