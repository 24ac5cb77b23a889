//! A kind of finding: its code and the page that explains it. The hundreds digit is the
//! family. A code is never reused; a retired one keeps its page.

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
    /// 依据, with `{notice}` and the like where it names the notice of an edition.
    pub basis: &'static str,
}

/// The codes of one file.
pub type Codes = &'static [&'static Code];

/// Defines the codes of one file, and `CODES`, the list of them.
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
