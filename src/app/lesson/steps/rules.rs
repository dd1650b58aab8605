//! Group, confidence, gate and header → a destination.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::detail::rules_tried;
use crate::app::lesson::controls::choice;
use crate::app::lesson::scene::Scene;
use crate::app::lesson::step::Step;
use crate::app::lesson::walk::StepProps;
use crate::app::list::state_badge;
use crate::app::text;
use crate::routing::{Facts, PRESETS, RoutingTable};

#[component]
pub(in crate::app::lesson) fn RulesStep(props: &StepProps) -> Html {
    let t = text();
    let chosen = use_state(|| 0_usize);
    let on = {
        let chosen = chosen.clone();
        Callback::from(move |at| chosen.set(at))
    };
    let ready = || PRESETS.iter().filter_map(|preset| Some((t.preset(preset.id)?, preset.table().ok()?)));
    let other = chosen.checked_sub(1).and_then(|at| ready().nth(at));
    let table = other.map_or_else(|| props.table.clone(), |(_, table)| Rc::new(table));
    let facts = props.walk.facts();
    let names = [t.lesson_table_in_use.to_owned()].into_iter().chain(ready().map(|(name, _)| name.to_owned()));
    let picture = html! {
        <div class="trace">
            { destination(&table, &facts) }
            { rules_tried(&table, &facts, props.identifying) }
        </div>
    };
    let control = choice("other-table", t.lesson_try_table, names, *chosen, &on);
    Scene { step: Step::Rules, sentence: t.way_rules_text.to_owned(), formula: None, picture, control }.view()
}

/// Where a table sends a film, and why.
pub(in crate::app::lesson) fn destination(table: &RoutingTable, facts: &Facts<'_>) -> Html {
    let Ok(decision) = table.decide(facts) else { return Html::default() };
    html! {
        <>
            <p class="verdict-line" data-testid="lesson-destination">
                <span class="arrow" aria-hidden="true">{ "→" }</span>
                <span class="destination">{ &decision.destination.name }</span>{ state_badge(decision.destination.state) }
            </p>
            <p class="because">{ &decision.because }</p>
        </>
    }
}
