//! One file of the worklist.

use std::rc::Rc;

use yew::prelude::*;

use super::thumbnail::{Thumbnail, film, same};
use crate::app::text;
use crate::case::{Case, State};
use crate::classifier::Group;
use crate::routing::{DestinationState, RoutingTable};
use crate::text::fill;

#[derive(Properties)]
pub(super) struct RowProps {
    pub(super) id: usize,
    /// Its place in the list as shown, from 1, the heading counted.
    pub(super) index: usize,
    pub(super) case: Rc<Case>,
    pub(super) conflict: bool,
    pub(super) thumbnail: Option<Rc<Thumbnail>>,
    pub(super) table: Rc<RoutingTable>,
    pub(super) selected: bool,
    /// Whether file names may be shown.
    pub(super) identifying: bool,
    pub(super) on_select: Callback<usize>,
}

// The callback is left out: it does the same in each drawing, but is another one.
impl PartialEq for RowProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.case, &other.case)
            && same(self.thumbnail.as_ref(), other.thumbnail.as_ref())
            && Rc::ptr_eq(&self.table, &other.table)
            && (self.id, self.index, self.conflict) == (other.id, other.index, other.conflict)
            && (self.selected, self.identifying) == (other.selected, other.identifying)
    }
}

#[component]
pub(super) fn Row(props: &RowProps) -> Html {
    let case = &*props.case;
    let id = props.id;
    let done = case.state == State::Done;
    let on_select = props.on_select.clone();
    let on_click = Callback::from(move |_: MouseEvent| on_select.emit(id));
    html! {
        <div role="row" class="case" aria-rowindex={props.index.to_string()}
            data-selected={props.selected.then_some("true")}
            data-case={case.file.clone()}
            data-id={id.to_string()}
            data-state={case.state.id()}
            data-reason={case.reason.clone()}
            data-group={done.then(|| case.group.map_or("", Group::id))}
            data-confidence={case.confidence.map(|confidence| format!("{confidence:.4}"))}
            data-destination={done.then(|| case.final_destination().unwrap_or_default().to_owned())}
            data-review={case.review.is_some().then_some("true")}
            data-conflict={props.conflict.then_some("true")}
            onclick={on_click}>
            <div role="cell" class="film-cell">{ film(props.thumbnail.as_ref()) }</div>
            <div role="rowheader" class="file">
                <button type="button" class="name" data-open={id.to_string()} aria-current={props.selected.then_some("true")}>
                    { shown_name(case, id, props.identifying) }
                </button>
                <span class="facts">{ claims(case) }</span>
            </div>
            <div role="cell" class="finding">
                { finding(case) }
                // Beside an open file the next cell is hidden.
                if props.conflict { <span class="flag conflict beside" aria-hidden="true">{ text().header_conflict }</span> }
            </div>
            <div role="cell" class="route">{ route(props) }</div>
        </div>
    }
}

/// A file's name; where names are hidden, its number.
pub(in crate::app) fn shown_name(case: &Case, id: usize, identifying: bool) -> String {
    if identifying { case.file.clone() } else { fill(text().file_number, &[("n", &(id + 1))]) }
}

/// What the header claims, in one line; nothing that could name a patient.
fn claims(case: &Case) -> String {
    let t = text();
    let header = &case.header;
    let size = header.columns.zip(header.rows).map(|(columns, rows)| format!("{columns}\u{a0}×\u{a0}{rows}"));
    let frames = header.number_of_frames.filter(|count| *count > 1);
    let frames = frames.map(|count| fill(t.first_frame_of, &[("n", &count)]));
    let bare = (case.format != crate::case::Format::Dicom && case.state == State::Done).then(|| t.no_header.to_owned());
    let turned = case.exif_orientation.map(|_| t.turned_by_exif.to_owned());
    let facts = [&header.modality, &header.body_part_examined, &header.view_position, &header.patient_age];
    let facts: Vec<&str> =
        facts.into_iter().chain([&size, &frames, &bare, &turned]).flatten().map(String::as_str).collect();
    facts.join(" · ")
}

/// The group, or what stands in its place.
pub(in crate::app) fn chip(case: &Case) -> Html {
    let t = text();
    let (hue, name) = match (case.final_group(), case.reason.as_deref()) {
        (Some(group), _) => (group.id(), t.group(group)),
        (None, Some("not-a-radiograph")) => ("none", t.not_a_radiograph),
        (None, _) => ("none", t.unsure),
    };
    html! { <span class="group-chip" data-hue={hue}>{ name }</span> }
}

fn finding(case: &Case) -> Html {
    let t = text();
    match case.state {
        State::Done => {
            let confidence = case.confidence.unwrap_or(0.0);
            let percent = format!("{:.1}\u{a0}%", confidence * 100.0);
            let label = format!("{} {percent}", t.confidence);
            html! {
                <>
                    { chip(case) }
                    if case.review.is_some() {
                        <span class="reviewed">{ t.reviewed_by_person }</span>
                    } else if case.reason.as_deref() != Some("not-a-radiograph") {
                        <span class="confidence">
                            <progress value={confidence.to_string()} max="1" aria-label={label} />
                            <span aria-hidden="true">{ percent }</span>
                        </span>
                    }
                </>
            }
        }
        State::Queued => html! { <span class="verdict">{ t.waiting }</span> },
        State::Reading => html! { <span class="verdict">{ t.reading }</span> },
        State::Refused => html! { <span class="verdict">{ t.not_routed }</span> },
        State::Failed => html! { <span class="verdict">{ t.not_read }</span> },
    }
}

fn route(props: &RowProps) -> Html {
    let t = text();
    let case = &*props.case;
    let destination = case.final_destination().and_then(|id| props.table.destination(id));
    let duplicate = case.duplicate_of.is_some().then(|| html! { <span class="flag">{ t.duplicate }</span> });
    let Some(destination) = destination else {
        return html! { <><p class="because">{ t.say(&case.explanation) }</p>{ duplicate }</> };
    };
    html! {
        <>
            <p class="to"><span class="destination">{ &destination.name }</span>{ state_badge(destination.state) }</p>
            <p class="flags">
                if props.conflict { <span class="flag conflict">{ t.header_conflict }</span> }
                { duplicate }
                <span class="because">{ t.say(&case.explanation) }</span>
            </p>
        </>
    }
}

/// How far a destination can be used.
pub(in crate::app) fn state_badge(state: DestinationState) -> Html {
    let (tone, name) = match state {
        DestinationState::WeightsPublished => ("open", text().weights_published),
        DestinationState::CodeOnly => ("partial", text().code_only),
        DestinationState::PaperOnly => ("partial", text().paper_only),
        DestinationState::Own => ("open", text().your_own),
        DestinationState::Person => ("person", text().a_person_decides),
    };
    html! { <span class="state" data-tone={tone}>{ name }</span> }
}
