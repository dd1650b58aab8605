//! How a picture should look.

use crate::classifier::Group;
use crate::radiograph::VoiLut;

use super::About;

/// How a picture is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// How modality values become brightness.
    pub lut: VoiLut,
    /// Bright and dark changed, beyond what the picture itself asks for.
    pub inverted: bool,
    /// Whether the file's overlays are drawn.
    pub overlays: bool,
    /// A group's class activation map, and its opacity where it is strongest, 0–1.
    pub map: Option<(Group, f32)>,
    /// Whether the exposed field is outlined.
    pub field: bool,
}

impl Look {
    /// As the file wants to be seen: its first view, else the automatic window; with overlays.
    #[must_use]
    pub fn of(about: &About) -> Self {
        let lut = about.views.first().map_or(VoiLut::Window(about.automatic), |view| view.lut.clone());
        Self { lut, inverted: false, overlays: true, map: None, field: false }
    }
}
