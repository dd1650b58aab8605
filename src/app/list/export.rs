//! What can be taken out.

use yew::prelude::*;

use crate::app::text;
use crate::text::fill;

/// A form in which results are taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Export {
    Json,
    Csv,
    /// DICOM structured reports, in a ZIP archive.
    Reports,
    /// The dropped files, one folder a destination, in a ZIP archive.
    Sorted,
    /// A text for reporting a fault.
    Diagnostics,
}

impl Export {
    const ALL: [Self; 5] = [Self::Csv, Self::Json, Self::Reports, Self::Sorted, Self::Diagnostics];

    fn id(self) -> &'static str {
        match self {
            Self::Json => "export-json",
            Self::Csv => "export-csv",
            Self::Reports => "export-sr",
            Self::Sorted => "export-zip",
            Self::Diagnostics => "export-diagnostics",
        }
    }

    fn name(self) -> (&'static str, &'static str) {
        let t = text();
        match self {
            Self::Json => (t.save_json, t.save_json_hint),
            Self::Csv => (t.save_csv, t.save_csv_hint),
            Self::Reports => (t.save_reports, t.save_reports_hint),
            Self::Sorted => (t.save_sorted, t.save_sorted_hint),
            Self::Diagnostics => (t.copy_diagnostics, t.copy_diagnostics_hint),
        }
    }
}

#[derive(Properties, PartialEq)]
pub(in crate::app) struct ExportMenuProps {
    /// Files written into an archive, and how many there are, while one is made.
    pub(in crate::app) writing: Option<(usize, usize)>,
    pub(in crate::app) on_export: Callback<Export>,
}

#[component]
pub(in crate::app) fn ExportMenu(props: &ExportMenuProps) -> Html {
    let t = text();
    let item = |export: Export| {
        let (name, hint) = export.name();
        let on_click = props.on_export.reform(move |_: MouseEvent| export);
        html! {
            <button type="button" data-testid={export.id()} title={hint} onclick={on_click}
                disabled={props.writing.is_some()}>{ name }</button>
        }
    };
    html! {
        <div class="export" role="group" aria-label={t.take_out}>
            <span class="export-label" aria-hidden="true">{ t.take_out }</span>
            { for Export::ALL.into_iter().map(item) }
            if let Some((done, total)) = props.writing {
                <span class="pace" role="status">{ fill(t.writing_archive, &[("done", &done), ("total", &total)]) }</span>
            }
        </div>
    }
}
