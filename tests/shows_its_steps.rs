//! The lesson's numbers are the core's own: of the film, of the network, of the answer.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod phantoms;

use std::sync::LazyLock;
use std::time::Instant;

use dicom_core::{VR, dicom_value};
use dicom_dictionary_std::{tags, uids};
use dicom_imaging_router::case::{Case, Failure};
use dicom_imaging_router::classifier::{Classifier, Group, OpenNetwork, Outputs};
use dicom_imaging_router::lesson::{Area, Changes, Histogram, Lesson, Mark, Picture, Shape, answer, steps};
use dicom_imaging_router::phantom::SAMPLES;
use dicom_imaging_router::radiograph::{Format, ModalityLut, Part10, Refusal, Rows};
use dicom_imaging_router::routing::{DEFAULT_TABLE, RoutingTable};
use phantoms::Phantom;
use rstest::rstest;

struct Model {
    classifier: Classifier,
    opened: OpenNetwork,
}

impl Model {
    fn load(onnx: &[u8], description: &str) -> Self {
        let classifier = Classifier::load(onnx, description).unwrap();
        let opened = OpenNetwork::load(onnx, classifier.model()).unwrap();
        Self { classifier, opened }
    }

    fn outputs(&self, film: &[u8]) -> (Vec<f32>, Outputs) {
        let file = Part10::parse(film).unwrap();
        let input = self.classifier.prepare(&file.radiograph().unwrap());
        let outputs = self.classifier.outputs(&input).unwrap();
        (input, outputs)
    }

    fn steps(&self, film: &[u8]) -> (Lesson, Vec<u8>) {
        steps(film, &self.classifier, &self.opened, &Changes::default()).unwrap()
    }
}

static DEFAULT: LazyLock<Model> = LazyLock::new(|| {
    Model::load(include_bytes!("../models/default/model.onnx"), include_str!("../models/default/model.json"))
});
static OTHER: LazyLock<Model> = LazyLock::new(|| {
    Model::load(include_bytes!("../models/mobilenet-v2/model.onnx"), include_str!("../models/mobilenet-v2/model.json"))
});
static TABLE: LazyLock<RoutingTable> = LazyLock::new(|| RoutingTable::parse(DEFAULT_TABLE).unwrap());

fn inverted() -> Phantom {
    Phantom::of(uids::EXPLICIT_VR_LITTLE_ENDIAN, "MONOCHROME1")
}

fn rescaled() -> Phantom {
    Phantom { signed: true, ..Phantom::default() }.with(tags::RESCALE_SLOPE, VR::DS, "0.1").with(
        tags::RESCALE_INTERCEPT,
        VR::DS,
        "-1024",
    )
}

fn colour() -> Phantom {
    Phantom::of(uids::EXPLICIT_VR_LITTLE_ENDIAN, "RGB").eight_bit()
}

fn chest() -> Vec<u8> {
    SAMPLES[0].dicom().unwrap()
}

fn close(ours: &[f32], theirs: &[f32], within: f32) {
    assert_eq!(ours.len(), theirs.len());
    for (ours, theirs) in ours.iter().zip(theirs) {
        assert!((ours - theirs).abs() <= within, "{ours} and {theirs}");
    }
}

fn sum(histogram: &Histogram) -> usize {
    histogram.counts.iter().map(|count| *count as usize).sum()
}

