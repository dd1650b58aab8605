//! The one function that takes a file through the whole core.

use web_time::Instant;

use super::{Case, Failure, State, THUMBNAIL_SIDE};
use crate::classifier::{Classifier, Prediction};
use crate::radiograph::Part10;
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
        let mut case = Self::queued(file);
        let mut watch = StopWatch { started, lap: started };
        case.state = State::Done;
        if let Err(failure) = case.fill(bytes, &mut watch, classifier, table) {
            case.end_with(&failure);
        }
        case.timings_ms.total = watch.started.elapsed().as_secs_f64() * 1000.0;
        case
    }

    fn fill(
        &mut self,
        bytes: &[u8],
        watch: &mut StopWatch,
        classifier: &Classifier,
        table: &RoutingTable,
    ) -> Result<(), Failure> {
        let parsed = Part10::parse(bytes)?;
        self.header = parsed.header();
        self.timings_ms.read = watch.lap();
        let radiograph = parsed.radiograph()?;
        self.timings_ms.decode = watch.lap();
        let input = classifier.prepare(&radiograph);
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
        self.destination = Some(decision.destination.id);
        self.rule = Some(decision.rule);
        self.explanation = decision.because;
        Ok(())
    }
}
