//! Looking at one file.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::view::Focus;
use super::{Message, Page};
use crate::app::browser::save;
use crate::app::detail::Verdict;
use crate::app::state::Opened;
use crate::app::text;
use crate::case::State;
use crate::viewing::Film;

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
        let Some(id) = self.selected else { return };
        let list = self.list.get();
        let Some(entry) = list.get(id) else { return };
        self.opened = match (entry.case.state, &self.pool) {
            (State::Done, Some(pool)) => {
                let (pool, source) = (pool.clone(), entry.attached.source.clone());
                let link = context.link().clone();
                spawn_local(async move {
                    let film = pool.open(source).await.and_then(|(about, pixels)| {
                        Film::new(about, &pixels).map(Rc::new).ok_or_else(|| text().cannot_show.to_owned())
                    });
                    link.send_message(Message::Opened(id, film));
                });
                Opened::Loading
            }
            (State::Queued | State::Reading, _) => Opened::Loading,
            _ => Opened::Failed(text().no_picture.into()),
        };
    }

    pub(super) fn on_opened(&mut self, id: usize, film: Result<Rc<Film>, String>) {
        if self.selected == Some(id) {
            self.opened = film.map_or_else(|why| Opened::Failed(why.into()), Opened::Film);
        }
    }

    pub(super) fn close(&mut self) {
        self.focus = self.selected.take().map(Focus::Row);
        self.opened = Opened::Loading;
    }

    /// To a neighbour in the list as it is shown.
    pub(super) fn step(&mut self, context: &Context<Self>, by: isize) {
        let at = self.selected.and_then(|id| self.shown.iter().position(|one| *one == id));
        let next = match at {
            Some(at) => at.checked_add_signed(by),
            None => Some(0),
        };
        if let Some(id) = next.and_then(|next| self.shown.get(next)).copied() {
            self.selected = Some(id);
            self.open(context);
            self.focus = Some(Focus::Row(id));
        }
    }

    pub(super) fn on_verdict(&mut self, verdict: Verdict) {
        let Some(id) = self.selected else { return };
        let table = self.table.clone();
        self.list.change(|list| {
            list.change(id, &table, |case| match verdict {
                Verdict::Withdraw => case.clear_review(),
                Verdict::Confirm if case.group.is_none() => {}
                Verdict::Confirm => drop(case.set_review(case.group, None, &table)),
                Verdict::Is(group, destination) => drop(case.set_review(group, destination, &table)),
            });
        });
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
        self.focus = self.selected.map(Focus::Row);
        self.open(context);
    }

    /// One file's structured report.
    pub(super) fn report(&self, context: &Context<Self>) {
        let list = self.list.get();
        let Some((id, entry)) = self.selected.and_then(|id| Some((id, list.get(id)?))) else { return };
        let Some(pool) = self.pool.clone() else { return };
        let (source, case) = (entry.attached.source.clone(), (*entry.case).clone());
        let link = context.link().clone();
        spawn_local(async move {
            match pool.report(source, case).await {
                Ok(report) => save(&format!("report-{}.dcm", id + 1), &report),
                Err(why) => link.send_message(Message::Notice(Some(why.into()))),
            }
        });
    }
}
