//! One condition of a rule.

use serde_json::{Value, json};
use yew::prelude::*;

use super::fields::{choice, line, sign};
use crate::app::text;
use crate::routing::{Condition, Field, FieldKind};
use crate::text::json_problem;

#[derive(Properties, PartialEq)]
pub(super) struct ConditionFormProps {
    pub(super) condition: Condition,
    /// The changed one; none to take it away.
    pub(super) on_change: Callback<Option<Condition>>,
}

#[component]
pub(super) fn ConditionForm(props: &ConditionFormProps) -> Html {
    let t = text();
    let wrong = use_state(|| None::<String>);
    {
        let wrong = wrong.clone();
        use_effect_with(props.condition.clone(), move |_| wrong.set(None));
    }
    let Condition { field, test } = &props.condition;
    let (field, test) = (*field, test.id());
    let value = serde_json::to_value(&props.condition).ok().and_then(|mut all| all.get_mut(test).map(Value::take));
    let value = value.unwrap_or_default();

    // Whatever is written must make a condition that the table would take.
    let set = {
        let (wrong, on_change) = (wrong.clone(), props.on_change.clone());
        move |field: Field, test: &str, value: Value| match condition(field, test, value) {
            Ok(condition) => {
                wrong.set(None);
                on_change.emit(Some(condition));
            }
            Err(why) => wrong.set(Some(why)),
        }
    };
    let on_field = {
        let set = set.clone();
        Callback::from(move |id: String| {
            if let Some(field) = Field::ALL.into_iter().find(|field| field.id() == id) {
                let test = field.kind().tests()[0];
                set(field, test, usual(field.kind(), test));
            }
        })
    };
    let on_test = {
        let set = set.clone();
        Callback::from(move |test: String| set(field, &test, usual(field.kind(), &test)))
    };
    let fields: Vec<_> = Field::ALL.iter().map(|field| (field.id().to_owned(), field.id().to_owned())).collect();
    let tests: Vec<_> = field.kind().tests().iter().map(|test| ((*test).to_owned(), t.test(test).to_owned())).collect();
    let remove = props.on_change.reform(|()| None);
    html! {
        <li class="condition">
            { choice(t.field, field.id(), &fields, on_field) }
            { choice(t.test, test, &tests, on_test) }
            { value_of(field, test, &value, move |value| set(field, test, value)) }
            { sign(t.remove_condition, "×", false, remove) }
            if let Some(why) = &*wrong { <p class="wrong" role="alert">{ why }</p> }
        </li>
    }
}

/// A number as people write it.
fn shown(value: &Value) -> String {
    value.as_f64().map_or_else(|| value.to_string(), |number| number.to_string())
}

fn condition(field: Field, test: &str, value: Value) -> Result<Condition, String> {
    let ends = value.as_array().into_iter().flatten();
    if field.kind() == FieldKind::Number && [&value].into_iter().chain(ends).any(Value::is_string) {
        return Err(text().not_a_number.to_owned());
    }
    serde_json::from_value(json!({ "field": field.id(), test: value }))
        .map_err(|error| text().say(&json_problem(&error)))
}

/// What a test starts with.
fn usual(kind: FieldKind, test: &str) -> Value {
    let first = match kind {
        FieldKind::Choice(choices) => choices[0],
        _ => "",
    };
    match test {
        "one_of" => json!([first]),
        "at_least" | "below" => json!(0),
        "in_range" => json!([0, 1]),
        "exists" => json!(true),
        _ => json!(first),
    }
}

fn value_of(field: Field, test: &'static str, value: &Value, set: impl Fn(Value) + Clone + 'static) -> Html {
    let t = text();
    let number = |text: &str| text.trim().replace(',', ".").parse::<f64>().map_or(json!(text), |number| json!(number));
    match (test, field.kind()) {
        ("exists", _) => {
            let options = [("true".to_owned(), t.is_there.to_owned()), ("false".to_owned(), t.is_absent.to_owned())];
            let on = Callback::from(move |id: String| set(json!(id == "true")));
            choice(t.value, if value == &json!(false) { "false" } else { "true" }, &options, on)
        }
        ("equals", FieldKind::Choice(choices)) => {
            let options: Vec<_> = choices.iter().map(|one| ((*one).to_owned(), (*one).to_owned())).collect();
            choice(t.value, value.as_str().unwrap_or_default(), &options, Callback::from(move |id| set(json!(id))))
        }
        ("one_of", _) => {
            let texts = value.as_array().into_iter().flatten().filter_map(Value::as_str);
            let joined = texts.collect::<Vec<_>>().join(", ");
            let split = |text: String| {
                text.split(',').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect::<Vec<_>>()
            };
            line(t.values_with_commas, &joined, "text", Callback::from(move |text| set(json!(split(text)))))
        }
        ("at_least" | "below", _) => {
            line(t.value, &shown(value), "text", Callback::from(move |text: String| set(number(&text))))
        }
        ("in_range", _) => {
            let end = |at: usize| value.get(at).cloned().unwrap_or_default();
            let (low, high) = (end(0), end(1));
            let set_low = {
                let (set, high) = (set.clone(), high.clone());
                Callback::from(move |text: String| set(json!([number(&text), high])))
            };
            let set_high = {
                let low = low.clone();
                Callback::from(move |text: String| set(json!([low, number(&text)])))
            };
            html! { <>{ line(t.from, &shown(&low), "text", set_low) }{ "–" }{ line(t.to, &shown(&high), "text", set_high) }</> }
        }
        _ => line(t.value, value.as_str().unwrap_or_default(), "text", Callback::from(move |text| set(json!(text)))),
    }
}
