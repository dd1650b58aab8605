//! The guide: what the page does and how to use it, in plain words.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::app::{by_id, text};
use crate::text::{Text, fill};

/// Id, heading and text of each part.
type Part = (&'static str, &'static str, &'static str);

fn parts(t: &Text) -> [Part; 9] {
    [
        ("guide-in", t.guide_in, t.guide_in_text),
        ("guide-list", t.guide_list, t.guide_list_text),
        ("guide-look", t.guide_look, t.guide_look_text),
        ("guide-review", t.guide_review, t.guide_review_text),
        ("guide-rules", t.guide_rules, t.guide_rules_text),
        ("guide-out", t.guide_out, t.guide_out_text),
        ("guide-privacy", t.guide_privacy, t.guide_privacy_text),
        ("guide-model", t.guide_model, t.guide_model_text),
        ("guide-limits", t.guide_limits, t.guide_limits_text),
    ]
}

/// Buttons are called as they are on the page.
fn with_names(t: &Text, sentence: &str) -> String {
    fill(
        sentence,
        &[
            ("stop", &t.stop),
            ("retry", &t.retry_failed),
            ("samples", &t.try_sample),
            ("unsure", &t.unsure),
            ("not_a_radiograph", &t.not_a_radiograph),
            ("identifying", &t.show_identifying),
            ("confirm", &t.confirm),
            ("rules", &t.rules),
            ("export", &t.export_table),
            ("import", &t.import_table),
            ("sorted", &t.save_sorted),
            ("model", &t.model),
        ],
    )
}

#[component]
pub(super) fn Guide() -> Html {
    let t = text();
    let entry = |(id, heading, _): Part| {
        let go = Callback::from(move |_: MouseEvent| go_to(id));
        html! { <li><button type="button" class="link" onclick={go}>{ heading }</button></li> }
    };
    html! {
        <div class="guide" data-testid="guide">
            <nav aria-label={t.guide}><ol>{ for parts(t).into_iter().map(entry) }</ol></nav>
            { for parts(t).into_iter().map(|(id, heading, sentence)| html! {
                <section aria-labelledby={id}>
                    <h3 {id} tabindex="-1">{ heading }</h3>
                    <p>{ with_names(t, sentence) }</p>
                </section>
            }) }
        </div>
    }
}

/// Brings a part into view, and what is read on from there.
fn go_to(id: &str) {
    if let Some(heading) = by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        heading.focus().ok();
    }
}
