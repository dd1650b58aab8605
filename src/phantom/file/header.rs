//! What a film's header says.

use super::Syntax;
use super::data_set::DataSet;
use crate::phantom::film::Field;

/// Digital X-Ray Image Storage – For Presentation.
pub(super) const DX_FOR_PRESENTATION: &str = "1.2.840.10008.5.1.4.1.1.1.1";

/// Our UIDs count on from a random UUID (PS3.5 section B.2).
const FIRST_UUID: u128 = 0x4315_8bbe_72f2_46a4_ab59_72a5_2752_3e00;

/// A window to look through: its name, centre and width, in values that are larger where brighter.
pub(in crate::phantom) type View = (&'static str, u16, u16);

/// What distinguishes one film's header from another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::phantom) struct Facts {
    /// Its number among the samples, from 0.
    pub(in crate::phantom) number: u8,
    pub(in crate::phantom) syntax: Syntax,
    /// Protocol and series, in words.
    pub(in crate::phantom) series: &'static str,
    /// Body Part Examined; empty: not said.
    pub(in crate::phantom) body_part: &'static str,
    /// The same as SNOMED CT code and meaning.
    pub(in crate::phantom) region: Option<[&'static str; 2]>,
    /// View Position.
    pub(in crate::phantom) position: &'static str,
    /// Patient Orientation: where the rows and the columns lead.
    pub(in crate::phantom) orientation: &'static str,
    /// Image Laterality.
    pub(in crate::phantom) laterality: &'static str,
    /// Patient's Age and Patient's Sex, if there is a patient at all.
    pub(in crate::phantom) patient: Option<[&'static str; 2]>,
    /// Whether larger values are stored for what is darker (MONOCHROME1).
    pub(in crate::phantom) inverted: bool,
    pub(in crate::phantom) views: &'static [View],
}

impl Facts {
    /// Its UIDs: of the study (0), of the series (1), of the film (2).
    pub(super) fn uid(&self, which: u8) -> String {
        own_uid(4 * self.number + which)
    }
}

/// One of our UIDs.
pub(super) fn own_uid(number: u8) -> String {
    format!("2.25.{}", FIRST_UUID + u128::from(number))
}

/// All elements before the pixels, in ascending order, as the standard wants them.
pub(super) fn add(data: &mut DataSet, facts: &Facts, field: &Field) {
    let millimetres = format!("{0}\\{0}", field.pixel * 10.0);
    let [age, sex] = facts.patient.unwrap_or_default();
    let (photometric, shape, sign) =
        if facts.inverted { ("MONOCHROME1", "INVERSE", 1_i16) } else { ("MONOCHROME2", "IDENTITY", -1) };
    let views = |say: &dyn Fn(&View) -> String| facts.views.iter().map(say).collect::<Vec<_>>().join("\\");
    let center = |center: u16| if facts.inverted { 4095 - center } else { center };
    data.text(0x0008_0005, "CS", "ISO_IR 192");
    data.text(0x0008_0008, "CS", "DERIVED\\PRIMARY");
    data.text(0x0008_0016, "UI", DX_FOR_PRESENTATION);
    data.text(0x0008_0018, "UI", &facts.uid(2));
    data.text(0x0008_0020, "DA", "");
    data.text(0x0008_0030, "TM", "");
    data.text(0x0008_0050, "SH", "");
    data.text(0x0008_0060, "CS", "DX");
    data.text(0x0008_0068, "CS", "FOR PRESENTATION");
    data.text(0x0008_0070, "LO", "Generated, no patient");
    data.text(0x0008_0090, "PN", "");
    data.text(0x0008_1030, "LO", "Generated sample");
    data.text(0x0008_103e, "LO", facts.series);
    let region = |item: &mut DataSet| {
        let [code, meaning] = facts.region.unwrap_or_default();
        item.code([code, "SCT", meaning]);
    };
    let regions: &[&dyn Fn(&mut DataSet)] = if facts.region.is_some() { &[&region] } else { &[] };
    data.sequence(0x0008_2218, regions);
    add_patient(data, facts.number, age, sex);
    data.text(0x0018_0015, "CS", facts.body_part);
    data.text(0x0018_1030, "LO", facts.series);
    data.text(0x0018_1164, "DS", &millimetres);
    data.text(0x0018_5101, "CS", facts.position);
    data.text(0x0020_000d, "UI", &facts.uid(0));
    data.text(0x0020_000e, "UI", &facts.uid(1));
    data.text(0x0020_0010, "SH", "1");
    data.text(0x0020_0011, "IS", "1");
    data.text(0x0020_0013, "IS", "1");
    data.text(0x0020_0020, "CS", facts.orientation);
    data.text(0x0020_0062, "CS", facts.laterality);
    data.number(0x0028_0002, 1);
    data.text(0x0028_0004, "CS", photometric);
    data.number(0x0028_0010, field.rows as u16);
    data.number(0x0028_0011, field.columns as u16);
    data.number(0x0028_0100, 16);
    data.number(0x0028_0101, 12);
    data.number(0x0028_0102, 11);
    data.number(0x0028_0103, 0);
    data.text(0x0028_0301, "CS", "NO");
    data.text(0x0028_1040, "CS", "LOG");
    data.element(0x0028_1041, "SS", &sign.to_le_bytes());
    data.text(0x0028_1050, "DS", &views(&|(_, middle, _)| center(*middle).to_string()));
    data.text(0x0028_1051, "DS", &views(&|(_, _, width)| width.to_string()));
    data.text(0x0028_1052, "DS", "0");
    data.text(0x0028_1053, "DS", "1");
    data.text(0x0028_1054, "LO", "US");
    data.text(0x0028_1055, "LO", &views(&|(name, ..)| (*name).to_owned()));
    data.text(0x0028_2110, "CS", "00");
    data.text(0x2050_0020, "CS", shape);
}

pub(super) fn add_patient(data: &mut DataSet, number: u8, age: &str, sex: &str) {
    data.text(0x0010_0010, "PN", "PHANTOM^GENERATED");
    data.text(0x0010_0020, "LO", &format!("PHANTOM-{}", number + 1));
    data.text(0x0010_0030, "DA", "");
    data.text(0x0010_0040, "CS", sex);
    data.text(0x0010_1010, "AS", age);
}
