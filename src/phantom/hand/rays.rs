//! Fingers: a metacarpal and its phalanges each.

use super::{CORTICAL, SPONGY};
use crate::phantom::film::{Exposure, Knot, Outline, Shaft, Slab, add_shaft, add_slab};

/// A finger with its metacarpal.
pub(super) struct Ray {
    /// Where the metacarpal starts, and where it points: radians from straight up, clockwise.
    base: [f32; 2],
    turn: f32,
    /// Its length and breadth, the middle one's being 1.
    size: [f32; 2],
    /// The same of the phalanges, from the nearest; the thumb has two.
    phalanges: &'static [Phalanx],
    /// Half the finger's breadth: at the metacarpal's head, at the last joint.
    flesh: [f32; 2],
}

struct Phalanx {
    turn: f32,
    size: [f32; 2],
    profile: &'static [[f32; 4]],
}

/// Distance from the base, breadth to the left and to the right, cortex.
const METACARPAL: [[f32; 4]; 12] = [
    [0.0, 0.0, 0.0, 0.05],
    [0.05, 0.54, 0.52, 0.05],
    [0.22, 0.72, 0.7, 0.06],
    [0.7, 0.63, 0.6, 0.09],
    [1.6, 0.44, 0.45, 0.15],
    [3.0, 0.38, 0.4, 0.19],
    [4.4, 0.43, 0.44, 0.15],
    [5.3, 0.56, 0.57, 0.09],
    [5.8, 0.7, 0.7, 0.06],
    [6.2, 0.64, 0.65, 0.055],
    [6.42, 0.42, 0.44, 0.05],
    [6.5, 0.0, 0.0, 0.05],
];
const PROXIMAL: [[f32; 4]; 11] = [
    [0.0, 0.0, 0.0, 0.05],
    [0.03, 0.52, 0.52, 0.05],
    [0.14, 0.74, 0.74, 0.055],
    [0.4, 0.72, 0.72, 0.07],
    [1.0, 0.53, 0.53, 0.11],
    [2.0, 0.42, 0.42, 0.15],
    [3.1, 0.4, 0.4, 0.13],
    [3.8, 0.48, 0.48, 0.08],
    [4.15, 0.54, 0.54, 0.055],
    [4.36, 0.42, 0.42, 0.05],
    [4.43, 0.0, 0.0, 0.05],
];
const MIDDLE: [[f32; 4]; 10] = [
    [0.0, 0.0, 0.0, 0.05],
    [0.03, 0.46, 0.46, 0.05],
    [0.12, 0.61, 0.61, 0.055],
    [0.4, 0.55, 0.55, 0.07],
    [0.9, 0.4, 0.4, 0.11],
    [1.6, 0.34, 0.34, 0.12],
    [2.3, 0.4, 0.4, 0.08],
    [2.62, 0.46, 0.46, 0.055],
    [2.8, 0.34, 0.34, 0.05],
    [2.85, 0.0, 0.0, 0.05],
];
const DISTAL: [[f32; 4]; 10] = [
    [0.0, 0.0, 0.0, 0.04],
    [0.03, 0.38, 0.38, 0.04],
    [0.11, 0.52, 0.52, 0.05],
    [0.32, 0.44, 0.44, 0.06],
    [0.7, 0.24, 0.24, 0.09],
    [1.1, 0.18, 0.18, 0.09],
    [1.4, 0.26, 0.26, 0.07],
    [1.62, 0.33, 0.33, 0.05],
    [1.76, 0.24, 0.24, 0.04],
    [1.8, 0.0, 0.0, 0.04],
];

const fn phalanx(profile: &'static [[f32; 4]], turn: f32, length: f32, breadth: f32) -> Phalanx {
    Phalanx { turn, size: [length, breadth], profile }
}

