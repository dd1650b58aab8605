//! How a picture should look.

use crate::classifier::Group;
use crate::radiograph::{VoiLut, Window};

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
        Self { lut: about.lut(0), inverted: false, overlays: true, map: None, field: false }
    }

    /// The present window; in place of a VOI LUT, which has none, the automatic one.
    #[must_use]
    pub fn window(&self, about: &About) -> Window {
        match self.lut {
            VoiLut::Window(window) => window,
            VoiLut::Table(_) => about.automatic,
        }
    }

    /// Sees through a window of one's own, in modality values. It keeps a thousandth of the automatic one's width, and 1
    /// where that has as much: LINEAR asks for it (PS3.3 C.11.2.1.2). What is no number changes nothing.
    pub fn set_window(&mut self, about: &About, center: f64, width: f64) {
        if center.is_finite() && width.is_finite() {
            let usual = about.automatic.width;
            let least = (usual / 1000.0).max(usual.min(1.0));
            let window = Window { center, width: width.max(least), ..self.window(about) };
            self.lut = VoiLut::Window(window);
        }
    }
}

impl About {
    /// What the view of this place in [`About::views`] does to values; beyond them, the automatic window.
    #[must_use]
    pub fn lut(&self, view: usize) -> VoiLut {
        self.views.get(view).map_or(VoiLut::Window(self.automatic), |view| view.lut.clone())
    }
}
