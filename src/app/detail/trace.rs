//! Which rule decided, and why those before it didn't.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::text;
use crate::case::Case;
use crate::routing::{Check, Facts, Field, RoutingTable, Step, StepVerdict};

#[derive(Properties)]
pub(super) struct TraceProps {
    pub(super) case: Rc<Case>,
    pub(super) table: Rc<RoutingTable>,
    pub(super) identifying: bool,
}

impl PartialEq for TraceProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.case, &other.case)
            && Rc::ptr_eq(&self.table, &other.table)
            && self.identifying == other.identifying
    }
}

/// Free text, in which a patient can be named.
const NAMING: [Field; 3] = [Field::StudyDescription, Field::SeriesDescription, Field::ProtocolName];

#[component]
pub(super) fn Trace(props: &TraceProps) -> Html {
    let t = text();
    let Some(facts) = props.case.facts() else { return Html::default() };
    html! {
        <details class="section trace" data-testid="trace">
            <summary>{ t.rules_tried }</summary>
            { rules_tried(&props.table, &facts, props.identifying) }
        </details>
    }
}

/// Every rule of a table, and how it fared.
pub(in crate::app) fn rules_tried(table: &RoutingTable, facts: &Facts<'_>, identifying: bool) -> Html {
    html! { <ol>{ for table.trace(facts).iter().map(|one| step(one, identifying)) }</ol> }
}

fn step(step: &Step, identifying: bool) -> Html {
    let t = text();
    let (class, verdict) = match step.verdict {
        StepVerdict::Matched => ("matched", t.rule_matched),
        StepVerdict::Failed => ("failed", t.rule_failed),
        StepVerdict::NotReached => ("not-reached", t.rule_not_reached),
    };
    html! {
        <li class={class}>
            <p><code>{ &step.rule }</code>{ " " }<span class="outcome">{ verdict }</span></p>
            if step.verdict != StepVerdict::NotReached {
                <ul>{ for step.checks.iter().map(|one| check(one, identifying)) }</ul>
            }
        </li>
    }
}

fn check(check: &Check, identifying: bool) -> Html {
    let t = text();
    let hidden = !identifying && NAMING.contains(&check.field);
    let actual = check.actual.as_deref().map_or(t.absent, |actual| if hidden { t.hidden } else { actual });
    html! {
        <li data-holds={check.holds.to_string()}>
            <span aria-hidden="true">{ if check.holds { "✓ " } else { "✗ " } }</span>
            { t.say(&check.words) }
            if !check.holds { <span class="actual">{ format!(" ({actual})") }</span> }
        </li>
    }
}
