//! The sums in a sentence or two: how many to where, and why some not.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::text;
use crate::routing::RoutingTable;
use crate::worklist::Counts;

#[derive(Properties, PartialEq)]
pub(in crate::app) struct TallyProps {
    pub(in crate::app) counts: Rc<Counts>,
    pub(in crate::app) table: Rc<RoutingTable>,
}

#[component]
pub(in crate::app) fn Tally(props: &TallyProps) -> Html {
    let t = text();
    let TallyProps { counts, table } = props;
    if counts.settled == 0 {
        return Html::default();
    }
    let line = |name: String, count: usize| html! { <li><span>{ name }</span><strong>{ count }</strong></li> };
    let name = |id: &String| table.destination(id).map_or_else(|| id.clone(), |destination| destination.name.clone());
    let why = |code: &String| t.reason(code).unwrap_or(code).to_owned();
    html! {
        <details class="tally-list" data-testid="tally">
            <summary>{ t.summary }</summary>
            <div>
                <h2>{ t.send_it_to }</h2>
                <ul>{ for counts.destinations.iter().map(|(id, count)| line(name(id), *count)) }</ul>
            </div>
            if !counts.refused.is_empty() {
                <div>
                    <h2>{ t.not_routed_because }</h2>
                    <ul>{ for counts.refused.iter().map(|(code, count)| line(why(code), *count)) }</ul>
                </div>
            }
        </details>
    }
}