#[rstest]
fn the_answer_is_that_of_the_worklist(
    #[values(&DEFAULT, &OTHER)] model: &LazyLock<Model>,
    #[values(Phantom::default(), inverted(), rescaled(), colour())] phantom: Phantom,
) {
    let film = phantom.bytes();
    let (Lesson { answer, .. }, bytes) = model.steps(&film);
    let (input, outputs) = model.outputs(&film);
    let case = Case::run("film.dcm".to_owned(), &film, Instant::now(), &model.classifier, &TABLE);
    assert_eq!(case.prediction(), Some(answer.prediction));
    close(&answer.input.values(&bytes).unwrap(), &input, 2.0 / 65_535.0);
    let description = model.classifier.model();
    for (at, label) in answer.labels.iter().enumerate() {
        assert_eq!((&label.label, label.group), (&description.labels[at], description.groups[at]));
        assert_eq!(label.logit, outputs.logits[at]);
        assert_eq!(label.tempered, label.logit / answer.temperature);
        assert!((label.probability - case.probabilities.unwrap().of(label.group)).abs() < 1e-6);
    }
    assert!((answer.labels.iter().map(|label| label.probability).sum::<f32>() - 1.0).abs() < 1e-5);
    assert_eq!(answer.maps.iter().map(|(group, _)| *group).collect::<Vec<_>>(), Group::ALL);
    for (group, map) in &answer.maps {
        assert_eq!(*map, outputs.maps.of(*group, description));
    }
    assert_eq!(
        (answer.unsure_below, answer.radiograph_above),
        (description.unsure_below, description.radiograph_above)
    );
    assert!(answer.has_gate);
}

#[rstest]
fn the_votes_add_up_to_the_logits(
    #[values(&DEFAULT, &OTHER)] model: &LazyLock<Model>,
    #[values(Phantom::default().bytes(), chest())] film: Vec<u8>,
) {
    let (Lesson { network, answer, .. }, bytes) = model.steps(&film);
    let (head, last) = (network.head.unwrap(), network.stages.last().unwrap());
    assert_eq!(head.pooled.len(), last.channels);
    for (votes, label) in head.labels.iter().zip(&answer.labels) {
        assert_eq!((&votes.label, votes.group), (&label.label, label.group));
        assert!((votes.logit - label.logit).abs() < 1e-3);
        let listed: f32 = votes.in_favour.iter().chain(&votes.against).map(|vote| vote.product).sum();
        assert!((votes.bias + listed + votes.rest - label.logit).abs() < 1e-3, "{votes:?}");
        // The class activation map says the same of places that the votes say of channels.
        let (_, map) = answer.maps.iter().find(|(group, _)| *group == votes.group).unwrap();
        let mean = map.values.iter().sum::<f32>() / map.values.len() as f32;
        assert!((mean + votes.bias - label.logit).abs() < 1e-3);
        assert_eq!((votes.in_favour.len(), votes.against.len()), (5, 5));
        assert!(votes.in_favour.is_sorted_by(|one, next| one.product >= next.product && next.product > 0.0));
        assert!(votes.against.is_sorted_by(|one, next| one.product <= next.product && next.product < 0.0));
        for vote in votes.in_favour.iter().chain(&votes.against) {
            assert_eq!((vote.mean, vote.product), (head.pooled[vote.channel], vote.mean * vote.weight));
            let shown = last.shown.iter().find(|channel| channel.index == vote.channel).unwrap();
            assert_eq!(shown.mean, vote.mean);
            let values = shown.map.values(&bytes).unwrap();
            assert!((values.iter().sum::<f32>() / values.len() as f32 - vote.mean).abs() < 1e-3);
        }
    }
}

#[rstest]
#[case::default(&DEFAULT, 832)]
#[case::other(&OTHER, 1280)]
fn feature_maps_halve_from_stage_to_stage(#[case] model: &LazyLock<Model>, #[case] channels: usize) {
    let (Lesson { network, .. }, bytes) = model.steps(&chest());
    let sizes: Vec<_> = network.stages.iter().map(|stage| (stage.rows, stage.columns)).collect();
    assert_eq!(sizes, [96, 48, 24, 12, 6].map(|side| (side, side)));
    assert_eq!(network.stages[4].channels, channels);
    assert_eq!(network.work, model.classifier.work());
    for stage in &network.stages {
        assert!(!stage.shown.is_empty() && (0.0..=1.0).contains(&stage.active), "{}", stage.name);
        for channel in &stage.shown {
            assert!(channel.index < stage.channels);
            assert_eq!((channel.map.rows, channel.map.columns), (stage.rows, stage.columns));
            let values = channel.map.values(&bytes).unwrap();
            // They come after a ReLU6, and show something.
            assert!(values.iter().all(|value| (0.0..=6.0).contains(value)));
            assert!(channel.map.low < channel.map.high);
        }
    }
}

