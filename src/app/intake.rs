//! The drop zone with its file picker.

use web_sys::{File, FileList, HtmlInputElement};
use yew::prelude::*;

/// The files of a list. The list itself is emptied with the picker that it came from.
pub(super) fn files_of(list: &FileList) -> Vec<File> {
    (0..list.length()).filter_map(|index| list.get(index)).collect()
}

#[derive(Properties, PartialEq)]
pub(super) struct IntakeProps {
    /// Small, because there are results below.
    pub(super) compact: bool,
    pub(super) on_files: Callback<Vec<File>>,
}

#[component]
pub(super) fn Intake(props: &IntakeProps) -> Html {
    let on_files = props.on_files.clone();
    let on_change = Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        if let Some(files) = input.files() {
            on_files.emit(files_of(&files));
        }
        input.set_value(""); // so that the same file can be chosen again
    });
    html! {
        <section class={classes!("intake", props.compact.then_some("compact"))} aria-label="Add files">
            <label class="drop-zone" data-testid="drop-zone">
                <input type="file" multiple=true data-testid="file-input" onchange={on_change}
                    aria-describedby="privacy" />
                <svg class="film-icon" viewBox="0 0 48 48" aria-hidden="true">
                    <rect x="9" y="5" width="30" height="38" rx="3" />
                    <path d="M24 12v24M24 16c-5-3-9 0-9.500 8 0 4 .5 6 1.500 7 2 1 5-.5 6-2.500M24 16c5-3 9 0 9.500 8 0 4-.5 6-1.500 7-2 1-5-.5-6-2.500" />
                </svg>
                <span class="drop-text">
                    <strong>{ if props.compact { "Drop more X-rays here" } else { "Drop DICOM X-rays here" } }</strong>
                    <span class="or">{ "or " }<span class="button">{ "choose files" }</span></span>
                </span>
            </label>
            <p class="privacy" id="privacy">
                <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 10V8a6 6 0 0 1 12 0v2M5 10h14v10H5zM12 14v3" /></svg>
                <span>
                    <strong>{ "Your images never leave this browser." }</strong>
                    { " They are read and classified on your own device. Once loaded, this page asks the network for nothing." }
                </span>
            </p>
        </section>
    }
}
