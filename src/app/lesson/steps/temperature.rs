//! How sharp the probabilities are.

use yew::prelude::*;

use crate::app::lesson::bars::probabilities;
use crate::app::lesson::controls::{Range, slider};
use crate::app::lesson::scene::Scene;
use crate::app::lesson::step::Step;
use crate::app::lesson::walk::{StepProps, number};
use crate::app::text;
use crate::classifier::{ModelDescription, Probabilities};
use crate::text::fill;

/// The slider goes over temperatures from a tenth to ten, by their logarithms.
const RANGE: Range = Range { low: -1.0, high: 1.0, step: 0.02 };

#[component]
pub(in crate::app::lesson) fn TemperatureStep(props: &StepProps) -> Html {
    let t = text();
    let answer = props.walk.answer();
    let chosen = use_state(|| None::<f64>);
    let on = {
        let chosen = chosen.clone();
        Callback::from(move |power: f64| chosen.set(Some(power)))
    };
    let reset = {
        let chosen = chosen.clone();
        Callback::from(move |_: MouseEvent| chosen.set(None))
    };
    let power = chosen.unwrap_or_else(|| f64::from(answer.temperature).log10());
    let temperature = chosen.map_or(answer.temperature, |power| 10_f64.powf(power) as f32);
    let logits: Vec<f32> = answer.labels.iter().map(|label| label.logit).collect();
    let model = ModelDescription { temperature, ..(*props.model).clone() };
    let now = Probabilities::from_logits(&logits, &model);
    let sentence = if props.shipped { t.way_temperature_text } else { t.way_temperature_own };
    let picture = probabilities(now, Some(answer.prediction.probabilities), answer.unsure_below);
    let control = html! {
        <>
            { slider("temperature", t.way_temperature, RANGE, power, number(temperature), &on) }
            <button type="button" onclick={reset}>{ t.reset }</button>
        </>
    };
    let formula = Some(format!("z′ = z ÷ {}", number(temperature)));
    let sentence = fill(sentence, &[("t", &number(answer.temperature))]);
    Scene { step: Step::Temperature, sentence, formula, picture, control }.view()
}
