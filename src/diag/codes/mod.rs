//! Every code a finding can have, each with its page. The hundreds digit is the room it
//! comes from; a code is never used for anything else, and a retired one stays here.

pub mod across;
pub mod characters;
pub mod children;
pub mod filled;
pub mod history;
pub mod identity;
pub mod portal;
pub mod privacy;
pub mod reading;
pub mod totals;
pub mod wording;

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

/// All codes, in order.
pub fn all() -> impl Iterator<Item = &'static Code> {
    [
        reading::ALL,
        filled::ALL,
        totals::ALL,
        across::ALL,
        wording::ALL,
        history::ALL,
        identity::ALL,
        portal::ALL,
        privacy::ALL,
        children::ALL,
        characters::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// A code by name, in any case.
pub fn find(id: &str) -> Option<&'static Code> {
    all().find(|code| code.id.eq_ignore_ascii_case(id))
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
        /// The codes of this room.
        pub static ALL: &[&$crate::diag::Code] = &[$(&$name),*];
    };
}
use codes;

#[cfg(test)]
mod tests {
    #[test]
    fn codes_are_unique_in_order_and_have_a_whole_page() {
        let codes: Vec<_> = super::all().collect();
        assert!(codes.windows(2).all(|pair| pair[0].id < pair[1].id));
        for code in codes {
            for part in [code.title, code.what, code.why, code.fix, code.basis] {
                assert!(!part.is_empty(), "{} lacks a part of its page", code.id);
            }
        }
    }
}
