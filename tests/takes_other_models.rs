//! A visitor's own classifier: its description is checked in words, its file runs, and its labels count for groups.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

use dicom_imaging_router::classifier::{
    ActivationMaps, Classifier, ClassifierError, Group, ModelDescription, Outputs, Prediction,
};
use rstest::rstest;
use serde_json::{Value, json};

/// Made and run by `models/training/tiny.py`: three channels, seven labels, neither maps nor gate.
const TINY: &[u8] = include_bytes!("golden/tiny.onnx");
const TINY_SAYS: &str = include_str!("golden/tiny.json");
const SHIPPED: &str = include_str!("../models/default/model.json");
const SHIPPED_ONNX: &[u8] = include_bytes!("../models/default/model.onnx");
const SCHEMA: &str = include_str!("../www/model.schema.json");

/// The tiny network's description; `change` changes a field, or takes it out where it is null.
fn tiny(change: &Value) -> String {
    let groups = ["adult_chest", "adult_chest", "spine", "other", "other", "other", "spine"];
    let labels: Vec<Value> = groups.iter().map(|group| json!({"name": format!("a {group}"), "group": group})).collect();
    let mut description = json!({
        "name": "tiny", "labels": labels, "input_size": 32, "channels": 3,
        "normalisation": {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]},
        "input_name": "picture", "output": {"name": "scores"},
    });
    for (field, value) in change.as_object().unwrap() {
        description[field] = value.clone();
    }
    description.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    description.to_string()
}

fn ramp() -> Vec<f32> {
    (0..32 * 32).map(|at| (at % 97) as f32 / 96.0).collect()
}

#[test]
fn it_gives_what_pytorch_gave() {
    let classifier = Classifier::load(TINY, &tiny(&json!({}))).unwrap();
    let outputs = classifier.outputs(&ramp()).unwrap();
    let expected: Vec<f32> = serde_json::from_str(TINY_SAYS).unwrap();
    assert_eq!(outputs.logits.len(), expected.len());
    for (ours, theirs) in outputs.logits.iter().zip(&expected) {
        assert!((ours - theirs).abs() < 1e-5, "{ours} and {theirs}");
    }
}

#[test]
fn without_gate_each_picture_is_a_radiograph_and_without_maps_none_is_shown() {
    let classifier = Classifier::load(TINY, &tiny(&json!({}))).unwrap();
    let prediction = classifier.predict(&ramp()).unwrap();
    assert!(prediction.radiograph);
    assert_eq!(serde_json::to_value(prediction.radiograph_score).unwrap(), json!(0.0));
    let maps = classifier.outputs(&ramp()).unwrap().maps;
    assert!(maps.of(Group::Spine, classifier.model()).values.is_empty());
}

#[test]
fn probabilities_of_a_groups_labels_add_up() {
    let model = ModelDescription::parse(&tiny(&json!({}))).unwrap();
    let maps = ActivationMaps { rows: 1, columns: 1, values: (0..7).map(|at| at as f32).collect() };
    assert_eq!(maps.of(Group::Other, &model).values, [5.0]);
    assert!(maps.of(Group::Abdomen, &model).values.is_empty());
    let shares = [0.1_f32, 0.15, 0.2, 0.05, 0.2, 0.2, 0.1];
    let logits = shares.iter().map(|share| share.ln() + 3.0).collect();
    let prediction = Prediction::from_outputs(&Outputs { logits, maps, gate: 0.0 }, &model);
    let expected = [0.0, 0.25, 0.0, 0.3, 0.45];
    for (group, expected) in Group::ALL.into_iter().zip(expected) {
        assert!((prediction.probabilities.of(group) - expected).abs() < 1e-6, "{group:?}");
    }
    assert_eq!((prediction.likeliest, prediction.sure), (Group::Other, false));
}

#[test]
fn an_output_that_is_no_probability_is_refused() {
    let classifier = Classifier::load(TINY, &tiny(&json!({"output": {"kind": "probabilities"}}))).unwrap();
    let Err(ClassifierError::Inference(words)) = classifier.predict(&ramp()) else { panic!("it was taken") };
    assert!(words.to_string().contains("logits"), "{words}");
}

/// What a description and a file say against each other.
#[rstest]
#[case::size(json!({"input_size": 64}), "input_size")]
#[case::channels(json!({"channels": 1, "normalisation": null}), "channels")]
#[case::layout(json!({"layout": "nhwc"}), "layout")]
#[case::too_few_labels(json!({"labels": null, "groups": ["abdomen", "adult_chest", "paediatric_chest", "spine", "other"]}), "7 numbers")]
#[case::input(json!({"input_name": "x"}), "its input is called picture")]
#[case::output(json!({"output": {"name": "probs"}}), "its outputs are: scores")]
#[case::cam(json!({"cam": "maps"}), "(cam)")]
#[case::gate(json!({"gate": "gate"}), "(gate)")]
#[case::no_gate(json!({"radiograph_above": 0.5}), "radiograph_above")]
fn a_description_that_does_not_fit_the_file_is_refused_in_words(#[case] change: Value, #[case] words: &str) {
    match Classifier::load(TINY, &tiny(&change)) {
        Ok(_) => panic!("it was taken"),
        Err(error) => {
            assert!(error.to_string().contains(words), "{error}");
        }
    }
}

