//! Reports of several bodies added up, figure by figure and exactly.
//!
//! Plain data in and out: who is below whom is for the caller, who hands over everything
//! that a folder held. A figure counts where row id and column id are those of the total's
//! form; what could not be added is named, never dropped and never guessed. Used by
//! `nianbao sum`, which writes the total ([`crate::writers::workbook::consolidated`]), and
//! by `check --children` ([`crate::rules::children`]), which compares it.

mod amount;
mod child;
mod remark;
#[cfg(test)]
pub mod samples;
mod selection;
mod tally;
#[cfg(test)]
mod tests;
mod total;
mod turn;

pub use amount::{Amount, amount, in_column_unit};
pub use child::{Attendance, Child, Gathered, LeftOut, Why, bare};
pub use remark::{Remark, parts, remarks};
pub use selection::{Selection, select};
pub use tally::{Share, Tally, tallies};
pub use total::{Asked, Sum, add, unit_of};
pub use turn::{Filed, counted_first, usual_years, why};

use crate::diag::Codes;

/// The codes of this room, file by file.
pub const CODES: &[Codes] = &[child::CODES, remark::CODES];
