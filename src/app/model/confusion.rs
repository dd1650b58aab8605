//! The confusion matrix; a cell tells which pictures lie in it.

use std::rc::Rc;

use yew::prelude::*;

use super::metrics::Split;
use crate::app::text;
use crate::classifier::Group;
use crate::text::fill;

#[derive(Properties, PartialEq)]
pub(super) struct ConfusionProps {
    pub(super) split: Rc<Split>,
}

#[component]
pub(super) fn Confusion(props: &ConfusionProps) -> Html {
    let t = text();
    let open = use_state(|| None::<(usize, usize)>);
    let split = &props.split;
    let matrix = &split.confusion_true_by_predicted;
    let cell = |row: usize, column: usize| {
        let count = matrix[row][column];
        let of: usize = matrix[row].iter().sum();
        let share = count as f64 / of.max(1) as f64;
        // Ten steps of shade, as classes: inline styles are against the page's policy.
        let shade = if count == 0 { 0 } else { (share * 9.0).ceil().max(1.0) as usize };
        let right = row == column;
        let place = Some((row, column));
        let label = fill(
            t.confusion_cell,
            &[
                ("n", &count),
                ("total", &of),
                ("true", &t.group(Group::ALL[row])),
                ("seen", &t.group(Group::ALL[column])),
            ],
        );
        let on_click = {
            let open = open.clone();
            Callback::from(move |_: MouseEvent| open.set(if *open == place { None } else { place }))
        };
        html! {
            <td class={classes!(format!("shade-{shade}"), right.then_some("right"))}>
                if count > 0 {
                    <button type="button" aria-label={label} aria-expanded={(*open == place).to_string()} onclick={on_click}>{ count }</button>
                } else {
                    <span class="none">{ "0" }</span>
                }
            </td>
        }
    };
    html! {
        <div class="confusion">
            <div class="scroller" tabindex="0" role="region" aria-label={t.truth_by_network}>
                <table data-testid="confusion">
                    <thead>
                        <tr><th scope="col" class="corner">{ t.truth_by_network }</th>{ for Group::ALL.map(|group| html! { <th scope="col">{ t.group(group) }</th> }) }</tr>
                    </thead>
                    <tbody>
                        { for (0..Group::ALL.len()).map(|row| html! {
                            <tr>
                                <th scope="row">{ t.group(Group::ALL[row]) }</th>
                                { for (0..Group::ALL.len()).map(|column| cell(row, column)) }
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
            <div class="cell-detail" role="status">
                if let Some((row, column)) = *open { { detail(split, Group::ALL[row], Group::ALL[column]) } }
                else { <p class="note">{ t.confusion_hint }</p> }
            </div>
        </div>
    }
}

/// Which sources the pictures of a cell come from.
fn detail(split: &Split, truth: Group, seen: Group) -> Html {
    let t = text();
    let sources = split.by_group_and_source.iter().filter_map(|(key, counts)| {
        let (group, source) = key.split_once(" / ")?;
        let count = *counts.get(&format!("as {}", seen.id()))?;
        (group == truth.id()).then(|| (source.to_owned(), count, counts.get("images").copied().unwrap_or(count)))
    });
    let heading = fill(t.confusion_detail, &[("true", &t.group(truth)), ("seen", &t.group(seen))]);
    html! {
        <>
            <h3>{ heading }</h3>
            <ul>{ for sources.map(|(source, count, of)| html! {
                <li>{ fill(t.from_source, &[("n", &count), ("total", &of), ("source", &source)]) }</li>
            }) }</ul>
        </>
    }
}
