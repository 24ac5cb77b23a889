//! The one writer that the reader knows: the names of our own XML.

#[path = "../src/writers/xml/mod.rs"]
pub mod xml;
