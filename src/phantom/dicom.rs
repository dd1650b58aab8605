//! A DICOM file, as plain as one can be: explicit elements, little endian (PS3.10 section 7, PS3.5 section 7.1).

use super::exposure::{PIXEL, SIDE};

const DX_FOR_PRESENTATION: &str = "1.2.840.10008.5.1.4.1.1.1.1";
const EXPLICIT_VR_LITTLE_ENDIAN: &str = "1.2.840.10008.1.2.1";

/// Our UIDs count on from a random UUID (PS3.5 section B.2).
const FIRST_UUID: u128 = 0x4315_8bbe_72f2_46a4_ab59_72a5_2752_3e00;

/// What distinguishes one film's header from another's.
pub(super) struct Facts {
    /// Its number among the samples, from 0.
    pub(super) number: u8,
    /// Protocol and series, in words.
    pub(super) series: &'static str,
    /// Body Part Examined; empty: not said.
    pub(super) body_part: &'static str,
    /// The same as SNOMED CT code and meaning.
    pub(super) region: Option<(&'static str, &'static str)>,
    /// Patient's Age and Patient's Sex, if there is a patient at all.
    pub(super) patient: Option<(&'static str, &'static str)>,
    /// Whether larger values are stored for what is darker (MONOCHROME1).
    pub(super) inverted: bool,
}

/// Writes a film of `SIDE` × `SIDE` values of 12 bits, larger where brighter.
pub(super) fn file(facts: &Facts, film: &[u16]) -> Vec<u8> {
    let mut file = vec![0; 128];
    file.extend(b"DICM");
    let meta = meta_group(facts);
    let mut length = DataSet::default();
    length.element(0x0002_0000, "UL", &(meta.0.len() as u32).to_le_bytes());
    let mut data = data_set(facts);
    data.0.reserve(2 * film.len() + 16);
    let stored = |value: &u16| if facts.inverted { 4095 - value } else { *value };
    let pixels: Vec<u8> = film.iter().flat_map(|value| stored(value).to_le_bytes()).collect();
    data.element(0x7fe0_0010, "OW", &pixels);
    file.extend(length.0.into_iter().chain(meta.0).chain(data.0));
    file
}

fn uid(facts: &Facts, which: u8) -> String {
    format!("2.25.{}", FIRST_UUID + u128::from(4 * facts.number + which))
}

fn meta_group(facts: &Facts) -> DataSet {
    let mut meta = DataSet::default();
    meta.element(0x0002_0001, "OB", &[0, 1]);
    meta.text(0x0002_0002, "UI", DX_FOR_PRESENTATION);
    meta.text(0x0002_0003, "UI", &uid(facts, 2));
    meta.text(0x0002_0010, "UI", EXPLICIT_VR_LITTLE_ENDIAN);
    meta.text(0x0002_0012, "UI", &format!("2.25.{}", FIRST_UUID + 255)); // of this writer
    meta
}

