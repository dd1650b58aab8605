//! Looking at one file.

use std::rc::Rc;

use gloo::timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;
use yew::prelude::*;

use super::view::Focus;
use super::{Message, Page};
use crate::app::browser::save;
use crate::app::detail::Verdict;
use crate::app::state::Opened;
use crate::app::viewer::Picture;
use crate::case::State;
use crate::phrase;
use crate::text::Phrase;
use crate::viewing::Film;

/// A file must be looked at for so long to be opened.
const PAUSE_MS: u32 = 70;

impl Page {
    pub(super) fn select(&mut self, context: &Context<Self>, id: usize) {
        if self.selected != Some(id) {
            self.selected = Some(id);
            self.open(context);
        }
        self.focus = Some(Focus::Pane(id));
    }

    /// Opens the selected file's picture, once it has been read.
    pub(super) fn open(&mut self, context: &Context<Self>) {
        self.looks.set(self.looks.get() + 1);
        self.opened = Opened::Loading;
        let list = self.list.get();
        let Some(entry) = self.selected.and_then(|id| list.get(id)) else { return };
        self.opened = match (entry.case.state, &self.pool, entry.attached.source.clone()) {
            (State::Done, Some(pool), Some(source)) => {
                let (pool, link) = (pool.clone(), context.link().clone());
                let (looks, look) = (self.looks.clone(), self.looks.get());
                spawn_local(async move {
                    // Whoever walks quickly through the list isn't held up by what they pass.
                    TimeoutFuture::new(PAUSE_MS).await;
                    if looks.get() != look {
                        return;
                    }
                    let film = pool.open(source).await.and_then(|(about, pixels)| {
                        Film::new(about, &pixels).map(Rc::new).ok_or_else(|| phrase!(cannot_show))
                    });
                    link.send_message(Message::Opened(look, film));
                });
                Opened::Loading
            }
            (State::Queued | State::Reading, ..) => Opened::Loading,
            _ => Opened::Failed(phrase!(no_picture)),
        };
    }

    pub(super) fn on_opened(&mut self, look: u32, film: Result<Rc<Film>, Phrase>) {
        if self.looks.get() == look {
            self.opened = film.map_or_else(Opened::Failed, Opened::Film);
        }
    }

    pub(super) fn close(&mut self, context: &Context<Self>) {
        self.focus = self.selected.take().map(Focus::Row);
        self.open(context); // nothing: the picture is let go
    }

    /// To a neighbour in the list as it is shown.
    pub(super) fn step(&mut self, context: &Context<Self>, by: isize, key: bool) {
        let at = self.selected.and_then(|id| self.shown.iter().position(|one| *one == id));
        let next = match at {
            Some(at) => at.checked_add_signed(by),
            None => Some(0),
        };
        if let Some(id) = next.and_then(|next| self.shown.get(next)).copied() {
            self.selected = Some(id);
            self.open(context);
            // A button that was pressed keeps the keyboard, to be pressed again.
            self.focus = key.then_some(Focus::Row(id));
        }
    }

    pub(super) fn on_verdict(&mut self, verdict: Verdict) {
        let Some(id) = self.selected else { return };
        let table = self.table.clone();
        self.list.change(|list| {
            list.change(id, &table, |case| match verdict {
                Verdict::Withdraw => case.clear_review(),
                Verdict::Confirm if case.group.is_none() || case.review.is_some() => {}
                Verdict::Confirm => drop(case.set_review(case.group, None, &table)),
                Verdict::Is(group, destination) => drop(case.set_review(group, destination, &table)),
            });
        });
        self.focus = Some(Focus::Element("review-group")); // the button that was pressed may be gone
    }

    pub(super) fn retry(&mut self, context: &Context<Self>) {
        let Some(id) = self.selected else { return };
        self.read_again(vec![id]);
        self.open(context);
    }

    /// Takes the selected file off the list and goes to the next one.
    pub(super) fn remove(&mut self, context: &Context<Self>) {
        let Some(id) = self.selected else { return };
        let at = self.shown.iter().position(|one| *one == id).unwrap_or_default();
        if let Some(pool) = &self.pool {
            pool.withdraw(id);
        }
        self.list.change(|list| list.remove(id));
        self.bring_up_to_date();
        self.selected = self.shown.get(at).or(self.shown.last()).copied();
        self.focus = Some(self.selected.map_or(Focus::Element("file-input"), Focus::Row));
        self.open(context);
    }

    /// The picture as it is seen, under no one's name.
    pub(super) fn save_picture(&self, context: &Context<Self>, picture: &Picture) {
        let (Some(id), Some(pool)) = (self.selected, &self.pool) else { return };
        let name = format!("radiograph-{}{}.png", id + 1, if picture.map { "-map" } else { "" });
        let file = pool.png(picture.width as u32, picture.height as u32, &picture.rgba);
        save_when_written(context, name, file);
    }

    /// One file's structured report.
    pub(super) fn report(&self, context: &Context<Self>) {
        let list = self.list.get();
        let Some((id, entry)) = self.selected.and_then(|id| Some((id, list.get(id)?))) else { return };
        let Some(pool) = self.pool.clone() else { return };
        let (Some(source), case) = (entry.attached.source.clone(), (*entry.case).clone()) else { return };
        save_when_written(context, format!("report-{}.dcm", id + 1), pool.report(source, case));
    }
}

fn save_when_written(
    context: &Context<Page>,
    name: String,
    file: impl Future<Output = Result<Blob, Phrase>> + 'static,
) {
    let link = context.link().clone();
    spawn_local(async move {
        match file.await {
            Ok(file) => save(&name, &file),
            Err(why) => link.send_message(Message::Notice(Some(why))),
        }
    });
}
