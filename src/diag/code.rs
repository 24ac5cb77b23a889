//! Every code a finding can have, each with its page. The hundreds digit is the room it
//! comes from; a code is never used for anything else, and a retired one stays here.

use super::Severity;

/// A kind of finding: its stable name and its page.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// `NB` and three digits.
    pub id: &'static str,
    /// Severity unless a profile says otherwise.
    pub severity: Severity,
    /// A few words.
    pub title: &'static str,
    /// 查什么.
    pub what: &'static str,
    /// 为什么.
    pub why: &'static str,
    /// 怎么改.
    pub fix: &'static str,
    /// 依据.
    pub basis: &'static str,
}

/// The codes of one file.
pub type Codes = &'static [&'static Code];

/// Codes with their pages, in order.
#[derive(Debug)]
pub struct Catalogue(Vec<&'static Code>);

impl Catalogue {
    /// Puts the codes of many files in order.
    pub fn new(files: impl IntoIterator<Item = Codes>) -> Catalogue {
        let mut codes: Vec<&'static Code> = files.into_iter().flatten().copied().collect();
        codes.sort_by_key(|code| code.id);
        Catalogue(codes)
    }

    /// All codes, in order.
    pub fn all(&self) -> impl Iterator<Item = &'static Code> {
        self.0.iter().copied()
    }

    /// A code by name, in any case.
    pub fn find(&self, id: &str) -> Option<&'static Code> {
        self.all().find(|code| code.id.eq_ignore_ascii_case(id))
    }
}

/// Defines the codes of one room and the list of them.
macro_rules! codes {
    ($( $name:ident = $severity:ident $title:literal
        what $what:literal why $why:literal fix $fix:literal basis $basis:literal; )*) => {
        $(
            #[doc = $title]
            pub static $name: $crate::diag::Code = $crate::diag::Code {
                id: stringify!($name),
                severity: $crate::diag::Severity::$severity,
                title: $title,
                what: $what,
                why: $why,
                fix: $fix,
                basis: $basis,
            };
        )*
        /// The codes of this file.
        pub const CODES: $crate::diag::Codes = &[$(&$name),*];
    };
}
pub(crate) use codes;
