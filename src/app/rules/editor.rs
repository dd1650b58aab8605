//! The form, the JSON beside it, and the table's way in and out.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::destinations::Destinations;
use super::document::Document;
use super::rule::{Change, RuleForm};
use crate::app::browser::download;
use crate::app::state::Kept;
use crate::app::text;
use crate::routing::{PRESETS, RoutingError, RoutingTable, Rule};
use crate::text::fill;
use crate::worklist::Counts;

/// After so long without a letter, what was typed is used.
const TYPING_MS: u32 = 200;

/// Among the tables to start from, the one that the page came with.
const USUAL: &str = "usual";

/// A document that isn't a table yet.
pub(in crate::app) type Draft = Option<String>;

#[derive(Properties)]
pub(in crate::app) struct EditorProps {
    /// What is written and can't be used yet.
    pub(in crate::app) draft: Kept<Draft>,
    pub(in crate::app) table: Rc<RoutingTable>,
    /// The table that the page came with, once it is there.
    pub(in crate::app) usual: Option<RoutingTable>,
    pub(in crate::app) counts: Rc<Counts>,
    pub(in crate::app) on_table: Callback<RoutingTable>,
}

impl PartialEq for EditorProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.table, &other.table) && self.counts == other.counts && self.usual == other.usual
    }
}

pub(in crate::app) enum Message {
    /// From the form.
    Edited(RoutingTable),
    Rule(usize, Change),
    AddRule,
    /// Into the text, letter by letter.
    Typed(String),
    /// A whole document.
    Written(String),
    Preset(String),
    Import(HtmlInputElement),
    Export,
}

pub(in crate::app) struct Editor {
    /// What the form shows.
    draft: RoutingTable,
    json: AttrValue,
    error: Option<RoutingError>,
    /// What was typed is used when this ends.
    due: Option<Timeout>,
}

impl Component for Editor {
    type Message = Message;
    type Properties = EditorProps;

    fn create(context: &Context<Self>) -> Self {
        let draft = (*context.props().table).clone();
        if let Some(json) = context.props().draft.get() {
            context.link().send_message(Message::Written(json));
        }
        Self { json: written(&draft), draft, error: None, due: None }
    }

    fn changed(&mut self, context: &Context<Self>, _: &EditorProps) -> bool {
        let table = &*context.props().table;
        if self.error.is_none() && *table != self.draft && self.due.is_none() {
            self.draft = table.clone();
            self.json = written(table);
        }
        true
    }

    fn update(&mut self, context: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Edited(table) => self.edit(context, table),
            Message::Rule(at, change) => {
                let mut table = self.draft.clone();
                let rules = &mut table.rules;
                match change {
                    _ if at >= rules.len() => return false,
                    Change::To(rule) => rules[at] = rule,
                    Change::Up if at > 0 => rules.swap(at, at - 1),
                    Change::Down if at + 1 < rules.len() => rules.swap(at, at + 1),
                    Change::Remove => drop(rules.remove(at)),
                    Change::Up | Change::Down => return false,
                }
                self.edit(context, table);
            }
            Message::AddRule => {
                let mut table = self.draft.clone();
                let free = |n: &usize| table.rules.iter().all(|rule| rule.id != format!("rule-{n}"));
                let id = format!("rule-{}", (1..).find(free).unwrap_or_default());
                let send_to = table.fallback.send_to.clone();
                table.rules.push(Rule { id, when: Vec::new(), send_to, because: text().because_i_said.to_owned() });
                self.edit(context, table);
            }
            Message::Written(json) => self.read(context, json),
            Message::Typed(json) => {
                self.json = json.clone().into();
                self.error = RoutingTable::parse(&json).err();
                context.props().draft.change(|draft| *draft = Some(json.clone()));
                // Not at each letter: all files would be routed anew.
                let link = context.link().clone();
                self.due = Some(Timeout::new(TYPING_MS, move || link.send_message(Message::Written(json))));
            }
            Message::Preset(id) if id == USUAL => {
                if let Some(usual) = context.props().usual.clone() {
                    self.edit(context, usual);
                }
            }
            Message::Preset(id) => {
                if let Some(preset) = PRESETS.iter().find(|preset| preset.id == id) {
                    self.read(context, preset.json.to_owned());
                }
            }
            Message::Import(input) => {
                let link = context.link().clone();
                if let Some(file) = input.files().and_then(|files| files.get(0)) {
                    spawn_local(async move {
                        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
                        link.send_message(Message::Written(text.unwrap_or_default()));
                        input.set_value("");
                    });
                }
                return false;
            }
            Message::Export => {
                download("routing.json", "application/json", &self.json);
                return false;
            }
        }
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let t = text();
        let link = context.link();
        let counts = &context.props().counts;
        let destinations: Vec<_> =
            self.draft.destinations.iter().map(|one| (one.id.clone(), one.name.clone())).collect();
        let last = self.draft.rules.len().saturating_sub(1);
        let rule = |(place, rule): (usize, &Rule)| {
            html! {
                <RuleForm key={place} rule={rule.clone()} {place} last={place == last} destinations={destinations.clone()}
                    files={counts.rules.get(&rule.id).copied().unwrap_or_default()}
                    on_change={link.callback(|(at, change)| Message::Rule(at, change))} />
            }
        };
        html! {
            <section class="rules" aria-labelledby="rules-heading">
                <header class="page-head">
                    <h1 id="rules-heading">{ t.rules_heading }</h1>
                    <p>{ t.rules_text }</p>
                    { self.bar(context) }
                </header>
                <div class="rules-columns">
                    <div class="form">
                        <div class="form-head">
                            <h2>{ t.rules }</h2>
                        </div>
                        <ol class="rule-list">{ for self.draft.rules.iter().enumerate().map(rule) }</ol>
                        <p><button type="button" data-testid="add-rule" onclick={link.callback(|_: MouseEvent| Message::AddRule)}>{ t.add_rule }</button></p>
                        <p class="note">{ fill(t.fallback_decides, &[("n", &counts.rules.get("fallback").copied().unwrap_or_default())]) }</p>
                        <Destinations table={self.draft.clone()} on_change={link.callback(Message::Edited)} />
                    </div>
                    <Document json={self.json.clone()} error={self.error.clone()} on_json={link.callback(Message::Typed)} />
                </div>
            </section>
        }
    }
}