#[rstest]
fn the_opened_network_says_what_the_network_says(#[values(&DEFAULT, &OTHER)] model: &LazyLock<Model>) {
    let (input, outputs) = model.outputs(&chest());
    let (opened, maps) = model.opened.run(&input).unwrap();
    close(&opened.logits, &outputs.logits, 1e-4);
    close(&opened.maps.values, &outputs.maps.values, 1e-3);
    assert!((opened.gate - outputs.gate).abs() < 1e-4);
    assert!(maps.iter().all(|maps| maps.values.len() == maps.channels * maps.rows * maps.columns));
}

#[rstest]
#[case::plain(Phantom::default())]
#[case::inverted(inverted())]
#[case::rescaled(rescaled())]
#[case::eight_bits(Phantom::default().eight_bit())]
#[case::thirty_two_bits(Phantom::default().of_bits((32, 32, false)))]
#[case::padded(Phantom::default().with(tags::PIXEL_PADDING_VALUE, VR::US, dicom_value!(U16, 16)))]
#[case::compressed(Phantom::of(uids::JPEGLS_LOSSLESS, "MONOCHROME2"))]
fn stored_and_modality_values_are_the_films(#[case] phantom: Phantom) {
    let bytes = phantom.bytes();
    let file = Part10::parse(&bytes).unwrap();
    let film = file.radiograph().unwrap();
    let (Lesson { film: steps, .. }, pictures) = DEFAULT.steps(&bytes);
    let (stored, values) = (film.stored_values(), film.grey().values);
    let pixels = film.rows() * film.columns();
    assert_eq!((sum(&steps.stored), sum(&steps.values)), (pixels, pixels));
    assert_eq!(steps.stored.low as i64, *stored.iter().min().unwrap());
    assert_eq!(steps.stored.high as i64, *stored.iter().max().unwrap());
    let ends = |(low, high): (f32, f32), value: &f32| (low.min(*value), high.max(*value));
    let (low, high) = values.iter().fold((f32::MAX, f32::MIN), ends);
    assert_eq!((steps.values.low as f32, steps.values.high as f32), (low, high));
    // A histogram's bin holds what lies in it.
    let Histogram { low, width, counts, .. } = &steps.stored;
    for (at, count) in counts.iter().enumerate() {
        let bin = low + at as f64 * width..low + (at + 1) as f64 * width;
        assert_eq!(stored.iter().filter(|value| bin.contains(&(**value as f64))).count(), *count as usize);
    }
    for (stored, value) in stored.iter().zip(&values) {
        let padding = steps.padding.is_some_and(|(first, last)| (first..=last).contains(stored));
        assert!(padding || (steps.modality.apply(*stored) - value).abs() < 1e-3 * value.abs().max(1.0));
    }
    assert_eq!(steps.inverted, phantom.photometric == "MONOCHROME1");
    let format = steps.pixel_format;
    assert_eq!((format.rows, format.columns), (film.rows(), film.columns()));
    assert_eq!(format.bits_stored, u32::from(phantom.bits_stored));
    assert_eq!((format.signed, format.samples_per_pixel), (phantom.signed, 1));
    // Small enough to be shown as it is.
    close(&steps.picture.values(&pictures).unwrap(), &values, (high - steps.values.low as f32) / 60_000.0);
}

#[test]
fn the_header_is_told_as_it_is() {
    let film = Phantom::of(uids::JPEGLS_LOSSLESS, "MONOCHROME2").with(tags::WINDOW_CENTER, VR::DS, "1600\\90000").with(
        tags::WINDOW_WIDTH,
        VR::DS,
        "3000\\10",
    );
    let bytes = film.bytes();
    let (Lesson { film, .. }, _) = DEFAULT.steps(&bytes);
    assert_eq!((film.format, film.file_bytes), (Format::Dicom, bytes.len()));
    assert_eq!(film.transfer_syntax_name.as_deref(), Some("JPEG-LS Lossless Image Compression"));
    assert_eq!(film.header, Part10::parse(&bytes).unwrap().header());
    assert_eq!(film.views.iter().map(|view| view.shows).collect::<Vec<_>>(), [true, false]);
    assert_eq!(film.modality, ModalityLut::Linear { slope: 1.0, intercept: 0.0 });
    let (about, _) = dicom_imaging_router::viewing::open(&bytes, &DEFAULT.classifier).unwrap();
    assert_eq!(film.automatic, about.automatic);
}

