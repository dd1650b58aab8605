//! One file of the worklist.

use std::rc::Rc;

use yew::prelude::*;

use super::film::{Film, Thumbnail, same};
use crate::case::{Case, State};
use crate::routing::{Destination, DestinationState, RoutingTable};

#[derive(Properties)]
pub(super) struct RowProps {
    pub(super) case: Rc<Case>,
    pub(super) thumbnail: Option<Rc<Thumbnail>>,
    pub(super) table: Option<Rc<RoutingTable>>,
}

impl PartialEq for RowProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.case, &other.case)
            && same(self.thumbnail.as_ref(), other.thumbnail.as_ref())
            && same(self.table.as_ref(), other.table.as_ref())
    }
}

#[component]
pub(super) fn Row(props: &RowProps) -> Html {
    let case = &*props.case;
    let done = case.state == State::Done;
    let destination = case.destination.as_deref().and_then(|id| props.table.as_ref()?.destination(id));
    html! {
        <tr role="row" class="case"
            data-case={case.file.clone()}
            data-state={case.state.id()}
            data-reason={case.reason.clone()}
            data-group={done.then(|| case.group.map_or("", |group| group.id()))}
            data-confidence={case.confidence.map(|confidence| format!("{confidence:.4}"))}
            data-destination={case.destination.clone()}>
            <td role="cell" class="film-cell"><Film thumbnail={props.thumbnail.clone()} /></td>
            <th role="rowheader" scope="row" class="file">
                <span class="name">{ &case.file }</span>
                <span class="facts">{ claims(case) }</span>
            </th>
            if done {
                <td role="cell" class="finding">{ finding(case) }</td>
                <td role="cell" class="route">{ route(case, destination) }</td>
            } else {
                <td role="cell" class="outcome" colspan="2">{ outcome(case) }</td>
            }
        </tr>
    }
}

/// What the header claims, in one line.
fn claims(case: &Case) -> String {
    let header = &case.header;
    let size = header.columns.zip(header.rows).map(|(columns, rows)| format!("{columns}\u{a0}×\u{a0}{rows}"));
    let frames = header.number_of_frames.filter(|count| *count > 1).map(|count| format!("frame 1 of {count}"));
    let claims = [
        &header.modality,
        &header.body_part_examined,
        &header.view_position,
        &header.patient_age,
        &header.study_description,
        &header.series_description,
        &size,
        &frames,
    ];
    let mut claims: Vec<&str> = claims.into_iter().flatten().map(String::as_str).collect();
    claims.dedup(); // study and series are often described alike
    if claims.is_empty() { String::new() } else { format!("Header: {}", claims.join(" · ")) }
}

fn finding(case: &Case) -> Html {
    let confidence = case.confidence.unwrap_or(0.0);
    let percent = format!("{:.1} %", confidence * 100.0);
    let chip = match (case.group, case.reason.as_deref()) {
        (Some(group), _) => html! { <span class="group-chip" data-hue={group.id()}>{ group.name() }</span> },
        (None, Some("not-a-radiograph")) => {
            html! { <span class="group-chip" data-hue="none">{ "Not an X-ray" }</span> }
        }
        (None, _) => html! { <span class="group-chip" data-hue="none">{ "Unsure" }</span> },
    };
    let label = format!("Confidence {percent}");
    html! {
        <>
            { chip }
            if case.reason.as_deref() != Some("not-a-radiograph") {
                <span class="confidence">
                    <progress value={confidence.to_string()} max="1" aria-label={label} />
                    <span aria-hidden="true">{ percent }</span>
                </span>
            }
        </>
    }
}

fn route(case: &Case, destination: Option<&Destination>) -> Html {
    let Some(destination) = destination else { return html! { <p>{ &case.explanation }</p> } };
    let name = match &destination.address {
        Some(address) => html! {
            <a href={address.clone()} target="_blank" rel="noopener noreferrer" class="destination">{ &destination.name }</a>
        },
        None => html! { <span class="destination">{ &destination.name }</span> },
    };
    let state = match destination.state {
        DestinationState::WeightsPublished => "open",
        DestinationState::Person => "person",
        _ => "partial",
    };
    html! {
        <>
            <p class="to">{ name }<span class="state" data-tone={state}>{ destination.state.name() }</span></p>
            <p class="because">{ &case.explanation }</p>
            if destination.state != DestinationState::Person {
                <details class="terms">
                    <summary>{ "What it expects" }</summary>
                    <dl>{ for [("Expects", &destination.expects), ("Licence", &destination.licence)].into_iter().filter_map(|(term, text)| {
                        text.as_ref().map(|text| html! { <div><dt>{ term }</dt><dd>{ text }</dd></div> })
                    }) }</dl>
                </details>
            }
        </>
    }
}

fn outcome(case: &Case) -> Html {
    let (title, text) = match case.state {
        State::Queued => ("Waiting", ""),
        State::Reading => ("Reading …", ""),
        State::Refused => ("Not routed", case.explanation.as_str()),
        _ => ("Could not be read", case.explanation.as_str()),
    };
    html! { <><span class="verdict">{ title }</span><p class="because">{ text.to_owned() }</p></> }
}
