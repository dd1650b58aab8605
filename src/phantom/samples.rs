//! The list of samples.

use super::Sample;
use crate::text::{ENGLISH, Text};

/// What a sample is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Chest,
    ChestCalledHand,
    TestObject,
    ChildChest,
    Abdomen,
    LumbarSpine,
    LateralSpine,
    Hand,
    /// A chest whose file breaks off.
    CutOff,
    Report,
    PrivateSyntax,
}

/// So many of them, the first ones, are a fair beginning.
pub const FEW: usize = 3;

macro_rules! samples {
    ($($subject:ident: $id:literal, $about:ident;)*) => {
        /// All samples: the plainest first, those that are refused last.
        pub const SAMPLES: &[Sample] = &[$(Sample {
            id: $id,
            file_name: concat!("sample-", $id, ".dcm"),
            about: ENGLISH.$about,
            subject: Subject::$subject,
        }),*];

        impl Sample {
            /// What [`Sample::about`] says, in another language.
            #[must_use]
            pub fn about_in(&self, text: &Text) -> &'static str {
                match self.subject {
                    $(Subject::$subject => text.$about),*
                }
            }

            /// Whether it must be refused.
            #[must_use]
            pub fn is_refused(&self) -> bool {
                matches!(self.subject, Subject::CutOff | Subject::Report | Subject::PrivateSyntax)
            }
        }
    };
}

samples! {
    Chest: "chest", sample_chest;
    ChestCalledHand: "chest-called-hand", sample_chest_called_hand;
    TestObject: "test-object", sample_test_object;
    ChildChest: "child-chest", sample_child_chest;
    Abdomen: "abdomen", sample_abdomen;
    LumbarSpine: "lumbar-spine", sample_lumbar_spine;
    LateralSpine: "lateral-spine", sample_lateral_spine;
    Hand: "hand", sample_hand;
    CutOff: "cut-off", sample_cut_off;
    Report: "report", sample_report;
    PrivateSyntax: "private-syntax", sample_private_syntax;
}
