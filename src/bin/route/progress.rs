//! How far it has come, on standard error.

use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use dicom_imaging_router::case::State;

use crate::earlier::Earlier;
use crate::inputs::Inputs;
use crate::options::Options;
use crate::router::Routed;

/// How often a terminal's line is written anew, and how often a log gets one.
const ON_A_TERMINAL: Duration = Duration::from_millis(200);
const IN_A_LOG: Duration = Duration::from_secs(5);

/// Counts files, and says so from time to time.
pub(crate) struct Progress {
    /// None if nobody wants to know.
    every: Option<Duration>,
    terminal: bool,
    began: Instant,
    said: Instant,
    spoken: bool,
    /// Files that had their line before this began.
    before: u64,
    done: u64,
    refused: u64,
    failed: u64,
    total: Arc<OnceLock<u64>>,
}

impl Progress {
    /// Starts the clock, and where it can be known, counting what is to be done.
    pub(crate) fn begin(options: &Options, inputs: &Inputs, earlier: &Earlier) -> Self {
        let terminal = io::stderr().is_terminal();
        let beside_lines = terminal && options.output.is_none() && io::stdout().is_terminal();
        let every = if terminal { ON_A_TERMINAL } else { IN_A_LOG };
        let every = (!options.quiet && !beside_lines).then_some(every);
        let total = Arc::new(OnceLock::new());
        if every.is_some() && inputs.can_be_counted() {
            let (inputs, total) = (inputs.clone(), total.clone());
            thread::spawn(move || total.set(inputs.files().count() as u64));
        }
        let (began, before) = (Instant::now(), earlier.count);
        Self { every, terminal, began, said: began, spoken: false, before, done: 0, refused: 0, failed: 0, total }
    }

    /// One file more.
    pub(crate) fn add(&mut self, routed: &Routed) {
        self.done += 1;
        match routed.case.state {
            State::Refused => self.refused += 1,
            State::Failed => self.failed += 1,
            _ => {}
        }
        match &routed.report {
            None => {}
            Some(Ok(path)) => self.note(&format!("{}: report in {}", routed.case.file, path.display())),
            Some(Err(error)) => self.note(&format!("{}: no report. {error}", routed.case.file)),
        }
        if self.every.is_some_and(|every| self.said.elapsed() >= every) {
            self.say();
        }
    }

    /// The last word, if there was one before.
    pub(crate) fn end(mut self) {
        if self.spoken {
            self.say();
            if self.terminal {
                let _ = writeln!(io::stderr());
            }
        }
    }

    fn note(&self, line: &str) {
        let clear = if self.spoken && self.terminal { "\r\x1b[K" } else { "" };
        let _ = writeln!(io::stderr(), "{clear}{line}");
    }

    fn say(&mut self) {
        (self.said, self.spoken) = (Instant::now(), true);
        let line = self.line(self.began.elapsed());
        // Who has closed standard error doesn't want to hear it.
        let _ = if self.terminal { write!(io::stderr(), "\r{line}\x1b[K") } else { writeln!(io::stderr(), "{line}") };
    }

    fn line(&self, elapsed: Duration) -> String {
        let here = self.before + self.done;
        let rate = self.done as f64 / elapsed.as_secs_f64().max(0.001);
        let mut line = here.to_string();
        let total = self.total.get();
        if let Some(total) = total {
            line += &format!(" of {total}");
        }
        line += &format!(" files, {rate:.1} a second");
        if let Some(left) = total.and_then(|total| total.checked_sub(here)).filter(|left| *left > 0 && rate > 0.0) {
            line += &format!(", {} left", in_words(left as f64 / rate));
        }
        for (count, what) in [(self.before, "from before"), (self.refused, "refused"), (self.failed, "failed")] {
            if count > 0 {
                line += &format!(", {count} {what}");
            }
        }
        line
    }
}

fn in_words(seconds: f64) -> String {
    let seconds = seconds.round() as u64;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(total: Option<u64>) -> Progress {
        let now = Instant::now();
        let total = Arc::new(total.map_or_else(OnceLock::new, OnceLock::from));
        let (before, done, refused, failed) = (100, 50, 2, 1);
        let (every, terminal, spoken) = (None, false, false);
        Progress { every, terminal, began: now, said: now, spoken, before, done, refused, failed, total }
    }

    #[test]
    fn it_says_count_rate_and_what_is_left_where_the_total_is_known() {
        let line = |total| progress(total).line(Duration::from_secs(10));
        assert_eq!(line(None), "150 files, 5.0 a second, 100 from before, 2 refused, 1 failed");
        assert!(line(Some(1_150)).starts_with("150 of 1150 files, 5.0 a second, 3 min 20 s left, "));
        assert!(line(Some(1_000_150)).contains(", 55 h 33 min left, "));
        assert!(line(Some(150)).starts_with("150 of 150 files, 5.0 a second, 100 from before"));
    }
}
