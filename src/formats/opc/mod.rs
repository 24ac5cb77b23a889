//! Packages of office documents (ECMA-376 part 2): parts, relationships, content types, and
//! a zip file whose bytes depend on nothing but its parts.

pub mod archive;
pub mod edit;
pub mod meter;
pub mod package;
pub mod relations;
pub mod types;

pub use package::Package;
