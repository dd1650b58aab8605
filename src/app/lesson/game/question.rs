//! What does it show? First the visitor says, then the network.

use std::rc::Rc;

use yew::prelude::*;

use super::tally::{Call, calls, name};
use crate::app::lesson::bars::probabilities;
use crate::app::lesson::image::Image;
use crate::app::text;
use crate::classifier::Group;
use crate::lesson::Answer;
use crate::text::{Phrase, fill};

/// The film that is guessed. One that can't be shown is passed over.
pub(super) enum Film {
    Loading,
    Shown { answer: Box<Answer>, image: Option<Rc<Image>> },
    Failed(Phrase),
}

/// The question, or both answers once there is a guess.
pub(super) fn question(film: &Film, guess: Option<Call>, on: &Callback<Call>) -> Html {
    let t = text();
    let answer = match film {
        Film::Shown { answer, .. } => answer,
        Film::Loading => return html! { <p class="note" role="status">{ t.lesson_working }</p> },
        Film::Failed(why) => return html! { <p class="refusal">{ t.say(why) }</p> },
    };
    let Some(guess) = guess else {
        let button = |call: Call| {
            let on_click = on.reform(move |_: MouseEvent| call);
            html! { <li><button type="button" class="kind" data-hue={hue(call)} data-guess={hue(call)} onclick={on_click}>{ name(call) }</button></li> }
        };
        return html! {
            <>
                <h3 id="game-question">{ t.game_what }</h3>
                <ul class="kinds" aria-labelledby="game-question">{ for calls().map(button) }</ul>
            </>
        };
    };
    let network = call(answer);
    let chip = |words: &str, call: Call| {
        html! { <p><span class="group-chip" data-hue={hue(call)}>{ fill(words, &[("group", &name(call))]) }</span></p> }
    };
    html! {
        <div role="status" data-testid="game-answer" data-you={hue(guess)} data-network={hue(network)}>
            { chip(t.game_you, guess) }
            { chip(t.game_network, network) }
            { probabilities(answer.prediction.probabilities, None, answer.unsure_below) }
        </div>
    }
}

/// What the network calls a film: none of the five where it isn't sure, or takes it for no radiograph.
pub(super) fn call(answer: &Answer) -> Call {
    let said = answer.prediction;
    (said.sure && said.radiograph).then_some(said.likeliest)
}

fn hue(call: Call) -> &'static str {
    call.map_or("none", Group::id)
}
