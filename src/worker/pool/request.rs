//! What the page asks of a worker and waits for: opening a file, showing its steps, listing an archive, making samples,
//! writing reports and archives.

use std::future::Future;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

use super::{Crew, Pool};
use crate::archive::{ArchiveError, Entry};
use crate::case::Case;
use crate::lesson::{Answer as Answered, Changes, Lesson};
use crate::phantom::Sample;
use crate::phrase;
use crate::text::Phrase;
use crate::viewing::About;
use crate::worker::bundle::{BundleItem, take_apart};
use crate::worker::message::{FromWorker, ToWorker};
use crate::worker::source::Source;

/// A worker's answer, with its attachment.
type Answer = (FromWorker, JsValue);

/// A file in an archive.
#[derive(Debug, Clone, PartialEq)]
pub struct ArchiveEntry {
    /// Its path in the archive.
    pub name: String,
    /// Where its bytes are to be had, or why they aren't.
    pub source: Result<Source, ArchiveError>,
}

/// Something asked for, and who waits for it.
pub(super) struct Request {
    pub(super) message: ToWorker,
    pub(super) attachment: JsValue,
    answer: oneshot::Sender<Result<Answer, Phrase>>,
    on_progress: Option<Rc<dyn Fn(usize, usize)>>,
}

impl Request {
    /// Whether it takes so long that files get a worker in its place.
    pub(super) fn is_long(&self) -> bool {
        matches!(self.message, ToWorker::Bundle(_))
    }

    /// Whether the attachment is handed over rather than copied.
    pub(super) fn hands_over(&self) -> bool {
        matches!(self.message, ToWorker::Save { .. })
    }

    /// Whether nobody waits for it any longer.
    pub(super) fn is_dropped(&self) -> bool {
        self.answer.is_canceled()
    }

    /// Tells how far it has come: later, because the pool is busy now.
    pub(super) fn progress(&self, done: usize, total: usize) {
        if let Some(on_progress) = self.on_progress.clone() {
            spawn_local(async move { on_progress(done, total) });
        }
    }

    pub(super) fn end(self, answer: Result<Answer, Phrase>) {
        let _ = self.answer.send(answer); // nobody may wait for it any longer
    }
}

impl Pool {
    /// Opens a file for the eye: what there is to know of it, and its pixels ([`crate::viewing`]). Goes before all files
    /// that wait. Dropping the future takes it back.
    ///
    /// # Errors
    /// A sentence that says why there is nothing to see.
    pub fn open(&self, source: Source) -> impl Future<Output = Result<(About, Vec<u8>), Phrase>> + use<> {
        let answer = self.ask_of(&source, ToWorker::Open { deflated: source.deflated }, source.blob.clone().into());
        async move {
            match answer.await? {
                (FromWorker::Opened(about), pixels) => Ok((*about, Uint8Array::new(&pixels).to_vec())),
                _ => Err(phrase!(failed_unexpected)),
            }
        }
    }

    /// Shows each step of a film's way from file to decision, and the bytes that its pictures lie in
    /// ([`crate::lesson::Picture`]). It loads the network once more, to look inside: about as long as a worker's start. Goes
    /// before all files that wait. Dropping the future takes it back.
    ///
    /// # Errors
    /// A sentence that says why there is nothing to show.
    pub fn lesson(
        &self,
        source: Source,
        changes: Changes,
    ) -> impl Future<Output = Result<(Lesson, Vec<u8>), Phrase>> + use<> {
        let attachment = Array::of2(&source.blob, &self.crew.borrow().onnx());
        let message = ToWorker::Lesson { deflated: source.deflated, changes };
        let answer = self.ask_of(&source, message, attachment.into());
        async move {
            match answer.await? {
                (FromWorker::Taught(lesson), pictures) => Ok((*lesson, Uint8Array::new(&pictures).to_vec())),
                _ => Err(phrase!(failed_unexpected)),
            }
        }
    }

    /// What the network says of a film after some changes, and the bytes that the answer's pictures lie in. Goes before all
    /// files that wait. Dropping the future takes it back.
    ///
    /// # Errors
    /// A sentence that says why there is no answer.
    pub fn answer(
        &self,
        source: Source,
        changes: Changes,
    ) -> impl Future<Output = Result<(Answered, Vec<u8>), Phrase>> + use<> {
        let message = ToWorker::Answer { deflated: source.deflated, changes };
        let answer = self.ask_of(&source, message, source.blob.clone().into());
        async move {
            match answer.await? {
                (FromWorker::Answered(answer), pictures) => Ok((*answer, Uint8Array::new(&pictures).to_vec())),
                _ => Err(phrase!(failed_unexpected)),
            }
        }
    }

