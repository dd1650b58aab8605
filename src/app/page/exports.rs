//! Results out.

use std::rc::Rc;

use gloo::timers::future::TimeoutFuture;
use js_sys::Array;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag};
use yew::html::Scope;
use yew::prelude::*;

use super::{Message, Page};
use crate::app::browser::{copied, download, save, text_file};
use crate::app::list::Export;
use crate::case::{Case, Format, State};
use crate::export::{Environment, ListForm, Pieces, diagnostics};
use crate::phrase;
use crate::routing::RoutingTable;
use crate::text::Phrase;
use crate::worker::{BundleContent, BundleItem, Pool};

/// So many cases are written at once.
const AT_ONCE: usize = 200;
const SORTED: &str = "sorted.zip";

impl Page {
    pub(super) fn export(&mut self, context: &Context<Self>, export: Export) {
        let list = self.list.get();
        match export {
            Export::Json => self.save_list(context, ListForm::Json, "worklist.json"),
            Export::Csv => self.save_list(context, ListForm::Csv, "worklist.csv"),
            Export::Diagnostics => copy(context, diagnostics(&self.environment(), list.cases())),
            Export::Reports => {
                let films = list
                    .entries()
                    .filter(|(_, entry)| entry.case.state == State::Done && entry.case.format == Format::Dicom);
                let items = films.filter_map(|(_, entry)| {
                    let (source, case) = (entry.attached.source.clone()?, Box::new((*entry.case).clone()));
                    let path = format!("{}.sr.dcm", entry.case.file);
                    Some(BundleItem { path, content: BundleContent::Report { source, case } })
                });
                self.bundle(context, "structured-reports.zip", items.collect());
            }
            Export::Sorted => {
                let folder = |id: Option<&str>| id.unwrap_or("not-routed").to_owned();
                let items = list.entries().filter_map(|(_, entry)| {
                    let path = format!("{}/{}", folder(entry.case.final_destination()), entry.case.file);
                    Some(BundleItem { path, content: BundleContent::Original(entry.attached.source.clone()?) })
                });
                self.bundle(context, SORTED, items.collect());
            }
        }
    }

    /// The cases as they are now: what changes them later makes new ones.
    fn present(&self) -> (Vec<Rc<Case>>, Rc<RoutingTable>) {
        (self.list.get().entries().map(|(_, entry)| entry.case.clone()).collect(), self.table.clone())
    }

    fn save_list(&self, context: &Context<Self>, form: ListForm, name: &'static str) {
        let (link, (cases, table)) = (context.link().clone(), self.present());
        spawn_local(async move {
            let file = list_file(form, &cases, &table, &link).await;
            link.send_message(Message::Written(name, file));
        });
    }

    /// Has a worker write an archive.
    fn bundle(&self, context: &Context<Self>, name: &'static str, mut items: Vec<BundleItem>) {
        let Some(pool) = self.pool.clone() else { return tell(context, phrase!(nothing_to_write)) };
        if items.is_empty() {
            return tell(context, phrase!(nothing_to_write));
        }
        let (link, total) = (context.link().clone(), items.len());
        link.send_message(Message::Writing(0, total));
        let (cases, table) = self.present();
        spawn_local(async move {
            if name == SORTED
                && let Ok(csv) = list_file(ListForm::Csv, &cases, &table, &link).await
            {
                let content = BundleContent::Original(csv.into());
                items.push(BundleItem { path: "worklist.csv".to_owned(), content });
            }
            let progress = link.clone();
            let on_progress = move |done, total| progress.send_message(Message::Writing(done, total));
            let archive = pool.bundle(items, on_progress).await;
            link.send_message(Message::Written(name, archive));
        });
    }

    pub(super) fn on_written(&mut self, name: &str, archive: Result<Blob, Phrase>) {
        self.writing = None;
        match archive {
            Ok(archive) => save(name, &archive),
            Err(why) => self.notice = Some(why),
        }
    }

    fn environment(&self) -> Environment {
        let navigator = web_sys::window().map(|window| window.navigator());
        let agent = navigator.as_ref().and_then(|navigator| navigator.user_agent().ok());
        let model = self.model.as_ref();
        Environment {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            user_agent: agent.unwrap_or_default(),
            cores: navigator.map_or(0.0, |navigator| navigator.hardware_concurrency()) as u32,
            workers: self.pool.as_ref().map_or(0, Pool::workers),
            build: self.build.unwrap_or_default().to_owned(),
            model: model.map(|model| format!("{} ({})", model.name, model.network)).unwrap_or_default(),
        }
    }
}

/// The worklist as a file, made in slices between which the page can do other things.
async fn list_file(
    form: ListForm,
    cases: &[Rc<Case>],
    table: &RoutingTable,
    link: &Scope<Page>,
) -> Result<Blob, Phrase> {
    let (mut pieces, parts) = (Pieces::new(form), Array::new());
    let nothing: &[Rc<Case>] = &[];
    for (at, slice) in cases.chunks(AT_ONCE).chain([nothing]).enumerate() {
        let piece = pieces.next(slice.iter().map(Rc::as_ref), table).map_err(|error| error.phrase())?;
        parts.push(&text_file(&piece, "").map_err(|_| phrase!(no_room))?.into());
        if slice.len() == AT_ONCE {
            link.send_message(Message::Writing(at * AT_ONCE, cases.len()));
            TimeoutFuture::new(0).await;
        }
    }
    parts.push(&pieces.end().into());
    let options = BlobPropertyBag::new();
    options.set_type(match form {
        ListForm::Json => "application/json",
        ListForm::Csv => "text/csv",
    });
    Blob::new_with_blob_sequence_and_options(&parts, &options).map_err(|_| phrase!(no_room))
}

fn tell(context: &Context<Page>, notice: Phrase) {
    context.link().send_message(Message::Notice(Some(notice)));
}

/// Into the clipboard; as a file where that is refused.
fn copy(context: &Context<Page>, words: String) {
    let link = context.link().clone();
    spawn_local(async move {
        if copied(&words).await {
            link.send_message(Message::Notice(Some(phrase!(diagnostics_copied))));
        } else {
            download("diagnostics.txt", "text/plain", &words);
        }
    });
}