/// What is wrong with a description, and whether a schema can say so too.
#[rstest]
#[case::not_json(None, "line 1", true)]
#[case::unknown_field(Some(json!({"labls": []})), "labls", true)]
#[case::no_labels(Some(json!({"labels": null})), "labels is missing", true)]
#[case::one_label(Some(json!({"labels": [{"name": "a", "group": "spine"}]})), "from 2 to 1000", true)]
#[case::one_group(Some(json!({"labels": [{"name": "a", "group": "spine"}, {"name": "b", "group": "spine"}]})), "two different", false)]
#[case::no_such_group(Some(json!({"labels": [{"name": "a", "group": "hand"}, {"name": "b", "group": "spine"}]})), "hand", true)]
#[case::both(Some(json!({"groups": ["abdomen", "adult_chest", "paediatric_chest", "spine", "other"]})), "not both", true)]
#[case::small(Some(json!({"input_size": 8})), "input_size must be", true)]
#[case::two_channels(Some(json!({"channels": 2})), "channels must be", true)]
#[case::half_a_range(Some(json!({"normalisation": {"low": 0}})), "normalisation must have", true)]
#[case::no_range(Some(json!({"normalisation": {"low": 1, "high": 1}})), "two different numbers", false)]
#[case::means_for_one(Some(json!({"normalisation": {"mean": [0.5], "std": [0.2]}})), "each channel, 3", false)]
#[case::no_deviation(Some(json!({"normalisation": {"mean": [0, 0, 0], "std": [0, 1, 1]}})), "std", true)]
#[case::percentiles(Some(json!({"low_percentile": 0.9, "high_percentile": 0.1})), "low_percentile", false)]
#[case::temperature(Some(json!({"temperature": 0})), "temperature", true)]
#[case::unsure(Some(json!({"unsure_below": 1.5})), "unsure_below", true)]
#[case::kind(Some(json!({"output": {"kind": "sigmoid"}})), "sigmoid", true)]
#[case::nameless(Some(json!({"name": " "})), "name must not be empty", true)]
fn a_wrong_description_is_refused_in_words(
    #[case] change: Option<Value>,
    #[case] words: &str,
    #[case] by_schema: bool,
) {
    let json = change.map_or("[".to_owned(), |change| tiny(&change));
    let error = ModelDescription::parse(&json).unwrap_err();
    assert!(matches!(error, ClassifierError::Description(_)) && error.to_string().contains(words), "{error}");
    assert_eq!(!serde_json::from_str(&json).is_ok_and(|json| schema().is_valid(&json)), by_schema);
}

fn schema() -> jsonschema::Validator {
    jsonschema::draft202012::new(&serde_json::from_str(SCHEMA).unwrap()).unwrap()
}

#[rstest]
#[case::default(SHIPPED.to_owned())]
#[case::mobilenet_v2(include_str!("../models/mobilenet-v2/model.json").to_owned())]
#[case::tiny(tiny(&json!({})))]
#[case::full(tiny(&json!({"$schema": "./model.schema.json", "network": "n", "licence": "l", "layout": "nhwc", "fit": "letterbox",
    "normalisation": {"low": 0, "high": 255}, "low_percentile": 0, "high_percentile": 1,
    "output": {"name": "scores", "kind": "probabilities"}, "cam": "c", "gate": "g", "temperature": 2,
    "unsure_below": 0.9, "radiograph_above": -1})))]
fn a_right_description_is_right_by_the_schema_too(#[case] json: String) {
    assert!(ModelDescription::parse(&json).is_ok());
    let errors: Vec<String> =
        schema().iter_errors(&serde_json::from_str(&json).unwrap()).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn each_field_of_the_schema_is_known() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    for field in schema["properties"].as_object().unwrap().keys() {
        // A value that no field takes: the error must not be that the field is unknown.
        let error = ModelDescription::parse(&tiny(&json!({field: [[]]}))).unwrap_err().to_string();
        assert!(!error.contains("unknown field"), "{error}");
    }
}

#[test]
fn what_is_not_onnx_is_said_to_be_none() {
    for file in [b"".as_slice(), b"not onnx", b"\x89PNG\r\n", &[0; 100], &TINY[..TINY.len() / 2]] {
        let Err(error) = Classifier::load(file, &tiny(&json!({}))) else { panic!("it was taken") };
        assert!(error.to_string().contains("not an ONNX file"), "{error}");
    }
}

/// Each byte of a file changed, and each length: it is taken or refused, but nothing panics or hangs.
#[test]
fn a_damaged_file_does_no_harm() {
    let description = tiny(&json!({}));
    let classify =
        |file: &[u8]| drop(Classifier::load(file, &description).map(|classifier| classifier.predict(&ramp())));
    for at in (0..TINY.len()).step_by(3) {
        let mut file = TINY.to_vec();
        file[at] ^= [0x01, 0x80, 0xff][at % 3];
        classify(&file);
        classify(&TINY[..at]);
    }
}

#[rstest]
#[case::default(SHIPPED_ONNX, SHIPPED)]
#[case::mobilenet_v2(
    include_bytes!("../models/mobilenet-v2/model.onnx"),
    include_str!("../models/mobilenet-v2/model.json")
)]
fn a_shipped_model_is_read_as_ever(#[case] onnx: &[u8], #[case] description: &str) {
    let classifier = Classifier::load(onnx, description).unwrap();
    let model = classifier.model();
    assert_eq!((model.groups.as_slice(), model.labels.len()), (Group::ALL.as_slice(), 5));
    let side = model.input_size;
    let outputs = classifier.outputs(&vec![0.0; side * side]).unwrap();
    assert_eq!((outputs.maps.rows, outputs.maps.columns, outputs.maps.values.len()), (6, 6, 5 * 36));
    assert_ne!(outputs.gate, 0.0);
}
