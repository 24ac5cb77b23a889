//! File formats without our domain: XML as tags, tokens and trees, and the zip packages of
//! office documents. Nothing here knows what a report is, and nothing speaks to a user: what
//! is wrong with a file is a [`Fault`], and the room that asked for the file words it.

pub mod digest;
pub mod fault;
pub mod limits;
pub mod meter;
pub mod opc;
pub mod xml;

pub use fault::Fault;
