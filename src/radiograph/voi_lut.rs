//! The VOI LUT (PS3.3 C.11.2): which modality values an eye should see. For display only: the network's contrast is
//! set from percentiles, because windows in headers are often missing or wrong.

/// A range of modality values shown from black to white.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Centre of the range, in modality values.
    pub center: f64,
    /// Width of the range, at least 1.
    pub width: f64,
}

impl Window {
    /// Brightness from 0 to 1 of a modality value, by the LINEAR function (PS3.3 C.11.2.1.2.1).
    #[must_use]
    pub fn brightness(self, value: f32) -> f32 {
        let value = f64::from(value);
        if self.width <= 1.0 {
            return if value <= self.center - 0.5 { 0.0 } else { 1.0 };
        }
        (((value - (self.center - 0.5)) / (self.width - 1.0)) + 0.5).clamp(0.0, 1.0) as f32
    }
}
