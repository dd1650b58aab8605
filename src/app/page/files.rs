//! Files in: dropped, chosen, out of archives; again, or not any more.

use std::cell::Cell;
use std::rc::Rc;

use gloo::timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DragEvent, File, FilePropertyBag, HtmlInputElement};
use yew::html::Scope;
use yew::prelude::*;

use super::view::Focus;
use super::{Message, Page};
use crate::app::browser::{Dropped, chosen, dropped};
use crate::app::state::{Attached, Readiness};
use crate::case::{Case, State};
use crate::phantom::Sample;
use crate::phrase;
use crate::text::Phrase;
use crate::worker::{ArchiveEntry, Source};

/// So many files of an archive are put on the list at once.
const AT_ONCE: usize = 250;

impl Page {
    pub(super) fn on_chosen(&mut self, context: &Context<Self>, input: HtmlInputElement) {
        spawn_local(chosen(input, taker(context.link().clone(), self.intake.clone())));
    }

    /// What hears of drops. What was dropped must be asked for before the event ends: not by way of a message.
    pub(super) fn on_drop(&self, context: &Context<Self>) -> Callback<DragEvent> {
        let (link, intake) = (context.link().clone(), self.intake.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            link.send_message(Message::Drag(false));
            if let Some(data) = event.data_transfer() {
                link.send_message(Message::Walking);
                let (link, walk) = (link.clone(), dropped(&data, taker(link.clone(), intake.clone())));
                spawn_local(async move {
                    walk.await;
                    link.send_message(Message::Walked);
                });
            }
        })
    }

    pub(super) fn take_in(&mut self, context: &Context<Self>, files: Vec<Dropped>) {
        self.network_since_files();
        for (path, file) in files {
            if path.to_lowercase().ends_with(".zip") {
                self.archives.push((path, file));
            } else {
                self.add(path, Source::from(file));
            }
        }
        self.list_archives(context);
    }

    /// Puts a file on the list and hands it to the pool, if there is one yet.
    fn add(&mut self, path: String, source: Source) {
        let attached = Attached { source: Some(source.clone()), thumbnail: None };
        let (id, name) = self.list.change(|list| list.take_in(path, attached));
        match (&self.readiness, &self.pool) {
            (Readiness::Unusable(why), _) => self.finish(id, Case::failed(name, "not-ready", why.clone())),
            (_, Some(pool)) => pool.submit(id, name, source),
            (_, None) => {} // when it comes, it gets all that wait
        }
    }

    /// Puts something on the list that no worker can read.
    fn add_failed(&mut self, path: String, code: &str, why: Phrase) {
        let attached = Attached { source: None, thumbnail: None };
        let (id, name) = self.list.change(|list| list.take_in(path, attached));
        self.finish(id, Case::failed(name, code, why));
    }

    pub(super) fn finish(&mut self, id: usize, case: Case) {
        let table = self.table.clone();
        self.list.change(|list| list.finished(id, case, &table));
    }

    pub(super) fn list_archives(&mut self, context: &Context<Self>) {
        if let Readiness::Unusable(why) = self.readiness.clone() {
            let archives: Vec<_> = self.archives.drain(..).collect();
            archives.into_iter().for_each(|(name, _)| self.add_failed(name, "not-ready", why.clone()));
        }
        let Some(pool) = &self.pool else { return };
        for (name, archive) in self.archives.drain(..) {
            self.opening += 1;
            let (pool, link) = (pool.clone(), context.link().clone());
            let (intake, mine) = (self.intake.clone(), self.intake.get());
            spawn_local(async move {
                match pool.archive(archive.into()).await {
                    Ok(mut entries) => {
                        // In portions: a list of ten thousand must not hold up the page.
                        while entries.len() > AT_ONCE && intake.get() == mine {
                            let rest = entries.split_off(AT_ONCE);
                            link.send_message(Message::Entries(mine, name.clone(), entries));
                            entries = rest;
                            TimeoutFuture::new(0).await;
                        }
                        link.send_message(Message::Entries(mine, name, entries));
                    }
                    Err(why) => link.send_message(Message::NoArchive(mine, name, why)),
                }
                link.send_message(Message::Walked);
            });
        }
    }

    pub(super) fn on_entries(&mut self, intake: u32, archive: &str, entries: Vec<ArchiveEntry>) {
        if intake != self.intake.get() {
            return;
        }
        for entry in entries {
            let name = format!("{archive}/{}", entry.name);
            match entry.source {
                Ok(source) => self.add(name, source),
                Err(why) => self.add_failed(name, why.code(), why.phrase()),
            }
        }
    }

    pub(super) fn on_no_archive(&mut self, intake: u32, archive: String, why: Phrase) {
        if intake == self.intake.get() {
            self.add_failed(archive, "not-an-archive", why);
        }
    }

    /// Generated films, for those who have none at hand; one after the other, in the order of the list.
    pub(super) fn make_samples(&mut self, context: &Context<Self>) {
        if let Readiness::Unusable(why) = self.readiness.clone() {
            let samples = std::mem::take(&mut self.samples);
            samples.iter().for_each(|sample| self.add_failed(sample.file_name.to_owned(), "not-ready", why.clone()));
        }
        let Some(pool) = self.pool.clone() else { return }; // when it comes, it makes all that wait
        let samples = std::mem::take(&mut self.samples);
        if samples.is_empty() {
            return;
        }
        self.making += 1;
        let link = context.link().clone();
        let (intake, mine) = (self.intake.clone(), self.intake.get());
        spawn_local(async move {
            for sample in samples {
                let made = pool.sample(sample).await.and_then(|blob| file_of(sample, &blob));
                if intake.get() != mine {
                    break;
                }
                link.send_message(Message::Made(mine, sample, made));
            }
            link.send_message(Message::AllMade);
        });
    }

    pub(super) fn on_made(
        &mut self,
        context: &Context<Self>,
        intake: u32,
        sample: &Sample,
        made: Result<File, Phrase>,
    ) {
        let name = sample.file_name.to_owned();
        match made {
            _ if intake != self.intake.get() => {}
            Ok(file) => self.take_in(context, vec![(name, file)]),
            Err(why) => self.add_failed(name, "no-sample", phrase!(failed_sample, why = why)),
        }
    }

    /// Stops all that isn't finished, and what is still arriving.
    pub(super) fn cancel(&mut self) {
        self.stop();
        for (id, name) in self.unfinished() {
            self.finish(id, Case::failed(name, "cancelled", phrase!(stopped)));
        }
    }

    fn stop(&mut self) {
        self.intake.set(self.intake.get() + 1);
        self.archives.clear();
        self.samples.clear();
        if let Some(pool) = &self.pool {
            pool.withdraw_all();
        }
    }

    pub(super) fn unfinished(&self) -> Vec<(usize, String)> {
        let list = self.list.get();
        let open = list.entries().filter(|(_, entry)| !entry.case.state.is_settled());
        open.map(|(id, entry)| (id, entry.case.file.clone())).collect()
    }

    pub(super) fn retry_failed(&mut self) {
        let failed = |state| matches!(state, State::Failed | State::Refused);
        let ids = self.list.get().entries().filter(|(_, entry)| failed(entry.case.state)).map(|(id, _)| id).collect();
        self.read_again(ids);
    }

    /// Reads files once more that were read before.
    pub(super) fn read_again(&mut self, ids: Vec<usize>) {
        let Some(pool) = self.pool.clone() else { return };
        for id in ids {
            let source = self.list.get().get(id).and_then(|entry| entry.attached.source.clone());
            let Some(source) = source.filter(|_| self.list.change(|list| list.again(id))) else { continue };
            let name = self.list.get().get(id).map(|entry| entry.case.file.clone());
            name.into_iter().for_each(|name| pool.submit(id, name, source.clone()));
        }
    }

    /// Hands the pool all files that wait.
    pub(super) fn submit_waiting(&self) {
        let list = self.list.get();
        let waiting = list.entries().filter(|(_, entry)| !entry.case.state.is_settled());
        for (id, entry) in waiting {
            if let (Some(pool), Some(source)) = (&self.pool, entry.attached.source.clone()) {
                pool.submit(id, entry.case.file.clone(), source);
            }
        }
    }

    pub(super) fn clear(&mut self, context: &Context<Self>) {
        self.stop();
        self.list.change(crate::worklist::Worklist::clear);
        self.selected = None;
        self.open(context); // nothing: the picture is let go
        self.filter = crate::worklist::Filter { identifying: self.identifying, ..Default::default() };
        self.sort = Default::default();
        self.focus = Some(Focus::Element("file-input"));
    }
}

/// What takes files in portions for the present intake; it says whether there is any use in more.
fn taker(link: Scope<Page>, intake: Rc<Cell<u32>>) -> impl Fn(Vec<Dropped>) -> bool {
    let mine = intake.get();
    move |files| {
        link.send_message(Message::TakeIn(mine, files));
        intake.get() == mine
    }
}

fn file_of(sample: &Sample, made: &Blob) -> Result<File, Phrase> {
    let options = FilePropertyBag::new();
    options.set_type("application/dicom");
    let parts = js_sys::Array::of1(made);
    File::new_with_blob_sequence_and_options(&parts, sample.file_name, &options).map_err(|_| phrase!(failed_unexpected))
}
