//! Where pictures can be sent, and where they go when no rule matches.

use yew::prelude::*;

use super::fields::{choice, named, sign};
use crate::app::text;
use crate::routing::{Destination, DestinationState, RoutingTable};

const STATES: [(&str, DestinationState); 5] = [
    ("weights-published", DestinationState::WeightsPublished),
    ("code-only", DestinationState::CodeOnly),
    ("paper-only", DestinationState::PaperOnly),
    ("own", DestinationState::Own),
    ("person", DestinationState::Person),
];

#[derive(Properties, PartialEq)]
pub(super) struct DestinationsProps {
    pub(super) table: RoutingTable,
    pub(super) on_change: Callback<RoutingTable>,
}

#[component]
pub(super) fn Destinations(props: &DestinationsProps) -> Html {
    let t = text();
    let DestinationsProps { table, on_change } = props;
    let with = |edit: fn(&mut RoutingTable, usize, String), at: usize| {
        let (table, on_change) = (table.clone(), on_change.clone());
        Callback::from(move |text: String| {
            let mut table = table.clone();
            edit(&mut table, at, text);
            on_change.emit(table);
        })
    };
    let add = {
        let (table, on_change) = (table.clone(), on_change.clone());
        Callback::from(move |_: MouseEvent| {
            let mut table = table.clone();
            let free = |n: &usize| table.destination(&format!("destination-{n}")).is_none();
            let id = format!("destination-{}", (1..).find(free).unwrap_or_default());
            let state = DestinationState::Own;
            table.destinations.push(Destination {
                name: id.clone(),
                id,
                state,
                address: None,
                licence: None,
                expects: None,
            });
            on_change.emit(table);
        })
    };
    let ids: Vec<_> = table.destinations.iter().map(|one| (one.id.clone(), one.name.clone())).collect();
    let names = t.states();
    let states: Vec<_> = STATES.iter().zip(names).map(|((id, _), name)| ((*id).to_owned(), name.to_owned())).collect();
    let form = |at: usize, one: &Destination| {
        let state = STATES.iter().find(|(_, state)| *state == one.state).map_or("", |(id, _)| id);
        let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
        let used = table.fallback.send_to == one.id || table.rules.iter().any(|rule| rule.send_to == one.id);
        let remove = with(|table, at, _| drop(table.destinations.remove(at)), at).reform(|()| String::new());
        html! {
            <li class="destination-form" key={one.id.clone()}>
                <div class="rule-head">
                    { named(t.name, &one.name, with(|table, at, text| table.destinations[at].name = text, at)) }
                    <code>{ &one.id }</code>
                    <span class="signs">{ sign(t.remove_destination, "×", used, remove) }</span>
                </div>
                <div class="then">
                    <label class="named"><span>{ t.state }</span>{ choice(t.state, state, &states, with(|table, at, id| {
                        if let Some((_, state)) = STATES.iter().find(|(one, _)| *one == id) { table.destinations[at].state = *state; }
                    }, at)) }</label>
                    { named(t.address, &or_empty(&one.address), with(|table, at, text| table.destinations[at].address = filled(text), at)) }
                    { named(t.licence, &or_empty(&one.licence), with(|table, at, text| table.destinations[at].licence = filled(text), at)) }
                    { named(t.expects, &or_empty(&one.expects), with(|table, at, text| table.destinations[at].expects = filled(text), at)) }
                </div>
            </li>
        }
    };
    html! {
        <>
            <section class="section fallback" aria-labelledby="fallback-heading">
                <h2 id="fallback-heading">{ t.otherwise }</h2>
                <div class="then">
                    <label class="named"><span>{ t.send_it_to }</span>{ choice(t.send_it_to, &table.fallback.send_to, &ids, with(|table, _, id| table.fallback.send_to = id, 0)) }</label>
                    { named(t.because, &table.fallback.because, with(|table, _, text| table.fallback.because = text, 0)) }
                </div>
            </section>
            <details class="section">
                <summary><h2>{ t.destinations }</h2></summary>
                <ul class="destination-forms">{ for table.destinations.iter().enumerate().map(|(at, one)| form(at, one)) }</ul>
                <button type="button" onclick={add}>{ t.add_destination }</button>
            </details>
        </>
    }
}

fn filled(text: String) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}
