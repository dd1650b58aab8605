//! What a visitor reads first: masthead, headline, the three steps, footer.

use yew::prelude::*;

use super::page::Readiness;
use crate::classifier::Group;

#[derive(Properties, PartialEq)]
pub(super) struct MastheadProps {
    pub(super) readiness: Readiness,
}

#[component]
pub(super) fn Masthead(props: &MastheadProps) -> Html {
    let (class, text) = match &props.readiness {
        Readiness::Loading => ("loading", AttrValue::from("Loading the classifier …")),
        Readiness::Ready => ("ready", AttrValue::from("Ready")),
        Readiness::Unusable(why) => ("unusable", why.clone()),
    };
    html! {
        <header class="masthead">
            <div class="brand">
                <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
                    <rect x="3" y="7" width="12" height="18" rx="2" />
                    <path d="M15 16h4M19 16c4 0 3-9 8-9M19 16h8M19 16c4 0 3 9 8 9" />
                    <circle cx="28" cy="7" r="2" /><circle cx="28" cy="16" r="2" /><circle cx="28" cy="25" r="2" />
                </svg>
                <span>{ "DICOM Imaging Router" }</span>
            </div>
            <p class={classes!("readiness", class)} role="status">{ text }</p>
        </header>
    }
}

#[component]
pub(super) fn Introduction() -> Html {
    html! {
        <section class="introduction">
            <h1>{ "Which body part is this X-ray, and which AI model should read it?" }</h1>
            <p>
                { "Archives are full of X-rays whose headers don’t say reliably what they show. A small neural network \
                   looks at the pixels instead, in your browser, and sorts each film into one of five groups." }
            </p>
            <ul class="groups" aria-label="The five groups">
                { for Group::ALL.into_iter().map(|group| html! {
                    <li class="group-chip" data-hue={group.id()}>{ group.name() }</li>
                }) }
            </ul>
        </section>
    }
}

#[component]
pub(super) fn Steps() -> Html {
    let step = |number: &str, title: &str, text: &str| {
        html! {
            <li>
                <span class="number" aria-hidden="true">{ number.to_owned() }</span>
                <div><h2>{ title.to_owned() }</h2><p>{ text.to_owned() }</p></div>
            </li>
        }
    };
    html! {
        <ol class="steps">
            { step("1", "Read", "The DICOM file’s picture is decoded in this tab. Its header is kept as evidence, not as truth.") }
            { step("2", "Look", "A convolutional network says which of five body part groups the pixels show, and how sure it is.") }
            { step("3", "Route", "Ordered rules weigh group, confidence and header, and name the AI model it fits, or a person.") }
        </ol>
    }
}

#[component]
pub(super) fn Footer() -> Html {
    html! {
        <footer>
            <p id="not-diagnosis" class="not-diagnosis">
                <strong>{ "For research and teaching, not for diagnosis." }</strong>
                { " The network errs; a person must check every result before it is used." }
            </p>
            <p>
                { "After " }<cite>{ "DICOM Imaging Router" }</cite>{ " (Pham, Do, Nguyen; VinBigData 2021). \
                   Network weights: CC BY-NC-SA 4.0. Code: MIT or Apache-2.0. " }
                <a href="./bench.html" target="_blank" rel="noopener">{ "How quick is it on this computer?" }</a>
            </p>
        </footer>
    }
}