#[test]
fn colours_are_counted_by_their_luma() {
    let bytes = colour().bytes();
    let (Lesson { film, .. }, _) = DEFAULT.steps(&bytes);
    assert!(film.colour && film.views.is_empty());
    assert_eq!(film.pixel_format.samples_per_pixel, 3);
    assert_eq!(film.stored, film.values);
    assert_eq!(sum(&film.stored), film.pixel_format.rows * film.pixel_format.columns);
}

#[test]
fn pictures_without_header_have_their_steps_too() {
    let (Lesson { film, .. }, _) = DEFAULT.steps(include_bytes!("golden/small.png"));
    assert_eq!((film.format, film.transfer_syntax_name), (Format::Png, None));
    assert_eq!(film.header.modality, None);
    assert!(sum(&film.values) > 0);
}

#[test]
fn a_file_without_picture_has_no_steps() {
    let failed = steps(b"not a film", &DEFAULT.classifier, &DEFAULT.opened, &Changes::default());
    assert!(matches!(failed, Err(Failure::Refusal(Refusal::NotDicom))));
    assert!(matches!(answer(b"", &DEFAULT.classifier, &Changes::default()), Err(Failure::Refusal(_))));
}

#[test]
fn a_network_that_ends_in_another_way_shows_its_maps_without_votes() {
    let labels = ["adult_chest", "adult_chest", "spine", "other", "other", "other", "spine"];
    let labels = labels.map(|group| format!(r#"{{"name": "a {group}", "group": "{group}"}}"#)).join(", ");
    let normalisation = r#"{"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}"#;
    let tiny = |kind: &str| {
        let description = format!(
            r#"{{"name": "tiny", "labels": [{labels}], "input_size": 32, "channels": 3, "normalisation": {normalisation},
                "output": {{"name": "{kind}"}}}}"#
        );
        Model::load(include_bytes!("golden/tiny.onnx"), &description)
    };
    let model = tiny("scores");
    let (Lesson { answer, network, .. }, bytes) = model.steps(&chest());
    assert!(!answer.has_gate && answer.maps.iter().all(|(_, map)| map.values.is_empty()));
    assert!(!network.stages.is_empty());
    assert!(network.stages.iter().flat_map(|stage| &stage.shown).all(|channel| channel.map.values(&bytes).is_some()));
    if let Some(head) = network.head {
        for votes in head.labels {
            let listed: f32 = votes.in_favour.iter().chain(&votes.against).map(|vote| vote.product).sum();
            assert!((votes.bias + listed + votes.rest - votes.logit).abs() < 1e-3);
        }
    }
}

#[rstest]
#[case::plain(Phantom::default())]
#[case::inverted(inverted())]
#[case::rescaled(rescaled())]
fn unchanged_films_have_the_same_answer(#[case] phantom: Phantom) {
    let film = phantom.bytes();
    let (lesson, _) = DEFAULT.steps(&film);
    let (plain, bytes) = answer(&film, &DEFAULT.classifier, &Changes { seed: 3, ..Changes::default() }).unwrap();
    // Where their pictures lie is another place.
    let placed = |mut answer: dicom_imaging_router::lesson::Answer| {
        (answer.picture.at, answer.input.at) = (0, 0);
        answer
    };
    assert_eq!(placed(plain.clone()), placed(lesson.answer));
    assert!(plain.picture.values(&bytes).is_some() && plain.input.values(&bytes).is_some());
    // The working copy of a film that is small anyway is the film.
    let marks =
        vec![Mark { shape: Shape::Rectangle(Area { top: 0.0, left: 0.0, height: 0.0, width: 0.0 }), grey: 0.0 }];
    let (touched, _) = answer(&film, &DEFAULT.classifier, &Changes { marks, ..Changes::default() }).unwrap();
    assert_eq!((touched.rows, touched.columns, touched.field), (plain.rows, plain.columns, plain.field));
    for (one, other) in touched.labels.iter().zip(&plain.labels) {
        assert!((one.probability - other.probability).abs() < 0.05, "{one:?} {other:?}");
    }
}

