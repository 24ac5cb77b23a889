//! Our own XML, the feed's payload: its names, its writer and its strict reader.

pub mod names;
pub mod read;
pub mod schemas;
pub mod write;
