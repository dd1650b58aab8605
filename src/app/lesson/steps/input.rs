//! What the network gets: a square of numbers.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::lesson::controls::{Range, slider};
use crate::app::lesson::image::Image;
use crate::app::lesson::raster::Raster;
use crate::app::lesson::scene::Scene;
use crate::app::lesson::step::Step;
use crate::app::lesson::walk::{StepProps, in_sum, number};
use crate::app::text;
use crate::classifier::Normalisation;
use crate::text::fill;

/// So many numbers to each side of the chosen one are shown.
const AROUND: usize = 2;
/// The chosen pixel's colour.
const CHOSEN: [u8; 4] = [0xf0, 0xe4, 0x42, 255];

#[component]
pub(in crate::app::lesson) fn InputStep(props: &StepProps) -> Html {
    let t = text();
    let answer = props.walk.answer();
    let (rows, columns) = (answer.input.rows, answer.input.columns);
    let at = use_state(|| (rows / 2, columns / 2));
    let values = {
        let walk = props.walk.clone();
        use_memo(Rc::as_ptr(&props.walk), move |_| walk.answer().input.values(&walk.bytes).unwrap_or_default())
    };
    let (row, column) = (at.0.min(rows.saturating_sub(1)), at.1.min(columns.saturating_sub(1)));
    let on_drag = {
        let at = at.clone();
        Callback::from(move |((x, y), _): ((f64, f64), bool)| {
            at.set(((y * rows as f64) as usize, (x * columns as f64) as usize));
        })
    };
    let set = |change: fn((usize, usize), usize) -> (usize, usize)| {
        let at = at.clone();
        Callback::from(move |value: f64| at.set(change(*at, value as usize)))
    };
    let image = props.walk.input().map(|image| marked(image, row, column));
    let (low, high) = match props.model.normalisation {
        Normalisation::Range { low, high } => (low, high),
        Normalisation::Standard { .. } => (0.0, 1.0),
    };
    let sentence = fill(
        t.way_input_text,
        &[("n", &format!("{rows} × {columns}")), ("low", &number(low)), ("high", &number(high))],
    );
    // Of a film whose larger values are darker, the sign was changed.
    let sign = if props.walk.lesson.film.inverted { -1.0 } else { 1.0 };
    let (darkest, brightest) = (sign * answer.black, sign * answer.white);
    let formula = fill(
        t.formula_stretch,
        &[
            ("low", &number(low)),
            ("high", &number(high)),
            ("range", &number(high - low)),
            ("darkest", &in_sum(darkest)),
            ("brightest", &in_sum(brightest)),
        ],
    );
    let formula = match props.model.normalisation {
        Normalisation::Range { .. } => formula,
        Normalisation::Standard { .. } => format!("{formula}{}", t.formula_standard),
    };
    let value = values.get(row * columns + column).copied().unwrap_or_default();
    let here = fill(t.lesson_pixel_is, &[("row", &row), ("column", &column), ("value", &number(value))]);
    let range = |of: usize| Range { low: 0.0, high: of.saturating_sub(1) as f64, step: 1.0 };
    let control = html! {
        <>
            { slider("input-row", t.lesson_row, range(rows), row as f64, row.to_string(), &set(|at, row| (row, at.1))) }
            { slider("input-column", t.lesson_column, range(columns), column as f64, column.to_string(), &set(|at, column| (at.0, column))) }
            <p class="finding" role="status" data-testid="input-value">{ here }</p>
            { numbers(&values, (rows, columns), (row, column)) }
        </>
    };
    let picture = html! { <Raster image={image.map(Rc::new)} label={t.network_input} class="square pixels" test="network-input" {on_drag} /> };
    let formula = (answer.white > answer.black).then_some(formula); // else all is black
    Scene { step: Step::Input, sentence, formula, picture, control }.view()
}

fn marked(mut image: Image, row: usize, column: usize) -> Image {
    let (pixels, _) = image.rgba.as_chunks_mut::<4>();
    for (row, column) in
        [(row.wrapping_sub(1), column), (row + 1, column), (row, column.wrapping_sub(1)), (row, column + 1)]
    {
        if column < image.width
            && let Some(pixel) = row.checked_mul(image.width).and_then(|start| pixels.get_mut(start + column))
        {
            *pixel = CHOSEN;
        }
    }
    image
}

/// The chosen number amid its neighbours.
fn numbers(values: &[f32], (rows, columns): (usize, usize), (row, column): (usize, usize)) -> Html {
    let line = |row: Option<usize>| {
        (0..=2 * AROUND).map(move |step| {
            let column = (column + step).checked_sub(AROUND).filter(|column| *column < columns);
            let value = row.zip(column).and_then(|(row, column)| values.get(row * columns + column));
            html! { <td class={(step == AROUND).then_some("middle")}>{ value.map(|value| format!("{value:.2}").replace('-', "−")).unwrap_or_default() }</td> }
        })
    };
    html! {
        <table class="numbers" aria-label={text().lesson_numbers_around}><tbody>
            { for (0..=2 * AROUND).map(|step| {
                let row = (row + step).checked_sub(AROUND).filter(|row| *row < rows);
                html! { <tr class={(step == AROUND).then_some("middle")}>{ for line(row) }</tr> }
            }) }
        </tbody></table>
    }
}
