//! What there are films of: how each is exposed, what its header says, and how it is written.

use super::chest::Build;
use super::file::{Facts, Film, Syntax, View, file, report};
use super::film::Technique;
use super::samples::Subject;
use super::{chest, hand, test_object, trunk};

const CHEST_VIEWS: &[View] = &[("NORMAL", 1950, 3700), ("LUNG", 1350, 1900)];
const TRUNK_VIEWS: &[View] = &[("NORMAL", 2050, 3900), ("BONE", 2700, 2400)];
const HAND_VIEWS: &[View] = &[("NORMAL", 1800, 3600), ("BONE", 2600, 2600), ("SOFT TISSUE", 900, 1400)];

/// An adult's chest, explicit VR little endian; the others differ from it.
const CHEST: Facts = Facts {
    number: 0,
    syntax: Syntax::ExplicitLittleEndian,
    series: "Chest PA",
    body_part: "CHEST",
    region: Some(["51185008", "Chest"]),
    position: "PA",
    orientation: "L\\F",
    laterality: "U",
    patient: Some(["047Y", "M"]),
    inverted: false,
    views: CHEST_VIEWS,
};

impl Subject {
    /// The file.
    pub(super) fn dicom(self) -> std::io::Result<Vec<u8>> {
        let facts = self.facts();
        let Some(film) = self.film() else { return Ok(report(facts.number)) };
        let mut file = file(&facts, &film)?;
        if self == Self::CutOff {
            file.truncate(file.len() / 5 * 3);
        }
        Ok(file)
    }

    /// The picture in it; the report has none.
    pub(super) fn film(self) -> Option<Film> {
        let exposure = match self {
            Self::Report => return None,
            Self::Chest | Self::CutOff => chest::expose(&Build::FIRST),
            Self::ChestCalledHand | Self::PrivateSyntax => chest::expose(&Build::SECOND),
            Self::TestObject => test_object::expose(),
            Self::ChildChest => chest::expose_child(),
            Self::Abdomen => trunk::expose_abdomen(),
            Self::LumbarSpine => trunk::expose_lumbar_spine(),
            Self::LateralSpine => trunk::expose_lateral(),
            Self::Hand => hand::expose(),
        };
        let (field, facts) = (exposure.field, self.facts());
        let mut values = exposure.develop(self.technique(), u32::from(facts.number));
        if facts.inverted {
            values.iter_mut().for_each(|value| *value = 4095 - *value);
        }
        Some(Film { field, values })
    }

    fn technique(self) -> Technique {
        match self {
            Self::ChildChest => Technique { grain: 0.007, toe: 0.25, slope: 0.35, ..Technique::CHEST },
            Self::Abdomen => Technique { flattening: 0.6, most: 4.0, toe: 0.17, slope: 0.34, ..Technique::CHEST },
            Self::LumbarSpine => {
                Technique { grain: 0.004, flattening: 0.6, most: 4.2, toe: 0.12, slope: 0.38, ..Technique::CHEST }
            }
            Self::LateralSpine => {
                Technique { grain: 0.0022, flattening: 0.72, most: 6.5, toe: 0.1, slope: 0.4, ..Technique::CHEST }
            }
            Self::Hand => Technique {
                scatter: 0.06,
                grain: 0.006,
                flattening: 0.0,
                least: 0.0,
                toe: 0.06,
                slope: 0.62,
                ..Technique::CHEST
            },
            _ => Technique::CHEST,
        }
    }

    fn facts(self) -> Facts {
        let spine = Facts {
            body_part: "LSPINE",
            region: Some(["122496007", "Lumbar spine"]),
            patient: Some(["063Y", "F"]),
            views: TRUNK_VIEWS,
            ..CHEST
        };
        match self {
            Self::Chest => CHEST,
            Self::ChestCalledHand => Facts {
                number: 1,
                series: "Hand PA",
                body_part: "HAND",
                region: Some(["85562004", "Hand"]),
                patient: Some(["038Y", "F"]),
                inverted: true,
                ..CHEST
            },
            Self::TestObject => Facts {
                number: 2,
                series: "Test object",
                body_part: "",
                region: None,
                position: "",
                patient: None,
                ..CHEST
            },
            Self::ChildChest => Facts {
                number: 3,
                syntax: Syntax::JpegLossless,
                series: "Chest AP supine",
                position: "AP",
                patient: Some(["003Y", "F"]),
                ..CHEST
            },
            Self::Abdomen => Facts {
                number: 4,
                syntax: Syntax::JpegLs,
                series: "Abdomen AP supine",
                body_part: "ABDOMEN",
                region: Some(["818981001", "Abdomen"]),
                position: "AP",
                patient: Some(["055Y", "M"]),
                views: TRUNK_VIEWS,
                ..CHEST
            },
            Self::LumbarSpine => Facts {
                number: 5,
                syntax: Syntax::Rle,
                series: "Lumbar spine AP",
                position: "AP",
                inverted: true,
                ..spine
            },
            Self::LateralSpine => Facts {
                number: 6,
                syntax: Syntax::ImplicitLittleEndian,
                series: "Lumbar spine lateral",
                position: "RL",
                orientation: "P\\F",
                ..spine
            },
            Self::Hand => Facts {
                number: 7,
                syntax: Syntax::Deflated,
                series: "Left hand PA",
                body_part: "HAND",
                region: Some(["85562004", "Hand"]),
                orientation: "L\\H",
                laterality: "L",
                patient: Some(["029Y", "F"]),
                views: HAND_VIEWS,
                ..CHEST
            },
            Self::CutOff => Facts { number: 8, ..CHEST },
            Self::Report => Facts { number: 9, ..CHEST },
            Self::PrivateSyntax => Facts { number: 10, syntax: Syntax::Private, patient: Some(["038Y", "F"]), ..CHEST },
        }
    }
}
