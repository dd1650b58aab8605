//! How fast files are finished, and what a screen reader hears of it.

use std::collections::VecDeque;
use std::time::Duration;

use web_time::Instant;

use crate::app::text;
use crate::text::fill;

/// The rate is that of so long.
const SPAN: Duration = Duration::from_secs(6);
/// Progress is told aloud at most so often.
const TELL_EVERY: Duration = Duration::from_secs(5);

#[derive(Debug, Default)]
pub(super) struct Pace {
    /// Finished files at moments lately.
    lately: VecDeque<(Instant, usize)>,
    told: Option<Instant>,
    /// What is told aloud.
    pub(super) news: String,
}

impl Pace {
    /// Takes the present counts in.
    pub(super) fn note(&mut self, settled: usize, total: usize) {
        let now = Instant::now();
        if settled == total || self.lately.back().is_some_and(|(_, before)| settled < *before) {
            self.lately.clear(); // it begins anew
        }
        self.lately.push_back((now, settled));
        while self.lately.front().is_some_and(|(then, _)| now.duration_since(*then) > SPAN) {
            self.lately.pop_front();
        }
        let finished = settled == total && total > 0;
        let news = if finished && total == 1 {
            text().one_finished.to_owned()
        } else if finished {
            fill(text().all_finished, &[("total", &total)])
        } else {
            fill(text().some_finished, &[("settled", &settled), ("total", &total)])
        };
        if total > 0 && (finished || self.told.is_none_or(|told| now.duration_since(told) > TELL_EVERY)) {
            self.told = Some(now);
            self.news = news;
        }
    }

    /// Files a second.
    pub(super) fn rate(&self) -> Option<f64> {
        let ((first, before), (last, after)) = (self.lately.front()?, self.lately.back()?);
        let seconds = last.duration_since(*first).as_secs_f64();
        (seconds > 1.0 && after > before).then(|| (after - before) as f64 / seconds)
    }
}
