//! The workers and their model: one of the host's, or one that a visitor brings.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Message, Page};
use crate::app::list::Thumbnail;
use crate::app::model::{Metrics, OwnModel};
use crate::app::state::{Asker, Readiness};
use crate::case::Case;
use crate::classifier::ModelDescription;
use crate::routing::RoutingTable;
use crate::text::Phrase;
use crate::worker::{Kit, Pool, PoolEvent, close_the_network};

/// Workers with another model, until they say whether they can use it.
pub(super) struct Trial {
    pool: Pool,
    generation: u32,
    model: Rc<ModelDescription>,
    shipped: Option<usize>,
    metrics: Option<Rc<Metrics>>,
}

impl Page {
    pub(super) fn on_fetched(&mut self, context: &Context<Self>, kit: Result<Box<Kit>, Phrase>) {
        match kit {
            Ok(kit) => {
                close_the_network(); // before the first worker: it inherits what holds then
                let kept = self.settings.table.as_deref().and_then(|json| RoutingTable::parse(json).ok());
                self.table = Rc::new(kept.unwrap_or_else(|| kit.table.clone()));
                self.build = Some(kit.build);
                self.model = ModelDescription::parse(&kit.description).ok().map(Rc::new);
                self.pool = Some(self.start(context, (*kit).clone()));
                self.pool_generation = self.generation;
                self.kit = Some(*kit);
                self.submit_waiting();
                self.list_archives(context);
                self.make_samples(context);
            }
            Err(why) => self.give_up(context, why),
        }
        Self::prepare_offline(context);
    }

    fn start(&mut self, context: &Context<Self>, kit: Kit) -> Pool {
        self.generation += 1;
        let (link, generation) = (context.link().clone(), self.generation);
        Pool::start(kit, move |event| link.send_message(Message::Pool(generation, event)))
    }

    pub(super) fn on_pool(&mut self, context: &Context<Self>, generation: u32, event: PoolEvent) {
        if let PoolEvent::Traffic(traffic) = event {
            return self.on_traffic(Asker::Worker, traffic);
        }
        if let Some(trial) = self.trial.take_if(|trial| trial.generation == generation) {
            return self.on_trial(context, trial, event);
        }
        if self.pool.is_none() || generation != self.pool_generation {
            return; // given up, or replaced
        }
        match event {
            PoolEvent::Ready if self.readiness != Readiness::Ready => {
                self.readiness = Readiness::Ready;
                self.tell_ready();
                // Everything is fetched before the first file: afterwards the page asks the network for nothing.
                let (link, folder) = (context.link().clone(), self.folder(0));
                spawn_local(async move { link.send_message(Message::Metrics(0, Metrics::fetch(&folder).await)) });
            }
            PoolEvent::Ready | PoolEvent::Traffic(_) => {}
            PoolEvent::Started(id) => self.list.change(|list| list.started(id)),
            PoolEvent::Finished(id, case) => self.on_finished(context, id, *case),
            PoolEvent::Drawn(id, thumbnail) => self.list.change(|list| {
                if let Some(entry) = list.get_mut(id) {
                    entry.attached.thumbnail = Some(Rc::new(Thumbnail::new(thumbnail)));
                }
            }),
            PoolEvent::Unusable(why) if self.shipped != Some(0) => {
                // It loaded, but can't be run.
                self.fetch_shipped(context, 0);
                self.model_error = Some(why);
            }
            PoolEvent::Unusable(why) => self.give_up(context, why),
        }
    }

    fn on_finished(&mut self, context: &Context<Self>, id: usize, mut case: Case) {
        // The worker has the table that the page came with; this one may be the visitor's, and was checked.
        let _ = case.route(&self.table);
        self.finish(id, case);
        let alone = self.list.get().total() == 1;
        if self.selected == Some(id) {
            self.open(context);
        } else if alone && self.selected.is_none() {
            self.selected = Some(id);
            self.open(context);
        }
    }

    /// Nothing more can be classified: every unfinished file says why.
    fn give_up(&mut self, context: &Context<Self>, why: Phrase) {
        self.readiness = Readiness::Unusable(why.clone());
        self.pool = None;
        for (id, name) in self.unfinished() {
            self.finish(id, Case::failed(name, "not-ready", why.clone()));
        }
        self.list_archives(context);
        self.make_samples(context);
    }

    pub(super) fn try_own(&mut self, context: &Context<Self>, own: OwnModel) {
        self.model_error = None;
        if let Some(kit) = &self.kit {
            let kit = kit.with_model(own.onnx, own.description);
            self.try_kit(context, kit, None, None);
        }
    }

    /// Fetches another of the host's models: the one thing that the page asks its host for after it was loaded, and only
    /// when a visitor chooses it.
    pub(super) fn fetch_shipped(&mut self, context: &Context<Self>, model: usize) {
        let Some(kit) = self.kit.clone() else { return };
        (self.fetching, self.model_error) = (true, None);
        let (link, folder) = (context.link().clone(), self.folder(model));
        spawn_local(async move {
            let kit = if model == 0 { Ok(kit) } else { kit.fetch_model(&folder).await };
            let metrics = Metrics::fetch(&folder).await;
            link.send_message(Message::Arrived(model, kit.map(Box::new), metrics));
        });
    }

    pub(super) fn on_arrived(
        &mut self,
        context: &Context<Self>,
        model: usize,
        kit: Result<Box<Kit>, Phrase>,
        metrics: Option<Metrics>,
    ) {
        self.fetching = false;
        match kit {
            Ok(kit) => self.try_kit(context, *kit, Some(model), metrics),
            Err(why) => self.model_error = Some(why),
        }
    }

    fn try_kit(&mut self, context: &Context<Self>, kit: Kit, shipped: Option<usize>, metrics: Option<Metrics>) {
        match ModelDescription::parse(&kit.description) {
            Ok(model) => {
                let pool = self.start(context, kit);
                let (model, metrics) = (Rc::new(model), metrics.map(Rc::new));
                self.trial = Some(Trial { pool, generation: self.generation, model, shipped, metrics });
            }
            Err(error) => self.model_error = Some(error.phrase()),
        }
    }

    /// A trial that succeeds takes the pool's place, and everything is read again.
    fn on_trial(&mut self, context: &Context<Self>, trial: Trial, event: PoolEvent) {
        match event {
            PoolEvent::Ready => {
                if let Some(old) = self.pool.replace(trial.pool) {
                    old.withdraw_all(); // an archive that it still writes keeps it alive
                }
                self.readiness = Readiness::Ready;
                self.pool_generation = trial.generation;
                self.model = Some(trial.model);
                self.shipped = trial.shipped;
                self.metrics = trial.metrics;
                self.submit_waiting();
                let read = self
                    .list
                    .get()
                    .entries()
                    .filter(|(_, entry)| entry.case.state.is_settled())
                    .map(|(id, _)| id)
                    .collect();
                self.read_again(read);
                self.open(context);
                self.list_archives(context);
            }
            PoolEvent::Unusable(why) => self.model_error = Some(why),
            _ => self.trial = Some(trial),
        }
    }

    /// The folder of one of the host's models.
    fn folder(&self, model: usize) -> String {
        self.site.models.get(model).map(|model| model.folder.clone()).unwrap_or_default()
    }

    pub(super) fn is_trying(&self) -> bool {
        self.trial.is_some() || self.fetching
    }
}
