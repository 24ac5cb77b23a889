//! Many workbooks: planned, converted by a pool of workers, recorded in a manifest, summed up.

pub mod findings;
pub mod folder;
pub mod key;
pub mod manifest;
pub mod names;
pub mod one;
pub mod plan;
pub mod pool;
pub mod progress;
pub mod published;
pub mod semaphore;
pub mod stability;
pub mod stop;
pub mod summary;
pub mod turn;
pub mod walk;
pub mod watch;

pub use plan::Shard;
