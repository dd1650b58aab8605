//! Line integrals of attenuation over a detector.

/// Side of a coarse picture's pixel, in pixels; a film's sides are multiples of it.
pub(super) const COARSE: usize = 16;

/// What of a body a detector covers; lengths in centimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::phantom) struct Field {
    pub(in crate::phantom) columns: usize,
    pub(in crate::phantom) rows: usize,
    /// A pixel's side.
    pub(in crate::phantom) pixel: f32,
    /// The middle column's x.
    pub(in crate::phantom) centre: f32,
    /// The upper edge's height in the body.
    pub(in crate::phantom) top: f32,
}

/// What a detector measures, before noise: for each pixel the attenuation added up along its ray.
pub(in crate::phantom) struct Exposure {
    pub(in crate::phantom) field: Field,
    pub(super) integrals: Vec<f32>,
}

impl Exposure {
    pub(in crate::phantom) fn of(field: Field) -> Self {
        Self { field, integrals: vec![0.0; field.columns * field.rows] }
    }

    /// A column's middle, in centimetres from the midline.
    pub(in crate::phantom) fn x(&self, column: usize) -> f32 {
        (column as f32 + 0.5 - self.field.columns as f32 / 2.0) * self.field.pixel + self.field.centre
    }

    /// A row's middle: its height in the body, in centimetres.
    pub(in crate::phantom) fn y(&self, row: usize) -> f32 {
        (row as f32 + 0.5) * self.field.pixel + self.field.top
    }

    /// The columns between two places, first and behind the last.
    pub(in crate::phantom) fn columns(&self, left: f32, right: f32) -> (usize, usize) {
        let place = |x: f32| (x - self.field.centre) / self.field.pixel + self.field.columns as f32 / 2.0;
        range(place(left), place(right), self.field.columns)
    }

    /// The rows between two heights, first and behind the last.
    pub(in crate::phantom) fn rows(&self, top: f32, bottom: f32) -> (usize, usize) {
        let place = |y: f32| (y - self.field.top) / self.field.pixel;
        range(place(top), place(bottom), self.field.rows)
    }

    /// A row's integrals.
    pub(in crate::phantom) fn row(&mut self, row: usize) -> &mut [f32] {
        let columns = self.field.columns;
        &mut self.integrals[row * columns..(row + 1) * columns]
    }

    /// Adds to each pixel what `at` says of its place.
    pub(in crate::phantom) fn add(&mut self, at: impl Fn(f32, f32) -> f32) {
        for row in 0..self.field.rows {
            let y = self.y(row);
            for column in 0..self.field.columns {
                let x = self.x(column);
                self.row(row)[column] += at(x, y);
            }
        }
    }

    /// Lead blades keep the beam to what lies between two places and two heights.
    pub(in crate::phantom) fn collimate(&mut self, [left, right]: [f32; 2], [top, bottom]: [f32; 2]) {
        /// What a blade lets through, as attenuation, and the width of the focal spot's shadow in centimetres.
        const BLADE: f32 = 7.0;
        const PENUMBRA: f32 = 0.12;
        self.add(|x, y| {
            let outside = (left - x).max(x - right).max(top - y).max(y - bottom);
            BLADE * (outside / PENUMBRA + 0.5).clamp(0.0, 1.0)
        });
    }
}

fn range(from: f32, to: f32, end: usize) -> (usize, usize) {
    let within = |place: f32| place.clamp(0.0, end as f32) as usize;
    (within(from.floor()), within(to.ceil()))
}
