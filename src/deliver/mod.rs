//! What happens to finished files: saved together, packed for an archive, listed in a feed;
//! and findings marked in a copy of the workbook.

pub mod archive;
pub mod feed;
pub mod mark;
#[cfg(feature = "cli")]
#[allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it reads records")]
pub mod own_files;
#[cfg(feature = "cli")]
#[allow(clippy::disallowed_methods, reason = "it waits")]
pub mod patience;
#[cfg(feature = "cli")]
#[allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it saves")]
pub mod save;
#[cfg(feature = "cli")]
#[allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it reads folders")]
pub mod schemas;