    /// Lists the files of a ZIP archive; its folders are left out. Reads its directory only.
    ///
    /// # Errors
    /// A sentence that says why it can't be read. A single file that can't be had says so in its entry.
    pub fn archive(&self, archive: Blob) -> impl Future<Output = Result<Vec<ArchiveEntry>, Phrase>> + use<> {
        let answer = self.ask(ToWorker::List, archive.clone().into(), None);
        async move {
            let (FromWorker::Listed(entries), _) = answer.await? else { return Err(phrase!(failed_unexpected)) };
            let entry = |Entry { name, place }| ArchiveEntry {
                name,
                source: place.and_then(|place| Source::within(&archive, place).ok_or(ArchiveError::Unreadable)),
            };
            Ok(entries.into_iter().map(entry).collect())
        }
    }

    /// Writes a DICOM structured report on a film's case; the answer is the file.
    ///
    /// # Errors
    /// A sentence that says why there is none.
    pub fn report(&self, source: Source, case: Case) -> impl Future<Output = Result<Blob, Phrase>> + use<> {
        let message = ToWorker::Report { deflated: source.deflated, case: Box::new(case) };
        written(self.ask_of(&source, message, source.blob.clone().into()))
    }

    /// Writes a painted picture as a PNG file: red, green, blue and 255 of each pixel, row by row.
    ///
    /// # Errors
    /// A sentence that says why there is none.
    pub fn png(&self, width: u32, height: u32, rgba: &[u8]) -> impl Future<Output = Result<Blob, Phrase>> + use<> {
        let pixels = Uint8Array::from(rgba).buffer();
        written(self.ask(ToWorker::Save { width, height }, pixels.into(), None))
    }

    /// Makes a sample; the answer is the file.
    ///
    /// # Errors
    /// A sentence that says why there is none.
    pub fn sample(&self, sample: &Sample) -> impl Future<Output = Result<Blob, Phrase>> + use<> {
        written(self.ask(ToWorker::Sample(sample.id.to_owned()), JsValue::NULL, None))
    }

    /// Writes a ZIP archive; the answer is the file. Items that can't be had are left out and named in its
    /// `not-included.txt`. `on_progress` hears how many items are done, of how many. Dropping the future ends it.
    ///
    /// Films on the disk aren't copied: the archive points at them, so they must stay until it is saved.
    ///
    /// # Errors
    /// A sentence that says why there is none.
    pub fn bundle<F: Fn(usize, usize) + 'static>(
        &self,
        items: Vec<BundleItem>,
        on_progress: F,
    ) -> impl Future<Output = Result<Blob, Phrase>> + use<F> {
        let (parts, blobs) = take_apart(items);
        written(self.ask(ToWorker::Bundle(parts), blobs.into(), Some(Rc::new(on_progress))))
    }

    /// Asks something of one file.
    fn ask_of(
        &self,
        source: &Source,
        message: ToWorker,
        attachment: JsValue,
    ) -> impl Future<Output = Result<Answer, Phrase>> + use<> {
        let checked = source.checked_size().map_err(|refusal| refusal.phrase());
        let answer = checked.map(|_| self.ask(message, attachment, None));
        async move { answer?.await }
    }

    fn ask(
        &self,
        message: ToWorker,
        attachment: JsValue,
        on_progress: Option<Rc<dyn Fn(usize, usize)>>,
    ) -> impl Future<Output = Result<Answer, Phrase>> + use<> {
        let (answer, arrives) = oneshot::channel();
        let request = Request { message, attachment, answer, on_progress };
        self.handle().act(|crew: &mut Crew, handle| crew.request(request, handle));
        async move {
            match arrives.await.map_err(|_| phrase!(failed_ended))?? {
                (FromWorker::Failed(why), _) => Err(why),
                answer => Ok(answer),
            }
        }
    }
}

async fn written(answer: impl Future<Output = Result<Answer, Phrase>>) -> Result<Blob, Phrase> {
    match answer.await? {
        (FromWorker::Written, blob) => blob.dyn_into().map_err(|_| phrase!(failed_unexpected)),
        _ => Err(phrase!(failed_unexpected)),
    }
}
