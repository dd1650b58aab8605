//! A visitor's own network instead of the shipped one.

use js_sys::ArrayBuffer;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::app::text;

/// An ONNX file and its description.
#[derive(Clone)]
pub(in crate::app) struct OwnModel {
    pub(in crate::app) onnx: ArrayBuffer,
    pub(in crate::app) description: String,
}

const EXAMPLE: &str = include_str!("../../../www/own-model.json");

#[derive(Properties, PartialEq)]
pub(super) struct OwnFormProps {
    /// Whether one is being tried.
    pub(super) trying: bool,
    pub(super) on_own: Callback<OwnModel>,
}

#[component]
pub(super) fn OwnForm(props: &OwnFormProps) -> Html {
    let t = text();
    let file = use_state(|| None::<File>);
    let description = use_state(|| EXAMPLE.to_owned());
    let on_file = {
        let file = file.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            file.set(input.files().and_then(|files| files.get(0)));
        })
    };
    let on_description = {
        let description = description.clone();
        Callback::from(move |event: InputEvent| {
            description.set(event.target_unchecked_into::<HtmlTextAreaElement>().value());
        })
    };
    let on_submit = {
        let (file, description, on_own) = (file.clone(), description.clone(), props.on_own.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(file) = (*file).clone() else { return };
            let (description, on_own) = ((*description).clone(), on_own.clone());
            spawn_local(async move {
                if let Ok(bytes) = JsFuture::from(file.array_buffer()).await {
                    on_own.emit(OwnModel { onnx: bytes.unchecked_into(), description });
                }
            });
        })
    };
    html! {
        <form class="own-model" onsubmit={on_submit} data-testid="own-model">
            <p>{ t.own_model_text }{ " " }<a href="./model.schema.json" target="_blank" rel="noopener">{ "JSON Schema" }</a></p>
            <label class="named"><span>{ t.onnx_file }</span><input type="file" accept=".onnx" data-testid="own-onnx" onchange={on_file} /></label>
            <label class="named"><span>{ t.description_json }</span>
                <textarea spellcheck="false" data-testid="own-description" value={(*description).clone()} oninput={on_description} />
            </label>
            <button type="submit" class="primary" data-testid="own-use" disabled={file.is_none() || props.trying}>
                { if props.trying { t.trying_model } else { t.use_model } }
            </button>
        </form>
    }
}
