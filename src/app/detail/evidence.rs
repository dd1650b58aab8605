//! What the header claims beside what the pixels show.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::text;
use crate::case::{Case, Format};
use crate::routing::{Claim, Verdict};

#[derive(Properties)]
pub(super) struct EvidenceProps {
    pub(super) case: Rc<Case>,
}

impl PartialEq for EvidenceProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.case, &other.case)
    }
}

#[component]
pub(super) fn Evidence(props: &EvidenceProps) -> Html {
    let t = text();
    let case = &*props.case;
    if case.format != Format::Dicom {
        return html! { <section class="section"><h3>{ t.header_says }</h3><p class="note">{ t.no_header_text }</p></section> };
    }
    let claim = |claim: Claim| {
        let (class, mark) = match claim.verdict {
            Verdict::Agrees => ("agrees", "✓"),
            Verdict::Conflicts => ("conflicts", "✗"),
            Verdict::Silent => ("silent", "–"),
        };
        html! {
            <li class={class} data-claim={claim.field.id()}>
                <span class="mark" aria-hidden="true">{ mark }</span>
                <span class="field">{ claim.field.id() }</span>
                <span class="said">{ if claim.said.is_empty() { "—".to_owned() } else { claim.said } }</span>
                <span class="words">{ t.say(&claim.words) }</span>
            </li>
        }
    };
    html! {
        <section class="section" aria-labelledby="claims-heading">
            <h3 id="claims-heading">{ t.header_says }</h3>
            <ul class="claims">{ for case.claims().into_iter().flatten().map(claim) }</ul>
        </section>
    }
}
