//! The stored values: a histogram, and where on the film the low ones lie.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::lesson::chart::histogram;
use crate::app::lesson::controls::{Range, slider};
use crate::app::lesson::image::Image;
use crate::app::lesson::raster::Raster;
use crate::app::lesson::scene::Scene;
use crate::app::lesson::step::Step;
use crate::app::lesson::walk::{StepProps, Walk, number, padding_note};
use crate::app::text;
use crate::lesson::FilmSteps;
use crate::radiograph::ModalityLut;
use crate::text::fill;

#[component]
pub(in crate::app::lesson) fn StoredStep(props: &StepProps) -> Html {
    let t = text();
    let walk = &props.walk;
    let stored = &walk.lesson.film.stored;
    let bins = stored.counts.len();
    let cut = use_state(|| bins / 4);
    let on = {
        let cut = cut.clone();
        Callback::from(move |bin: f64| cut.set(bin as usize))
    };
    let edge = stored.low + *cut as f64 * stored.width;
    let image = {
        let walk = walk.clone();
        use_memo((Rc::as_ptr(&props.walk), *cut), move |_| tinted(&walk, edge).map(Rc::new))
    };
    let all: u64 = stored.counts.iter().copied().map(u64::from).sum();
    let below: u64 = stored.counts.iter().take(*cut).copied().map(u64::from).sum();
    let percent = format!("{:.1}", below as f64 / all.max(1) as f64 * 100.0);
    let blue = can_be_tinted(&walk.lesson.film);
    let share = fill(t.lesson_share_below, &[("percent", &percent), ("value", &number(edge.ceil()))]);
    let pixels = walk.lesson.film.pixel_format;
    let picture = html! {
        <>
            <Raster image={(*image).clone()} label={t.lesson_film} />
            { histogram(stored, (0, *cut)) }
            <p class="note">{ fill(t.lesson_stored_as, &[("columns", &pixels.columns), ("rows", &pixels.rows), ("bits", &pixels.bits_stored)]) }
                if walk.lesson.film.colour { { " " }{ t.lesson_colour } }</p>
        </>
    };
    let range = Range { low: 0.0, high: bins.saturating_sub(1) as f64, step: 1.0 };
    let control = html! {
        <>
            { slider("stored-cut", t.lesson_up_to, range, *cut as f64, number(edge.ceil()), &on) }
            <p class="finding" role="status">{ share }if blue { { " " }{ t.lesson_blue } }</p>
            { padding_note(&walk.lesson.film) }
        </>
    };
    Scene { step: Step::Stored, sentence: t.way_stored_text.to_owned(), formula: None, picture, control }.view()
}

/// Whether a straight line leads from every stored value to what the film's picture has.
fn can_be_tinted(film: &FilmSteps) -> bool {
    matches!(film.modality, ModalityLut::Linear { .. }) && film.padding.is_none()
}

/// The film with what was stored below a value in blue, where that can be told.
fn tinted(walk: &Walk, edge: f64) -> Option<Image> {
    let film = &walk.lesson.film;
    let limit = match film.modality {
        ModalityLut::Linear { slope, intercept } if can_be_tinted(film) => {
            Some((slope * edge + intercept, slope > 0.0))
        }
        _ => None,
    };
    let range = (film.picture.high - film.picture.low).max(f32::MIN_POSITIVE);
    Image::coloured(&film.picture, &walk.bytes, |value| {
        let share = (value - film.picture.low) / range;
        let brightness = if film.inverted { 1.0 - share } else { share };
        let grey = (brightness * 255.0) as u8;
        let value = f64::from(value);
        let below = limit.is_some_and(|(limit, rising)| if rising { value < limit } else { value > limit });
        if below { [grey / 2, 60 + grey / 2, 110 + grey / 2] } else { [grey; 3] }
    })
}
