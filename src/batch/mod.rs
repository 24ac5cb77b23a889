//! Many workbooks: planned, converted by a pool of workers, recorded in a manifest, summed up;
//! or converted as they arrive. All that a front end on a machine with files needs to read
//! options and workbooks is here too.

pub mod child;
pub mod collect;
pub mod findings;
pub mod folder;
pub mod fonts;
pub mod history;
pub mod inputs;
pub mod job;
pub mod key;
pub mod listener;
pub mod load;
pub mod manifest;
pub mod memory;
pub mod names;
pub mod options;
pub mod plan;
pub mod pool;
pub mod process;
pub mod published;
pub mod run;
pub mod saved;
pub mod semaphore;
pub mod settings;
pub mod shard;
pub mod stability;
pub mod stop;
pub mod summary;
pub mod template;
pub mod turn;
pub mod walk;
pub mod watch;

pub use listener::Listener;
pub use options::{FeedOptions, Options};
pub use run::run;
pub use settings::Settings;
pub use shard::Shard;
