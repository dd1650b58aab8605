//! A film's steps, and its answer after some changes.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;

use super::reading::bytes;
use crate::archive::Deflated;
use crate::classifier::{Classifier, OpenNetwork};
use crate::lesson::{self, Answer, Changes, Lesson};
use crate::text::Phrase;

/// The steps, and what their pictures lie in. The network that shows its inside is there for the moment only.
pub(super) fn steps(
    classifier: &Classifier,
    film_and_onnx: &Array,
    deflated: Option<Deflated>,
    changes: &Changes,
) -> Result<(Lesson, Vec<u8>), Phrase> {
    let film = bytes(film_and_onnx.get(0), deflated).map_err(|unread| unread.words)?;
    let onnx = Uint8Array::new(&film_and_onnx.get(1)).to_vec();
    let network = OpenNetwork::load(&onnx, classifier.model()).map_err(|error| error.phrase())?;
    drop(onnx);
    lesson::steps(&film, classifier, &network, changes).map_err(|failure| failure.phrase())
}

/// The answer, and what its pictures lie in.
pub(super) fn answer(
    classifier: &Classifier,
    film: JsValue,
    deflated: Option<Deflated>,
    changes: &Changes,
) -> Result<(Answer, Vec<u8>), Phrase> {
    let film = bytes(film, deflated).map_err(|unread| unread.words)?;
    lesson::answer(&film, classifier, changes).map_err(|failure| failure.phrase())
}
