//! The network: what it can do, what it confuses, what it was made from; and another one instead.

mod calibration;
mod confusion;
mod figures;
mod metrics;
mod own;
mod page;

pub(super) use metrics::Metrics;
pub(super) use own::{OwnDraft, OwnModel};
pub(super) use page::ModelPage;

/// A model that comes with the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shipped {
    /// Its folder below `models/`.
    pub(super) folder: &'static str,
    /// What its network is called.
    pub(super) name: &'static str,
}

/// Those models; the page starts with the first.
pub(super) const SHIPPED: [Shipped; 2] = [
    Shipped { folder: "default", name: "EfficientNet-Lite0" },
    Shipped { folder: "mobilenet-v2", name: "MobileNet-V2" },
];
