//! A lesson: one film's way from file to decision, every number as the core has it; and what becomes of the answer when
//! the film is spoiled.
//!
//! | file | step |
//! | --- | --- |
//! | `picture` | small pictures, whose samples travel beside the lesson |
//! | `film` | header → stored values → Modality LUT → VOI LUT → polarity |
//! | `histogram` | how often values occur |
//! | `changes`, `changing` | what a visitor does to the film before the network sees it; how it is done |
//! | `answer` | exposed field → input → logits → temperature → softmax → activation maps → gate |
//! | `network` | feature maps stage by stage → global average → linear head |
//! | `steps` | (feature `engine`, in a worker) a file's bytes → all of that |
//!
//! Rules and routing follow from [`Answer::prediction`], by [`crate::routing`].

mod answer;
mod changes;
#[cfg(feature = "engine")]
mod changing;
mod film;
mod histogram;
mod network;
mod picture;
#[cfg(feature = "engine")]
mod steps;

use serde::{Deserialize, Serialize};

pub use answer::{Answer, LabelScore};
pub use changes::{Area, Changes, Mark, Shape};
pub use film::{FilmSteps, OfferedView};
pub use histogram::Histogram;
pub use network::{Channel, Head, NetworkSteps, Stage, Vote, Votes};
pub use picture::Picture;
#[cfg(feature = "engine")]
pub use steps::{answer, steps};

/// One film's way from file to decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    /// From the file to modality values, of the film as it is in the file.
    pub film: FilmSteps,
    /// From those to the answer, of the film as it was changed.
    pub answer: Answer,
    /// What happens inside the network meanwhile.
    pub network: NetworkSteps,
}