/// All elements before the pixels, in ascending order, as the standard wants them.
fn data_set(facts: &Facts) -> DataSet {
    let millimetres = format!("{0}\\{0}", PIXEL * 10.0);
    let (age, sex) = facts.patient.unwrap_or_default();
    let (photometric, shape, sign) =
        if facts.inverted { ("MONOCHROME1", "INVERSE", 1_i16) } else { ("MONOCHROME2", "IDENTITY", -1) };
    // Two views: the whole range, and the lungs.
    let centers = if facts.inverted { "2145\\2745" } else { "1950\\1350" };
    let mut data = DataSet::default();
    data.text(0x0008_0005, "CS", "ISO_IR 192");
    data.text(0x0008_0008, "CS", "DERIVED\\PRIMARY");
    data.text(0x0008_0016, "UI", DX_FOR_PRESENTATION);
    data.text(0x0008_0018, "UI", &uid(facts, 2));
    data.text(0x0008_0020, "DA", "");
    data.text(0x0008_0030, "TM", "");
    data.text(0x0008_0050, "SH", "");
    data.text(0x0008_0060, "CS", "DX");
    data.text(0x0008_0068, "CS", "FOR PRESENTATION");
    data.text(0x0008_0070, "LO", "Generated, no patient");
    data.text(0x0008_0090, "PN", "");
    data.text(0x0008_1030, "LO", "Generated sample");
    data.text(0x0008_103e, "LO", facts.series);
    data.element(0x0008_2218, "SQ", &facts.region.map(|(code, meaning)| coded(code, meaning).0).unwrap_or_default());
    data.text(0x0010_0010, "PN", "PHANTOM^GENERATED");
    data.text(0x0010_0020, "LO", &format!("PHANTOM-{}", facts.number + 1));
    data.text(0x0010_0030, "DA", "");
    data.text(0x0010_0040, "CS", sex);
    data.text(0x0010_1010, "AS", age);
    data.text(0x0018_0015, "CS", facts.body_part);
    data.text(0x0018_1030, "LO", facts.series);
    data.text(0x0018_1164, "DS", &millimetres);
    data.text(0x0018_5101, "CS", if facts.patient.is_some() { "PA" } else { "" });
    data.text(0x0020_000d, "UI", &uid(facts, 0));
    data.text(0x0020_000e, "UI", &uid(facts, 1));
    data.text(0x0020_0010, "SH", "1");
    data.text(0x0020_0011, "IS", "1");
    data.text(0x0020_0013, "IS", "1");
    data.text(0x0020_0020, "CS", "L\\F");
    data.text(0x0020_0062, "CS", "U");
    data.number(0x0028_0002, 1);
    data.text(0x0028_0004, "CS", photometric);
    data.number(0x0028_0010, SIDE as u16);
    data.number(0x0028_0011, SIDE as u16);
    data.number(0x0028_0100, 16);
    data.number(0x0028_0101, 12);
    data.number(0x0028_0102, 11);
    data.number(0x0028_0103, 0);
    data.text(0x0028_0301, "CS", "NO");
    data.text(0x0028_1040, "CS", "LOG");
    data.element(0x0028_1041, "SS", &sign.to_le_bytes());
    data.text(0x0028_1050, "DS", centers);
    data.text(0x0028_1051, "DS", "3700\\1900");
    data.text(0x0028_1052, "DS", "0");
    data.text(0x0028_1053, "DS", "1");
    data.text(0x0028_1054, "LO", "US");
    data.text(0x0028_1055, "LO", "NORMAL\\LUNG");
    data.text(0x0028_2110, "CS", "00");
    data.text(0x2050_0020, "CS", shape);
    data
}

/// A sequence's only item, a code of SNOMED CT (PS3.3 section 8).
fn coded(code: &str, meaning: &str) -> DataSet {
    let mut concept = DataSet::default();
    concept.text(0x0008_0100, "SH", code);
    concept.text(0x0008_0102, "SH", "SCT");
    concept.text(0x0008_0104, "LO", meaning);
    let mut item = DataSet::default();
    item.tag(0xfffe_e000);
    item.0.extend((concept.0.len() as u32).to_le_bytes());
    item.0.extend(concept.0);
    item
}

/// Elements one after the other.
#[derive(Default)]
struct DataSet(Vec<u8>);

impl DataSet {
    fn tag(&mut self, tag: u32) {
        self.0.extend(((tag >> 16) as u16).to_le_bytes());
        self.0.extend((tag as u16).to_le_bytes());
    }

    /// An element whose value has an even length.
    fn element(&mut self, tag: u32, vr: &str, value: &[u8]) {
        self.tag(tag);
        self.0.extend(vr.as_bytes());
        if matches!(vr, "OB" | "OW" | "SQ") {
            self.0.extend([0, 0]);
            self.0.extend((value.len() as u32).to_le_bytes());
        } else {
            self.0.extend((value.len() as u16).to_le_bytes());
        }
        self.0.extend(value);
    }

    fn text(&mut self, tag: u32, vr: &str, value: &str) {
        let mut padded = value.as_bytes().to_vec();
        if padded.len() % 2 == 1 {
            padded.push(if vr == "UI" { 0 } else { b' ' });
        }
        self.element(tag, vr, &padded);
    }

    fn number(&mut self, tag: u32, value: u16) {
        self.element(tag, "US", &value.to_le_bytes());
    }
}
