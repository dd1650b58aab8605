//! The table as JSON, with what is wrong with it and where.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::app::text;
use crate::routing::RoutingError;
use crate::text::fill;

#[derive(Properties, PartialEq)]
pub(super) struct DocumentProps {
    pub(super) json: AttrValue,
    pub(super) error: Option<RoutingError>,
    pub(super) on_json: Callback<String>,
}

#[component]
pub(super) fn Document(props: &DocumentProps) -> Html {
    let t = text();
    let field = use_node_ref();
    let DocumentProps { json, error, on_json } = props;
    let on_input = on_json.reform(|event: InputEvent| event.target_unchecked_into::<HtmlTextAreaElement>().value());
    let line = error.as_ref().and_then(RoutingError::line);
    let go = {
        let field = field.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some((field, line)) = field.cast::<HtmlTextAreaElement>().zip(line) {
                show_line(&field, line);
            }
        })
    };
    html! {
        <section class="document" aria-labelledby="document-heading">
            <h2 id="document-heading">{ "JSON" }</h2>
            <p class="note">{ t.document_text }{ " " }<a href="./routing.schema.json" target="_blank" rel="noopener">{ "JSON Schema" }</a></p>
            <textarea ref={field} spellcheck="false" autocomplete="off" wrap="off" data-testid="routing-json" aria-labelledby="document-heading"
                aria-invalid={error.is_some().to_string()} aria-describedby="document-state" value={json.clone()} oninput={on_input} />
            <div id="document-state" role="status" class={classes!("document-state", error.is_some().then_some("wrong"))}>
                if let Some(error) = error {
                    <p data-testid="routing-error">
                        if let Some(line) = line { <strong>{ fill(t.line_number, &[("n", &line)]) }</strong>{ " " } }
                        { t.say(&error.problem.phrase()) }
                    </p>
                    if line.is_some() { <button type="button" class="quiet" onclick={go}>{ t.go_there }</button> }
                } else {
                    <p>{ t.table_in_use }</p>
                }
            </div>
        </section>
    }
}

/// Selects a line (from 1) and brings it into view.
fn show_line(field: &HtmlTextAreaElement, line: usize) {
    let text = field.value();
    // The browser counts in UTF-16 units.
    let length = |line: &str| line.encode_utf16().count() as u32;
    let start: u32 = text.split_inclusive('\n').take(line - 1).map(length).sum();
    let end = start + text.split('\n').nth(line - 1).map_or(0, length);
    field.focus().ok();
    field.set_selection_range(start, end).ok();
    let lines = text.lines().count().max(1) as i32;
    let above = (line as i32 - 4).max(0);
    field.set_scroll_top(field.scroll_height() / lines * above);
}
