//! One document from bytes to bytes: read, check, publish, write. Every front end calls this.

pub mod characters;
pub mod codes;
pub mod compared;
pub mod load;

pub use codes::codes;
