//! The one function that takes a file through the whole core.

use web_time::Instant;

use super::{Case, Failure, State};
use crate::classifier::Classifier;
use crate::radiograph::{Content, Format, Preamble, Radiograph};
use crate::routing::RoutingTable;

/// A clock that notes how long each step took.
struct StopWatch {
    started: Instant,
    lap: Instant,
}

impl StopWatch {
    fn lap(&mut self) -> f64 {
        let now = Instant::now();
        let elapsed = now.duration_since(self.lap);
        self.lap = now;
        elapsed.as_secs_f64() * 1000.0
    }
}

/// A case that is being made.
struct Story {
    case: Case,
    watch: StopWatch,
}

impl Story {
    fn begin(file: String, started: Instant) -> Self {
        let case = Case { state: State::Done, ..Case::queued(file) };
        Self { case, watch: StopWatch { started, lap: started } }
    }

    /// What a step made; a failure ends the case.
    fn unless_failed<T>(&mut self, result: Result<T, impl Into<Failure>>) -> Option<T> {
        result.map_err(|failure| self.case.end_with(&failure.into())).ok()
    }

    fn end(mut self, radiograph: Option<&Radiograph<'_>>, classifier: &Classifier, table: &RoutingTable) -> Case {
        if let Some(radiograph) = radiograph {
            self.case.timings_ms.decode = self.watch.lap();
            let routed = self.case.classify(radiograph, &mut self.watch, classifier, table);
            self.unless_failed(routed);
        }
        self.case.timings_ms.total = self.watch.started.elapsed().as_secs_f64() * 1000.0;
        self.case
    }
}

impl Case {
    /// Runs a file through the whole core. `started` is when reading it from the disk began.
    #[must_use]
    pub fn run(file: String, bytes: &[u8], started: Instant, classifier: &Classifier, table: &RoutingTable) -> Self {
        Self::run_then(file, bytes, started, classifier, table, |case, _| case)
    }

    /// The same; what needs the pixels beyond the answer, `then` can do with the answer already known.
    pub fn run_then<T>(
        file: String,
        bytes: &[u8],
        started: Instant,
        classifier: &Classifier,
        table: &RoutingTable,
        then: impl FnOnce(Self, Option<&Radiograph<'_>>) -> T,
    ) -> T {
        let mut story = Story::begin(file, started);
        story.case.format = Format::of(bytes);
        story.case.preamble = Preamble::of(bytes);
        let parsed = story.unless_failed(Content::parse(bytes));
        let radiograph = parsed.as_ref().and_then(|parsed| {
            story.case.header = parsed.header();
            story.case.exif_orientation = parsed.exif_orientation();
            story.case.timings_ms.read = story.watch.lap();
            story.unless_failed(parsed.radiograph())
        });
        then(story.end(radiograph.as_ref(), classifier, table), radiograph.as_ref())
    }

    fn classify(
        &mut self,
        radiograph: &Radiograph<'_>,
        watch: &mut StopWatch,
        classifier: &Classifier,
        table: &RoutingTable,
    ) -> Result<(), Failure> {
        let input = classifier.prepare(radiograph);
        self.timings_ms.prepare = watch.lap();
        let prediction = classifier.predict(&input)?;
        self.timings_ms.infer = watch.lap();
        self.likeliest = Some(prediction.likeliest);
        self.confidence = Some(prediction.confidence);
        self.sure = Some(prediction.sure);
        self.probabilities = Some(prediction.probabilities);
        self.radiograph_score = Some(prediction.radiograph_score);
        self.radiograph = Some(prediction.radiograph);
        Ok(self.route(table)?)
    }
}
