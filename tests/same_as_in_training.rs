//! Preparation and network give what the training's own code gives: golden vectors of generated phantoms, written by
//! `models/training/golden.py`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod phantoms;

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Instant;

use dicom_imaging_router::case::{Case, Format};
use dicom_imaging_router::classifier::{Classifier, Group, Prediction};
use dicom_imaging_router::evaluation::{Figures, Verdict, read_manifest};
use dicom_imaging_router::radiograph::{Part10, exposed_field};
use dicom_imaging_router::routing::{DEFAULT_TABLE, RoutingTable};
use phantoms::Phantom;
use rstest::rstest;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Largest difference allowed on the input tensor, whose range is -1 to 1, and on probabilities.
const TOLERANCE: f32 = 1e-3;

static DEFAULT: LazyLock<Classifier> = LazyLock::new(|| load("default"));
static MOBILENET_V2: LazyLock<Classifier> = LazyLock::new(|| load("mobilenet-v2"));
static TABLE: LazyLock<RoutingTable> = LazyLock::new(|| RoutingTable::parse(DEFAULT_TABLE).unwrap());

#[derive(Deserialize)]
struct Golden {
    name: String,
    inverted: bool,
    step: usize,
    input: Vec<f32>,
    probabilities: Vec<f32>,
    gate: f32,
    activation: Vec<f32>,
}

/// A model's file in the repository.
fn file(model: &str, name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("models").join(model).join(name)).unwrap()
}

