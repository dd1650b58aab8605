//! Which part of a picture the canvas shows, and which way round.

use super::About;

/// Largest enlargement, in device pixels a picture column.
const LARGEST: f64 = 64.0;

/// Which part of a picture is seen. Picture coordinates are (column, row), 0 at the picture's edge: the first pixel reaches
/// from 0 to 1. Canvas coordinates are (right, down) in device pixels, 0 at the canvas's edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Viewport {
    /// Device pixels a picture column; rows have `pixel_aspect` times that.
    pub zoom: f64,
    /// The picture coordinates at the canvas's middle.
    pub centre: (f64, f64),
    /// Clockwise, 0–3.
    pub quarter_turns: u8,
    /// Mirrored about the canvas's vertical axis, after the turn.
    pub mirrored: bool,
}

impl Viewport {
    /// The whole picture in the middle of a canvas, as large as it fits.
    #[must_use]
    pub fn fit(about: &About, width: f64, height: f64) -> Self {
        let upright = Self { zoom: 1.0, centre: (0.0, 0.0), quarter_turns: 0, mirrored: false };
        upright.fit_keeping_turn(about, width, height)
    }

    /// The same, turned and mirrored as it is.
    #[must_use]
    pub fn fit_keeping_turn(self, about: &About, width: f64, height: f64) -> Self {
        let (columns, rows) = extent(about);
        let zoom = fitting(about, self.quarter_turns, (width, height));
        Self { zoom, centre: (columns / 2.0, rows / 2.0), ..self }
    }

    /// Enlarged by a factor, so that what lies at a canvas point stays there. The zoom stays between half of what fits and
    /// 64 device pixels a column, the canvas's middle inside the picture.
    #[must_use]
    pub fn zoomed(self, about: &About, factor: f64, at: (f64, f64), size: (f64, f64)) -> Self {
        let least = fitting(about, self.quarter_turns, size) / 2.0;
        let zoom = (self.zoom * factor).clamp(least.min(LARGEST), LARGEST.max(least));
        let fixed = self.to_picture(about, at, size);
        let moved = Self { zoom, ..self };
        let now = moved.to_picture(about, at, size);
        moved.centred(about, (moved.centre.0 + fixed.0 - now.0, moved.centre.1 + fixed.1 - now.1))
    }

    /// Moved by device pixels to the right and down, as far as the canvas's middle stays inside the picture.
    #[must_use]
    pub fn panned(self, about: &About, right: f64, down: f64) -> Self {
        let (columns, rows) = self.offset(about, (right, down));
        self.centred(about, (self.centre.0 - columns, self.centre.1 - rows))
    }

    /// Turned clockwise as it is seen; below 0: the other way.
    #[must_use]
    pub fn turned(self, quarter_turns: i8) -> Self {
        // The mirror comes after the turn, so that in a mirror a turn looks like one the other way.
        let turns = if self.mirrored { -i16::from(quarter_turns) } else { i16::from(quarter_turns) };
        let quarter_turns = (i16::from(self.quarter_turns) + turns).rem_euclid(4) as u8;
        Self { quarter_turns, ..self }
    }

    /// Mirrored left to right as it is seen.
    #[must_use]
    pub fn flipped(self) -> Self {
        Self { mirrored: !self.mirrored, ..self }
    }

    /// The picture coordinates of a canvas point. `size` is the canvas's width and height.
    #[must_use]
    pub fn to_picture(self, about: &About, point: (f64, f64), size: (f64, f64)) -> (f64, f64) {
        let (columns, rows) = self.offset(about, (point.0 - size.0 / 2.0, point.1 - size.1 / 2.0));
        (self.centre.0 + columns, self.centre.1 + rows)
    }

    /// The canvas point of picture coordinates.
    #[must_use]
    pub fn to_canvas(self, about: &About, place: (f64, f64), size: (f64, f64)) -> (f64, f64) {
        let across = (place.0 - self.centre.0) * self.zoom;
        let down = (place.1 - self.centre.1) * self.zoom * about.pixel_aspect;
        let (x, y) = match self.quarter_turns % 4 {
            0 => (across, down),
            1 => (-down, across),
            2 => (-across, -down),
            _ => (down, -across),
        };
        (size.0 / 2.0 + if self.mirrored { -x } else { x }, size.1 / 2.0 + y)
    }

    /// Whether the picture's rows run up and down the canvas rather than across.
    pub(super) fn lies(self) -> bool {
        !self.quarter_turns.is_multiple_of(2)
    }

    /// A distance on the canvas in columns and rows.
    pub(super) fn offset(self, about: &About, (right, down): (f64, f64)) -> (f64, f64) {
        let right = if self.mirrored { -right } else { right };
        let (across, down) = match self.quarter_turns % 4 {
            0 => (right, down),
            1 => (down, -right),
            2 => (-right, -down),
            _ => (-down, right),
        };
        (across / self.zoom, down / (self.zoom * about.pixel_aspect))
    }

    fn centred(self, about: &About, (column, row): (f64, f64)) -> Self {
        let (columns, rows) = extent(about);
        Self { centre: (column.clamp(0.0, columns), row.clamp(0.0, rows)), ..self }
    }
}

fn extent(about: &About) -> (f64, f64) {
    (about.columns as f64, about.rows as f64)
}

/// The zoom at which the whole picture fits on a canvas.
fn fitting(about: &About, quarter_turns: u8, (width, height): (f64, f64)) -> f64 {
    let (columns, rows) = extent(about);
    let (width, height) = if quarter_turns.is_multiple_of(2) { (width, height) } else { (height, width) };
    (width / columns).min(height / (rows * about.pixel_aspect)).max(f64::MIN_POSITIVE)
}
