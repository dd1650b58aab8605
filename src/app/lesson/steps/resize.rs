//! The exposed field, cut out and squeezed.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::lesson::controls::choice;
use crate::app::lesson::image::Image;
use crate::app::lesson::raster::Raster;
use crate::app::lesson::scene::Scene;
use crate::app::lesson::step::Step;
use crate::app::lesson::walk::{StepProps, Walk};
use crate::app::text;
use crate::classifier::Fit;
use crate::text::fill;

#[component]
pub(in crate::app::lesson) fn ResizeStep(props: &StepProps) -> Html {
    let t = text();
    let stage = use_state(|| 0);
    let on = {
        let stage = stage.clone();
        Callback::from(move |chosen| stage.set(chosen))
    };
    let image = {
        let walk = props.walk.clone();
        use_memo((Rc::as_ptr(&props.walk), *stage), move |(_, stage)| shown(&walk, *stage).map(Rc::new))
    };
    let answer = props.walk.answer();
    let side = props.model.input_size;
    let sentence = match props.model.fit {
        Fit::Stretch => t.way_resize_text,
        Fit::Letterbox => t.way_resize_box,
    };
    let sizes = fill(
        t.lesson_field_of,
        &[
            ("columns", &answer.field.columns),
            ("rows", &answer.field.rows),
            ("all_columns", &answer.columns),
            ("all_rows", &answer.rows),
            ("n", &side),
        ],
    );
    let class = if *stage == 2 { "square" } else { "" };
    let picture = html! {
        <>
            <Raster image={(*image).clone()} label={t.lesson_film} {class} />
            <p class="note">{ sizes }</p>
        </>
    };
    let names = [t.lesson_whole_film, t.lesson_cut_out, t.lesson_squeezed].map(str::to_owned);
    let control = choice("resize-stage", t.lesson_show, names, *stage, &on);
    Scene { step: Step::Resize, sentence: fill(sentence, &[("n", &side)]), formula: None, picture, control }.view()
}

fn shown(walk: &Walk, stage: usize) -> Option<Image> {
    let answer = walk.answer();
    match stage {
        0 => Some(walk.film()?.outlined(answer)),
        1 => Some(walk.film()?.cut_out(answer)),
        _ => walk.input(),
    }
}
