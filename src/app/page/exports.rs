//! Results out.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, Navigator};
use yew::prelude::*;

use super::{Message, Page};
use crate::app::browser::{download, save};
use crate::app::list::Export;
use crate::case::{Format, State};
use crate::export::{Environment, diagnostics, to_csv, to_json};
use crate::phrase;
use crate::text::Phrase;
use crate::worker::{BundleContent, BundleItem, Pool};

impl Page {
    pub(super) fn export(&mut self, context: &Context<Self>, export: Export) {
        let list = self.list.get();
        match export {
            Export::Json => match to_json(list.cases()) {
                Ok(json) => download("worklist.json", "application/json", &json),
                Err(error) => tell(context, error.to_string().into()),
            },
            Export::Csv => match to_csv(list.cases(), &self.table) {
                Ok(csv) => download("worklist.csv", "text/csv", &csv),
                Err(error) => tell(context, error.phrase()),
            },
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
                let mut items: Vec<BundleItem> = list
                    .entries()
                    .filter_map(|(_, entry)| {
                        let path = format!("{}/{}", folder(entry.case.final_destination()), entry.case.file);
                        Some(BundleItem { path, content: BundleContent::Original(entry.attached.source.clone()?) })
                    })
                    .collect();
                if let Ok(csv) = to_csv(list.cases(), &self.table) {
                    items.push(BundleItem { path: "worklist.csv".to_owned(), content: BundleContent::Text(csv) });
                }
                self.bundle(context, "sorted.zip", items);
            }
        }
    }

    /// Has a worker write an archive.
    fn bundle(&self, context: &Context<Self>, name: &'static str, items: Vec<BundleItem>) {
        let Some(pool) = self.pool.clone() else { return tell(context, phrase!(nothing_to_write)) };
        if items.is_empty() {
            return tell(context, phrase!(nothing_to_write));
        }
        let (link, total) = (context.link().clone(), items.len());
        link.send_message(Message::Writing(0, total));
        spawn_local(async move {
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

fn tell(context: &Context<Page>, notice: Phrase) {
    context.link().send_message(Message::Notice(Some(notice)));
}

/// Into the clipboard; as a file where that is refused.
fn copy(context: &Context<Page>, words: String) {
    let link = context.link().clone();
    spawn_local(async move {
        let navigator = web_sys::window().map(|window| window.navigator());
        // Without https there is no clipboard.
        let there =
            |navigator: &Navigator| js_sys::Reflect::get(navigator, &"clipboard".into()).is_ok_and(|it| it.is_object());
        let promise = navigator.filter(there).map(|navigator| navigator.clipboard().write_text(&words));
        let copied = match promise {
            Some(promise) => JsFuture::from(promise).await.is_ok(),
            None => false,
        };
        if copied {
            link.send_message(Message::Notice(Some(phrase!(diagnostics_copied))));
        } else {
            download("diagnostics.txt", "text/plain", &words);
        }
    });
}
