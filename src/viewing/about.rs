//! What there is to know of a picture before it is drawn.

use serde::{Deserialize, Serialize};

use crate::classifier::{ActivationMap, Group};
use crate::radiograph::{Attribute, Field, View, Window};

/// Everything about an opened picture but its pixels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// Height in pixels, at least 1.
    pub rows: usize,
    /// Width in pixels, at least 1.
    pub columns: usize,
    /// A pixel's height by its width.
    pub pixel_aspect: f64,
    /// Millimetres from row to row and from column to column: Pixel Spacing (0028,0030), else Imager Pixel Spacing
    /// (0018,1164), which is measured at the detector and so larger than in the body.
    pub millimetres: Option<[f64; 2]>,
    /// Whether it has colours; else it is grey.
    pub colour: bool,
    /// The modality value of sample 0.
    pub first: f64,
    /// The distance in modality values from one sample to the next, above 0. For a colour picture samples are 0–255.
    pub step: f64,
    /// Whether larger values are darker (MONOCHROME1, Presentation LUT Shape INVERSE).
    pub inverted: bool,
    /// The header's windows and VOI LUTs, those left out that show nothing of this picture.
    pub views: Vec<View>,
    /// From the 1st to the 99th percentile of the exposed field; for colour the full scale.
    pub automatic: Window,
    /// Whether overlays follow the pixels.
    pub has_overlay: bool,
    /// The exposed field: the part that the network sees.
    pub field: Field,
    /// Side of the network's square input, in pixels.
    pub input_size: usize,
    /// That input as grey, 0–255, row by row.
    pub input: Vec<u8>,
    /// Each group's class activation map, which lies over `field`.
    pub maps: Vec<(Group, ActivationMap)>,
    /// The whole header, in the file's order; none for PNG and JPEG.
    pub header: Vec<Attribute>,
    /// How many frames there are; the first is shown.
    pub frames: u32,
}

impl About {
    /// A group's class activation map; none where the network gives none.
    #[must_use]
    pub fn map(&self, group: Group) -> Option<&ActivationMap> {
        let (_, map) = self.maps.iter().find(|(one, _)| *one == group)?;
        (!map.values.is_empty() && map.rows * map.columns == map.values.len()).then_some(map)
    }

    /// The largest value of all groups' maps, in logits: what is drawn strongest. 0 where nothing speaks for any group.
    pub(super) fn strongest_evidence(&self) -> f32 {
        self.maps.iter().map(|(_, map)| map.greatest()).fold(0.0, f32::max)
    }

    /// Whether a group's map shows anything to the eye: some place of it has a tenth of the strongest evidence there is
    /// for any group. Less is nearly transparent.
    #[must_use]
    pub fn has_evidence(&self, group: Group) -> bool {
        let strongest = self.strongest_evidence();
        strongest > 0.0 && self.map(group).is_some_and(|map| map.greatest() >= strongest / 10.0)
    }
}
