//! What the page around this one is told, where the host allows it.

use yew::prelude::*;

use super::{Message, Page};
use crate::app::browser::{Embedder, EmbedderAsks};
use crate::app::text;
use crate::export::{EMBED_VERSION, Told, ToldCase};
use crate::text::fill;

/// Between the names of origins.
const OR: &str = " / ";

/// The page around, if there is one that may know.
pub(super) fn around(context: &Context<Page>, allowed: &[String]) -> Option<Embedder> {
    let link = context.link().clone();
    Embedder::find(allowed, move |asks| link.send_message(Message::Embedder(asks)))
}

impl Page {
    pub(super) fn on_embedder(&mut self, context: &Context<Self>, asks: EmbedderAsks) {
        match asks {
            EmbedderAsks::Results => self.tell_results(),
            EmbedderAsks::Clear => self.clear(context),
        }
    }

    /// Files can be taken in.
    pub(super) fn tell_ready(&self) {
        if let Some(embedder) = &self.embedder {
            embedder.tell(&Told::Ready { version: EMBED_VERSION });
        }
    }

    /// The list has changed: how far it is, and everything once it is finished.
    pub(super) fn tell_change(&mut self) {
        let Some(embedder) = &self.embedder else { return };
        let list = self.list.get();
        let (total, settled, version) = (list.total(), list.settled(), self.list.version());
        if std::mem::replace(&mut self.told, version) != version {
            embedder.tell(&Told::Progress { version: EMBED_VERSION, total, settled });
            if total == settled {
                self.tell_results();
            }
        }
    }

    fn tell_results(&self) {
        let Some(embedder) = &self.embedder else { return };
        let list = self.list.get();
        let cases = list.entries().map(|(id, entry)| ToldCase::new(id + 1, &entry.case)).collect();
        let model = self.model.as_ref().map_or("", |model| model.name.as_str());
        embedder.tell(&Told::Results { version: EMBED_VERSION, model, cases });
    }

    /// The visitor is told who gets the results.
    pub(super) fn who_is_told(&self) -> Html {
        let Some(embedder) = &self.embedder else { return Html::default() };
        let origins = embedder.origins().join(OR);
        html! {
            <p class="notice" role="note" data-testid="embedded">{ fill(text().embedded, &[("origins", &origins)]) }</p>
        }
    }
}
