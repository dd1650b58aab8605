//! What the page has asked the network for, and how it stands without one.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Message, Page};
use crate::app::browser::{hear_offline_requests, prepare_offline};
use crate::app::state::Asker;
use crate::worker::{NetworkRequest, Traffic, parts_kept, watch_traffic};

/// From now on the page hears of every request, its own and the service worker's; the workers send theirs.
pub(super) fn watch(context: &Context<Page>) {
    let link = context.link().clone();
    watch_traffic(move |traffic| link.send_message(Message::Traffic(Asker::Page, traffic)));
    let link = context.link().clone();
    hear_offline_requests(move |request: NetworkRequest| {
        link.send_message(Message::Traffic(Asker::ServiceWorker, Traffic::Request(request)));
    });
}

impl Page {
    /// Keeps what is needed without a network.
    pub(super) fn prepare_offline(context: &Context<Self>) {
        let link = context.link().clone();
        spawn_local(async move {
            parts_kept().await;
            prepare_offline(move |offline| link.send_message(Message::Offline(offline))).await;
        });
    }

    /// Requests count from the first files on.
    pub(super) fn network_since_files(&mut self) {
        if self.network.files_at.is_none() {
            Rc::make_mut(&mut self.network).files_at = Some(js_sys::Date::now());
        }
    }

    pub(super) fn on_traffic(&mut self, asker: Asker, traffic: Traffic) {
        let network = Rc::make_mut(&mut self.network);
        match traffic {
            Traffic::Request(request) => network.note(asker, request),
            Traffic::Forbidden => network.forbidden += 1,
        }
    }
}
