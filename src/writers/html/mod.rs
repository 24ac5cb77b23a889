//! The report as a web page.

pub mod blocks;
