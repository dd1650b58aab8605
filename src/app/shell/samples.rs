//! Which sample to try: all of them, or one.

use web_sys::{HtmlDetailsElement, HtmlElement};
use yew::prelude::*;

use crate::app::text;
use crate::phantom::{SAMPLES, Sample};
use crate::text::fill;

#[derive(Properties, PartialEq)]
pub(super) struct SampleChoiceProps {
    pub(super) on_samples: Callback<&'static [Sample]>,
}

/// A list that folds out. What was chosen folds it in again, and leaves the keyboard where it was opened.
#[component]
pub(super) fn SampleChoice(props: &SampleChoiceProps) -> Html {
    let t = text();
    let (details, summary) = (use_node_ref(), use_node_ref());
    let choose = |samples: &'static [Sample]| {
        let (details, summary, on_samples) = (details.clone(), summary.clone(), props.on_samples.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(details) = details.cast::<HtmlDetailsElement>() {
                details.set_open(false);
            }
            if let Some(summary) = summary.cast::<HtmlElement>() {
                summary.focus().ok();
            }
            on_samples.emit(samples);
        })
    };
    let refused = SAMPLES.iter().filter(|sample| sample.is_refused()).count();
    let all = fill(t.samples_all_hint, &[("n", &SAMPLES.len()), ("refused", &refused)]);
    html! {
        <details class="samples" ref={details.clone()}>
            <summary ref={summary.clone()} data-testid="samples">{ t.samples_choose }</summary>
            <ul>
                <li class="all">
                    <button type="button" data-testid="samples-all" onclick={choose(SAMPLES)}>
                        <strong>{ t.samples_all }</strong>{ " " }<span class="hint">{ all }</span>
                    </button>
                </li>
                { for SAMPLES.iter().map(|sample| html! {
                    <li>
                        <button type="button" data-testid={format!("sample-{}", sample.id)} onclick={choose(std::slice::from_ref(sample))}>
                            { sample.about_in(t) }
                        </button>
                    </li>
                }) }
            </ul>
            <p class="hint">{ t.samples_note }</p>
        </details>
    }
}
