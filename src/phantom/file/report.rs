//! A DICOM object without a picture: a report of one sentence (Basic Text SR, PS3.3 A.35.1).

use super::data_set::DataSet;
use super::header::{add_patient, own_uid};
use super::{Syntax, with_meta_group};

const BASIC_TEXT_SR: &str = "1.2.840.10008.5.1.4.1.1.88.11";

/// Writes the report; `number` is its own among the samples.
pub(in crate::phantom) fn report(number: u8) -> Vec<u8> {
    let uid = |which: u8| own_uid(4 * number + which);
    let mut data = DataSet::new(true);
    data.text(0x0008_0005, "CS", "ISO_IR 192");
    data.text(0x0008_0016, "UI", BASIC_TEXT_SR);
    data.text(0x0008_0018, "UI", &uid(2));
    data.text(0x0008_0020, "DA", "");
    data.text(0x0008_0023, "DA", "20260101");
    data.text(0x0008_0030, "TM", "");
    data.text(0x0008_0033, "TM", "120000");
    data.text(0x0008_0050, "SH", "");
    data.text(0x0008_0060, "CS", "SR");
    data.text(0x0008_0070, "LO", "Generated, no patient");
    data.text(0x0008_0090, "PN", "");
    data.text(0x0008_1030, "LO", "Generated sample");
    data.sequence(0x0008_1111, &[]);
    add_patient(&mut data, number, "047Y", "M");
    data.text(0x0020_000d, "UI", &uid(0));
    data.text(0x0020_000e, "UI", &uid(1));
    data.text(0x0020_0010, "SH", "1");
    data.text(0x0020_0011, "IS", "1");
    data.text(0x0020_0013, "IS", "1");
    data.text(0x0040_a040, "CS", "CONTAINER");
    data.sequence(0x0040_a043, &[&|name| name.code(["18748-4", "LN", "Diagnostic imaging report"])]);
    data.text(0x0040_a050, "CS", "SEPARATE");
    data.sequence(0x0040_a372, &[]);
    data.text(0x0040_a491, "CS", "COMPLETE");
    data.text(0x0040_a493, "CS", "UNVERIFIED");
    data.sequence(
        0x0040_a730,
        &[&|finding| {
            finding.text(0x0040_a010, "CS", "CONTAINS");
            finding.text(0x0040_a040, "CS", "TEXT");
            finding.sequence(0x0040_a043, &[&|name| name.code(["121071", "DCM", "Finding"])]);
            finding.text(
                0x0040_a160,
                "UT",
                "A report about a phantom: there is nothing to find, and no picture in it.",
            );
        }],
    );
    with_meta_group(BASIC_TEXT_SR, &uid(2), Syntax::ExplicitLittleEndian, &data.0)
}
