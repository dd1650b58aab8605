//! One axis of a drawing: which of a picture's lines each line of the canvas is made of.

use std::ops::Range;

/// From so many device pixels a picture's pixel on, pixels are drawn as squares: a reader wants to see them.
const SQUARES_FROM: f64 = 4.0;

/// Most lines that go into one: halved copies see to it that none covers more than two, which may lie across three.
const TAPS: usize = 3;

/// The lines `first..` of a picture that a canvas's line is the weighted mean of. Weights sum to 1; unused ones are 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Taps {
    pub(super) first: usize,
    pub(super) weights: [f32; TAPS],
}

/// Where the lines of a canvas lie on a picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    /// The picture coordinate of the canvas's edge.
    pub(super) start: f64,
    /// Picture lines a canvas line, below 0 if they run the other way.
    pub(super) step: f64,
    /// Lines of the picture.
    pub(super) count: usize,
}

impl Axis {
    /// The picture coordinate of a canvas line's middle.
    pub(super) fn middle(&self, line: usize) -> f64 {
        self.start + (line as f64 + 0.5) * self.step
    }

    /// The same on a copy halved so many times.
    pub(super) fn halved(self, level: usize, count: usize) -> Self {
        let scale = (level as f64).exp2();
        Self { start: self.start / scale, step: self.step / scale, count }
    }

    /// The canvas's lines, of so many, whose middle lies on the picture.
    pub(super) fn inside(&self, lines: usize) -> Range<usize> {
        let count = self.count as f64;
        let edges = [-self.start / self.step, (count - self.start) / self.step];
        let line = |edge: f64| (edge - 0.5).ceil().clamp(0.0, lines as f64) as usize;
        let (from, to) = (line(edges[0].min(edges[1])), line(edges[0].max(edges[1])));
        from..to.max(from)
    }

    /// What a canvas line is made of: enlarged by up to four, linearly between two lines; beyond that the nearest; made
    /// smaller, the mean of what it covers.
    pub(super) fn taps(&self, line: usize) -> Taps {
        let last = self.count.saturating_sub(1);
        let (middle, width) = (self.middle(line), self.step.abs());
        let nearest = (middle.max(0.0) as usize).min(last);
        if width * SQUARES_FROM <= 1.0 {
            return Taps { first: nearest, weights: [1.0, 0.0, 0.0] };
        }
        // A box as wide as a canvas line (when enlarged, as one picture line: that is linear interpolation).
        let half = width.max(1.0) / 2.0;
        let (from, to) = ((middle - half).max(0.0), (middle + half).min(self.count as f64));
        let first = (from as usize).min(last);
        let mut weights = [0.0; TAPS];
        let mut sum = 0.0;
        for (index, weight) in (first..).zip(&mut weights) {
            *weight = (to.min((index + 1) as f64) - from.max(index as f64)).max(0.0) as f32;
            sum += *weight;
        }
        if sum > 0.0 {
            weights.iter_mut().for_each(|weight| *weight /= sum);
            Taps { first, weights }
        } else {
            Taps { first: nearest, weights: [1.0, 0.0, 0.0] }
        }
    }
}
