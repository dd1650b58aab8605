//! What the network says, how sure it is, and where the picture goes.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::list::{chip, state_badge};
use crate::app::text;
use crate::case::Case;
use crate::classifier::{Group, ModelDescription};
use crate::routing::{DestinationState, RoutingTable};
use crate::text::fill;

#[derive(Properties)]
pub(super) struct DecisionProps {
    pub(super) case: Rc<Case>,
    pub(super) table: Rc<RoutingTable>,
    pub(super) model: Rc<ModelDescription>,
}

impl PartialEq for DecisionProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.case, &other.case)
            && Rc::ptr_eq(&self.table, &other.table)
            && Rc::ptr_eq(&self.model, &other.model)
    }
}

#[component]
pub(super) fn Decision(props: &DecisionProps) -> Html {
    let t = text();
    let DecisionProps { case, table, model } = props;
    html! {
        <>
            <div class="verdict-line">
                { chip(case) }
                <span class="arrow" aria-hidden="true">{ "→" }</span>
                { destination(case, table) }
            </div>
            <p class="because">{ t.say(&case.explanation) }</p>
            { terms(case, table) }
            <section class="section" aria-labelledby="probabilities-heading">
                <h3 id="probabilities-heading">{ t.probabilities }</h3>
                { probabilities(case, model) }
                { gate(case, model) }
            </section>
        </>
    }
}

fn destination(case: &Case, table: &RoutingTable) -> Html {
    let Some(destination) = case.final_destination().and_then(|id| table.destination(id)) else {
        return Html::default();
    };
    let name = match &destination.address {
        Some(address) => html! {
            <a href={address.clone()} target="_blank" rel="noopener noreferrer" class="destination">{ &destination.name }</a>
        },
        None => html! { <span class="destination">{ &destination.name }</span> },
    };
    html! { <>{ name }{ state_badge(destination.state) }</> }
}

fn terms(case: &Case, table: &RoutingTable) -> Html {
    let t = text();
    let destination = case.final_destination().and_then(|id| table.destination(id));
    let Some(destination) = destination.filter(|destination| destination.state != DestinationState::Person) else {
        return Html::default();
    };
    let terms = [(t.expects, &destination.expects), (t.licence, &destination.licence)];
    html! {
        <dl class="terms">{ for terms.into_iter().filter_map(|(term, text)| {
            text.as_ref().map(|text| html! { <div><dt>{ term }</dt><dd>{ text }</dd></div> })
        }) }</dl>
    }
}

/// The five bars, with the threshold drawn across.
fn probabilities(case: &Case, model: &ModelDescription) -> Html {
    let t = text();
    let Some(probabilities) = case.probabilities else { return Html::default() };
    let threshold = f64::from(model.unsure_below) * 100.0;
    let bar = |group: Group| {
        let percent = f64::from(probabilities.of(group)) * 100.0;
        html! {
            <li data-hue={group.id()} class={classes!((case.likeliest == Some(group)).then_some("likeliest"))}>
                <span class="group-name">{ t.group(group) }</span>
                <svg class="bar" aria-hidden="true">
                    <rect class="track" width="100%" height="100%" rx="4" />
                    <rect class="fill" width={format!("{percent:.2}%")} height="100%" rx="4" />
                    <line class="threshold" x1={format!("{threshold:.1}%")} x2={format!("{threshold:.1}%")} y1="0" y2="100%" />
                </svg>
                <span class="value">{ format!("{percent:.1}\u{a0}%") }</span>
            </li>
        }
    };
    html! {
        <>
            <ul class="bars">{ for Group::ALL.into_iter().map(bar) }</ul>
            <p class="note">{ fill(t.threshold_note, &[("n", &format!("{threshold:.0}"))]) }</p>
        </>
    }
}

fn gate(case: &Case, model: &ModelDescription) -> Html {
    let t = text();
    let (Some(score), Some(passed)) = (case.radiograph_score, case.radiograph) else { return Html::default() };
    let text = if passed { t.gate_passed } else { t.gate_failed };
    let numbers =
        fill(text, &[("score", &format!("{score:.1}")), ("limit", &format!("{:.1}", model.radiograph_above))]);
    html! { <p class="gate" data-passed={passed.to_string()}>{ numbers }</p> }
}
