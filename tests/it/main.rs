//! The tests that look at nianbao from outside: the real program in real folders, whole
//! workbooks through the library, and texts that users read, pinned.
//!
//! One binary, so that a change is linked once; `cargo test --release NAME` runs a part.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test looks")]

mod accept;
mod advice;
mod architecture;
mod batch;
mod check_and_convert;
mod cli;
mod collect;
mod desk;
mod deviations;
mod diag;
mod diff;
mod docs;
mod documents;
mod edition;
mod fuzz_inputs;
mod history;
mod ofd;
mod ours;
mod portal;
mod poster;
mod properties;
mod real_reports;
mod root_cause;
mod rules;
mod snapshots;
mod templates;

// `fuzz/input.rs` is a part of two crates, and finds the reader at the root of both.
use nianbao::reader;
