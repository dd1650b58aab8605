//! Name, tabs, language, theme, and whether the classifier is ready.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::app::browser::{Settings, Theme};
use crate::app::state::{Readiness, Tab};
use crate::app::text;
use crate::text::Language;

#[derive(Properties, PartialEq)]
pub(in crate::app) struct MastheadProps {
    /// What the page is called.
    pub(in crate::app) name: AttrValue,
    pub(in crate::app) readiness: Readiness,
    pub(in crate::app) tab: Tab,
    pub(in crate::app) settings: Settings,
    pub(in crate::app) on_settings: Callback<Settings>,
    pub(in crate::app) on_help: Callback<MouseEvent>,
}

#[component]
pub(in crate::app) fn Masthead(props: &MastheadProps) -> Html {
    let t = text();
    let (class, status) = match &props.readiness {
        Readiness::Loading => ("loading", AttrValue::from(t.loading)),
        Readiness::Ready => ("ready", AttrValue::from(t.ready)),
        Readiness::Unusable(why) => ("unusable", t.say(why).into()),
    };
    let tab = |tab: Tab| {
        let name = match tab {
            Tab::Worklist => t.worklist,
            Tab::Rules => t.rules,
            Tab::Model => t.model,
            Tab::Lesson => t.lesson,
        };
        let current = (tab == props.tab).then_some("page");
        html! { <a href={format!("#{}", tab.fragment())} aria-current={current}>{ name }</a> }
    };
    html! {
        <header class="masthead">
            <a class="brand" href="#">
                <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
                    <rect x="3" y="7" width="12" height="18" rx="2" />
                    <path d="M15 16h4M19 16c4 0 3-9 8-9M19 16h8M19 16c4 0 3 9 8 9" />
                    <circle cx="28" cy="7" r="2" /><circle cx="28" cy="16" r="2" /><circle cx="28" cy="25" r="2" />
                </svg>
                <span>{ &props.name }</span>
            </a>
            <nav aria-label={t.sections}>{ for Tab::ALL.into_iter().map(tab) }</nav>
            <p class={classes!("readiness", class)} role="status">{ status }</p>
            { controls(props) }
        </header>
    }
}

fn controls(props: &MastheadProps) -> Html {
    let t = text();
    let settings = &props.settings;
    let language = settings.language();
    let change = |settings: Settings| props.on_settings.reform(move |_: MouseEvent| settings.clone());
    let on_language = {
        let (settings, on_settings) = (settings.clone(), props.on_settings.clone());
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            on_settings.emit(Settings { language: Some(select.value()), ..settings.clone() });
        })
    };
    let to_light = settings.theme == Theme::Dark;
    html! {
        <div class="controls">
            <select id="language" aria-label={t.language} onchange={on_language}>
                { for Language::ALL.into_iter().map(|one| html! {
                    <option value={one.tag()} lang={one.tag()} selected={one == language}>{ one.name() }</option>
                }) }
            </select>
            <button type="button" class="icon" data-testid="theme"
                aria-label={if to_light { t.light_theme } else { t.dark_theme }} title={if to_light { t.light_theme } else { t.dark_theme }}
                onclick={change(Settings { theme: settings.theme.other(), ..settings.clone() })}>
                <svg viewBox="0 0 24 24" aria-hidden="true">
                    if to_light {
                        <circle cx="12" cy="12" r="4" />
                        <path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.600 5.600l1.400 1.400M17 17l1.400 1.400M5.600 18.400l1.400-1.400M17 7l1.400-1.400" />
                    } else {
                        <path d="M19 14.500A7.500 7.500 0 0 1 9.500 5a7.500 7.500 0 1 0 9.500 9.500z" />
                    }
                </svg>
            </button>
            <button type="button" class="icon" data-testid="help" aria-label={t.help} title={t.help} onclick={props.on_help.clone()}>{ "?" }</button>
        </div>
    }
}
