//! Items of a report's content tree (PS3.3 C.17.3).

use dicom_core::value::DataSetSequence;
use dicom_core::{DataElement, PrimitiveValue, Tag, VR};
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

use super::codes::Concept;

/// A data set inside a sequence.
pub(super) type Item = InMemDicomObject;

/// How an item belongs to the one above it (PS3.3 table C.17.3-8).
#[derive(Clone, Copy)]
pub(super) enum Relation {
    Contains,
    ObservationContext,
    ConceptModifier,
}

impl Relation {
    fn id(self) -> &'static str {
        match self {
            Self::Contains => "CONTAINS",
            Self::ObservationContext => "HAS OBS CONTEXT",
            Self::ConceptModifier => "HAS CONCEPT MOD",
        }
    }
}

pub(super) fn element(tag: Tag, vr: VR, value: impl Into<PrimitiveValue>) -> DataElement<Item> {
    DataElement::new(tag, vr, value.into())
}

pub(super) fn sequence(tag: Tag, items: Vec<Item>) -> DataElement<Item> {
    DataElement::new(tag, VR::SQ, DataSetSequence::from(items))
}

fn concept(tag: Tag, (value, scheme, meaning): Concept) -> DataElement<Item> {
    let code = [
        element(tags::CODE_VALUE, VR::SH, value),
        element(tags::CODING_SCHEME_DESIGNATOR, VR::SH, scheme),
        element(tags::CODE_MEANING, VR::LO, meaning),
    ];
    sequence(tag, vec![Item::from_element_iter(code)])
}

fn item(relation: Relation, kind: &str, name: Option<Concept>, value: Vec<DataElement<Item>>) -> Item {
    let place = [element(tags::RELATIONSHIP_TYPE, VR::CS, relation.id()), element(tags::VALUE_TYPE, VR::CS, kind)];
    let name = name.map(|name| concept(tags::CONCEPT_NAME_CODE_SEQUENCE, name));
    Item::from_element_iter(place.into_iter().chain(name).chain(value))
}

pub(super) fn code(relation: Relation, name: Concept, value: Concept) -> Item {
    item(relation, "CODE", Some(name), vec![concept(tags::CONCEPT_CODE_SEQUENCE, value)])
}

pub(super) fn text(relation: Relation, name: Concept, value: &str) -> Item {
    item(relation, "TEXT", Some(name), vec![element(tags::TEXT_VALUE, VR::UT, value)])
}

pub(super) fn uid(relation: Relation, name: Concept, value: &str) -> Item {
    item(relation, "UIDREF", Some(name), vec![element(tags::UID, VR::UI, value)])
}

/// A share from 0 to 1, written as per cent.
pub(super) fn per_cent(name: Concept, share: f32) -> Item {
    let value = [
        element(tags::NUMERIC_VALUE, VR::DS, format!("{:.3}", f64::from(share) * 100.0)),
        concept(tags::MEASUREMENT_UNITS_CODE_SEQUENCE, super::codes::PERCENT),
    ];
    let value = sequence(tags::MEASURED_VALUE_SEQUENCE, vec![Item::from_element_iter(value)]);
    item(Relation::Contains, "NUM", Some(name), vec![value])
}

pub(super) fn image(name: Option<Concept>, reference: &Item) -> Item {
    let reference = sequence(tags::REFERENCED_SOP_SEQUENCE, vec![reference.clone()]);
    item(Relation::Contains, "IMAGE", name, vec![reference])
}

/// A container; `template` is one of PS3.16's.
pub(super) fn container(name: Concept, template: Option<&str>, content: Vec<Item>) -> Item {
    item(Relation::Contains, "CONTAINER", Some(name), container_value(template, content))
}

/// The outermost container's attributes, which go right into the data set.
pub(super) fn root(name: Concept, template: &str, content: Vec<Item>) -> Vec<DataElement<Item>> {
    let name = [element(tags::VALUE_TYPE, VR::CS, "CONTAINER"), concept(tags::CONCEPT_NAME_CODE_SEQUENCE, name)];
    name.into_iter().chain(container_value(Some(template), content)).collect()
}

fn container_value(template: Option<&str>, content: Vec<Item>) -> Vec<DataElement<Item>> {
    let identified = template.map(|template| {
        let template =
            [element(tags::MAPPING_RESOURCE, VR::CS, "DCMR"), element(tags::TEMPLATE_IDENTIFIER, VR::CS, template)];
        sequence(tags::CONTENT_TEMPLATE_SEQUENCE, vec![Item::from_element_iter(template)])
    });
    let continuity = element(tags::CONTINUITY_OF_CONTENT, VR::CS, "SEPARATE");
    identified.into_iter().chain([continuity, sequence(tags::CONTENT_SEQUENCE, content)]).collect()
}