/// From the thumb to the little finger.
pub(super) const RAYS: [Ray; 5] = [
    Ray {
        base: [2.95, 18.55],
        turn: 0.56,
        size: [0.69, 1.02],
        phalanges: &[phalanx(&PROXIMAL, 0.45, 0.71, 0.98), phalanx(&DISTAL, 0.4, 1.25, 1.25)],
        flesh: [1.3, 0.92],
    },
    Ray {
        base: [1.72, 17.45],
        turn: 0.14,
        size: [1.0, 0.98],
        phalanges: &[
            phalanx(&PROXIMAL, 0.15, 0.92, 0.97),
            phalanx(&MIDDLE, 0.12, 0.85, 0.97),
            phalanx(&DISTAL, 0.1, 0.96, 0.97),
        ],
        flesh: [1.05, 0.78],
    },
    Ray {
        base: [0.22, 17.55],
        turn: 0.01,
        size: [0.98, 1.0],
        phalanges: &[
            phalanx(&PROXIMAL, 0.0, 1.0, 1.0),
            phalanx(&MIDDLE, 0.01, 1.0, 1.0),
            phalanx(&DISTAL, 0.02, 1.0, 1.0),
        ],
        flesh: [1.08, 0.8],
    },
    Ray {
        base: [-1.1, 17.75],
        turn: -0.12,
        size: [0.89, 0.88],
        phalanges: &[
            phalanx(&PROXIMAL, -0.14, 0.94, 0.92),
            phalanx(&MIDDLE, -0.11, 0.93, 0.94),
            phalanx(&DISTAL, -0.1, 1.0, 0.96),
        ],
        flesh: [1.02, 0.74],
    },
    Ray {
        base: [-2.15, 18.1],
        turn: -0.25,
        size: [0.83, 0.86],
        phalanges: &[
            phalanx(&PROXIMAL, -0.32, 0.76, 0.82),
            phalanx(&MIDDLE, -0.27, 0.68, 0.84),
            phalanx(&DISTAL, -0.25, 0.9, 0.82),
        ],
        flesh: [0.95, 0.64],
    },
];

/// Cartilage between two bones.
const GAP: f32 = 0.07;

fn shaft(base: [f32; 2], turn: f32, size: [f32; 2], profile: &'static [[f32; 4]]) -> Shaft<'static> {
    let (cortex, marrow) = (CORTICAL, 0.55 * SPONGY);
    Shaft { base, turn, profile, size, flatness: 0.82, cortex, marrow, trabeculae: 0.5 }
}

impl Ray {
    fn bones(&self) -> Vec<Shaft<'static>> {
        let mut bones = vec![shaft(self.base, self.turn, self.size, &METACARPAL)];
        for phalanx in self.phalanges {
            let before = bones[bones.len() - 1];
            // The joint's middle lies on the nearer bone's axis; the next one sets off from there.
            let joint = before.at(before.length() + GAP);
            bones.push(shaft(joint, phalanx.turn, phalanx.size, phalanx.profile));
        }
        bones
    }

    /// The finger's flesh, from the metacarpal's middle to beyond the last bone.
    pub(super) fn flesh(&self) -> Vec<Knot> {
        let [wide, narrow] = self.flesh;
        let bones = self.bones();
        let ([x, y], [end_x, end_y]) = (bones[0].at(0.35 * bones[0].length()), bones[0].at(bones[0].length()));
        let mut axis = vec![[x, y, 0.0, 1.08 * wide], [end_x, end_y, 0.0, wide]];
        let last = bones.len() - 1;
        for (index, bone) in bones.iter().enumerate().skip(1) {
            let share = (index as f32 - 1.0) / (last as f32 - 1.0).max(1.0);
            let radius = wide + (narrow - wide) * (0.35 + 0.65 * share);
            // Fullest between the joints.
            let [x, y] = bone.at(0.45 * bone.length());
            axis.push([x, y, 0.0, 1.04 * radius]);
            let [x, y] = bone.at(if index == last { 0.86 * bone.length() } else { bone.length() });
            axis.push([x, y, 0.0, if index == last { 0.86 * narrow } else { 0.97 * radius }]);
        }
        axis
    }

    pub(super) fn add_bones(&self, exposure: &mut Exposure) {
        for bone in self.bones() {
            add_shaft(exposure, &bone);
        }
        // Small bones within tendons, at the thumb's and the little finger's first joint.
        let head = self.bones()[0];
        let [x, y] = head.at(head.length() - 0.25);
        let sesamoids: &[[f32; 2]] = match self.turn {
            turn if turn > 0.5 => &[[-0.5, 0.05], [0.42, 0.2]],
            turn if turn < -0.2 => &[[0.35, 0.1]],
            _ => &[],
        };
        for [right, down] in sesamoids {
            let pea =
                Slab { half_depth: 0.2, rounding: 0.2, wall: 0.04, shell: CORTICAL, core: SPONGY, trabeculae: 0.0 };
            add_slab(exposure, &Outline::ellipse([x + right, y + down], [0.2, 0.26]), pea);
        }
    }
}
