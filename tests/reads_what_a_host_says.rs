//! `site.json` is read field by field: what can't be used is said with its place, the rest holds, and the published schema
//! agrees.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use dicom_imaging_router::site::{Accent, Colour, LEAST_CONTRAST, Model, Reading, Site};
use dicom_imaging_router::text::Language;
use jsonschema::Validator;
use rstest::rstest;
use serde_json::{Value, json};

const DEFAULT: &str = include_str!("../www/site.json");

fn schema() -> Validator {
    jsonschema::draft202012::new(&serde_json::from_str(include_str!("../www/site.schema.json")).unwrap()).unwrap()
}

fn read(fields: Value) -> Reading {
    let mut document = json!({ "version": 1 });
    document.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    Reading::of(&document.to_string())
}

#[test]
fn the_document_that_comes_with_the_page_changes_nothing() {
    assert_eq!(Reading::of(DEFAULT), Reading::default());
    assert_eq!(Reading::of(r#"{"version": 1}"#), Reading::default());
    assert!(schema().is_valid(&serde_json::from_str(DEFAULT).unwrap()));
}

#[test]
fn everything_that_can_be_said_is_taken() {
    let document = json!({
        "$schema": "./site.schema.json",
        "version": 1,
        "name": "Films of the Eastern Hospital",
        "notice": { "ja": "試験運用中です。", "en": "A trial. Questions: extension 1234." },
        "accent": { "dark": "#FFC46B", "light": "#7a3e00" },
        "language": "ja",
        "routingTable": "tables/hospital.json",
        "models": [{ "folder": "hospital-2", "name": "Ours" }],
        "embed": { "allowedOrigins": ["https://portal.example.org", "http://localhost:8080", "http://[::1]:3000"] }
    });
    assert!(schema().is_valid(&document));
    let Reading { site, problems } = Reading::of(&document.to_string());
    assert_eq!(problems, []);
    assert_eq!(site.name, "Films of the Eastern Hospital");
    assert_eq!(site.accent, Some(Accent { dark: Colour(0xffc46b), light: Colour(0x7a3e00) }));
    assert_eq!((site.language, site.routing_table.as_str()), (Some(Language::Japanese), "tables/hospital.json"));
    assert_eq!(site.models, [Model { folder: "hospital-2".to_owned(), name: "Ours".to_owned() }]);
    assert_eq!(site.allowed_origins.len(), 3);
    let notice = |language| site.notice(language).map(|(language, text)| (*language, text.as_str()));
    assert_eq!(notice(Language::Japanese), Some((Language::Japanese, "試験運用中です。")));
    assert_eq!(
        notice(Language::Vietnamese),
        Some((Language::English, "A trial. Questions: extension 1234.")),
        "English where a language is missing"
    );
}

#[rstest]
#[case::name(json!({ "name": "  " }), "site.json, name: this is empty")]
#[case::long_name(json!({ "name": "x".repeat(61) }), "site.json, name: this has more than 60 characters")]
#[case::name_is_no_text(json!({ "name": 7 }), "site.json, name: invalid type: 7")]
#[case::unknown(json!({ "colour": "#fff" }), "site.json, colour: there is no such field; there are: $schema, version")]
#[case::language(json!({ "language": "fr" }), "site.json, language: unknown value fr; there are: en, vi, ja")]
#[case::notice(json!({ "notice": { "fr": "Bonjour" } }), "site.json, notice.fr: there is no such field")]
#[case::no_notice(json!({ "notice": "Hello" }), "site.json, notice: invalid type: \"…\", where {…} should be")]
#[case::no_colour(json!({ "accent": { "dark": "sky", "light": "#0b5f9e" } }), "site.json, accent.dark: “sky” is no colour")]
#[case::one_colour(json!({ "accent": { "dark": "#8fd0ff" } }), "site.json, accent.light: missing field light")]
#[case::a_third(json!({ "accent": { "dark": "#8fd0ff", "light": "#0b5f9e", "dim": "#000000" } }), "site.json, accent.dim: ")]
#[case::table(json!({ "routingTable": "../routing.json" }), "site.json, routingTable: “../routing.json” is no name")]
#[case::table_elsewhere(json!({ "routingTable": "https://example.org/routing.json" }), "site.json, routingTable: ")]
#[case::no_models(json!({ "models": [] }), "site.json, models: there must be at least one model")]
#[case::folder(json!({ "models": [{ "folder": "a/b", "name": "A" }] }), "site.json, models.0: “a/b” is no name of a folder")]
#[case::no_name(json!({ "models": [{ "folder": "a" }] }), "site.json, models.0: missing field name")]
#[case::embed(json!({ "embed": { "origins": [] } }), "site.json, embed.origins: there is no such field")]
#[case::any_origin(json!({ "embed": { "allowedOrigins": ["*"] } }), "site.json, embed.allowedOrigins: “*” is no origin")]
#[case::a_page(json!({ "embed": { "allowedOrigins": ["https://example.org/"] } }), "site.json, embed.allowedOrigins: ")]
#[case::capitals(json!({ "embed": { "allowedOrigins": ["https://Example.org"] } }), "site.json, embed.allowedOrigins: ")]
#[case::every_host(json!({ "embed": { "allowedOrigins": ["https://*.example.org"] } }), "site.json, embed.allowedOrigins: ")]
#[case::nobody(json!({ "embed": { "allowedOrigins": ["null"] } }), "site.json, embed.allowedOrigins: ")]
fn what_cannot_be_used_is_said_with_its_place_and_left_out(#[case] fields: Value, #[case] says: &str) {
    let Reading { site, problems } = read(fields.clone());
    let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert!(problems.len() == 1 && problems[0].starts_with(says), "{problems:?}");
    let accent = site.accent;
    assert_eq!(Site { accent: None, ..site }, Site::default());
    assert_eq!(accent.is_some(), fields["accent"]["dim"].is_string(), "one colour alone isn't taken");
    let mut document = fields;
    document["version"] = json!(1);
    assert!(!schema().is_valid(&document), "the schema refuses it too");
}

#[test]
fn one_wrong_field_spoils_no_other() {
    let Reading { site, problems } = read(json!({ "name": "Ours", "language": 3, "routingTable": "ours.json" }));
    assert_eq!(problems.len(), 1);
    assert_eq!((site.name.as_str(), site.routing_table.as_str()), ("Ours", "ours.json"));
}

#[test]
fn one_wrong_origin_leaves_none() {
    let origins = json!({ "embed": { "allowedOrigins": ["https://example.org", "https://example.org:443"] } });
    assert_eq!(read(origins.clone()).site.allowed_origins, Vec::<String>::new(), "a browser never writes :443");
    assert!(read(origins).problems[0].to_string().contains("https://example.org:443"));
}

#[test]
fn a_folder_twice_leaves_the_models_as_they_were() {
    let twice = json!({ "models": [{ "folder": "a", "name": "A" }, { "folder": "a", "name": "B" }] });
    let Reading { site, problems } = read(twice);
    assert_eq!(problems[0].to_string(), "site.json, models.1: “a” is there twice");
    assert_eq!(site, Site::default());
}

#[rstest]
#[case::no_json("{\n\"version\": 1,\n}", "site.json: line 3: this is no JSON")]
#[case::a_list("[]", "site.json: invalid type: […], where {…} should be")]
#[case::no_version("{}", "site.json, version: missing field version")]
#[case::a_later_version(r#"{"version": 2, "name": "Ours"}"#, "site.json, version: version 2 isn’t known here; write 1")]
fn a_document_that_is_none_is_left_out_as_a_whole(#[case] json: &str, #[case] says: &str) {
    let Reading { site, problems } = Reading::of(json);
    assert_eq!(site, Site::default());
    assert!(problems.len() == 1 && problems[0].to_string().starts_with(says), "{problems:?}");
}

#[test]
fn a_huge_document_is_not_read() {
    let huge = format!(r#"{{"version": 1, "name": "{}"}}"#, "x".repeat(100_000));
    assert!(Reading::of(&huge).problems[0].to_string().contains("more than 100000 characters"));
}

#[test]
fn contrast_is_that_of_wcag() {
    let [black, white, grey] = [Colour(0x000000), Colour(0xffffff), Colour(0x777777)];
    assert!((black.contrast(white) - 21.0).abs() < 1e-9);
    assert!((white.contrast(white) - 1.0).abs() < 1e-9);
    assert!((white.contrast(grey) - 4.48).abs() < 0.005, "WebAIM's well-known example");
}

#[test]
fn a_colour_that_cannot_be_read_is_refused_with_what_to_do() {
    let accent = |dark: &str, light: &str| read(json!({ "accent": { "dark": dark, "light": light } }));
    let said = |reading: Reading| reading.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let dim = said(accent("#345678", "#0b5f9e"));
    assert!(dim.starts_with("site.json, accent.dark: take a lighter colour") && dim.contains("needs 4.5"), "{dim}");
    let pale = said(accent("#8fd0ff", "#8fd0ff"));
    assert!(pale.starts_with("site.json, accent.light: take a darker colour"), "{pale}");
    for colour in ["#ff8800", "#b0b0ff"] {
        let accent = accent(colour, "#5b2a86").site.accent.unwrap();
        for one in [accent.dark, accent.light] {
            assert!(one.contrast(one.ink()) >= LEAST_CONTRAST, "text on a button");
        }
    }
}

/// What the check compares with is what the page has.
#[test]
fn the_surfaces_are_those_of_the_style_sheet() {
    let style = include_str!("../www/style.css");
    let (dark, light) = style.split_once("[data-theme=\"light\"]").unwrap();
    let source = include_str!("../src/site/accent.rs");
    for theme in [dark, light] {
        for name in ["ground", "glow", "panel", "raised"] {
            let colour = theme.split(&format!("--{name}: #")).nth(1).unwrap().split(';').next().unwrap();
            assert!(source.contains(&format!("0x{colour}")), "--{name}: {colour}");
        }
    }
}
