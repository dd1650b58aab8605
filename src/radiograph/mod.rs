//! DICOM bytes → [`Radiograph`]: what the header claims, and the first frame as grey modality values.
//!
//! | file | step |
//! | --- | --- |
//! | `part10` | preamble, meta group, data set |
//! | `header` | the facts the header claims |
//! | `frame` | decoding of the first frame's stored values |
//! | `modality_lut`, `grey` | stored values → modality values |
//! | `voi_lut`, `thumbnail` | what the eye is shown |
//! | `resample`, `percentile` | arithmetic on pictures that the classifier uses too |

mod frame;
mod grey;
mod header;
#[cfg(target_arch = "wasm32")]
mod jpeg2000_memory;
mod modality_lut;
mod part10;
pub mod percentile;
mod refusal;
pub mod resample;
mod thumbnail;
mod voi_lut;

pub use frame::MAX_PIXELS;
pub use grey::GreyImage;
pub use header::Header;
pub use part10::{MAX_FILE_BYTES, Part10};
pub use refusal::Refusal;
pub use thumbnail::Thumbnail;
pub use voi_lut::Window;

/// Whether larger values are brighter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polarity {
    /// Larger is brighter (MONOCHROME2, colour).
    Normal,
    /// Larger is darker (MONOCHROME1; PS3.3 C.7.6.3.1.2).
    Inverted,
}

/// A decoded picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Radiograph {
    /// The first frame, in modality values.
    pub image: GreyImage,
    /// Whether larger values are brighter.
    pub polarity: Polarity,
    /// The header's first window, if it has one.
    pub window: Option<Window>,
}

impl Part10 {
    /// The facts that the header claims.
    #[must_use]
    pub fn header(&self) -> Header {
        Header::of(&self.data_set, &self.transfer_syntax)
    }

    /// Decodes the first frame.
    ///
    /// # Errors
    /// Any [`Refusal`] but [`Refusal::NotDicom`].
    pub fn radiograph(self) -> Result<Radiograph, Refusal> {
        let lut = modality_lut::ModalityLut::of(&self.data_set);
        let window = Window::of(&self.data_set);
        let inverted = self.header().photometric_interpretation.as_deref() == Some("MONOCHROME1");
        let frame = frame::Frame::decode(self)?;
        let polarity = if inverted { Polarity::Inverted } else { Polarity::Normal };
        Ok(Radiograph { image: GreyImage::of(&frame, &lut), polarity, window })
    }
}
