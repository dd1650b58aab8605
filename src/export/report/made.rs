//! When a report is made, and what its identifiers are made of.

use dicom_core::chrono::{DateTime, FixedOffset};

/// Chance and the clock, which the caller has: browser and native program get them in different ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// Seconds since 1970, UTC.
    pub unix_seconds: i64,
    /// Minutes that the local time is ahead of UTC.
    pub utc_offset_minutes: i32,
    /// Drawn anew for each report, from a source fit for UUIDs.
    pub random: [u128; 4],
}

impl Made {
    pub(super) fn local_time(&self) -> Option<DateTime<FixedOffset>> {
        let offset = FixedOffset::east_opt(self.utc_offset_minutes.checked_mul(60)?)?;
        Some(DateTime::from_timestamp(self.unix_seconds, 0)?.with_timezone(&offset))
    }

    /// The report's SOP Instance UID.
    #[must_use]
    pub fn document_uid(&self) -> String {
        uid(self.random[0])
    }

    pub(super) fn series_uid(&self) -> String {
        uid(self.random[1])
    }

    pub(super) fn network_tracking_uid(&self) -> String {
        uid(self.random[2])
    }

    pub(super) fn person_tracking_uid(&self) -> String {
        uid(self.random[3])
    }
}

/// A UID from a random UUID, version 4 (PS3.5 section B.2).
fn uid(random: u128) -> String {
    let versioned = random & !(0xf << 76) | 4 << 76;
    let uuid = versioned & !(0b11 << 62) | 0b10 << 62;
    format!("2.25.{uuid}")
}
