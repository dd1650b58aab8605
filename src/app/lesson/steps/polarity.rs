//! Which end of the scale is bright.

use std::rc::Rc;

use yew::prelude::*;

use super::window::first_lut;
use crate::app::lesson::controls::switch;
use crate::app::lesson::image::Image;
use crate::app::lesson::raster::Raster;
use crate::app::lesson::scene::Scene;
use crate::app::lesson::step::Step;
use crate::app::lesson::walk::StepProps;
use crate::app::text;

#[component]
pub(in crate::app::lesson) fn PolarityStep(props: &StepProps) -> Html {
    let t = text();
    let wrong = use_state(|| false);
    let on = {
        let wrong = wrong.clone();
        Callback::from(move |on| wrong.set(on))
    };
    let film = &props.walk.lesson.film;
    let darker = film.inverted != *wrong;
    let lut = first_lut(&props.walk);
    let image = Image::grey(&film.picture, &props.walk.bytes, |value| {
        let grey = lut.brightness(value);
        if darker { 1.0 - grey } else { grey }
    });
    // A Presentation LUT Shape decides before it (PS3.3 C.11.6): where they differ, there must be one.
    let said = match film.header.photometric_interpretation.as_deref() {
        Some("MONOCHROME1") if !film.inverted => "PresentationLUTShape IDENTITY".to_owned(),
        Some("MONOCHROME2") if film.inverted => "PresentationLUTShape INVERSE".to_owned(),
        Some(said) => said.to_owned(),
        None => "—".to_owned(),
    };
    let meaning = if darker { t.lesson_larger_darker } else { t.lesson_larger_brighter };
    let control = html! {
        <>
            { switch("other-polarity", t.lesson_other_way, *wrong, &on) }
            <p class="finding" role="status"><code>{ said }</code>{ " · " }{ meaning }</p>
        </>
    };
    let picture = html! { <Raster image={image.map(Rc::new)} label={t.lesson_film} /> };
    Scene { step: Step::Polarity, sentence: t.way_polarity_text.to_owned(), formula: None, picture, control }.view()
}
