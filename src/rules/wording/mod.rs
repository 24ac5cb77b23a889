//! NB4xx: the narrative. Its parts and headings, its title, years and dates, and the numbers
//! it names against the tables.
//!
//! The number checks are a small pipeline: [`sentence`] cuts text into clauses and finds the
//! [`number`]s in them; [`talk`] follows what is talked about and [`matter`] what is counted, [`finder`] of whom
//! ([`mod@scope`]) and of when; [`naming`] says by the words of
//! `templates/rules/mentions.toml` which figures a number speaks of, [`mod@zero`] where zero is
//! said without a number, and [`skip`] what is another quantity after all; [`readings`] works out what those figures come to under every
//! reading; [`mod@counts`] raises a finding when none fits.

mod basis;
mod counts;
mod dates;
mod finder;
mod growth;
mod heading;
mod matter;
mod mention;
mod naming;
mod narrative;
mod number;
mod numbering;
mod parts;
mod percent;
mod readings;
mod reported_year;
mod scope;
mod sentence;
mod skip;
mod talk;
#[cfg(test)]
mod tests;
mod title;
mod unfilled;
mod words;
mod year;
mod zero;

pub use basis::basis;
pub use counts::{compared, counts};
pub use growth::growth;
pub use heading::{order, present, wording};
pub use narrative::{Narrative, preamble, sections};
pub use numbering::numbering;
pub use parts::{fee, fields, overview, problems};
pub use percent::percentages;
pub use reported_year::reported_year;
pub use sentence::fold;
pub use title::title;
pub use unfilled::unfilled;
pub use year::{damaged_dates, period, years};

use crate::diag::Codes;

/// The codes of the family, file by file.
pub const CODES: &[Codes] = &[
    heading::CODES,
    parts::CODES,
    title::CODES,
    year::CODES,
    reported_year::CODES,
    basis::CODES,
    unfilled::CODES,
    numbering::CODES,
    counts::CODES,
    percent::CODES,
    growth::CODES,
];
