//! What a visitor reads first: headline, the five groups, the three steps.

use yew::prelude::*;

use crate::app::text;
use crate::classifier::Group;

#[component]
pub(in crate::app) fn Introduction() -> Html {
    let t = text();
    html! {
        <section class="introduction">
            <h1>{ t.headline }</h1>
            <p>{ t.introduction }</p>
            <ul class="groups" aria-label={t.the_five_groups}>
                { for Group::ALL.into_iter().map(|group| html! {
                    <li class="group-chip" data-hue={group.id()}>{ t.group(group) }</li>
                }) }
            </ul>
            <p class="invitation"><a href="#lesson" data-testid="to-lesson">{ t.lesson_invitation }</a></p>
        </section>
    }
}

#[component]
pub(in crate::app) fn Steps() -> Html {
    let t = text();
    let steps = [(t.step_read, t.step_read_text), (t.step_look, t.step_look_text), (t.step_route, t.step_route_text)];
    html! {
        <ol class="steps">
            { for steps.into_iter().enumerate().map(|(index, (title, text))| html! {
                <li>
                    <span class="number" aria-hidden="true">{ index + 1 }</span>
                    <div><h2>{ title }</h2><p>{ text }</p></div>
                </li>
            }) }
        </ol>
    }
}