/// The table as a document.
fn written(table: &RoutingTable) -> AttrValue {
    table.to_json().unwrap_or_default().into()
}

impl Editor {
    fn edit(&mut self, context: &Context<Self>, table: RoutingTable) {
        let json = written(&table);
        self.draft = table;
        self.read(context, json.to_string());
    }

    /// Takes a document over if it can be used: at once, for the whole worklist.
    fn read(&mut self, context: &Context<Self>, json: String) {
        self.due = None;
        match RoutingTable::parse(&json) {
            Ok(table) => {
                self.draft = table.clone();
                self.error = None;
                context.props().on_table.emit(table);
            }
            Err(error) => self.error = Some(error),
        }
        context.props().draft.change(|draft| *draft = self.error.is_some().then(|| json.clone()));
        self.json = json.into();
    }

    fn bar(&self, context: &Context<Self>) -> Html {
        let t = text();
        let link = context.link();
        let on_preset = link.callback(|event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            Message::Preset(select.value())
        });
        let on_import = link.callback(|event: Event| Message::Import(event.target_unchecked_into()));
        let present = |json: &str| RoutingTable::parse(json).is_ok_and(|table| table == self.draft);
        let usual = context.props().usual.as_ref();
        let other = usual.filter(|usual| PRESETS[0].table().is_ok_and(|preset| preset != **usual));
        let chosen = PRESETS.iter().find(|preset| present(preset.json)).map(|preset| preset.id);
        let chosen = other.filter(|table| **table == self.draft).map(|_| USUAL).or(chosen);
        let reset = link.callback(move |_: MouseEvent| Message::Preset(USUAL.to_owned()));
        html! {
            <div class="table-bar">
                <label>{ t.start_from }{ " " }
                    <select data-testid="routing-preset" ~value={chosen.unwrap_or_default().to_owned()} onchange={on_preset}>
                        <option value="" disabled={true} selected={chosen.is_none()}>{ t.own_rules }</option>
                        if other.is_some() { <option value={USUAL} selected={chosen == Some(USUAL)}>{ t.preset_site }</option> }
                        { for PRESETS.iter().map(|preset| html! {
                            <option value={preset.id} selected={chosen == Some(preset.id)}>{ t.preset(preset.id).unwrap_or(preset.name) }</option>
                        }) }
                    </select>
                </label>
                <label class="button">{ t.import_table }
                    <input type="file" accept=".json,application/json" data-testid="routing-import" onchange={on_import} />
                </label>
                <button type="button" data-testid="routing-export" onclick={link.callback(|_: MouseEvent| Message::Export)}>{ t.export_table }</button>
                <button type="button" data-testid="routing-reset" disabled={usual.is_none()} onclick={reset}>{ t.reset }</button>
            </div>
        }
    }
}
