//! File formats without our domain: XML as tags, tokens and trees, and the zip packages of
//! office documents. Nothing here knows what a report is.

pub mod digest;
pub mod opc;
pub mod xml;
