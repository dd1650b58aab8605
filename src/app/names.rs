//! What the page calls the core's types.

use crate::classifier::Group;
use crate::radiograph::AttributeGroup;
use crate::text::Text;

impl Text {
    /// A group's name.
    pub(in crate::app) fn group(&self, group: Group) -> &'static str {
        match group {
            Group::Abdomen => self.abdomen,
            Group::AdultChest => self.adult_chest,
            Group::PaediatricChest => self.paediatric_chest,
            Group::Spine => self.spine,
            Group::Other => self.other,
        }
    }

    /// What a kind of attributes is called.
    pub(in crate::app) fn attribute_group(&self, group: AttributeGroup) -> &'static str {
        match group {
            AttributeGroup::Patient => self.group_patient,
            AttributeGroup::Study => self.group_study,
            AttributeGroup::Series => self.group_series,
            AttributeGroup::Equipment => self.group_equipment,
            AttributeGroup::Image => self.group_image,
            AttributeGroup::Pixels => self.group_pixels,
            AttributeGroup::Other => self.group_other,
        }
    }

    /// The states of destinations, in the order of [`crate::routing::DestinationState`].
    pub(in crate::app) fn states(&self) -> [&'static str; 5] {
        [self.weights_published, self.code_only, self.paper_only, self.your_own, self.a_person_decides]
    }

    /// A test's name, by its name in a routing table.
    pub(in crate::app) fn test(&self, id: &str) -> &'static str {
        match id {
            "equals" => self.test_equals,
            "one_of" => self.test_one_of,
            "matches" => self.test_matches,
            "at_least" => self.test_at_least,
            "below" => self.test_below,
            "in_range" => self.test_in_range,
            _ => self.test_exists,
        }
    }

    /// A ready routing table's name, by its id.
    pub(in crate::app) fn preset(&self, id: &str) -> Option<&'static str> {
        Some(match id {
            "default" => self.preset_default,
            "five-groups" => self.preset_groups,
            "conflicts-first" => self.preset_conflicts,
            "chest-only" => self.preset_chest,
            _ => return None,
        })
    }

    /// Why a file has no result, by its stable code.
    pub(in crate::app) fn reason(&self, code: &str) -> Option<&'static str> {
        Some(match code {
            "not-dicom" => self.why_not_dicom,
            "no-image" => self.why_no_image,
            "unsupported-transfer-syntax" => self.why_unsupported_transfer_syntax,
            "unsupported-pixels" => self.why_unsupported_pixels,
            "too-large" => self.why_too_large,
            "truncated" => self.why_truncated,
            "contradicting-header" => self.why_contradicting_header,
            "damaged" => self.why_damaged,
            "unreadable" => self.why_unreadable,
            "crashed" => self.why_crashed,
            "timed-out" => self.why_timed_out,
            "not-ready" => self.why_not_ready,
            "cancelled" => self.why_cancelled,
            "not-an-archive" => self.why_not_an_archive,
            "too-many-files" => self.why_too_many_files,
            "routing-failed" => self.why_routing_failed,
            "encrypted" => self.why_encrypted,
            "unsupported-compression" => self.why_unsupported_compression,
            "classifier-failed" => self.why_classifier_failed,
            _ => return None,
        })
    }
}
