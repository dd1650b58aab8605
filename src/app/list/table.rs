//! The rows. Of a long list only those near the view are drawn.

use std::ops::Range;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::row::Row;
use crate::app::state::Shared;
use crate::app::text;
use crate::routing::RoutingTable;
use crate::text::fill;
use crate::worklist::{Sort, SortBy};

/// Up to so many rows are all drawn: programs that drive the page, and the browser's own search, find each.
const ALL_DRAWN: usize = 200;
/// Of those, so many more are drawn at a time: drawing a hundred at once would hold up the page.
const DRAWN_AT_ONCE: usize = 32;
/// Of a long list so many rows are printed, some 200 pages.
const PRINTED: usize = 2000;
/// Rows drawn above and below what is in view.
const MARGIN: usize = 12;

#[derive(Properties, PartialEq)]
pub(in crate::app) struct TableProps {
    pub(in crate::app) list: Shared,
    /// The files to show, in order.
    pub(in crate::app) shown: Rc<Vec<usize>>,
    pub(in crate::app) table: Rc<RoutingTable>,
    pub(in crate::app) selected: Option<usize>,
    pub(in crate::app) identifying: bool,
    pub(in crate::app) sort: Sort,
    pub(in crate::app) on_sort: Callback<Sort>,
    pub(in crate::app) on_select: Callback<usize>,
}

pub(in crate::app) struct Table {
    body: NodeRef,
    drawn: Range<usize>,
    /// How many rows of a short list are drawn by now.
    grown: usize,
    growing: Option<Timeout>,
    /// Pixels from one row to the next, once a row was there to measure.
    pitch: f64,
    /// All rows are drawn, because paper can't be scrolled.
    printing: bool,
    /// Another file was chosen, whose row may be far away.
    seek: bool,
    _listeners: Vec<EventListener>,
}

pub(in crate::app) enum TableMessage {
    Moved,
    /// More rows of a short list are to be drawn.
    Grow,
    /// Printing begins or ends.
    Print(bool),
}

impl Component for Table {
    type Message = TableMessage;
    type Properties = TableProps;

    fn create(context: &Context<Self>) -> Self {
        let link = context.link();
        let listeners = web_sys::window().into_iter().flat_map(|window| {
            ["scroll", "resize"].map(|name| {
                let link = link.clone();
                // In the capture phase, to hear the scrolling of whatever box the list is in.
                let options = gloo::events::EventListenerOptions::run_in_capture_phase();
                EventListener::new_with_options(&window, name, options, move |_| link.send_message(TableMessage::Moved))
            })
        });
        let prints = web_sys::window().into_iter().flat_map(|window| {
            [("beforeprint", true), ("afterprint", false)].map(|(name, on)| {
                let link = link.clone();
                EventListener::new(&window, name, move |_| link.send_message(TableMessage::Print(on)))
            })
        });
        Self {
            body: NodeRef::default(),
            drawn: 0..2 * MARGIN,
            grown: DRAWN_AT_ONCE,
            growing: None,
            pitch: 0.0,
            printing: false,
            seek: false,
            _listeners: listeners.chain(prints).collect(),
        }
    }

    fn changed(&mut self, context: &Context<Self>, old: &TableProps) -> bool {
        self.seek |= context.props().selected != old.selected;
        true
    }

    fn update(&mut self, context: &Context<Self>, message: TableMessage) -> bool {
        if let TableMessage::Print(on) = message {
            return std::mem::replace(&mut self.printing, on) != on;
        }
        let count = context.props().shown.len();
        if let TableMessage::Grow = message {
            self.growing = None;
            self.grown = (self.grown + DRAWN_AT_ONCE).min(ALL_DRAWN);
            return count <= ALL_DRAWN;
        }
        let drawn = self.in_view(count);
        let changed = drawn != self.drawn;
        self.drawn = drawn;
        changed
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let t = text();
        let TableProps { list, shown, table, selected, identifying, sort, on_sort, on_select } = context.props();
        let entries = list.get();
        let row = |place: usize| {
            let id = *shown.get(place)?;
            let entry = entries.get(id)?;
            Some(html! {
                <Row key={id} {id} index={place + 2} case={entry.case.clone()} conflict={entry.conflict}
                    thumbnail={entry.attached.thumbnail.clone()} table={table.clone()}
                    selected={*selected == Some(id)} identifying={*identifying} on_select={on_select.clone()} />
            })
        };
        let drawn = self.range(shown.len());
        // The row that has the keyboard's focus must not vanish when it is scrolled away.
        let apart = selected.and_then(|id| shown.iter().position(|one| *one == id)).filter(|at| !drawn.contains(at));
        let heading = |by: SortBy, name: &'static str| heading(by, name, *sort, on_sort);
        html! {
            <div role="table" class="worklist" aria-label={t.worklist} aria-rowcount={(shown.len() + 1).to_string()}
                aria-describedby="not-diagnosis">
                <div role="rowgroup" class="head">
                    <div role="row" aria-rowindex="1">
                        { heading(SortBy::Taken, t.film) }
                        { heading(SortBy::Name, t.file) }
                        { heading(SortBy::Group, t.pixels_show) }
                        { heading(SortBy::Destination, t.send_it_to) }
                    </div>
                </div>
                <div role="rowgroup" class={classes!("body", apart.is_some().then_some("apart"))} ref={self.body.clone()}>
                    { for drawn.filter_map(row) }
                    { for apart.and_then(row) }
                </div>
                if self.printing && shown.len() > PRINTED {
                    <p class="printed-part">{ fill(t.printed_part, &[("n", &PRINTED), ("total", &shown.len())]) }</p>
                }
            </div>
        }
    }