/// The input of a changed film.
fn changed(film: &[u8], changes: &Changes) -> Vec<f32> {
    let (answer, bytes) = answer(film, &DEFAULT.classifier, changes).unwrap();
    answer.input.values(&bytes).unwrap()
}

fn mean_difference(one: &[f32], other: impl Iterator<Item = f32>) -> f32 {
    one.iter().zip(other).map(|(one, other)| (one - other).abs()).sum::<f32>() / one.len() as f32
}

#[test]
fn the_network_sees_the_change() {
    let film = chest();
    let plain = changed(&film, &Changes::default());
    let negative = changed(&film, &Changes { invert: true, ..Changes::default() });
    assert!(mean_difference(&negative, plain.iter().map(|grey| -grey)) < 0.02);
    let mirrored = changed(&film, &Changes { mirror: true, ..Changes::default() });
    let side = DEFAULT.classifier.model().input_size;
    let by_hand = plain.chunks_exact(side).flat_map(|row| row.iter().rev().copied());
    assert!(mean_difference(&mirrored, by_hand) < 0.02);
    let turned = changed(&film, &Changes { rotate: 180.0, ..Changes::default() });
    assert!(mean_difference(&turned, plain.iter().rev().copied()) < 0.02);
    let roughness = |input: &[f32]| mean_difference(&input[1..], input.iter().copied());
    let blurred = [0.01, 0.02, 0.05].map(|blur| roughness(&changed(&film, &Changes { blur, ..Changes::default() })));
    assert!(roughness(&plain) > blurred[0] && blurred.is_sorted_by(|less, more| less > more), "{blurred:?}");
    let noisy = changed(&film, &Changes { noise: 0.5, ..Changes::default() });
    assert!(roughness(&noisy) > roughness(&plain) * 2.0);
}

#[test]
fn a_films_polarity_does_not_change_what_a_change_means() {
    let changes = Changes { window: Some((0.2, 0.6)), gamma: 2.0, rotate: 30.0, ..Changes::default() };
    let [plain, inverted] = [Phantom::default(), inverted()].map(|phantom| changed(&phantom.bytes(), &changes));
    close(&plain, &inverted, 1e-3);
}

#[test]
fn the_steps_of_a_changed_film_end_in_its_answer() {
    let changes = Changes { rotate: 90.0, noise: 0.1, ..Changes::default() };
    let film = chest();
    let (lesson, _) = steps(&film, &DEFAULT.classifier, &DEFAULT.opened, &changes).unwrap();
    let (answer, _) = answer(&film, &DEFAULT.classifier, &changes).unwrap();
    assert_eq!(lesson.answer.prediction, answer.prediction);
    for (votes, label) in lesson.network.head.unwrap().labels.iter().zip(&answer.labels) {
        assert!((votes.logit - label.logit).abs() < 1e-3);
    }
}

#[test]
fn a_lesson_goes_through_json_and_its_pictures_beside_it() {
    let (lesson, bytes) = DEFAULT.steps(&chest());
    let json = serde_json::to_string(&lesson).unwrap();
    assert_eq!(serde_json::from_str::<Lesson>(&json).unwrap(), lesson);
    assert!(json.len() < 100_000 && bytes.len() < 1_000_000, "{} and {} bytes", json.len(), bytes.len());
    let beyond = Picture { at: bytes.len(), ..lesson.answer.input.clone() };
    assert!(beyond.values(&bytes).is_none() && beyond.shades(&bytes).is_none());
    let shades = lesson.answer.input.shades(&bytes).unwrap();
    assert_eq!((shades.iter().min(), shades.iter().max()), (Some(&0), Some(&255)));
}