fn load(model: &str) -> Classifier {
    Classifier::load(&file(model, "model.onnx"), std::str::from_utf8(&file(model, "model.json")).unwrap()).unwrap()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn golden(model: &Classifier) -> Vec<Golden> {
    let file = folder().join(format!("{}.json", model.model().name));
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

fn png_path(golden: &Golden) -> PathBuf {
    folder().join(format!("{}.png", golden.name))
}

/// The phantom as an unsigned 16-bit DICOM file.
fn dicom(golden: &Golden) -> Vec<u8> {
    let mut reader = png::Decoder::new(BufReader::new(File::open(png_path(golden)).unwrap())).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let picture = reader.next_frame(&mut bytes).unwrap();
    assert_eq!(picture.color_type, png::ColorType::Grayscale);
    let stored: Vec<u16> = match picture.bit_depth {
        png::BitDepth::Eight => bytes.into_iter().map(u16::from).collect(),
        _ => bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect(),
    };
    let photometric = if golden.inverted { "MONOCHROME1" } else { "MONOCHROME2" };
    Phantom::of_pixels(picture.height as u16, picture.width as u16, stored, photometric).bytes()
}

/// Any file, by its content.
fn run(path: &Path, model: &Classifier) -> Case {
    Case::run(path.display().to_string(), &std::fs::read(path).unwrap(), Instant::now(), model, &TABLE)
}

fn assert_close(name: &str, ours: &[f32], theirs: &[f32]) {
    assert_eq!(ours.len(), theirs.len(), "{name}");
    let gap = ours.iter().zip(theirs).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(gap <= TOLERANCE, "{name}: {gap}");
}

fn probabilities(case: &Case, model: &Classifier) -> Vec<f32> {
    let all = case.probabilities.unwrap();
    model.model().groups.iter().map(|group| all.of(*group)).collect()
}

#[rstest]
#[case::default(&DEFAULT)]
#[case::mobilenet_v2(&MOBILENET_V2)]
fn the_published_figures_are_of_the_shipped_file(#[case] model: &Classifier) {
    let name = &model.model().name;
    let metrics: Value = serde_json::from_slice(&file(name, "metrics.json")).unwrap();
    assert_eq!(metrics["model_sha256"], format!("{:x}", Sha256::digest(file(name, "model.onnx"))));
    assert_eq!(metrics["model"], serde_json::from_slice::<Value>(&file(name, "model.json")).unwrap());
}

#[test]
fn a_phantoms_frame_is_cut_off() {
    let framed = golden(&DEFAULT).into_iter().find(|golden| golden.name == "framed").unwrap();
    let bytes = dicom(&framed);
    let file = Part10::parse(&bytes).unwrap();
    let field = exposed_field(&file.radiograph().unwrap());
    assert!(field.left >= 50 && field.top >= 20 && field.columns < 190 && field.rows < 220, "{field:?}");
}

#[rstest]
#[case::default(&DEFAULT)]
#[case::mobilenet_v2(&MOBILENET_V2)]
fn the_input_tensor_is_the_trainings(#[case] model: &Classifier) {
    let side = model.model().input_size;
    for golden in golden(model) {
        let bytes = dicom(&golden);
        let file = Part10::parse(&bytes).unwrap();
        let film = file.radiograph().unwrap();
        let input = model.prepare(&film);
        let rows = input.chunks(side).step_by(golden.step);
        let chosen: Vec<f32> = rows.flat_map(|row| row.iter().step_by(golden.step)).copied().collect();
        assert_close(&golden.name, &chosen, &golden.input);
    }
}

#[rstest]
#[case::default(&DEFAULT)]
#[case::mobilenet_v2(&MOBILENET_V2)]
fn probabilities_and_gate_are_the_trainings(#[case] model: &Classifier) {
    for golden in golden(model) {
        let case = Case::run(golden.name.clone(), &dicom(&golden), Instant::now(), model, &TABLE);
        assert_close(&golden.name, &probabilities(&case, model), &golden.probabilities);
        // Log odds are of the order of 10; a thousandth of that is as close as the probabilities.
        assert!((case.radiograph_score.unwrap() - golden.gate).abs() < 1e-2, "{}", golden.name);
    }
}

#[rstest]
#[case::default(&DEFAULT)]
#[case::mobilenet_v2(&MOBILENET_V2)]
fn a_png_is_evaluated_like_the_dicom_file(#[case] model: &Classifier) {
    for golden in golden(model).into_iter().filter(|golden| !golden.inverted) {
        let case = run(&png_path(&golden), model);
        assert_eq!(case.format, Format::Png);
        assert_close(&golden.name, &probabilities(&case, model), &golden.probabilities);
    }
}

#[test]
fn a_manifest_is_evaluated_by_split() {
    let manifest = folder().join("manifest.csv");
    let entries = read_manifest(&manifest).unwrap();
    assert_eq!(entries.iter().map(|entry| entry.split.as_str()).collect::<Vec<_>>(), ["one", "one", "two"]);
    assert_eq!((entries[0].group, entries[2].group), (Some(Group::AdultChest), None));
    assert_eq!((entries[0].patient.as_str(), entries[2].patient.as_str()), ("p", "small.png"));
    let verdicts: Vec<Verdict> =
        entries.iter().map(|entry| Verdict::of(entry, &run(&entry.path, &DEFAULT), &TABLE)).collect();
    let figures = Figures::of(&verdicts);
    assert_eq!((figures.images, figures.patients, figures.unreadable), (3, 2, 0));
    assert_eq!(figures.radiographs.unwrap().confusion.iter().flatten().sum::<usize>(), 2);
    assert!((figures.placed + figures.unsure + figures.not_a_radiograph - 1.0).abs() < 1e-9);
    assert!(read_manifest(&folder().join("nothing.csv")).is_err());
}

#[rstest]
#[case::default(&DEFAULT)]
#[case::mobilenet_v2(&MOBILENET_V2)]
fn the_activation_map_of_the_likeliest_group_is_laid_over_the_picture(#[case] model: &Classifier) {
    for golden in golden(model) {
        let bytes = dicom(&golden);
        let file = Part10::parse(&bytes).unwrap();
        let film = file.radiograph().unwrap();
        let outputs = model.outputs(&model.prepare(&film)).unwrap();
        let likeliest = Prediction::from_outputs(&outputs, model.model()).likeliest;
        let map = outputs.maps.of(likeliest, model.model());
        assert_eq!((map.rows, map.columns), (map.values.len() / map.columns, model.model().input_size / 32));
        let gap = map.values.iter().zip(&golden.activation).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(map.values.len() == golden.activation.len() && gap < 1e-2, "{}: {gap}", golden.name);
    }
}
