//! A visitor's own network instead of the shipped one.

use js_sys::ArrayBuffer;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DataTransfer, File, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::app::state::Kept;
use crate::app::text;

/// An ONNX file and its description.
#[derive(Clone)]
pub(in crate::app) struct OwnModel {
    pub(in crate::app) onnx: ArrayBuffer,
    pub(in crate::app) description: String,
}

const EXAMPLE: &str = include_str!("../../../www/own-model.json");

/// What the form was filled in with.
#[derive(Clone)]
pub(in crate::app) struct OwnDraft {
    file: Option<File>,
    description: String,
}

impl Default for OwnDraft {
    fn default() -> Self {
        Self { file: None, description: EXAMPLE.to_owned() }
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct OwnFormProps {
    pub(super) draft: Kept<OwnDraft>,
    /// Whether one is being tried.
    pub(super) trying: bool,
    pub(super) on_own: Callback<OwnModel>,
}

#[component]
pub(super) fn OwnForm(props: &OwnFormProps) -> Html {
    let t = text();
    let draft = &props.draft;
    let OwnDraft { file, description } = draft.get();
    let (has_file, kept) = (use_state(|| file.is_some()), file);
    let picker = use_node_ref();
    let field = picker.clone();
    use_effect_with((), move |()| {
        if let Some((field, file)) = field.cast::<HtmlInputElement>().zip(kept) {
            refill(&field, &file);
        }
    });
    let on_file = {
        let (draft, has_file) = (draft.clone(), has_file.clone());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let file = input.files().and_then(|files| files.get(0));
            has_file.set(file.is_some());
            draft.change(|draft| draft.file = file);
        })
    };
    let on_description = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| {
            let field: HtmlTextAreaElement = event.target_unchecked_into();
            draft.change(|draft| draft.description = field.value());
        })
    };
    let on_submit = {
        let (draft, on_own) = (draft.clone(), props.on_own.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let OwnDraft { file: Some(file), description } = draft.get() else { return };
            let on_own = on_own.clone();
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
            <label class="named"><span>{ t.onnx_file }</span><input ref={picker} type="file" accept=".onnx" data-testid="own-onnx" onchange={on_file} /></label>
            <label class="named"><span>{ t.description_json }</span>
                <textarea spellcheck="false" data-testid="own-description" value={description} oninput={on_description} />
            </label>
            <button type="submit" class="primary" data-testid="own-use" disabled={!*has_file || props.trying}>
                { if props.trying { t.trying_model } else { t.use_model } }
            </button>
        </form>
    }
}

/// Has a file field that is drawn anew show what was chosen in it before.
fn refill(field: &HtmlInputElement, file: &File) {
    if let Ok(files) = DataTransfer::new()
        && files.items().add_with_file(file).is_ok()
    {
        field.set_files(files.files().as_ref());
    }
}
