//! A person confirms, or says what it is and where it should go.

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::app::text;
use crate::case::Case;
use crate::classifier::Group;
use crate::routing::RoutingTable;

/// What a person says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) enum Verdict {
    /// The network is right.
    Confirm,
    /// This group, or none of the five; and this destination, or the one that the rules give.
    Is(Option<Group>, Option<String>),
    /// Nothing after all.
    Withdraw,
}

#[derive(Properties)]
pub(super) struct ReviewFormProps {
    pub(super) case: Rc<Case>,
    pub(super) table: Rc<RoutingTable>,
    pub(super) on_verdict: Callback<Verdict>,
}

impl PartialEq for ReviewFormProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.case, &other.case) && Rc::ptr_eq(&self.table, &other.table)
    }
}

#[component]
pub(super) fn ReviewForm(props: &ReviewFormProps) -> Html {
    let t = text();
    let ReviewFormProps { case, table, on_verdict } = props;
    let review = case.review.as_ref();
    let destination = review.and_then(|review| review.destination.clone());
    let on_group = {
        let destination = destination.clone();
        on_verdict.reform(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let group = Group::ALL.into_iter().find(|group| group.id() == select.value());
            Verdict::Is(group, destination.clone())
        })
    };
    let group = case.final_group();
    let on_destination = on_verdict.reform(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        Verdict::Is(group, Some(select.value()).filter(|id| !id.is_empty()))
    });
    html! {
        <section class="section review" aria-labelledby="review-heading" data-testid="review">
            <h3 id="review-heading">{ t.your_review }</h3>
            <div class="review-row">
                if review.is_none() {
                    <button type="button" class="confirm" data-testid="confirm" disabled={case.group.is_none()}
                        onclick={on_verdict.reform(|_: MouseEvent| Verdict::Confirm)}>{ t.confirm }</button>
                } else {
                    <span class="reviewed" role="status">{ if case.confirmed() { t.confirmed } else { t.changed_by_person } }</span>
                }
                <label>{ t.it_shows }{ " " }
                    <select id="review-group" data-testid="review-group" ~value={group.map_or(String::new(), |group| group.id().to_owned())} onchange={on_group}>
                        <option value="" selected={group.is_none()}>{ t.none_of_the_five }</option>
                        { for Group::ALL.into_iter().map(|one| html! {
                            <option value={one.id()} selected={group == Some(one)}>{ t.group(one) }</option>
                        }) }
                    </select>
                </label>
                <label>{ t.send_it_to }{ " " }
                    <select data-testid="review-destination" ~value={destination.clone().unwrap_or_default()} onchange={on_destination}>
                        <option value="" selected={destination.is_none()}>{ t.as_the_rules_say }</option>
                        { for table.destinations.iter().map(|one| html! {
                            <option value={one.id.clone()} selected={destination.as_ref() == Some(&one.id)}>{ &one.name }</option>
                        }) }
                    </select>
                </label>
                if review.is_some() {
                    <button type="button" class="quiet" data-testid="withdraw-review"
                        onclick={on_verdict.reform(|_: MouseEvent| Verdict::Withdraw)}>{ t.undo }</button>
                }
            </div>
        </section>
    }
}
