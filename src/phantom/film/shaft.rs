//! Long bones of hands: straight, wider at their ends, with a cortex that is thickest in the middle.

use super::exposure::Exposure;
use super::outline::trabeculae;
use super::solid::through;

/// A long bone; lengths in centimetres.
#[derive(Debug, Clone, Copy)]
pub(in crate::phantom) struct Shaft<'a> {
    /// Where it starts.
    pub(in crate::phantom) base: [f32; 2],
    /// Where it points: radians from straight up, clockwise.
    pub(in crate::phantom) turn: f32,
    /// From the base to the tip: distance, breadth to the left and to the right of its axis, thickness of the cortex.
    pub(in crate::phantom) profile: &'a [[f32; 4]],
    /// All of the profile by so much larger, in length and in breadth.
    pub(in crate::phantom) size: [f32; 2],
    /// Depth by breadth of its cross-section.
    pub(in crate::phantom) flatness: f32,
    /// Attenuation beyond that of its surroundings, a centimetre: cortex and marrow.
    pub(in crate::phantom) cortex: f32,
    pub(in crate::phantom) marrow: f32,
    /// By how much of itself the marrow varies with its trabeculae.
    pub(in crate::phantom) trabeculae: f32,
}

/// A shaft cut across: its middle's distance from the axis, half its breadth, its cortex.
type Cut = [f32; 3];

impl Shaft<'_> {
    pub(in crate::phantom) fn length(&self) -> f32 {
        self.profile.last().map_or(0.0, |end| end[0]) * self.size[0]
    }

    /// A place on its axis.
    pub(in crate::phantom) fn at(&self, along: f32) -> [f32; 2] {
        let (sin, cos) = self.turn.sin_cos();
        [self.base[0] + along * sin, self.base[1] - along * cos]
    }

    fn cut(&self, along: f32) -> Cut {
        let Some([left, right, cortex]) = through(self.profile, along / self.size[0]) else { return [0.0; 3] };
        let wide = self.size[1];
        [0.5 * (right - left) * wide, 0.5 * (left + right).max(0.0) * wide, cortex * wide]
    }
}

/// Adds a long bone's line integrals.
pub(in crate::phantom) fn add_shaft(exposure: &mut Exposure, shaft: &Shaft) {
    const STEP: f32 = 0.02;
    let length = shaft.length();
    let cuts: Vec<Cut> = (0..=(length / STEP) as usize).map(|step| shaft.cut(step as f32 * STEP)).collect();
    let cut = |along: f32| -> Option<Cut> {
        let at = along / STEP;
        let [from, to] = cuts.get((at.max(0.0) as usize)..)?.first_chunk()?;
        (at > 0.0).then(|| std::array::from_fn(|index| from[index] + at.fract() * (to[index] - from[index])))
    };
    let widest = cuts.iter().map(|cut| cut[1] + cut[0].abs()).fold(0.0, f32::max);
    let ends = [shaft.base, shaft.at(length)];
    let (left, right) = exposure.columns(ends[0][0].min(ends[1][0]) - widest, ends[0][0].max(ends[1][0]) + widest);
    let (top, bottom) = exposure.rows(ends[0][1].min(ends[1][1]) - widest, ends[0][1].max(ends[1][1]) + widest);
    let (sin, cos) = shaft.turn.sin_cos();
    for row in top..bottom {
        let y = exposure.y(row);
        for column in left..right {
            let x = exposure.x(column);
            let [dx, dy] = [x - shaft.base[0], y - shaft.base[1]];
            let (along, across) = (dx * sin - dy * cos, dx * cos + dy * sin);
            let Some([middle, half, cortex]) = cut(along) else { continue };
            let square = (across - middle) * (across - middle);
            if square >= half * half {
                continue;
            }
            // The hollow keeps the cortex's thickness from the ends too.
            let near = |shift: f32| cut(along + shift).map_or(0.0, |cut| cut[1]);
            let hollow = (half.min(near(cortex)).min(near(-cortex)) - cortex).max(0.0);
            let outer = (half * half - square).sqrt();
            let inner = (hollow * hollow - square).max(0.0).sqrt();
            let marrow = shaft.marrow * (1.0 + shaft.trabeculae * trabeculae(x, y));
            exposure.row(row)[column] += 2.0 * shaft.flatness * (shaft.cortex * (outer - inner) + marrow * inner);
        }
    }
}
