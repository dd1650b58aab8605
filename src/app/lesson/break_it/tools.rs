//! What a film can be spoiled with.

use yew::prelude::*;

use super::spoiling::{AGES, BODY_PARTS, MODALITIES, Spoiling};
use crate::app::lesson::controls::{Range, choice, slider, switch};
use crate::app::lesson::walk::number;
use crate::app::text;

/// All controls; `on` hears of what they make.
pub(super) fn tools(now: &Spoiling, on: &Callback<Spoiling>) -> Html {
    html! {
        <div class="break-tools">
            { picture_tools(now, on) }
            { header_tools(now, on) }
        </div>
    }
}

fn picture_tools(now: &Spoiling, on: &Callback<Spoiling>) -> Html {
    let t = text();
    let percent = |share: f64| format!("{} %", number((share * 1000.0).round() / 10.0));
    let shares = |most: f64, step: f64| Range { low: 0.0, high: most, step };
    let toggle = |change: fn(&mut Spoiling, bool)| changed(now, on, change);
    let slide = |change: fn(&mut Spoiling, f64)| changed(now, on, change);
    html! {
        <>
            <div class="switches">
                { switch("break-invert", t.break_invert, now.invert, &toggle(|now, on| now.invert = on)) }
                { switch("break-mirror", t.break_mirror, now.mirror, &toggle(|now, on| now.mirror = on)) }
                { switch("break-cover", t.break_patch, now.cover, &toggle(|now, on| now.cover = on)) }
            </div>
            { slider("break-turn", t.break_turn, Range { low: -180.0, high: 180.0, step: 5.0 }, now.turn, format!("{}°", number(now.turn)), &slide(|now, turn| now.turn = turn)) }
            { slider("break-crop", t.break_crop, shares(0.8, 0.02), now.crop, percent(now.crop), &slide(|now, crop| now.crop = crop)) }
            { slider("break-window", t.break_window, shares(0.96, 0.02), now.narrow, percent(now.narrow), &slide(|now, narrow| now.narrow = narrow)) }
            { slider("break-gamma", t.break_gamma, Range { low: -1.0, high: 1.0, step: 0.05 }, now.gamma, number(10_f64.powf(now.gamma)), &slide(|now, gamma| now.gamma = gamma)) }
            { slider("break-blur", t.break_blur, shares(0.05, 0.001), now.blur, percent(now.blur), &slide(|now, blur| now.blur = blur)) }
            { slider("break-noise", t.break_noise, shares(1.0, 0.02), now.noise, percent(now.noise), &slide(|now, noise| now.noise = noise)) }
        </>
    }
}

fn header_tools(now: &Spoiling, on: &Callback<Spoiling>) -> Html {
    let one = |test, name, values: &[&str], chosen: Option<usize>, change: fn(&mut Spoiling, usize)| {
        let names = [text().break_as_in_file].into_iter().chain(values.iter().copied()).map(str::to_owned);
        choice(test, name, names, chosen.map_or(0, |at| at + 1), &changed(now, on, change))
    };
    html! {
        <fieldset class="header-tools">
            <legend>{ text().break_header }</legend>
            { one("break-body-part", "BodyPartExamined", &BODY_PARTS, now.body_part, |now, at| now.body_part = at.checked_sub(1)) }
            { one("break-age", "PatientAge", &AGES, now.age, |now, at| now.age = at.checked_sub(1)) }
            { one("break-modality", "Modality", &MODALITIES, now.modality, |now, at| now.modality = at.checked_sub(1)) }
        </fieldset>
    }
}

/// A callback that makes one change to what there is now.
fn changed<T: 'static>(now: &Spoiling, on: &Callback<Spoiling>, change: fn(&mut Spoiling, T)) -> Callback<T> {
    let now = now.clone();
    on.reform(move |value| {
        let mut next = now.clone();
        change(&mut next, value);
        next
    })
}
