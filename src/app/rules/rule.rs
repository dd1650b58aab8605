//! One rule.

use yew::prelude::*;

use super::condition::ConditionForm;
use super::fields::{choice, named, sign};
use crate::app::text;
use crate::routing::{Condition, Field, Rule, Test};
use crate::text::fill;

/// What can be done to a rule beside changing it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) enum Change {
    To(Rule),
    Up,
    Down,
    Remove,
}

#[derive(Properties, PartialEq)]
pub(super) struct RuleFormProps {
    pub(super) rule: Rule,
    /// Its place, from 0, and whether it is the last.
    pub(super) place: usize,
    pub(super) last: bool,
    /// Files of the present worklist that it decides.
    pub(super) files: usize,
    /// Ids and names.
    pub(super) destinations: Vec<(String, String)>,
    pub(super) on_change: Callback<(usize, Change)>,
}

#[component]
pub(super) fn RuleForm(props: &RuleFormProps) -> Html {
    let t = text();
    let RuleFormProps { rule, place, last, files, destinations, on_change } = props;
    let place = *place;
    let change = |change: Change| on_change.reform(move |()| (place, change.clone()));
    let to = {
        let on_change = on_change.clone();
        move |rule: Rule| on_change.emit((place, Change::To(rule)))
    };
    let with = |edit: fn(&mut Rule, String)| {
        let (rule, to) = (rule.clone(), to.clone());
        Callback::from(move |text: String| {
            let mut rule = rule.clone();
            edit(&mut rule, text);
            to(rule);
        })
    };
    let on_condition = |at: usize| {
        let (rule, to) = (rule.clone(), to.clone());
        Callback::from(move |condition: Option<Condition>| {
            let mut rule = rule.clone();
            match condition {
                Some(condition) => rule.when[at] = condition,
                None => drop(rule.when.remove(at)),
            }
            to(rule);
        })
    };
    let add = {
        let (rule, to) = (rule.clone(), to.clone());
        Callback::from(move |_: MouseEvent| {
            let mut rule = rule.clone();
            rule.when.push(Condition { field: Field::Group, test: Test::Equals("adult_chest".to_owned()) });
            to(rule);
        })
    };
    html! {
        <li class="rule" data-rule={rule.id.clone()}>
            <div class="rule-head">
                <span class="number" aria-hidden="true">{ place + 1 }</span>
                { named(t.rule_name, &rule.id, with(|rule, text| rule.id = text)) }
                <span class="files">{ fill(t.decides_files, &[("n", files)]) }</span>
                <span class="signs">
                    { sign(t.move_up, "↑", place == 0, change(Change::Up)) }
                    { sign(t.move_down, "↓", *last, change(Change::Down)) }
                    { sign(t.remove_rule, "×", false, change(Change::Remove)) }
                </span>
            </div>
            <p class="when">{ if rule.when.is_empty() { t.always } else { t.when_all } }</p>
            <ul>
                { for rule.when.iter().enumerate().map(|(at, condition)| html! {
                    <ConditionForm key={at} condition={condition.clone()} on_change={on_condition(at)} />
                }) }
            </ul>
            <button type="button" class="quiet" onclick={add}>{ t.add_condition }</button>
            <div class="then">
                <label class="named"><span>{ t.send_it_to }</span>{ choice(t.send_it_to, &rule.send_to, destinations, with(|rule, text| rule.send_to = text)) }</label>
                { named(t.because, &rule.because, with(|rule, text| rule.because = text)) }
            </div>
        </li>
    }
}
