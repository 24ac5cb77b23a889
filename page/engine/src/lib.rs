//! The program as the page runs it: one function from a request in memory to an answer in
//! memory. Everything it does, the library does; here are only the door and the words on it.
//!
//! ```text
//! page (a worker) ─▶ request: JSON and blobs ─▶ call ─▶ answer: JSON and blobs ─▶ page
//! ```
//!
//! * [`memory`]: how bytes come in and go out.
//! * [`wire`]: a message as bytes.
//! * [`request`]: what can be asked for.
//! * [`wish`]: options of a document.
//! * [`faces`]: fonts, which the page loads one after the other.
//! * [`view`]: a document as the page shows it; [`sheets`]: its cells; [`draft`]: the report
//!   as typed, there and back; [`form`]: the official form to type it in.
//! * [`summary`]: the list of files as a workbook.

#![cfg_attr(target_family = "wasm", feature(asm_experimental_arch))]

mod draft;
mod faces;
mod form;
mod memory;
mod request;
mod sheets;
mod summary;
mod view;
mod wire;
mod wish;
