//! # nianbao（年报）
//!
//! One annual report on government information disclosure: filled workbook in; DOCX, PDF
//! and XML out, all from one model, checked on the way.
//!
//! ```text
//! workbook ─▶ reader ─▶ Report ─▶ rules ─▶ Findings ─▶ diag (text · json)
//!   bytes   guard,grid   model      │
//!                                   └─ no errors ─▶ publication ─▶ writers ─▶ docx · pdf · xml
//!                                      (title, headings, tables: worked out once)
//! ```
//!
//! * [`reader`] turns bytes into a [`model::Report`] with the origin of every value. It
//!   finds things by label and says what was odd; it never judges a figure.
//! * [`model`] is plain data. [`model::form`] loads the official form of each edition from
//!   `templates/forms`: every label, span, id and relation stands there and nowhere else.
//! * [`rules`] look at the report alone and raise [`diag::Finding`]s.
//! * [`publication`] lays the report out as headings, paragraphs and grids, on the page
//!   measures of GB/T 9704.
//! * [`writers`] are pure functions from a publication (XML: from the report) to bytes.
//! * [`cli`] is the command line; [`error::Error`] is what stops the work.
//!
//! Arrows point right: a module uses only what stands to its left, and `diag`.

pub mod cli;
pub mod diag;
pub mod error;
pub mod model;
pub mod publication;
pub mod reader;
pub mod rules;
pub mod sum;
pub mod writers;
