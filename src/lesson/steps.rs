//! A file's bytes → its steps. Runs in a worker.

use super::changing::changed;
use super::{Answer, Changes, FilmSteps, Lesson, NetworkSteps};
use crate::case::Failure;
use crate::classifier::{Classifier, OpenNetwork};
use crate::radiograph::{Content, Polarity, Radiograph};

/// Shows each step of a DICOM, PNG or JPEG file's way to its answer, its first frame, after some changes. The bytes are
/// those that the lesson's pictures lie in. `network` is the classifier's own, opened.
///
/// # Errors
/// As in [`crate::case::Case::run`].
pub fn steps(
    file: &[u8],
    classifier: &Classifier,
    network: &OpenNetwork,
    changes: &Changes,
) -> Result<(Lesson, Vec<u8>), Failure> {
    let content = Content::parse(file)?;
    let film = content.radiograph()?;
    let mut bytes = Vec::new();
    let steps = FilmSteps::of(file, &content, &film, &mut bytes);
    let (answer, input) = answer_to(&film, classifier, changes, &mut bytes)?;
    let network = NetworkSteps::of(&input, classifier, network, &mut bytes)?;
    Ok((Lesson { film: steps, answer, network }, bytes))
}

/// What the network says of the same file after some changes. The bytes are those that the answer's pictures lie in.
///
/// # Errors
/// As in [`crate::case::Case::run`].
pub fn answer(file: &[u8], classifier: &Classifier, changes: &Changes) -> Result<(Answer, Vec<u8>), Failure> {
    let content = Content::parse(file)?;
    let film = content.radiograph()?;
    let mut bytes = Vec::new();
    let (answer, _) = answer_to(&film, classifier, changes, &mut bytes)?;
    Ok((answer, bytes))
}

/// The answer, and the network's input. A film that isn't changed takes the same way as any in the worklist.
fn answer_to(
    film: &Radiograph<'_>,
    classifier: &Classifier,
    changes: &Changes,
    bytes: &mut Vec<u8>,
) -> Result<(Answer, Vec<f32>), Failure> {
    Ok(if changes.is_none() {
        Answer::of(film, film.polarity, film.pixel_aspect, classifier, bytes)?
    } else {
        Answer::of(&changed(film, changes), Polarity::Normal, 1.0, classifier, bytes)?
    })
}
