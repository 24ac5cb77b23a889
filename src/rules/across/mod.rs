//! NB3xx: one table against another, the form against the year, and what a table as a whole
//! leaves open.

mod blank;
mod disclosure;
mod edition;

pub use blank::{blanks, headlines, lone_zeros, tables_left_blank};
pub use disclosure::{change_below_zero, disclosed_of_all, in_force, rules_without_power};
pub use edition::{edition, hybrid};

use crate::diag::Codes;

/// The codes of the family, file by file.
pub const CODES: &[Codes] = &[edition::CODES, disclosure::CODES, blank::CODES];
