//! How far the worklist is: counts, rate, time left; and what can be done to all of it.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::text;
use crate::text::fill;
use crate::worklist::Counts;

#[derive(Properties, PartialEq)]
pub(in crate::app) struct ProgressProps {
    pub(in crate::app) counts: Rc<Counts>,
    /// Files a second lately; none before there is anything to tell.
    pub(in crate::app) rate: Option<f64>,
    /// Archives and folders that are still being opened.
    pub(in crate::app) opening: usize,
    /// Samples are being made.
    pub(in crate::app) making: bool,
    pub(in crate::app) identifying: bool,
    pub(in crate::app) on_identifying: Callback<bool>,
    pub(in crate::app) on_cancel: Callback<MouseEvent>,
    pub(in crate::app) on_retry: Callback<MouseEvent>,
    pub(in crate::app) on_clear: Callback<MouseEvent>,
    pub(in crate::app) export: Html,
}

#[component]
pub(in crate::app) fn Progress(props: &ProgressProps) -> Html {
    let t = text();
    let Counts { total, settled, .. } = *props.counts;
    let running = settled < total;
    let failed = props.counts.all_refused() > 0;
    let toggle = {
        let on = !props.identifying;
        props.on_identifying.reform(move |_: MouseEvent| on)
    };
    let all_done = || if total == 1 { t.one_finished.to_owned() } else { fill(t.all_finished, &[("total", &total)]) };
    let some_done = || fill(t.some_finished, &[("settled", &settled), ("total", &total)]);
    html! {
        <div class="summary">
            <h1 id="results-heading">{ t.worklist }</h1>
            <p class="tally">{ if running { some_done() } else { all_done() } }</p>
            if running {
                <progress value={settled.to_string()} max={total.to_string()} aria-label={t.files_finished} />
                <p class="pace">{ pace(props.rate, total - settled) }</p>
            }
            if props.opening > 0 { <p class="pace">{ t.opening_archives }</p> }
            if props.making { <p class="pace">{ t.samples_making }</p> }
            if running || props.opening > 0 || props.making {
                <button type="button" data-testid="cancel" onclick={props.on_cancel.clone()}>{ t.stop }</button>
            }
            <div class="actions">
                <button type="button" class="quiet" role="switch" aria-checked={props.identifying.to_string()}
                    data-testid="identifying" onclick={toggle} title={t.identifying_hint}>{ t.show_identifying }</button>
                if !running && failed {
                    <button type="button" class="quiet" onclick={props.on_retry.clone()}>{ t.retry_failed }</button>
                }
                <button type="button" class="quiet" data-testid="clear" onclick={props.on_clear.clone()}>{ t.clear }</button>
                { props.export.clone() }
            </div>
        </div>
    }
}

fn pace(rate: Option<f64>, left: usize) -> String {
    let t = text();
    let Some(rate) = rate.filter(|rate| *rate > 0.0) else { return String::new() };
    let seconds = (left as f64 / rate).ceil() as u64;
    let time = if seconds < 90 {
        fill(t.seconds_left, &[("n", &seconds)])
    } else {
        fill(t.minutes_left, &[("n", &seconds.div_ceil(60))])
    };
    let rate = if rate < 10.0 { format!("{rate:.1}") } else { format!("{rate:.0}") };
    fill(t.pace, &[("rate", &rate), ("time", &time)])
}
