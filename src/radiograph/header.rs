//! The facts that a header claims about a picture, by their standard keywords (PS3.6).

use serde::{Deserialize, Serialize};

/// A coded concept (PS3.3 section 8).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// Code Value (0008,0100).
    pub value: String,
    /// Coding Scheme Designator (0008,0102), e.g. `SCT` for SNOMED CT.
    pub scheme: String,
    /// Code Meaning (0008,0104).
    pub meaning: String,
}

/// What the header says. Every fact can be absent, and any can be wrong: headers are evidence, not truth.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Header {
    /// Modality (0008,0060).
    pub modality: Option<String>,
    /// Body Part Examined (0018,0015).
    pub body_part_examined: Option<String>,
    /// View Position (0018,5101).
    pub view_position: Option<String>,
    /// Patient's Age (0010,1010), as written, e.g. `047Y`.
    pub patient_age: Option<String>,
    /// Patient's Sex (0010,0040).
    pub patient_sex: Option<String>,
    /// Anatomic Region Sequence (0008,2218), its first item.
    pub anatomic_region: Option<Code>,
    /// Image Laterality (0020,0062), else Laterality (0020,0060).
    pub laterality: Option<String>,
    /// Protocol Name (0018,1030).
    pub protocol_name: Option<String>,
    /// Manufacturer (0008,0070).
    pub manufacturer: Option<String>,
    /// Study Description (0008,1030).
    pub study_description: Option<String>,
    /// Series Description (0008,103E).
    pub series_description: Option<String>,
    /// SOP Class UID (0008,0016).
    pub sop_class_uid: Option<String>,
    /// SOP Instance UID (0008,0018).
    pub sop_instance_uid: Option<String>,
    /// Transfer Syntax UID (0002,0010), or the one found where the file doesn't say.
    pub transfer_syntax: Option<String>,
    /// Photometric Interpretation (0028,0004).
    pub photometric_interpretation: Option<String>,
    /// Rows (0028,0010).
    pub rows: Option<u32>,
    /// Columns (0028,0011).
    pub columns: Option<u32>,
    /// Number of Frames (0028,0008); the first is read.
    pub number_of_frames: Option<u32>,
}

/// Modalities (PS3.3 C.7.3.1.1.1) whose pictures are not projection radiographs.
const NOT_PROJECTION: &[&str] = &[
    "CT", "MR", "US", "PT", "NM", "OP", "OPT", "OCT", "OPM", "SM", "GM", "ES", "XC", "ECG", "EPS", "HD", "IVUS",
    "IVOCT", "SEG", "SR", "PR", "KO", "DOC", "RTDOSE", "RTSTRUCT", "RTPLAN", "REG", "FID", "AU", "BI", "TG", "DMS",
    "LS",
];

impl Header {
    /// Whether the header names a modality whose pictures are no projection radiographs (CT, ultrasound …).
    #[must_use]
    pub fn denies_projection(&self) -> bool {
        self.modality.as_deref().is_some_and(|modality| NOT_PROJECTION.contains(&modality))
    }

    /// The patient's age in years. `047Y`, `006M`, `012W`, `030D` (VR AS, PS3.5 section 6.2); a bare number, as some
    /// exports write it, counts as years.
    #[must_use]
    pub fn age_in_years(&self) -> Option<f64> {
        let age = self.patient_age.as_deref()?;
        let (digits, per_year) = match age.char_indices().next_back()? {
            (at, 'Y') => (&age[..at], 1.0),
            (at, 'M') => (&age[..at], 12.0),
            (at, 'W') => (&age[..at], 52.18),
            (at, 'D') => (&age[..at], 365.25),
            _ => (age, 1.0),
        };
        digits.parse::<u16>().ok().map(|count| f64::from(count) / per_year)
    }
}
