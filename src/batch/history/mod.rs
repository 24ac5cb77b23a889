//! Several years of one body, or many bodies of one year, beside each other.
//!
//! ```text
//! files ─▶ reading (each report) ─▶ body (whose it is) ─▶ account (reports in order, notes)
//! templates/history.toml ─▶ indicator ─┐                    │
//!                                      grid (indicator × point) ─▶ book · chart ─▶ xlsx
//!                                                           └▶ long ─▶ csv · json · a sheet
//! ```
//!
//! No figure is made up: what a report does not say is a gap, and is named.

mod account;
mod body;
mod book;
mod cells;
mod chart;
mod grid;
mod indicator;
mod long;
mod note;
mod reading;

pub use account::Account;
pub use book::workbook;
pub use grid::{By, Grid};
pub use long::{csv, json};
pub use note::{Kind, Note};
pub use reading::{Readings, read};
