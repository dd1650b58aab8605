//! What a visitor does to a film before the network sees it.

use serde::{Deserialize, Serialize};

/// Changes to a film, made in the order of these fields. Grey is meant as it is seen, whatever the film's polarity: 0 is
/// its black and 1 its white (1st and 99th percentile). Places and lengths are shares of the picture, so that they mean
/// the same for every film. A film is shrunk to at most 768 pixels a side before it is changed: noise is as fine as those. [`Changes::default`] changes nothing. Numbers out of range count as the nearest in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Changes {
    /// Bright and dark changed, as if the header had the wrong Photometric Interpretation.
    pub invert: bool,
    /// A window burnt into the pixels, from black to white: what lies outside is lost. The ends are grey values from −1 to
    /// 2; those that aren't in order change nothing.
    pub window: Option<(f32, f32)>,
    /// Each grey to this power, 0.1–10, what lies beyond black and white being lost; 1 changes nothing, more is darker.
    pub gamma: f32,
    /// Left and right changed.
    pub mirror: bool,
    /// Turned clockwise by so many degrees, any number. The picture grows until its corners fit; what is new is black.
    pub rotate: f32,
    /// All but this part cut away.
    pub crop: Option<Area>,
    /// Standard deviation of a Gaussian blur, in shares of the longer side, 0–0.05.
    pub blur: f32,
    /// Standard deviation of added Gaussian noise, in grey, 0–2.
    pub noise: f32,
    /// What the noise is drawn from: the same for the same seed.
    pub seed: u32,
    /// What is drawn over the picture that came out of the changes above; at most 1,000.
    pub marks: Vec<Mark>,
}

/// A part of a picture, in shares of its height and width, 0–1. It keeps a pixel at least.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// Share of the height above it.
    pub top: f32,
    /// Share of the width to the left of it.
    pub left: f32,
    /// Its height.
    pub height: f32,
    /// Its width.
    pub width: f32,
}

/// Something drawn over a picture.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// What it looks like.
    pub shape: Shape,
    /// Its grey, 0 (black) – 1 (white).
    pub grey: f32,
}

/// The shape of a mark. Points are (x, y): shares of the width from the left, and of the height from the top.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Shape {
    /// A filled rectangle.
    Rectangle(Area),
    /// A line with round ends; its thickness is a share of the picture's longer side.
    Line {
        /// Where it begins.
        from: (f32, f32),
        /// Where it ends.
        to: (f32, f32),
        /// How thick it is.
        thickness: f32,
    },
}

impl Default for Changes {
    fn default() -> Self {
        Self {
            invert: false,
            window: None,
            gamma: 1.0,
            mirror: false,
            rotate: 0.0,
            crop: None,
            blur: 0.0,
            noise: 0.0,
            seed: 0,
            marks: Vec::new(),
        }
    }
}

impl Changes {
    /// Whether they leave a film as it is.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self { seed: self.seed, ..Self::default() }
    }
}
