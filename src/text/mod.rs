//! Characters and words, independent of any report: what may be printed, how a label is
//! folded and compared.

pub mod by_hand;
pub mod clean;
pub mod ellipsis;
pub mod file_name;
pub mod ideograph;
pub mod label;
pub mod numeral;
pub mod ordinal;
pub mod placeholder;
pub mod raised;
pub mod unit;
