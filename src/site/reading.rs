//! The document's fields, one by one: a wrong one is said and left at what holds without it.

use serde_json::{Map, Value};

use super::accent::{Accent, Colour};
use super::shape::{file_name, folder_name, items, object, origin, sentence, text};
use super::{MAX_BYTES, MAX_MODELS, MAX_NAME, MAX_NOTICE, MAX_ORIGINS, Model, Site};
use crate::phrase;
use crate::text::{Language, Phrase, json_problem};

/// What came of reading a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// What holds.
    pub site: Site,
    /// What couldn't be used, each with its place.
    pub problems: Vec<Phrase>,
}

impl Reading {
    /// Reads a document. What is wrong in it is among the problems, and the field is as if it weren't there.
    #[must_use]
    pub fn of(json: &str) -> Self {
        let mut reading = Self::default();
        match document(json) {
            Ok(fields) => fields.iter().for_each(|(name, value)| reading.field(name, value)),
            Err(why) => reading.problems.push(why),
        }
        reading
    }

    /// What holds without a document.
    #[must_use]
    pub fn without(problem: Phrase) -> Self {
        Self { problems: vec![problem], ..Self::default() }
    }

    fn field(&mut self, name: &str, value: &Value) {
        let site = &mut self.site;
        let read = match name {
            "$schema" => text(value).map(|_| ()),
            "version" => Ok(()), // see `document`
            "name" => sentence(value, MAX_NAME).map(|name| site.name = name),
            "notice" => return self.notice(value),
            "accent" => return self.accent(value),
            "language" => language(value).map(|language| site.language = Some(language)),
            "routingTable" => file_name(value).map(|name| site.routing_table = name),
            "models" => return self.models(value),
            "embed" => return self.embed(value),
            _ => Err(unknown(&[
                "$schema",
                "version",
                "name",
                "notice",
                "accent",
                "language",
                "routingTable",
                "models",
                "embed",
            ])),
        };
        self.note(name, read);
    }

    fn note(&mut self, place: &str, read: Result<(), Phrase>) {
        self.problems.extend(read.err().map(|why| at(place, why)));
    }

    fn notice(&mut self, value: &Value) {
        let fields = self.object("notice", value);
        for (tag, value) in fields {
            let known = Language::ALL.into_iter().find(|language| language.tag() == tag);
            let read = match known {
                Some(language) => sentence(&value, MAX_NOTICE).map(|notice| self.site.notice.push((language, notice))),
                None => Err(unknown(&Language::ALL.map(Language::tag))),
            };
            self.note(&format!("notice.{tag}"), read);
        }
    }

    /// Both themes or none: a page in two colours would be a surprise.
    fn accent(&mut self, value: &Value) {
        let fields = self.object("accent", value);
        let mut read = |theme: &str, check: fn(Colour) -> Result<Colour, Phrase>| {
            let colour = match fields.get(theme) {
                Some(value) => text(value).and_then(|text| {
                    Colour::parse(text).ok_or_else(|| phrase!(site_no_colour, value = text.to_owned()))
                }),
                None => Err(phrase!(json_missing, field = theme.to_owned())),
            };
            let checked = colour.and_then(check);
            self.note(&format!("accent.{theme}"), checked.clone().map(|_| ()));
            checked.ok()
        };
        let (dark, light) = (read("dark", Colour::check_dark), read("light", Colour::check_light));
        for other in fields.keys().filter(|name| !["dark", "light"].contains(&name.as_str())) {
            self.note(&format!("accent.{other}"), Err(unknown(&["dark", "light"])));
        }
        self.site.accent = dark.zip(light).map(|(dark, light)| Accent { dark, light });
    }

    fn models(&mut self, value: &Value) {
        let listed = match items(value, MAX_MODELS) {
            Ok([]) => return self.note("models", Err(phrase!(site_no_models))),
            Ok(listed) => listed,
            Err(why) => return self.note("models", Err(why)),
        };
        let mut models: Vec<Model> = Vec::new();
        for (at, value) in listed.iter().enumerate() {
            match model(value) {
                Ok(model) if models.iter().all(|other| other.folder != model.folder) => models.push(model),
                Ok(model) => self.note(&format!("models.{at}"), Err(phrase!(site_twice, name = model.folder))),
                Err(why) => self.note(&format!("models.{at}"), Err(why)),
            }
        }
        if models.len() == listed.len() {
            self.site.models = models;
        }
    }

    /// All origins or none.
    fn embed(&mut self, value: &Value) {
        for (name, value) in self.object("embed", value) {
            let place = format!("embed.{name}");
            if name != "allowedOrigins" {
                self.note(&place, Err(unknown(&["allowedOrigins"])));
                continue;
            }
            let read = items(&value, MAX_ORIGINS).and_then(|listed| listed.iter().map(origin).collect());
            let read = read.map(|origins| self.site.allowed_origins = origins);
            self.note(&place, read);
        }
    }

    /// The fields of an object; none where it isn't one.
    fn object(&mut self, place: &str, value: &Value) -> Map<String, Value> {
        match object(value) {
            Ok(fields) => fields.clone(),
            Err(why) => {
                self.note(place, Err(why));
                Map::new()
            }
        }
    }
}

/// The document's fields, if it is of the version that is known here.
fn document(json: &str) -> Result<Map<String, Value>, Phrase> {
    if json.len() > MAX_BYTES {
        return Err(phrase!(site_file, problem = phrase!(site_too_long, most = MAX_BYTES)));
    }
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let value: Value = serde_json::from_str(json).map_err(|error| {
        phrase!(site_file, problem = phrase!(on_line, n = error.line(), problem = json_problem(&error)))
    })?;
    let fields = object(&value).map_err(|why| phrase!(site_file, problem = why))?;
    match fields.get("version") {
        Some(version) if version.as_u64() == Some(1) => Ok(fields.clone()),
        Some(version) => Err(at("version", phrase!(site_version, value = version.to_string()))),
        None => Err(at("version", phrase!(json_missing, field = "version"))),
    }
}

fn model(value: &Value) -> Result<Model, Phrase> {
    let fields = object(value)?;
    let field = |name: &'static str| fields.get(name).ok_or_else(|| phrase!(json_missing, field = name));
    let (folder, name) = (folder_name(field("folder")?)?, sentence(field("name")?, MAX_NAME)?);
    match fields.keys().find(|name| !["folder", "name"].contains(&name.as_str())) {
        Some(_) => Err(unknown(&["folder", "name"])),
        None => Ok(Model { folder, name }),
    }
}

fn language(value: &Value) -> Result<Language, Phrase> {
    let tag = text(value)?;
    let known = || Language::ALL.map(Language::tag).join(", ");
    let found = Language::ALL.into_iter().find(|language| language.tag() == tag);
    found.ok_or_else(|| phrase!(json_unknown_value, value = tag.to_owned(), known = known()))
}

fn at(place: &str, problem: Phrase) -> Phrase {
    phrase!(site_place, place = place.to_owned(), problem = problem)
}

fn unknown(known: &[&str]) -> Phrase {
    phrase!(site_unknown, known = known.join(", "))
}
