//! The one function that takes a file through the whole core.

use web_time::Instant;

use super::{Case, Failure, State, THUMBNAIL_SIDE};
use crate::classifier::{Classifier, Prediction};
use crate::radiograph::{Part10, Radiograph};
use crate::routing::{Facts, Outcome, RoutingTable};

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

impl Case {
    /// Runs a file through the whole core. `started` is when reading it from the disk began.
    #[must_use]
    pub fn run(file: String, bytes: &[u8], started: Instant, classifier: &Classifier, table: &RoutingTable) -> Self {
        Self::tell(file, started, |case, watch| {
            let parsed = Part10::parse(bytes)?;
            case.header = parsed.header();
            case.timings_ms.read = watch.lap();
            let radiograph = parsed.radiograph()?;
            case.timings_ms.decode = watch.lap();
            case.classify(&radiograph, watch, classifier, table)
        })
    }

    /// Runs a picture that was decoded elsewhere, and has no header.
    #[must_use]
    pub fn run_radiograph(
        file: String,
        radiograph: &Radiograph<'_>,
        started: Instant,
        classifier: &Classifier,
        table: &RoutingTable,
    ) -> Self {
        Self::tell(file, started, |case, watch| {
            case.timings_ms.decode = watch.lap();
            case.classify(radiograph, watch, classifier, table)
        })
    }

    fn tell(
        file: String,
        started: Instant,
        story: impl FnOnce(&mut Self, &mut StopWatch) -> Result<(), Failure>,
    ) -> Self {
        let mut case = Self::queued(file);
        let mut watch = StopWatch { started, lap: started };
        case.state = State::Done;
        if let Err(failure) = story(&mut case, &mut watch) {
            case.end_with(&failure);
        }
        case.timings_ms.total = watch.started.elapsed().as_secs_f64() * 1000.0;
        case
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
        self.route(&prediction, table)?;
        self.thumbnail = Some(radiograph.thumbnail(THUMBNAIL_SIDE));
        Ok(())
    }

    fn route(&mut self, prediction: &Prediction, table: &RoutingTable) -> Result<(), Failure> {
        let facts = Facts::new(prediction, &self.header);
        let decision = table.decide(&facts)?;
        self.reason = (facts.outcome() != Outcome::Placed).then(|| facts.outcome().id().to_owned());
        self.group = facts.group();
        self.confidence = Some(prediction.confidence);
        self.probabilities = Some(prediction.probabilities);
        self.radiograph_score = Some(prediction.radiograph_score);
        self.destination = Some(decision.destination.id);
        self.rule = Some(decision.rule);
        self.explanation = decision.because;
        Ok(())
    }
}
