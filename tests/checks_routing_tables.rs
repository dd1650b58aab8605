//! A routing table is read whoever wrote it: what can't work is refused, with its line, and the published schema agrees.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

use dicom_imaging_router::routing::{
    DEFAULT_TABLE, Field, FieldKind, MAX_BYTES, PRESETS, Pattern, Problem, Range, RoutingError, RoutingTable, Test,
};
use jsonschema::Validator;
use rstest::rstest;
use serde_json::{Value, json};

const SCHEMA: &str = include_str!("../www/routing.schema.json");

/// A small table; line numbers below count from here.
const SMALL: &str = r#"{
  "version": 1,
  "destinations": [
    { "id": "person", "name": "A person", "state": "person" },
    {
      "id": "model",
      "name": "A model", "state": "own",
      "address": "https://example.org/model"
    }
  ],
  "rules": [
    {
      "id": "first",
      "when": [
        { "field": "group", "equals": "spine" },
        { "field": "StudyDescription",
          "matches": "spine" },
        { "field": "PatientAge", "in_range": [18, 90] }
      ],
      "send_to": "model",
      "because": "A spine."
    },
    {
      "id": "second",
      "when": [],
      "send_to": "person",
      "because": "Anything else."
    }
  ],
  "fallback": {
    "send_to": "person",
    "because": "Nothing fits."
  }
}"#;

fn schema() -> Validator {
    jsonschema::draft202012::new(&serde_json::from_str(SCHEMA).unwrap()).unwrap()
}

/// Whether the published schema takes a document.
fn fits_schema(json: &str) -> bool {
    serde_json::from_str(json).is_ok_and(|document: Value| schema().is_valid(&document))
}

fn changed(from: &str, to: &str) -> String {
    assert!(SMALL.contains(from), "{from}");
    SMALL.replacen(from, to, 1)
}

fn refusal(json: &str) -> RoutingError {
    RoutingTable::parse(json).unwrap_err()
}

#[test]
fn the_published_schema_is_a_valid_draft_2020_12_schema() {
    assert!(jsonschema::draft202012::meta::is_valid(&serde_json::from_str(SCHEMA).unwrap()));
}

#[test]
fn parser_and_schema_take_every_table_that_is_delivered() {
    for json in PRESETS.iter().map(|preset| preset.json).chain([SMALL]) {
        RoutingTable::parse(json).unwrap().check().unwrap();
        assert!(fits_schema(json));
    }
}

/// Lines as a person counts them in [`SMALL`].
#[rstest]
#[case::not_json("\"rules\": [", "\"rules\" [", 11, "can't be read")]
#[case::version("\"version\": 1", "\"version\": 7", 2, "version 7")]
#[case::version_as_text("\"version\": 1", "\"version\": \"1\"", 2, "invalid type")]
#[case::unknown_field("\"name\": \"A person\"", "\"nome\": \"A person\"", 4, "unknown field `nome`")]
#[case::unknown_state("\"state\": \"own\"", "\"state\": \"sold\"", 7, "unknown value `sold`")]
#[case::null("\"address\": \"https://example.org/model\"", "\"address\": null", 8, "invalid type: null")]
#[case::script("https://example.org/model", "javascript:alert(1)", 8, "must be a web page's")]
#[case::no_host("https://example.org/model", "https://", 8, "must be a web page's")]
#[case::space_in_address("https://example.org/model", "https://example.org/a b", 8, "must be a web page's")]
#[case::empty_destination_id("\"id\": \"model\"", "\"id\": \" \"", 6, "destination has an empty id")]
#[case::empty_rule_id("\"id\": \"first\"", "\"id\": \"\"", 13, "rule has an empty id")]
#[case::reserved("\"id\": \"second\"", "\"id\": \"fallback\"", 24, "choose another id")]
#[case::no_such_field("\"field\": \"group\"", "\"field\": \"ShoeSize\"", 15, "no field is called “ShoeSize”")]
#[case::no_such_value(
    "\"equals\": \"spine\"",
    "\"equals\": \"back\"",
    15,
    "group is never “back”, but one of: abdomen"
)]
#[case::no_such_test("\"equals\": \"spine\"", "\"equal\": \"spine\"", 15, "unknown field `equal`")]
#[case::no_test(", \"equals\": \"spine\"", "", 15, "exactly one test")]
#[case::two_tests("\"equals\": \"spine\"", "\"equals\": \"spine\", \"exists\": true", 15, "exactly one test")]
#[case::unfit_test(
    "\"equals\": \"spine\"",
    "\"at_least\": 3",
    15,
    "“at_least” can't be asked of group; ask one of: equals"
)]
#[case::number_as_text("\"in_range\": [18, 90]", "\"equals\": \"18\"", 18, "ask one of: at_least")]
#[case::three_ends("[18, 90]", "[18, 50, 90]", 18, "can't be read")]
#[case::endless("[18, 90]", "[18, 1e999]", 18, "number out of range")]
#[case::long_pattern("\"matches\": \"spine\"", &format!("\"matches\": \"{}\"", "x".repeat(201)), 17, "200 characters")]
#[case::missing_reason("\"because\": \"Nothing fits.\"", "\"why\": \"Nothing fits.\"", 32, "unknown field `why`")]
fn what_cannot_work_is_refused_with_its_line_by_parser_and_schema(
    #[case] from: &str,
    #[case] to: &str,
    #[case] line: usize,
    #[case] says: &str,
) {
    let json = changed(from, to);
    let error = refusal(&json);
    assert!(error.to_string().starts_with(&format!("line {line}: ")) && error.to_string().contains(says), "{error}");
    assert_eq!(error.line(), Some(line));
    assert!(!fits_schema(&json));
}

