//! Search words and the kinds of files, each with how many there are.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::text;
use crate::classifier::Group;
use crate::routing::RoutingTable;
use crate::worklist::{Counts, Filter, Only};

#[derive(Properties, PartialEq)]
pub(in crate::app) struct ToolbarProps {
    pub(in crate::app) counts: Rc<Counts>,
    pub(in crate::app) table: Rc<RoutingTable>,
    pub(in crate::app) filter: Filter,
    pub(in crate::app) on_filter: Callback<Filter>,
}

#[component]
pub(in crate::app) fn Toolbar(props: &ToolbarProps) -> Html {
    let t = text();
    let ToolbarProps { counts, table, filter, on_filter, .. } = props;
    let on_words = {
        let (filter, on_filter) = (filter.clone(), on_filter.clone());
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            on_filter.emit(Filter { words: input.value(), ..filter.clone() });
        })
    };
    let choose = |only: Option<Only>| {
        let next = Filter { only, ..filter.clone() };
        on_filter.reform(move |_: MouseEvent| next.clone())
    };
    let kind = |name: &str, hue: &'static str, count: usize, only: Only| {
        let active = filter.only.as_ref() == Some(&only);
        if count == 0 && !active {
            return Html::default();
        }
        let next = if active { None } else { Some(only) };
        html! {
            <button type="button" class="kind" data-hue={hue} aria-pressed={active.to_string()} onclick={choose(next)}>
                { name.to_owned() }{ " " }<span class="count">{ count }</span>
            </button>
        }
    };
    let groups = Group::ALL.into_iter().zip(counts.groups);
    let destinations = counts.destinations.iter().filter_map(|(id, count)| Some((table.destination(id)?, *count)));
    html! {
        <div class="toolbar" role="search" aria-label={t.filter_the_worklist}>
            <input type="search" id="filter" data-testid="filter" placeholder={t.filter_placeholder}
                aria-label={t.filter_by_words} value={filter.words.clone()} oninput={on_words} />
            <div class="kinds" role="group" aria-label={t.show_only}>
                { for groups.map(|(group, count)| kind(t.group(group), group.id(), count, Only::Group(group))) }
                { kind(t.unsure, "none", counts.unsure, Only::Unsure) }
                { kind(t.not_a_radiograph, "none", counts.not_a_radiograph, Only::NotARadiograph) }
                { kind(t.header_conflicts, "warn", counts.conflicts, Only::Conflict) }
                { kind(t.for_a_person, "plain", counts.to_person, Only::ToPerson) }
                { for destinations.filter(|(to, _)| to.state != crate::routing::DestinationState::Person).map(|(to, count)| {
                    kind(&to.name, "plain", count, Only::Destination(to.id.clone()))
                }) }
                { kind(t.not_routed, "bad", counts.all_refused(), Only::Refused) }
                { kind(t.duplicates, "plain", counts.duplicates, Only::Duplicate) }
                { kind(t.reviewed, "plain", counts.reviewed, Only::Reviewed) }
                if filter != &Filter::default() {
                    <button type="button" class="quiet" onclick={on_filter.reform(|_| Filter::default())}>{ t.show_all }</button>
                }
            </div>
        </div>
    }
}
