//! The whole way at a glance: every step with its number of this film, the present one lit.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::step::Step;
use super::steps::first_lut;
use super::walk::{StepProps, exact, number, rounded, signed};
use crate::app::text;
use crate::radiograph::{ModalityLut, VoiLut};

#[derive(Properties, PartialEq)]
pub(super) struct RailProps {
    pub(super) step: Step,
    /// None while a film's lesson is computed, and in the game, where it would give the answer away.
    pub(super) film: Option<StepProps>,
    /// Hears which step is wanted, and whether by a key.
    pub(super) on: Callback<(Step, bool)>,
}

#[component]
pub(super) fn Rail(props: &RailProps) -> Html {
    let nav = use_node_ref();
    {
        let nav = nav.clone();
        use_effect_with(props.step, move |step| show(&nav, *step));
    }
    let on_key = {
        let (on, step) = (props.on.clone(), props.step);
        Callback::from(move |event: KeyboardEvent| {
            if event.alt_key() || event.ctrl_key() || event.meta_key() {
                return; // the browser's own, such as going back
            }
            let to = match event.key().as_str() {
                "ArrowRight" | "ArrowDown" => step.beside(1),
                "ArrowLeft" | "ArrowUp" => step.beside(-1),
                "Home" => Step::ALL.first().copied(),
                "End" => Step::ALL.last().copied(),
                _ => return,
            };
            event.prevent_default();
            to.into_iter().for_each(|to| on.emit((to, true)));
        })
    };
    let item = |step: Step| {
        let current = (step == props.step).then_some("step");
        let live = props.film.as_ref().map(|film| live(step, film)).unwrap_or_default();
        html! {
            <li>
                <button type="button" id={element_id(step)} data-step={step.id()} aria-current={current}
                    onclick={props.on.reform(move |_: MouseEvent| (step, false))}>
                    <span class="place" aria-hidden="true">{ step.place() + 1 }</span>
                    <span class="title">{ step.words().title }</span>
                    <span class="live">{ live }</span>
                </button>
            </li>
        }
    };
    html! {
        <nav ref={nav} class="rail scroller" aria-label={text().lesson_way} onkeydown={on_key}><ol>{ for Step::ALL.map(item) }</ol></nav>
    }
}

/// The id of a step's button.
pub(super) fn element_id(step: Step) -> String {
    format!("step-{}", step.id())
}

/// Brings a step's button into the rail's middle, where the rail scrolls.
fn show(nav: &NodeRef, step: Step) {
    let button = crate::app::by_id(&element_id(step)).and_then(|button| button.dyn_into::<HtmlElement>().ok());
    if let (Some(nav), Some(button)) = (nav.cast::<HtmlElement>(), button) {
        nav.set_scroll_left(button.offset_left() - (nav.client_width() - button.offset_width()) / 2);
        nav.set_scroll_top(button.offset_top() - (nav.client_height() - button.offset_height()) / 2);
    }
}

/// What comes out of a step, in a word or a number.
fn live(step: Step, props: &StepProps) -> String {
    let (film, answer, network) = (&props.walk.lesson.film, props.walk.answer(), &props.walk.lesson.network);
    let last = network.stages.last();
    let likeliest = answer.prediction.likeliest;
    match step {
        Step::Header => film.header.modality.clone().unwrap_or_else(|| film.format.id().to_owned()),
        Step::Stored => format!("{} … {}", number(film.stored.low), number(film.stored.high)),
        Step::Modality => match film.modality {
            ModalityLut::Linear { slope, intercept } => {
                if intercept == 0.0 {
                    format!("× {}", exact(slope))
                } else {
                    format!("× {} {}", exact(slope), signed(intercept))
                }
            }
            ModalityLut::Table(_) => "LUT".to_owned(),
        },
        Step::Window => match first_lut(&props.walk) {
            VoiLut::Window(window) => format!("C {} W {}", rounded(window.center), rounded(window.width)),
            VoiLut::Table(_) => "LUT".to_owned(),
        },
        Step::Polarity => film.header.photometric_interpretation.clone().unwrap_or_default(),
        Step::Resize => format!("{} × {}", answer.field.columns, answer.field.rows),
        Step::Input => format!("{} × {}", answer.input.columns, answer.input.rows),
        Step::Maps => {
            last.map(|stage| format!("{} × {} × {}", stage.channels, stage.rows, stage.columns)).unwrap_or_default()
        }
        Step::Average => network.head.as_ref().map(|head| head.pooled.len().to_string()).unwrap_or_default(),
        Step::Head => answer.labels.len().to_string(),
        Step::Logits => {
            answer.labels.iter().map(|label| label.logit).max_by(f32::total_cmp).map(number).unwrap_or_default()
        }
        Step::Temperature => number(answer.temperature),
        Step::Softmax => format!("{:.1}\u{a0}%", answer.prediction.confidence * 100.0),
        Step::Activation => text().group(likeliest).to_owned(),
        Step::Gate if answer.has_gate => number(answer.prediction.radiograph_score),
        Step::Rules => {
            props.table.decide(&props.walk.facts()).map(|decision| decision.destination.name).unwrap_or_default()
        }
        Step::Gate | Step::Break | Step::Game => String::new(),
    }
}
