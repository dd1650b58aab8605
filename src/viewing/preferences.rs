//! What a reader chose for one picture and expects of the next.

use crate::classifier::Group;

use super::{About, Look};

/// The way someone looks at pictures, one after the other. Place, zoom, turn and a window of one's own belong to a single
/// picture, and aren't here.
#[derive(Debug, Clone, PartialEq)]
pub struct Preferences {
    /// Which of a picture's windows.
    pub view: PreferredView,
    /// Bright and dark changed.
    pub inverted: bool,
    /// Whether the file's overlays are drawn.
    pub overlays: bool,
    /// Whether the exposed field is outlined.
    pub field: bool,
    /// Which class activation map.
    pub map: PreferredMap,
    /// The map's opacity, 0–1.
    pub opacity: f32,
}

/// A choice among a picture's windows that has a meaning for other pictures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum PreferredView {
    /// The one that the file puts first.
    #[default]
    First,
    /// That of this name (Window Center & Width Explanation, LUT Explanation), where there is one.
    Named(String),
    /// The one that comes from the pixels.
    Automatic,
}

/// Whose activation map is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PreferredMap {
    /// None.
    #[default]
    Hidden,
    /// That of the group that the network finds likeliest.
    Likeliest,
    /// That of this group.
    Of(Group),
}

impl Default for Preferences {
    fn default() -> Self {
        let (view, map) = (PreferredView::default(), PreferredMap::default());
        Self { view, inverted: false, overlays: true, field: false, map, opacity: 0.6 }
    }
}

impl PreferredView {
    /// What the view of this place means for other pictures; beyond the last, it is the automatic one. Views without name
    /// are known by their place alone, which means nothing elsewhere.
    #[must_use]
    pub fn of(about: &About, view: usize) -> Self {
        match about.views.get(view) {
            None => Self::Automatic,
            Some(view) if view.name.is_empty() => Self::First,
            Some(view) => Self::Named(view.name.clone()),
        }
    }

    /// The place of the view among a picture's own; one beyond the last for the automatic one.
    #[must_use]
    pub fn place(&self, about: &About) -> usize {
        match self {
            Self::First => 0,
            Self::Named(name) => about.views.iter().position(|view| view.name == *name).unwrap_or(0),
            Self::Automatic => about.views.len(),
        }
    }
}

impl Preferences {
    /// How to begin with a picture whose likeliest group is this.
    #[must_use]
    pub fn look(&self, about: &About, likeliest: Option<Group>) -> Look {
        let lut = about.lut(self.view.place(about));
        let map = self.map_for(about, likeliest);
        Look { lut, inverted: self.inverted, overlays: self.overlays, map, field: self.field }
    }

    /// The map to draw over a picture, if it has it, and its opacity.
    #[must_use]
    pub fn map_for(&self, about: &About, likeliest: Option<Group>) -> Option<(Group, f32)> {
        self.map_of(likeliest).filter(|group| about.map(*group).is_some()).map(|group| (group, self.opacity))
    }

    /// Whose map to show of a picture whose likeliest group is this.
    #[must_use]
    pub fn map_of(&self, likeliest: Option<Group>) -> Option<Group> {
        match self.map {
            PreferredMap::Hidden => None,
            PreferredMap::Likeliest => likeliest,
            PreferredMap::Of(group) => Some(group),
        }
    }
}
