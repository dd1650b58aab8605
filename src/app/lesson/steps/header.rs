//! What the header says of the pixels, and of what they show.

use yew::prelude::*;

use crate::app::lesson::controls::choice;
use crate::app::lesson::scene::Scene;
use crate::app::lesson::step::Step;
use crate::app::lesson::walk::{StepProps, exact};
use crate::app::text;
use crate::lesson::FilmSteps;
use crate::radiograph::{Format, ModalityLut, VoiLut};

#[component]
pub(in crate::app::lesson) fn HeaderStep(props: &StepProps) -> Html {
    let t = text();
    let claims = use_state(|| 0);
    let film = &props.walk.lesson.film;
    let on = {
        let claims = claims.clone();
        Callback::from(move |chosen| claims.set(chosen))
    };
    let lines = if *claims == 0 { reading(film) } else { claimed(film, props.identifying) };
    let picture = if film.format == Format::Dicom {
        html! {
            <dl class="attributes" data-testid="attributes">{ for lines.into_iter().map(|(keyword, value)| html! {
                <div><dt>{ keyword }</dt><dd>{ value }</dd></div>
            }) }</dl>
        }
    } else {
        html! { <p class="note">{ t.lesson_plain_picture }</p> }
    };
    Scene {
        step: Step::Header,
        sentence: t.way_header_text.to_owned(),
        formula: None,
        picture,
        control: choice(
            "header-part",
            t.lesson_show,
            [t.lesson_reading, t.lesson_claims].map(str::to_owned),
            *claims,
            &on,
        ),
    }
    .view()
}

/// Keywords of PS3.6 with what the file says.
type Lines = Vec<(&'static str, String)>;

fn reading(film: &FilmSteps) -> Lines {
    let (header, pixels) = (&film.header, film.pixel_format);
    let syntax = film.transfer_syntax_name.clone().or_else(|| header.transfer_syntax.clone());
    let mut lines = vec![
        ("TransferSyntaxUID", syntax.unwrap_or_else(absent)),
        ("Rows", pixels.rows.to_string()),
        ("Columns", pixels.columns.to_string()),
        ("SamplesPerPixel", pixels.samples_per_pixel.to_string()),
        ("PhotometricInterpretation", header.photometric_interpretation.clone().unwrap_or_else(absent)),
        ("BitsAllocated", pixels.bits_allocated.to_string()),
        ("BitsStored", pixels.bits_stored.to_string()),
        ("HighBit", pixels.high_bit.to_string()),
        ("PixelRepresentation", u8::from(pixels.signed).to_string()),
    ];
    match &film.modality {
        ModalityLut::Linear { slope, intercept } if !film.colour => {
            lines.extend([("RescaleSlope", exact(*slope)), ("RescaleIntercept", exact(*intercept))]);
        }
        ModalityLut::Table(_) if !film.colour => lines.push(("ModalityLUTSequence", text().is_there.to_owned())),
        _ => {} // colours have none
    }
    for offered in &film.views {
        match &offered.view.lut {
            VoiLut::Window(window) => {
                lines.extend([("WindowCenter", exact(window.center)), ("WindowWidth", exact(window.width))]);
            }
            VoiLut::Table(_) => lines.push(("VOILUTSequence", text().is_there.to_owned())),
        }
    }
    if let Some((first, last)) = film.padding {
        lines.push(("PixelPaddingValue", if first == last { first.to_string() } else { format!("{first} – {last}") }));
    }
    lines
}

fn claimed(film: &FilmSteps, identifying: bool) -> Lines {
    let header = &film.header;
    let said = |value: &Option<String>| value.clone().unwrap_or_else(absent);
    // Free text, in which a patient can be named, and what is hidden of a patient elsewhere.
    let free = |value: &Option<String>| match value {
        Some(_) if !identifying => text().hidden.to_owned(),
        value => said(value),
    };
    vec![
        ("Modality", said(&header.modality)),
        ("BodyPartExamined", said(&header.body_part_examined)),
        ("AnatomicRegionSequence", header.anatomic_region.as_ref().map_or_else(absent, |code| code.meaning.clone())),
        ("ViewPosition", said(&header.view_position)),
        ("Laterality", said(&header.laterality)),
        ("PatientAge", said(&header.patient_age)),
        ("PatientSex", free(&header.patient_sex)),
        ("Manufacturer", said(&header.manufacturer)),
        ("ProtocolName", free(&header.protocol_name)),
        ("StudyDescription", free(&header.study_description)),
        ("SeriesDescription", free(&header.series_description)),
    ]
}

fn absent() -> String {
    "—".to_owned()
}
