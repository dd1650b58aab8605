//! What tissues take from a beam.
//!
//! Mass attenuation coefficients are NIST's (Hubbell and Seltzer, *Tables of X-Ray Mass Attenuation Coefficients*,
//! NISTIR 5632, table 4), densities those of ICRU report 44: skeletal muscle 1.05 g/cm³, adipose tissue 0.95, cortical
//! bone 1.92. Spongy bone is a fifth cortical bone, the rest marrow, which lies between muscle and fat.

/// Linear attenuation coefficients, a centimetre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::phantom) struct Tissue {
    pub(in crate::phantom) fat: f32,
    pub(in crate::phantom) muscle: f32,
    pub(in crate::phantom) cortical: f32,
    pub(in crate::phantom) spongy: f32,
}

/// Skeletal muscle 0.2048 cm²/g, adipose tissue 0.1974, cortical bone 0.3148: about what of 80 kVp passes a trunk.
pub(in crate::phantom) const AT_60_KEV: Tissue = Tissue::of(0.2048, 0.1974, 0.3148);
/// 0.2685, 0.2396, 0.6655: about 55 kVp, as for hands.
pub(in crate::phantom) const AT_40_KEV: Tissue = Tissue::of(0.2685, 0.2396, 0.6655);

impl Tissue {
    const fn of(muscle: f32, adipose: f32, bone: f32) -> Self {
        let (muscle, fat, cortical) = (1.05 * muscle, 0.95 * adipose, 1.92 * bone);
        Self { fat, muscle, cortical, spongy: 0.2 * cortical + 0.4 * muscle + 0.4 * fat }
    }

    /// What bone takes beyond the muscle in whose place it is: cortical and spongy.
    pub(in crate::phantom) const fn bone(self) -> (f32, f32) {
        (self.cortical - self.muscle, self.spongy - self.muscle)
    }

    /// What lies in a belly on the average: half of it fat.
    pub(in crate::phantom) const fn mixed(self) -> f32 {
        0.5 * (self.fat + self.muscle)
    }
}
