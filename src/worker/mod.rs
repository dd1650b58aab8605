//! Web Workers: the page hands files to a [`Pool`]; each worker runs the core ([`crate::case`]) and answers.

mod bundle;
mod contents;
#[cfg(feature = "engine")]
mod inside;
mod kit;
mod lane;
mod message;
mod parts;
mod pool;
mod source;
mod traffic;
mod trusted;

pub use bundle::{BundleContent, BundleItem};
#[cfg(feature = "engine")]
pub use inside::serve;
pub use kit::Kit;
pub use parts::{close_the_network, part, parts_kept};
pub use pool::{ArchiveEntry, Pool, PoolEvent};
pub use source::Source;
pub use traffic::{NetworkRequest, Traffic, watch_traffic};
pub use trusted::{SERVICE_WORKER, trusted_script};
