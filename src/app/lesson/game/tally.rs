//! Who called what what.

use yew::prelude::*;

use crate::app::lesson::subject::Subject;
use crate::app::text;
use crate::classifier::Group;
use crate::text::fill;

/// A group, or none of the five.
pub(super) type Call = Option<Group>;

/// How far a series has been guessed.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::app::lesson) struct Played {
    /// Tells the network that was guessed against from another.
    pub(super) generation: u32,
    pub(super) series: Vec<Subject>,
    /// The place of the film that comes next.
    pub(super) next: usize,
    /// What the visitor and the network called the films so far.
    pub(super) calls: Vec<(Call, Call)>,
}

/// All calls, none of the five last.
pub(super) fn calls() -> impl Iterator<Item = Call> {
    Group::ALL.into_iter().map(Some).chain([None])
}

pub(super) fn name(call: Call) -> &'static str {
    call.map_or(text().game_none, |group| text().group(group))
}

impl Played {
    fn agreed(&self) -> usize {
        self.calls.iter().filter(|(you, network)| you == network).count()
    }

    fn count(&self, you: Call, network: Call) -> usize {
        self.calls.iter().filter(|pair| **pair == (you, network)).count()
    }

    /// The confusion matrix of visitor and network.
    pub(super) fn view(&self) -> Html {
        let t = text();
        let cell = |you: Call, network: Call| {
            let count = self.count(you, network);
            let most = calls().map(|network| self.count(you, network)).sum::<usize>().max(1);
            // As in the model's matrix: shades are classes, because inline styles are against the page's policy.
            let shade = (count * 9).div_ceil(most);
            let label = fill(t.game_cell, &[("n", &count), ("you", &name(you)), ("network", &name(network))]);
            html! {
                <td class={classes!(format!("shade-{shade}"), (you == network).then_some("right"))}>
                    <span class={if count > 0 { "some" } else { "none" }} title={label}>{ count }</span>
                </td>
            }
        };
        html! {
            <div class="confusion">
                <p role="status" data-testid="agreed">{ fill(t.game_agreed, &[("n", &self.agreed()), ("total", &self.calls.len())]) }</p>
                <div class="scroller" tabindex="0" role="region" aria-label={t.game_you_by_network}>
                    <table data-testid="game-matrix">
                        <thead><tr><th scope="col" class="corner">{ t.game_you_by_network }</th>{ for calls().map(|call| html! { <th scope="col">{ name(call) }</th> }) }</tr></thead>
                        <tbody>{ for calls().map(|you| html! {
                            <tr><th scope="row">{ name(you) }</th>{ for calls().map(|network| cell(you, network)) }</tr>
                        }) }</tbody>
                    </table>
                </div>
            </div>
        }
    }
}