    fn rendered(&mut self, context: &Context<Self>, _: bool) {
        let shown = context.props().shown.len();
        let Some(body) = self.body.cast::<HtmlElement>() else { return };
        if let Ok(Some(row)) = body.query_selector(".case") {
            let height = row.get_bounding_client_rect().height();
            if height > 0.0 {
                self.pitch = height; // else the list is covered
            }
        }
        let drawn = self.in_view(shown);
        // Inline styles are against the page's policy; those set by a program are not.
        let range = self.range(shown);
        let pixels = |rows: usize| format!("{}px", rows as f64 * self.pitch);
        let style = body.style();
        style.set_property("padding-top", &pixels(range.start)).ok();
        style.set_property("padding-bottom", &pixels(shown.saturating_sub(range.end))).ok();
        if std::mem::take(&mut self.seek) {
            let TableProps { shown, selected, .. } = context.props();
            let place = selected.and_then(|id| shown.iter().position(|one| *one == id));
            place.filter(|place| !range.contains(place)).into_iter().for_each(|place| self.scroll_to(place));
        }
        if drawn != self.drawn {
            context.link().send_message(TableMessage::Moved);
        }
        self.grow(context, shown);
    }
}

impl Table {
    /// The rows to draw of so many.
    fn range(&self, count: usize) -> Range<usize> {
        if self.printing {
            0..count.min(PRINTED)
        } else if count <= ALL_DRAWN {
            0..count.min(self.grown)
        } else {
            self.drawn.start.min(count)..self.drawn.end.min(count)
        }
    }

    /// Has more rows of a short list drawn, in a while; of another list it begins anew.
    fn grow(&mut self, context: &Context<Self>, count: usize) {
        let is_short = count <= ALL_DRAWN;
        self.grown = if is_short { self.grown.min(count).max(DRAWN_AT_ONCE) } else { DRAWN_AT_ONCE };
        if is_short && self.grown < count && self.growing.is_none() {
            let link = context.link().clone();
            self.growing = Some(Timeout::new(0, move || link.send_message(TableMessage::Grow)));
        }
    }

    /// Brings a row that isn't drawn to the middle of the view.
    fn scroll_to(&self, place: usize) {
        if let Some((body, window)) = self.body.cast::<Element>().zip(web_sys::window()) {
            let height = window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
            let below = body.get_bounding_client_rect().top() + place as f64 * self.pitch - height / 2.0;
            window.scroll_by_with_x_and_y(0.0, below);
        }
    }

    /// The rows that lie in the view, with a margin.
    fn in_view(&self, count: usize) -> Range<usize> {
        let body = self.body.cast::<Element>();
        let (Some(body), true) = (body, self.pitch > 0.0 && count > ALL_DRAWN) else { return 0..2 * MARGIN };
        let top = body.get_bounding_client_rect().top();
        let height = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or(1000.0);
        let row = |pixels: f64| (pixels / self.pitch).max(0.0) as usize;
        // In steps, so that not every pixel of scrolling draws anew.
        let first = row(-top).saturating_sub(MARGIN) / MARGIN * MARGIN;
        first..(row(height - top) + 2 * MARGIN) / MARGIN * MARGIN
    }
}

fn heading(by: SortBy, name: &'static str, sort: Sort, on_sort: &Callback<Sort>) -> Html {
    let active = sort.by == by && (by != SortBy::Taken || sort.descending);
    let order = match (active, sort.descending) {
        (false, _) => "none",
        (true, false) => "ascending",
        (true, true) => "descending",
    };
    let next = Sort { by, descending: sort.by == by && !sort.descending };
    let on_click = on_sort.reform(move |_: MouseEvent| next);
    html! {
        <div role="columnheader" aria-sort={order}>
            <button type="button" class="sort" onclick={on_click} data-order={order}>{ name }</button>
        </div>
    }
}

/// Brings a file's row into view and gives it the keyboard; once more a little later, because the row of a long list may
/// not be drawn yet.
pub(in crate::app) fn focus_row(id: usize) {
    focus_drawn_row(id);
    gloo::timers::callback::Timeout::new(90, move || focus_drawn_row(id)).forget();
}

fn focus_drawn_row(id: usize) {
    let document = web_sys::window().and_then(|window| window.document());
    let button = document.and_then(|document| document.query_selector(&format!("[data-open=\"{id}\"]")).ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        button.focus().ok();
    }
}
