//! Our own XML, the feed's payload: its names, its writer, its strict reader and its schema.

pub mod names;
pub mod read;
pub mod schemas;
pub mod write;
pub mod xsd;
