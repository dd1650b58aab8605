//! How far the worklist is, and taking it out.

use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(super) struct SummaryProps {
    pub(super) total: usize,
    pub(super) settled: usize,
    pub(super) on_export: Callback<MouseEvent>,
}

#[component]
pub(super) fn Summary(props: &SummaryProps) -> Html {
    let SummaryProps { total, settled, on_export } = props;
    let files = if *total == 1 { "file" } else { "files" };
    html! {
        <div class="summary">
            <h1 id="results-heading">{ "Worklist" }</h1>
            <p role="status">
                if settled == total { { format!("{total} {files}, all finished") } }
                else { { format!("{settled} of {total} {files} finished") } }
            </p>
            if settled < total {
                <progress value={settled.to_string()} max={total.to_string()} aria-label="Files finished" />
            }
            <button type="button" data-testid="export-json" onclick={on_export}>{ "Save as JSON" }</button>
        </div>
    }
}
