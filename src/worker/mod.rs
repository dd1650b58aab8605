//! Web Workers: the page hands files to a [`Pool`]; each worker runs the core ([`crate::case`]) and answers.

mod bundle;
mod contents;
#[cfg(feature = "engine")]
mod inside;
mod kit;
mod lane;
mod message;
mod pool;
mod source;

pub use bundle::{BundleContent, BundleItem};
#[cfg(feature = "engine")]
pub use inside::serve;
pub use kit::Kit;
pub use pool::{ArchiveEntry, Pool, PoolEvent};
pub use source::Source;
