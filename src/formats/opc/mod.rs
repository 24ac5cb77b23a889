//! Packages of office documents (ECMA-376 part 2): parts, relationships, content types, and
//! a zip file whose bytes depend on nothing but its parts.

pub mod archive;
pub mod content_types;
pub mod edit;
pub mod package;
pub mod relationships;

pub use edit::Edit;
pub use package::Package;
pub use relationships::Relationships;

/// A name as parts are compared: some programs write `\`, a leading `/`, or another case.
fn fold(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}