/// Each value in a line of its own, as [`RoutingTable::to_json`] writes.
#[rstest]
#[case("\"matches\": \"spine\"", "\"matches\": \"(spine\"", "(spine")]
#[case("\"equals\": \"spine\"", "\"field\": \"group\"", "duplicate field")]
#[case("\"equals\": \"spine\"", "\"equals\": \"back\"", "back")]
#[case("\"field\": \"StudyDescription\"", "\"field\": \"ShoeSize\"", "ShoeSize")]
#[case("\"state\": \"own\"", "\"state\": \"sold\"", "sold")]
fn lines_are_right_in_an_indented_document_too(#[case] from: &str, #[case] to: &str, #[case] says: &str) {
    let written = RoutingTable::parse(SMALL).unwrap().to_json().unwrap();
    let line = 1 + written[..written.find(from).unwrap()].matches('\n').count();
    let error = refusal(&written.replacen(from, to, 1));
    assert_eq!(error.line(), Some(line), "{error}");
    assert!(error.to_string().contains(says), "{error}");
}

/// A schema can't compare one place of a document with another, nor compile regular expressions as we do.
#[rstest]
#[case::unknown_destination("\"send_to\": \"model\"", "\"send_to\": \"nowhere\"", 20, "“first” sends to “nowhere”")]
#[case::unknown_fallback(
    "\"fallback\": {\n    \"send_to\": \"person\"",
    "\"fallback\": {\n    \"send_to\": \"x\"",
    31,
    "“fallback” sends to “x”"
)]
#[case::destination_twice("\"id\": \"model\"", "\"id\": \"person\"", 6, "two destinations are called “person”")]
#[case::rule_twice("\"id\": \"second\"", "\"id\": \"first\"", 24, "two rules are called “first”")]
#[case::bad_pattern("\"matches\": \"spine\"", "\"matches\": \"(spine\"", 17, "“(spine” is no regular expression")]
#[case::huge_pattern(
    "\"matches\": \"spine\"",
    "\"matches\": \"(\\\\w{999}){999}\"",
    17,
    "no regular expression that works here"
)]
#[case::range_downwards("[18, 90]", "[90, 18]", 18, "no number lies from 90 to 18")]
fn what_a_schema_cannot_say_the_parser_does(
    #[case] from: &str,
    #[case] to: &str,
    #[case] line: usize,
    #[case] says: &str,
) {
    let error = refusal(&changed(from, to));
    assert!(error.to_string().starts_with(&format!("line {line}: ")) && error.to_string().contains(says), "{error}");
}

/// A table of SMALL's parts, in which one list is repeated.
fn with(change: impl FnOnce(&mut Value)) -> String {
    let mut document: Value = serde_json::from_str(SMALL).unwrap();
    change(&mut document);
    document.to_string()
}

#[test]
fn a_table_has_limits() {
    let rules = |count: usize, when: Value| {
        with(|document| {
            let rule = |index| json!({"id": format!("r{index}"), "when": when, "send_to": "person", "because": ""});
            document["rules"] = (0..count).map(rule).collect();
        })
    };
    let exists = json!({"field": "Modality", "exists": true});
    let pattern = json!({"field": "Modality", "matches": "x"});
    assert!(RoutingTable::parse(&rules(1000, json!([exists]))).is_ok());
    for (json, by_schema_too) in [
        (rules(1001, json!([])), true),
        (rules(1, json!(vec![exists; 21])), true),
        (rules(101, json!([pattern])), false),
        (
            with(|document| {
                document["destinations"] =
                    (0..1001).map(|i| json!({"id": format!("d{i}"), "name": "", "state": "own"})).collect()
            }),
            true,
        ),
    ] {
        assert!(matches!(refusal(&json).problem, Problem::TooMany { .. }), "{}", refusal(&json));
        assert_eq!(fits_schema(&json), !by_schema_too);
    }
    assert_eq!(refusal(&" ".repeat(MAX_BYTES + 1)).problem, Problem::TooLarge);
    assert!(matches!(refusal(&"[".repeat(MAX_BYTES)).problem, Problem::Form(_)), "no stack is exhausted");
}

