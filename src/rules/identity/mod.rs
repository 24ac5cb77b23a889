//! NB6xx: the keys of 基本信息: dates and deadlines, numbers and codes, names.

mod checksum;
mod code;
mod date;
mod name;
mod number;

pub use checksum::{is_citizen_number, is_citizen_shape, is_luhn};
pub use code::credit_code;
pub use date::{deadline, order, plausible_year, within_year};
pub use name::{category, domain, placeholders};
pub use number::{document_number, index_number};

use crate::diag::Codes;

/// The codes of the family, file by file.
pub const CODES: &[Codes] = &[date::CODES, number::CODES, code::CODES, name::CODES];
