//! # nianbao（年报）
//!
//! One annual report on government information disclosure: filled workbook in; DOCX, PDF,
//! XML and HTML out, all from one model, checked on the way.
//!
//! ```text
//! bytes ─▶ reader ─▶ Report ─▶ rules ─▶ Findings ─▶ diag (text · json · sarif · markdown)
//!                      │
//!                      └─▶ publication ─▶ writers ─▶ bytes (docx · pdf · html · workbook)
//!                      └─▶ payload ─▶ bytes (xml)
//! ```
//!
//! The rooms, lowest floor first; a room uses only what stands on a lower floor:
//!
//! * [`text`], [`model`], [`error`]: characters and labels; the report as plain data and the
//!   official forms of `templates/forms`; what stops the work.
//! * [`formats`], [`diag`], [`publication`]: XML and office packages without our domain; the
//!   findings and their renderers; the report laid out as headings, paragraphs and grids.
//! * [`payload`]: our own XML, written and strictly read.
//! * [`reader`], [`sum`], [`diff`]: a workbook to a report with the origin of every value,
//!   never judging a figure; several reports added up; two compared.
//! * [`rules`], [`writers`]: judge a report; write it. Neither sees a workbook cell.
//! * [`deliver`]: files saved together, archived, listed in a feed; findings marked in a copy.
//! * [`pipeline`]: all of that for one document.
//! * [`batch`], [`cli`]: many documents; the command line. The page in a browser, outside of
//!   this crate, calls [`pipeline`] in the same way.
//!
//! ```
//! use nianbao::{Format, Options};
//!
//! let workbook = std::fs::read("templates/example-2021.xlsx")?;
//! let options = Options::default();
//! let document = nianbao::read("example-2021.xlsx", workbook, &options)?;
//! println!("{}", document.report.title());
//! for finding in nianbao::check(&document, &options)?.findings {
//!     println!("{} {}: {}", finding.severity, finding.code.id, finding.message);
//! }
//! let xml = nianbao::write(&document, Format::Xml, &options)?;
//! assert!(xml.starts_with(b"<?xml"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![cfg_attr(
    test,
    allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test looks")
)]

#[cfg(feature = "cli")]
#[allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a front end")]
pub mod batch;
#[cfg(feature = "cli")]
#[allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a front end")]
pub mod cli;
pub mod deliver;
pub mod diag;
pub mod diff;
pub mod error;
pub mod formats;
pub mod model;
pub mod payload;
pub mod pipeline;
pub mod publication;
pub mod reader;
pub mod rules;
pub mod sum;
pub mod text;
pub mod writers;

pub use diag::{Finding, Severity};
pub use error::Error;
pub use model::Report;
pub use pipeline::{Document, Format, Options, check, convert, publish, read, write};