#[test]
fn a_hostile_pattern_takes_neither_time_nor_memory() {
    for pattern in ["(?:){4000000000}", "((a{1000}){1000}){1000}", "(((((a*)*)*)*)*)*{1000}"] {
        let started = std::time::Instant::now();
        if let Ok(pattern) = Pattern::new(pattern) {
            let _ = pattern.is_in(&"a".repeat(10_000));
        }
        assert!(started.elapsed().as_secs() < 5, "{pattern}");
    }
}

#[test]
fn a_document_survives_reading_and_writing() {
    for json in PRESETS.iter().map(|preset| preset.json).chain([SMALL]) {
        let table = RoutingTable::parse(json).unwrap();
        let written = table.to_json().unwrap();
        assert_eq!(RoutingTable::parse(&written).unwrap(), table);
        let values = |json: &str| serde_json::from_str::<Value>(json).unwrap();
        let as_text = |json: &str| values(json).to_string().replace(".0", "");
        assert_eq!(as_text(&written), as_text(json), "nothing added, nothing lost");
    }
    let table = RoutingTable::parse(DEFAULT_TABLE).unwrap();
    assert_eq!(table.schema.as_deref(), Some("./routing.schema.json"));
    assert!(table.to_json().unwrap().starts_with("{\n  \"$schema\": \"./routing.schema.json\",\n  \"version\": 1,\n"));
}

#[test]
fn a_file_with_a_byte_order_mark_is_read() {
    assert!(RoutingTable::parse(&format!("\u{feff}{SMALL}")).is_ok());
}

#[test]
fn a_table_changed_by_hand_is_checked_without_a_line() {
    let mut table = RoutingTable::parse(SMALL).unwrap();
    table.rules[0].send_to = "gone".to_owned();
    let error = table.check().unwrap_err();
    assert_eq!(
        (error.line(), error.to_string().as_str()),
        (None, "“first” sends to “gone”, which is no destination of the table")
    );
    table.rules[0].send_to = "model".to_owned();
    table.rules[0].when[2].test = Test::AtLeast(f64::NAN);
    assert_eq!(table.check().unwrap_err().problem, Problem::NotANumber(Field::PatientAge));
    assert!(Range::new(0.0, f64::INFINITY).is_err());
}

/// So that a form, the parser and an editor with the schema offer the same.
#[test]
fn the_schema_knows_each_field_with_its_tests_and_values() {
    for field in Field::ALL {
        for test in Test::NAMES {
            let value = match (test, field.kind()) {
                ("exists", _) => json!(true),
                ("at_least" | "below", _) => json!(1),
                ("in_range", _) => json!([1, 2]),
                (_, FieldKind::Choice(choices)) if test == "one_of" => json!(choices),
                (_, FieldKind::Choice(choices)) => json!(choices[0]),
                ("one_of", _) => json!(["a"]),
                _ => json!("a"),
            };
            let mut condition = json!({"field": field.id()});
            condition[test] = value;
            let json = with(|document| document["rules"][1]["when"] = json!([condition]));
            let fits = field.kind().tests().contains(&test);
            assert_eq!((RoutingTable::parse(&json).is_ok(), fits_schema(&json)), (fits, fits), "{condition}");
        }
    }
}

#[test]
fn presets_differ_in_id_and_begin_with_the_default() {
    let ids: Vec<_> = PRESETS.iter().map(|preset| preset.id).collect();
    assert_eq!(ids, ["default", "five-groups", "conflicts-first", "chest-only"]);
    assert_eq!(PRESETS[0].json, DEFAULT_TABLE);
}

#[test]
fn conflicts_first_is_the_default_with_one_rule_before() {
    let table = |index: usize| PRESETS[index].table().unwrap();
    let (default, mut conflicts_first) = (table(0), table(2));
    let first = conflicts_first.rules.remove(0);
    assert_eq!((first.id.as_str(), first.send_to.as_str()), ("header-conflict", "manual-review"));
    assert_eq!(RoutingTable { schema: default.schema.clone(), ..conflicts_first }, default);
}
