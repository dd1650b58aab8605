//! The whole header, grouped and searchable. What could name the patient is hidden unless asked for.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::text;
use crate::text::fill;
use crate::viewing::{About, Attribute, AttributeGroup};

#[derive(Properties)]
pub(super) struct HeaderPanelProps {
    /// None while the file is opened.
    pub(super) about: Option<Rc<About>>,
    pub(super) identifying: bool,
}

impl PartialEq for HeaderPanelProps {
    fn eq(&self, other: &Self) -> bool {
        self.about.as_ref().map(Rc::as_ptr) == other.about.as_ref().map(Rc::as_ptr)
            && self.identifying == other.identifying
    }
}

#[component]
pub(super) fn HeaderPanel(props: &HeaderPanelProps) -> Html {
    let t = text();
    let words = use_state(String::new);
    let header = props.about.as_ref().map(|about| &*about.header).unwrap_or_default();
    let count = if props.about.is_some() { header.len().to_string() } else { "…".to_owned() };
    let on_words = {
        let words = words.clone();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            words.set(input.value().to_lowercase());
        })
    };
    let hidden = |attribute: &Attribute| attribute.identifying && !props.identifying;
    let found = |attribute: &&Attribute| {
        let texts = [&attribute.keyword, &attribute.tag, &attribute.value];
        // A hidden value is not to be guessed by searching.
        let texts = if hidden(attribute) { &texts[..2] } else { &texts[..] };
        texts.iter().any(|text| text.to_lowercase().contains(&*words))
    };
    let group = |group: AttributeGroup| {
        let lines: Vec<&Attribute> = header.iter().filter(|line| line.group == group).filter(found).collect();
        if lines.is_empty() {
            return Html::default();
        }
        html! {
            <tbody>
                <tr><th colspan="3" scope="rowgroup">{ t.attribute_group(group) }</th></tr>
                { for lines.into_iter().map(|line| html! {
                    <tr data-level={line.level.min(4).to_string()}>
                        <td class="tag">{ &line.tag }</td>
                        <th scope="row">{ if line.keyword.is_empty() { t.private_attribute.to_owned() } else { line.keyword.clone() } }</th>
                        <td class="value">
                            if hidden(line) { <span class="hidden-value">{ t.hidden }</span> } else { { &line.value } }
                        </td>
                    </tr>
                }) }
            </tbody>
        }
    };
    html! {
        <details class="section header-panel" data-testid="header">
            <summary>{ fill(t.header_panel, &[("n", &count)]) }</summary>
            <input type="search" placeholder={t.search_header} aria-label={t.search_header} oninput={on_words} />
            <div class="scroller" tabindex="0" role="region" aria-label={t.header_region}>
                <table>{ for AttributeGroup::ALL.into_iter().map(group) }</table>
            </div>
        </details>
    }
}
