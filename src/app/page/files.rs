//! Files in: dropped, chosen, out of archives; again, or not any more.

use wasm_bindgen_futures::spawn_local;
use web_sys::{File, FilePropertyBag, HtmlInputElement};
use yew::prelude::*;

use super::{Message, Page};
use crate::app::browser::{Dropped, chosen};
use crate::app::state::{Attached, Readiness};
use crate::app::text;
use crate::case::{Case, State};
use crate::phantom::SAMPLES;
use crate::worker::{ArchiveEntry, Source};

impl Page {
    pub(super) fn on_chosen(&mut self, context: &Context<Self>, input: HtmlInputElement) {
        let link = context.link().clone();
        spawn_local(chosen(input, move |files| link.send_message(Message::TakeIn(files))));
    }

    pub(super) fn take_in(&mut self, context: &Context<Self>, files: Vec<Dropped>) {
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
    fn add(&mut self, path: String, source: Source) -> usize {
        let attached = Attached { source: source.clone(), thumbnail: None };
        let (id, name) = self.list.change(|list| list.take_in(path, attached));
        match (&self.readiness, &self.pool) {
            (Readiness::Unusable(why), _) => self.finish(id, Case::failed(name, "not-ready", why)),
            (_, Some(pool)) => pool.submit(id, name, source),
            (_, None) => {} // when it comes, it gets all that wait
        }
        id
    }

    pub(super) fn finish(&mut self, id: usize, case: Case) {
        let table = self.table.clone();
        self.list.change(|list| list.finished(id, case, &table));
    }

    pub(super) fn list_archives(&mut self, context: &Context<Self>) {
        let Some(pool) = &self.pool else { return };
        for (name, archive) in self.archives.drain(..) {
            self.opening += 1;
            let (pool, link) = (pool.clone(), context.link().clone());
            spawn_local(async move {
                let entries = pool.archive(archive.clone().into()).await;
                link.send_message(Message::Listed(name, archive, entries));
            });
        }
    }

    pub(super) fn on_listed(
        &mut self,
        _: &Context<Self>,
        archive: String,
        file: &File,
        entries: Result<Vec<ArchiveEntry>, String>,
    ) {
        self.opening = self.opening.saturating_sub(1);
        match entries {
            Ok(entries) => {
                for entry in entries {
                    let name = format!("{archive}/{}", entry.name);
                    match entry.source {
                        Ok(source) => drop(self.add(name, source)),
                        Err(why) => {
                            let id = self.add_ended(name.clone(), file);
                            self.finish(id, Case::failed(name, why.code(), &why.to_string()));
                        }
                    }
                }
            }
            Err(why) => {
                let id = self.add_ended(archive.clone(), file);
                self.finish(id, Case::failed(archive, "not-an-archive", &why));
            }
        }
    }

    /// A row for something that no worker will read.
    fn add_ended(&mut self, name: String, file: &File) -> usize {
        let attached = Attached { source: Source::from(file.clone()), thumbnail: None };
        self.list.change(|list| list.take_in(name, attached)).0
    }

    /// Generated films, for those who have none at hand.
    pub(super) fn on_sample(&mut self, context: &Context<Self>) {
        let files = SAMPLES.iter().filter_map(|sample| {
            let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(sample.dicom().as_slice()));
            let options = FilePropertyBag::new();
            options.set_type("application/dicom");
            let file = File::new_with_u8_array_sequence_and_options(&parts, sample.file_name, &options).ok()?;
            Some((sample.file_name.to_owned(), file))
        });
        let files: Vec<Dropped> = files.collect();
        self.take_in(context, files);
    }

    /// Stops all that isn't finished.
    pub(super) fn cancel(&mut self) {
        if let Some(pool) = &self.pool {
            pool.withdraw_all();
        }
        self.archives.clear();
        let stopped = text().stopped;
        for (id, name) in self.unfinished() {
            self.finish(id, Case::failed(name, "cancelled", stopped));
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

    /// Reads files once more.
    pub(super) fn read_again(&mut self, ids: Vec<usize>) {
        for id in ids {
            self.list.change(|list| list.again(id));
            let list = self.list.get();
            if let (Some(entry), Some(pool)) = (list.get(id), &self.pool) {
                pool.submit(id, entry.case.file.clone(), entry.attached.source.clone());
            }
        }
    }

    pub(super) fn clear(&mut self) {
        if let Some(pool) = &self.pool {
            pool.withdraw_all();
        }
        self.archives.clear();
        self.list.change(crate::worklist::Worklist::clear);
        self.selected = None;
        self.filter = Default::default();
        self.sort = Default::default();
    }
}
