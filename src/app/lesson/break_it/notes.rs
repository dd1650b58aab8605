//! The list of what surprised the visitor.

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::app::browser::{copied, download};
use crate::app::text;

/// How long it says that it has copied.
const SAID_MS: u32 = 2500;

#[derive(Properties, PartialEq)]
pub(super) struct NotesProps {
    pub(super) notes: Vec<String>,
}

#[component]
pub(super) fn Notes(props: &NotesProps) -> Html {
    let t = text();
    let said = use_state(|| false);
    let on_copy = {
        let (said, words) = (said.clone(), props.notes.join("\n"));
        Callback::from(move |_: MouseEvent| {
            let (said, words) = (said.clone(), words.clone());
            spawn_local(async move {
                if copied(&words).await {
                    said.set(true);
                    Timeout::new(SAID_MS, move || said.set(false)).forget();
                } else {
                    download("surprises.txt", "text/plain", &words);
                }
            });
        })
    };
    html! {
        <section class="notes" aria-labelledby="notes-heading">
            <h3 id="notes-heading">{ t.break_notes }</h3>
            if props.notes.is_empty() {
                <p class="note">{ t.break_no_notes }</p>
            } else {
                <ul data-testid="notes">{ for props.notes.iter().map(|note| html! { <li>{ note }</li> }) }</ul>
                <p><button type="button" data-testid="copy-notes" onclick={on_copy}>{ t.break_copy }</button>{ " " }<span role="status">{ if *said { t.break_copied } else { "" } }</span></p>
            }
        </section>
    }
}
