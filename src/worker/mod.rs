//! Web Workers: the page hands files to a [`Pool`]; each worker runs the core ([`crate::case`]) and answers.

mod contents;
#[cfg(feature = "engine")]
mod drawing;
#[cfg(feature = "engine")]
mod inside;
mod kit;
mod lane;
mod message;
mod pool;

#[cfg(feature = "engine")]
pub use inside::serve;
pub use kit::Kit;
pub use pool::{Pool, PoolEvent};
