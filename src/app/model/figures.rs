//! A split's figures.

use std::rc::Rc;

use yew::prelude::*;

use super::metrics::{Share, Split};
use crate::app::text;
use crate::classifier::Group;
use crate::text::fill;

#[derive(Properties, PartialEq)]
pub(super) struct FiguresProps {
    pub(super) split: Rc<Split>,
}

#[component]
pub(super) fn Figures(props: &FiguresProps) -> Html {
    let t = text();
    let split = &*props.split;
    let ci = |name: &str| {
        split.ci95_over_patients.get(name).map_or(String::new(), |[low, high]| format!("{low:.3}–{high:.3}"))
    };
    let tile = |name: &'static str, value: f64, interval: String| {
        html! { <div class="tile"><dt>{ name }</dt><dd><strong>{ format!("{value:.3}") }</strong><span>{ interval }</span></dd></div> }
    };
    html! {
        <>
            <p class="note">{ fill(t.measured_on, &[("images", &split.images), ("patients", &split.patients)]) }</p>
            <dl class="tiles">
                { tile(t.accuracy, split.accuracy, ci("accuracy")) }
                { tile(t.macro_f1, split.macro_f1, ci("macro_f1")) }
                { tile(t.macro_recall, split.macro_recall, ci("macro_recall")) }
                { tile(t.macro_precision, split.macro_precision, ci("macro_precision")) }
            </dl>
            <p>{ share(t.turned_away, &split.turned_away) }{ " " }{ share(t.misrouted, &split.misrouted) }</p>
            <div class="scroller" tabindex="0" role="region" aria-label={t.by_group}>
                <table class="figures">
                    <thead><tr>
                        <th scope="col">{ t.group_column }</th><th scope="col">{ t.images }</th><th scope="col">{ t.patients }</th>
                        <th scope="col">{ t.recall }</th><th scope="col">{ t.interval }</th><th scope="col">{ t.precision }</th><th scope="col">{ "F1" }</th>
                    </tr></thead>
                    <tbody>{ for Group::ALL.iter().filter_map(|group| {
                        let class = split.per_class.get(group.id())?;
                        let [low, high] = class.recall_exact_ci95;
                        Some(html! {
                            <tr>
                                <th scope="row"><span class="group-chip" data-hue={group.id()}>{ t.group(*group) }</span></th>
                                <td>{ class.images }</td><td>{ class.patients }</td>
                                <td>{ format!("{:.3}", class.recall) }</td><td>{ format!("{low:.3}–{high:.3}") }</td>
                                <td>{ format!("{:.3}", class.precision) }</td><td>{ format!("{:.3}", class.f1) }</td>
                            </tr>
                        })
                    }) }</tbody>
                </table>
            </div>
        </>
    }
}

/// `{n} of {total} ({percent} %, …)` in a sentence.
pub(super) fn share(sentence: &str, share: &Share) -> String {
    let percent = |value: f64| format!("{:.1}", value * 100.0);
    let of_all = percent(share.hits as f64 / share.images.max(1) as f64);
    let [low, high] = share.ci95.map(percent);
    fill(
        sentence,
        &[("n", &share.hits), ("total", &share.images), ("percent", &of_all), ("low", &low), ("high", &high)],
    )
}
