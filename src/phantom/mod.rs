//! Samples to try the page with: **synthetic** films, computed from geometry when they are asked for. They show no
//! patient and were made from none; no file is shipped.
//!
//! A body of simple solids and tubes is crossed by parallel rays; each pixel adds up the attenuation along its ray
//! (Beer–Lambert), and scatter, blur, noise and a logarithmic detector make a film of it. The chests were adjusted by
//! eye, and until the shipped network took them for an adult's (at first it took them for a child's): that it does is
//! no evidence of how good it is.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `solid` | solids as stacks of sections |
//! | `tube` | bones and vessels along curves |
//! | `exposure` | line integrals → stored values |
//! | `chest`, `chest_bones`, `chest_vessels` | a chest, frontal |
//! | `test_object` | a step wedge with line pairs |
//! | `dicom` | stored values and header → DICOM file |

mod chest;
mod chest_bones;
mod chest_vessels;
mod dicom;
mod exposure;
mod noise;
mod solid;
mod test_object;
mod tube;

use chest::Build;
use dicom::Facts;
use exposure::Exposure;

/// A film that can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// The stable identifier.
    pub id: &'static str,
    /// The file's name.
    pub file_name: &'static str,
    /// What it shows and what its header says, in words for a visitor.
    pub about: &'static str,
    subject: Subject,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Chest,
    ChestCalledHand,
    TestObject,
}

/// All samples, the plainest first.
pub const SAMPLES: &[Sample] = &[
    Sample {
        id: "chest",
        file_name: "sample-chest.dcm",
        about: "An adult's chest, as its header says.",
        subject: Subject::Chest,
    },
    Sample {
        id: "chest-called-hand",
        file_name: "sample-chest-called-hand.dcm",
        about: "An adult's chest whose header says it is a hand.",
        subject: Subject::ChestCalledHand,
    },
    Sample {
        id: "test-object",
        file_name: "sample-test-object.dcm",
        about: "A test object from quality control: no patient at all.",
        subject: Subject::TestObject,
    },
];

impl Sample {
    /// The film as a DICOM file (PS3.10): Digital X-Ray Image Storage – For Presentation, Explicit VR Little Endian,
    /// 1024 × 1024 pixels of 12 bits. The same bytes each time (but for
    /// single grey levels between processors); 2 MiB, made in 0.1 to 0.3 s.
    #[must_use]
    pub fn dicom(&self) -> Vec<u8> {
        let mut exposure = Exposure::default();
        match self.subject {
            Subject::Chest => chest::expose(&mut exposure, &Build::FIRST),
            Subject::ChestCalledHand => chest::expose(&mut exposure, &Build::SECOND),
            Subject::TestObject => test_object::expose(&mut exposure),
        }
        let facts = self.subject.facts();
        dicom::file(&facts, &exposure.develop(u32::from(facts.number)))
    }
}

impl Subject {
    fn facts(self) -> Facts {
        match self {
            Self::Chest => Facts {
                number: 0,
                series: "Chest PA",
                body_part: "CHEST",
                region: Some(("51185008", "Chest")),
                patient: Some(("047Y", "M")),
                inverted: false,
            },
            Self::ChestCalledHand => Facts {
                number: 1,
                series: "Hand PA",
                body_part: "HAND",
                region: Some(("85562004", "Hand")),
                patient: Some(("038Y", "F")),
                inverted: true,
            },
            Self::TestObject => {
                Facts { number: 2, series: "Test object", body_part: "", region: None, patient: None, inverted: false }
            }
        }
    }
}
