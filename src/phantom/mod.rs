//! Samples to try the page with: **synthetic** films, computed from geometry when they are asked for. They show no
//! patient and were made from none; no file is shipped.
//!
//! A body of simple solids and tubes is crossed by parallel rays; each pixel adds up the attenuation along its ray
//! (Beer–Lambert), and scatter, blur, noise and a logarithmic detector make a film of it. The chests were adjusted by
//! eye, and until the shipped network took them for an adult's (at first it took them for a child's): that it does is
//! no evidence of how good it is. The other films were adjusted by eye alone: whatever the network says of them stands.
//!
//! | place | what is in it |
//! | --- | --- |
//! | `film` | rays through solids, tubes, slabs and long bones; line integrals → stored values |
//! | `chest`, `trunk`, `hand`, `test_object` | what is exposed |
//! | `file` | stored values and header → DICOM file, in several transfer syntaxes |
//! | `subject` | how each is exposed, and what its header says |
//! | `samples` | the list for visitors, all that the page itself knows of them |

#[cfg(feature = "engine")]
mod chest;
#[cfg(feature = "engine")]
mod file;
#[cfg(feature = "engine")]
mod film;
#[cfg(feature = "engine")]
mod hand;
mod samples;
#[cfg(feature = "engine")]
mod subject;
#[cfg(feature = "engine")]
mod test_object;
#[cfg(feature = "engine")]
mod trunk;

pub use samples::{FEW, SAMPLES};

use samples::Subject;

/// A film that can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// The stable identifier.
    pub id: &'static str,
    /// The file's name.
    pub file_name: &'static str,
    /// What it shows and what its file is like, in English words for a visitor.
    pub about: &'static str,
    subject: Subject,
}

#[cfg(feature = "engine")]
impl Sample {
    /// The film as a DICOM file (PS3.10): Digital X-Ray Image Storage – For Presentation, 12 bits, about a megapixel (but
    /// for the report, and what breaks off). The same bytes each time (but for single grey levels between processors).
    ///
    /// # Errors
    /// What a library's encoder says; none is known.
    pub fn dicom(&self) -> std::io::Result<Vec<u8>> {
        self.subject.dicom()
    }

    /// What its pixels are before they are encoded, row by row; none in the report.
    #[must_use]
    pub fn stored_values(&self) -> Vec<u16> {
        self.subject.film().map(|film| film.values).unwrap_or_default()
    }
}
